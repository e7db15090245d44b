//! Searches emitted crates for names that the templates use and the lists do not contain.

mod names;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use syn::Item;

use crate::Generator;
use names::{
    Names, Used, credentials, functions, is_accessor, is_of_types, is_setter, macros, names, scan,
    scan_functions, variables,
};

/// Returns the test documents, which contain every construct.
fn documents() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/construct");
    let entries = std::fs::read_dir(fixtures).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    paths.sort();
    assert!(paths.len() > 40, "the test documents are missing");
    paths
}

/// The distinct emitted files of all documents, with their paths in `src`.
static FILES: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let mut files = BTreeSet::new();
    for document in documents() {
        let output = Generator::document(&document).generate();
        let output = output.unwrap_or_else(|found| panic!("{found}"));
        for (path, text) in output.files.iter() {
            let path = path.strip_prefix("src/");
            if let Some(path) = path.filter(|path| path.ends_with(".rs")) {
                files.insert((path.to_owned(), text.to_owned()));
            }
        }
    }
    files
});

/// Runs a check on each file that is emitted for the test documents.
pub(in crate::emit) fn each_file(mut check: impl FnMut(&str, &syn::File)) {
    for (path, text) in FILES.iter() {
        check(path, &syn::parse_file(text).unwrap());
    }
}

/// Returns `true` if the file is in a folder and is not its root.
fn is_in(path: &str, folder: &str) -> bool {
    path.starts_with(folder) && !path.ends_with("/mod.rs")
}

/// The modules of a version besides those of tag groups.
const NOT_OF_TAGS: &[&str] = &["client", "dynamic", "types", "webhooks"];

/// Returns `true` if the file contains the operations of a tag.
fn is_tag(path: &str) -> bool {
    let name = path
        .strip_prefix("api/")
        .and_then(|name| name.strip_suffix(".rs"));
    name.is_some_and(|name| name != "mod" && !NOT_OF_TAGS.contains(&name))
}

fn assert_reserved(path: &str, names: Names, lists: &[&[&str]]) {
    let is_missing = |name: &&String| !lists.iter().any(|list| list.contains(&name.as_str()));
    let missing: Vec<&String> = names.iter().filter(is_missing).collect();
    assert!(
        missing.is_empty(),
        "{path} uses {missing:?}, which are not reserved by any list"
    );
}

#[test]
fn types_that_templates_use_are_reserved() {
    let used = |macros: Vec<TokenStream>| {
        let mut names = Names::new();
        macros
            .into_iter()
            .for_each(|tokens| scan(tokens, &mut names));
        names
    };
    assert_reserved("macros.rs", used(macros(is_of_types)), &[super::TYPES]);
    let of_builders = macros(|name| !is_of_types(name));
    assert_reserved("macros.rs", used(of_builders), &[super::BUILDERS]);
    each_file(|path, file| {
        if is_in(path, "shapes/") {
            assert_reserved(path, Used::of(file), &[super::TYPES]);
        } else if is_in(path, "operations/") {
            assert_reserved(path, Used::of(file), &[super::BUILDERS]);
        } else if path.ends_with("/webhooks.rs") {
            let lists = [super::TYPES, super::WEBHOOK_TYPES];
            assert_reserved(path, Used::of(file), &lists);
        } else if is_tag(path) {
            assert_reserved(path, Used::of(file), &[super::TAGS]);
            assert_reserved(path, Used::of(file), &[super::BUILDERS]);
        }
    });
}

/// The names that `x-constructors` chooses, which are compared with the fields of the struct.
const DECLARED_CONSTRUCTORS: &[&str] = &["from_text"];

#[test]
fn fields_and_functions_of_structs_are_reserved() {
    each_file(|path, file| {
        if is_in(path, "shapes/") {
            let functions = functions(file, None).into_iter();
            let own = names(functions.filter(|function| !is_setter(function)));
            assert_reserved(path, own, &[super::SENT_FIELDS, DECLARED_CONSTRUCTORS]);
        }
    });
    assert!(
        super::FIELDS
            .iter()
            .all(|name| super::SENT_FIELDS.contains(name))
    );
}

#[test]
fn functions_of_builders_are_reserved() {
    let mut added = Names::new();
    let macros = macros(|name| !is_of_types(name)).into_iter();
    macros.for_each(|tokens| scan_functions(tokens, &mut added));
    assert!(
        added.contains("send") && added.contains("pages"),
        "{added:?}"
    );
    // It is called by its trait, which a setter of this name does not hide.
    added.remove("fmt");
    let lists = [super::INPUTS, super::PAGED_INPUTS, super::JOB_INPUTS];
    assert_reserved("macros.rs", added, &lists);
    each_file(|path, file| {
        if is_in(path, "operations/") {
            let functions = functions(file, None).into_iter();
            let own = names(functions.filter(|function| !is_setter(function)));
            let lists = [super::INPUTS, super::REPRESENTED_INPUTS];
            assert_reserved(path, own, &lists);
            assert_reserved(path, variables(file), &[super::INPUTS]);
        }
    });
}

#[test]
fn functions_and_modules_of_versions_are_reserved() {
    each_file(|path, file| {
        if path == "api/client.rs" {
            let functions = functions(file, Some("Client")).into_iter();
            let own = names(functions.filter(|function| !is_accessor(function)));
            let own = own.iter().map(|name| name.to_upper_camel_case()).collect();
            assert_reserved(path, own, &[super::TAGS]);
        } else if is_tag(path) {
            let functions = functions(file, None).into_iter();
            let own = names(functions.filter(|function| function.receiver().is_none()));
            assert_reserved(path, own, &[super::METHODS]);
        } else if path == "api/mod.rs" {
            let modules = file.items.iter().filter_map(|item| match item {
                Item::Mod(item) => Some(item.ident.to_string()),
                _ => None,
            });
            let own = modules.filter(|name| NOT_OF_TAGS.contains(&name.as_str()));
            let own = own.map(|name| name.to_upper_camel_case()).collect();
            assert_reserved(path, own, &[super::TAGS, super::WEBHOOK_TAGS]);
        }
    });
}

#[test]
fn arguments_of_client_builders_are_reserved() {
    let mut found = Names::new();
    for (path, text) in FILES.iter().filter(|(path, _)| path == "api/client.rs") {
        let mut arguments = Names::new();
        credentials(text.parse().unwrap(), &mut arguments);
        assert_reserved(path, arguments.clone(), &[super::BUILDER_ARGUMENTS]);
        found.extend(arguments);
    }
    assert_eq!(found.len(), super::BUILDER_ARGUMENTS.len());
}
