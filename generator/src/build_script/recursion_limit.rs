//! The recursion limit that the crate of a generated module needs.

use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, Lit, Meta};

use crate::diagnostic::{Code, Diagnostic};

/// Returns the roots of the crates of a package, whose attributes apply to the module.
pub(super) fn roots(package: &Path) -> [PathBuf; 2] {
    ["src/lib.rs", "src/main.rs"].map(|root| package.join(root))
}

/// Returns a warning about a module that needs a recursion limit, unless a root sets it.
pub(crate) fn missing(limit: usize, package: Option<&Path>, document: &Path) -> Option<Diagnostic> {
    let declared = package.into_iter().flat_map(roots);
    if declared
        .filter_map(|root| limit_of(&root))
        .any(|declared| declared >= limit)
    {
        return None;
    }
    let message = "the types nest deeply: the crate with this module needs a higher recursion limit of \
                   the compiler";
    let help = format!(
        "add `#![recursion_limit = \"{limit}\"]` at the start of its `src/lib.rs` or `src/main.rs`"
    );
    Some(Diagnostic::warning(Code::RecursionLimit, document, message).help(help))
}

/// Returns the limit that a crate sets. A root that cannot be read, or parsed, sets none.
fn limit_of(root: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(root).ok()?;
    let file = syn::parse_file(&text).ok()?;
    file.attrs.iter().find_map(value)
}

/// Returns the value of `#![recursion_limit = "…"]`.
fn value(attribute: &Attribute) -> Option<usize> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(literal) if pair.path.is_ident("recursion_limit") => match &literal.lit {
            Lit::Str(text) => text.value().parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::Generator;

    /// Returns whether generating a module from schemas of this depth warns.
    fn is_warned(depth: usize) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("harbour.yaml");
        let mut text = "openapi: 3.0.3\ninfo: {title: Harbour, version: '1'}\npaths: {}\n\
                        components:\n  schemas:\n    S0: {type: object}\n"
            .to_owned();
        for index in 1..depth {
            let inner = index - 1;
            text += &format!(
                "    S{index}: {{properties: {{a: {{$ref: '#/components/schemas/S{inner}'}}}}}}\n"
            );
        }
        fs::write(&document, text).unwrap();
        let generator = Generator::document(&document).types_only(true);
        let output = generator.module_name("harbour").generate().unwrap();
        output
            .warnings
            .iter()
            .any(|one| one.code == Code::RecursionLimit)
    }

    #[test]
    fn modules_of_deep_types_are_reported() {
        assert!(is_warned(80));
        assert!(!is_warned(5));
    }

    #[test]
    fn a_crate_with_the_limit_is_not_reported() {
        let package = tempfile::tempdir().unwrap();
        fs::create_dir(package.path().join("src")).unwrap();
        for (root, is_reported) in [
            ("#![recursion_limit = \"512\"]\nmod a;\n", false),
            ("#![recursion_limit = \"1024\"]\n", false),
            ("#![recursion_limit = \"256\"]\n", true),
            ("// #![recursion_limit = \"512\"]\n", true),
            ("", true),
        ] {
            fs::write(package.path().join("src/main.rs"), root).unwrap();
            let found = missing(512, Some(package.path()), Path::new("a.yaml"));
            assert_eq!(found.is_some(), is_reported, "{root}");
        }
    }
}
