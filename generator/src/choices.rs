//! The Rust types that the user chooses for parts of a document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::config::ConfigFile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean, escape_control};
use crate::hash::HashSet;

/// The Rust types that are used instead of emitted types, by what they represent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    /// The types of strings by their `format`.
    pub(crate) formats: BTreeMap<String, String>,
    /// The types of decimal numbers by their `format`, which presets choose.
    pub(crate) numbers: BTreeMap<String, String>,
    /// The types of `components/schemas` by name.
    pub(crate) replacements: BTreeMap<String, String>,
    /// The traits that all emitted types derive, as the user writes them.
    pub(crate) derives: BTreeSet<String>,
}

/// A Rust type that the user chooses.
pub(crate) struct ChosenType<'c> {
    /// The option that chooses it.
    pub(crate) key: &'static str,
    /// The format or the schema.
    pub(crate) name: &'c str,
    /// The type.
    pub(crate) ty: &'c str,
}

/// The traits that emitted types implement in any case.
const IMPLEMENTED: [&str; 5] = ["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"];

/// The traits that no emitted type can derive, since it preserves undocumented properties and
/// values.
const IMPOSSIBLE: [&str; 3] = ["Copy", "Ord", "PartialOrd"];

/// The other traits of the standard library that have a derive macro.
const DERIVABLE: [&str; 3] = ["Default", "Eq", "Hash"];

/// Returns the problem of a trait that all emitted types derive, if there is one.
pub(crate) fn derive_problem(path: &str) -> Option<&'static str> {
    let Some(name) = trait_name(path) else {
        return Some("is not the path of a derive macro");
    };
    if IMPLEMENTED.contains(&name.as_str()) {
        Some("is implemented by emitted types already")
    } else if IMPOSSIBLE.contains(&name.as_str()) {
        Some("cannot be derived: emitted types preserve undocumented properties and values")
    } else if name == "Default" {
        Some(
            "cannot be derived by all types: structs without required properties of requests \
             implement it already, and enums and other structs have no default value",
        )
    } else {
        None
    }
}

/// Returns the name by which emitted code and the checks know a trait: that of a trait of the
/// standard library or of `serde` is without its path. Returns `None` if the path cannot be that
/// of a derive macro.
fn trait_name(path: &str) -> Option<String> {
    let path: syn::Path = syn::parse_str(path).ok()?;
    if path.segments.iter().any(|one| !one.arguments.is_none()) {
        return None;
    }
    let segments = path.segments.iter().map(|one| one.ident.to_string());
    let segments: Vec<String> = segments.collect();
    if let [first, .., name] = segments.as_slice() {
        let is_known = |names: &[&str]| names.contains(&name.as_str());
        match first.as_str() {
            "alloc" | "core" | "std" => {
                let is_derivable =
                    is_known(&IMPLEMENTED) || is_known(&IMPOSSIBLE) || is_known(&DERIVABLE);
                return is_derivable.then(|| name.clone());
            }
            "serde" | "serde_derive" if is_known(&IMPLEMENTED) => return Some(name.clone()),
            _ => {}
        }
    }
    let root = path.leading_colon.map_or("", |_| "::");
    Some(format!("{root}{}", segments.join("::")))
}

impl Choices {
    /// Returns all chosen types.
    pub(crate) fn types(&self) -> impl Iterator<Item = ChosenType<'_>> {
        let options = [("format", &self.formats), ("replace", &self.replacements)];
        options.into_iter().flat_map(|(key, types)| {
            let types = types.iter();
            types.map(move |(name, ty)| ChosenType { key, name, ty })
        })
    }

    /// Returns the traits that all emitted types derive: those of the standard library without their
    /// path.
    pub(crate) fn traits(&self) -> BTreeSet<String> {
        let paths = self.derives.iter();
        paths.filter_map(|path| trait_name(path)).collect()
    }

    /// Returns an error for each replaced schema that is not one of those of all documents. `file`
    /// is one of the documents.
    pub(crate) fn check(
        &self,
        file: &Path,
        schemas: &BTreeSet<String>,
        config: &ConfigFile,
    ) -> Diagnostics {
        let mut found = Diagnostics::new();
        for name in self.replacements.keys() {
            if !schemas.contains(name) {
                let message = format!("no document has the schema `{name}`, which is replaced");
                let otherwise = "replace a schema of `components/schemas`";
                let known = schemas.iter().map(String::as_str);
                let help = did_you_mean(name, known, otherwise);
                let one = Diagnostic::error(Code::UnmatchedSelection, file, message).help(help);
                found.push(config.locate(one, "replace", name));
            }
        }
        found
    }

    /// Returns an error for each format that no string has in any document. `file` is one of the
    /// documents.
    pub(crate) fn check_formats(
        &self,
        file: &Path,
        formats: &HashSet<&str>,
        config: &ConfigFile,
    ) -> Diagnostics {
        let mut found = Diagnostics::new();
        for name in self.formats.keys() {
            if !formats.contains(name.as_str()) {
                let message = format!(
                    "no document has a string with the format `{}`, whose type is chosen",
                    escape_control(name)
                );
                let otherwise = "choose the types of formats that strings have";
                let help = did_you_mean(name, formats.iter().copied(), otherwise);
                let one = Diagnostic::error(Code::UnmatchedSelection, file, message).help(help);
                found.push(config.locate(one, "format", name));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_of_the_standard_library_are_known_by_their_paths() {
        let derives = [
            "::core::hash::Hash",
            "Hash",
            "std::cmp::Eq",
            ":: marks :: Mark",
        ];
        let choices = Choices {
            derives: derives.map(str::to_owned).into(),
            ..Choices::default()
        };
        assert_eq!(
            Vec::from_iter(choices.traits()),
            ["::marks::Mark", "Eq", "Hash"]
        );
        for path in derives {
            assert_eq!(derive_problem(path), None, "{path}");
        }
    }

    #[test]
    fn traits_that_not_all_types_can_derive_are_problems() {
        for (paths, expected) in [
            (
                ["Clone", "::std::fmt::Debug", "serde::Serialize"],
                "is implemented by",
            ),
            (
                ["Copy", "std::marker::Copy", "core::cmp::Ord"],
                "emitted types preserve",
            ),
            (
                [
                    "Default",
                    "::core::default::Default",
                    "std::default::Default",
                ],
                "no default value",
            ),
            (
                ["a b", "std::fmt::Display", "marks::Mark<u8>"],
                "is not the path of",
            ),
        ] {
            for path in paths {
                let problem = derive_problem(path).unwrap_or_default();
                assert!(problem.contains(expected), "{path}: {problem}");
            }
        }
    }
}
