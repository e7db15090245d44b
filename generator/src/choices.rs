//! The Rust types that the user chooses for parts of a document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};

/// The Rust types that are used instead of emitted types, by what they represent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    /// The types of strings by their `format`.
    pub(crate) formats: BTreeMap<String, String>,
    /// The types of decimal numbers by their `format`, which presets choose.
    pub(crate) numbers: BTreeMap<String, String>,
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

/// The traits that no emitted type can derive, since it preserves undocumented properties and
/// values.
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

    /// Returns an error for each replaced schema that is not one of those of all documents. `file`
    /// is one of the documents.
    pub(crate) fn check(&self, file: &Path, schemas: &BTreeSet<String>) -> Diagnostics {
        let mut found = Diagnostics::new();
        for name in self.replacements.keys() {
            if !schemas.contains(name) {
                let message = format!("no document has the schema `{name}`, which is replaced");
                let otherwise = "replace a schema of `components/schemas`";
                let known = schemas.iter().map(String::as_str);
                let help = did_you_mean(name, known, otherwise);
                let one = Diagnostic::error(Code::UnmatchedSelection, file, message);
                found.push(one.help(help));
            }
        }
        found
    }
}
