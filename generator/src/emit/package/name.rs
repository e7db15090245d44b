//! The names of packages.

use std::path::Path;

use unicode_ident::{is_xid_continue, is_xid_start};

use crate::model::is_device;

/// The crates that come with Rust.
const STANDARD: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// Returns the reason why Cargo or Rust does not accept the name of a package, as the end of a
/// sentence.
pub(crate) fn problem(name: &str) -> Option<String> {
    let crate_name = name.replace('-', "_");
    let mut chars = name.chars();
    let Some(first) = chars.next() else {
        return Some("is empty".to_owned());
    };
    let unexpected = chars.find(|c| *c != '-' && !is_xid_continue(*c));
    let reason = if first.is_ascii_digit() {
        "begins with a digit".to_owned()
    } else if !is_xid_start(first) && first != '_' {
        format!("begins with {first:?}")
    } else if let Some(unexpected) = unexpected {
        format!("contains {unexpected:?}")
    } else if syn::parse_str::<syn::Ident>(&crate_name).is_err() {
        "is a keyword of Rust".to_owned()
    } else if STANDARD.contains(&crate_name.as_str()) {
        "is the name of a crate that comes with Rust".to_owned()
    } else if is_device(&name.to_lowercase()) {
        "is reserved on Windows".to_owned()
    } else if crate_name == "intercom_codegen_runtime" {
        "is the name of the runtime, on which the crate depends".to_owned()
    } else {
        return None;
    };
    Some(reason)
}

/// Returns `false` if Rust warns of the name of the crate: `a--b`, `A`.
pub(crate) fn is_snake_case(name: &str) -> bool {
    let crate_name = name.replace('-', "_");
    let name = crate_name.trim_matches('_');
    !name.contains("__") && !name.contains(char::is_uppercase)
}

/// Returns a valid name of a package after the name of a document: in lower case, with hyphens
/// instead of other characters.
pub(crate) fn package_name_of(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("-").to_lowercase();
    if !name.is_empty() && problem(&name).is_none() {
        name
    } else {
        format!("api-{name}").trim_end_matches('-').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_as_by_cargo() {
        for name in [
            "petstore",
            "pet-store_2",
            "_x",
            "Äpfel",
            "api-type",
            "union",
        ] {
            assert_eq!(problem(name), None, "{name}");
        }
        for (name, reason) in [
            ("", "is empty"),
            ("2pets", "begins with a digit"),
            ("-pets", "begins with '-'"),
            ("pet store", "contains ' '"),
            ("pets\"\nversion", "contains '\"'"),
            ("../pets", "begins with '.'"),
            ("type", "is a keyword of Rust"),
            ("_", "is a keyword of Rust"),
            ("proc-macro", "is the name of a crate that comes with Rust"),
            ("CON", "is reserved on Windows"),
        ] {
            assert_eq!(problem(name).as_deref(), Some(reason), "{name}");
        }
    }

    #[test]
    fn rust_warns_of_names_that_are_not_snake_case() {
        for (name, expected) in [("a-b", true), ("_a_b", true), ("a--b", false), ("A", false)] {
            assert_eq!(is_snake_case(name), expected, "{name}");
        }
    }

    #[test]
    fn the_name_after_a_document_is_valid() {
        for (document, expected) in [
            ("a/Pet Store.v2.yaml", "pet-store-v2"),
            ("a--b (1).yaml", "a-b-1"),
            ("2.16.yaml", "api-2-16"),
            ("type.json", "api-type"),
            ("con.yaml", "api-con"),
            ("€.yaml", "api"),
        ] {
            let name = package_name_of(Path::new(document));
            assert_eq!(name, expected);
            assert_eq!(problem(&name), None);
        }
    }
}
