//! The Rust types that the user chooses for parts of a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::document::Document;

/// The Rust types that are used instead of emitted types, by what they represent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// The types of strings by their `format`.
    pub(crate) formats: BTreeMap<String, String>,
    /// The types of `components/schemas` by name.
    pub(crate) replacements: BTreeMap<String, String>,
    /// The traits that all emitted types derive.
    pub(crate) derives: BTreeSet<String>,
}

/// The traits that emitted types implement in any case.
const IMPLEMENTED: [&str; 6] = [
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "PartialEq",
    "Serialize",
];

/// The traits that no emitted type can derive, since it preserves undocumented properties and values.
const IMPOSSIBLE: [&str; 3] = ["Copy", "Ord", "PartialOrd"];

/// Returns the problem of a trait that all emitted types derive, if there is one.
pub(crate) fn derive_problem(name: &str) -> Option<&'static str> {
    if IMPLEMENTED.contains(&name) {
        Some("is implemented by emitted types already")
    } else if IMPOSSIBLE.contains(&name) {
        Some("cannot be derived: emitted types preserve undocumented properties and values")
    } else if syn::parse_str::<syn::Path>(name).is_err() {
        Some("is not the path of a derive macro")
    } else {
        None
    }
}

impl Choices {
    /// Returns all chosen types, each with what it is chosen for.
    pub(crate) fn types(&self) -> impl Iterator<Item = (String, &str)> {
        let formats = self.formats.iter();
        let formats = formats.map(|(name, ty)| (format!("format `{name}`"), ty.as_str()));
        let schemas = self.replacements.iter();
        formats.chain(schemas.map(|(name, ty)| (format!("schema `{name}`"), ty.as_str())))
    }

    /// Returns an error for each replaced schema that none of the documents has.
    pub(crate) fn check<'d>(
        &self,
        documents: impl Iterator<Item = &'d Document> + Clone,
    ) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        let Some(first) = documents.clone().next() else {
            return Ok(());
        };
        let components = documents.filter_map(|document| document.api.components.as_ref());
        let known = components.flat_map(|components| components.schemas.keys().map(String::as_str));
        for name in self.replacements.keys() {
            if !known.clone().any(|schema| schema == name) {
                let message = format!("no document has the schema `{name}`, which is replaced");
                let otherwise = "replace a schema of `components/schemas`";
                let help = did_you_mean(name, known.clone(), otherwise);
                let file = first.source.path();
                let one = Diagnostic::error(Code::UnmatchedSelection, file, message);
                found.push(one.help(help));
            }
        }
        found.into_result(())
    }
}
