//! Every version has exactly the operations and schemas of its document.
//!
//! The contents of a document are read independently of the generator.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use intercom_codegen::diff::Side;
use intercom_codegen::{Generator, Version, find_documents};
use serde_yaml::Value;

use crate::workspace::{GENERATED, folder};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The operations and schemas of a document, or of a version in the model.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    version: Version,
    /// Method and path, with the names of variables erased.
    operations: BTreeSet<String>,
    schemas: BTreeSet<String>,
}

/// Returns the contents of a document.
fn declared(version: Version, path: &Path) -> Contents {
    let text = std::fs::read_to_string(path).unwrap();
    let document: Value = serde_yaml::from_str(&text).unwrap();
    let mut operations = BTreeSet::new();
    for (path, item) in keys(&document["paths"]) {
        for (method, _) in keys(item).filter(|(key, _)| METHODS.contains(key)) {
            let operation = operation(&method.to_uppercase(), path);
            assert!(
                operations.insert(operation),
                "{version}: `{path}` is declared twice"
            );
        }
    }
    let mut schemas: BTreeSet<String> = keys(&document["components"]["schemas"])
        .map(|(name, _)| name.to_owned())
        .collect();
    // Up to 2.11 it is referenced but not declared; an overlay declares it.
    if version
        <= (Version::Number {
            major: 2,
            minor: 11,
        })
    {
        assert!(schemas.insert("custom_attributes".to_owned()), "{version}");
    }
    Contents {
        version,
        operations,
        schemas,
    }
}

fn keys(mapping: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = mapping.as_mapping().unwrap().iter();
    members.map(|(key, value)| (key.as_str().unwrap(), value))
}

fn operation(method: &str, path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}

/// Lowers the documents of a folder.
fn sides(spec: &Path) -> Vec<Side> {
    let generator = Generator::documents(spec).overlays(folder("spec/overlays"));
    generator.sides().unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the contents of the model of each version.
fn modelled(sides: &[Side]) -> Vec<Contents> {
    let versions = sides.iter().map(|side| {
        let operations = side.operations();
        let contents = Contents {
            version: side.label.parse().unwrap(),
            operations: operations
                .map(|(method, path)| operation(method, &path))
                .collect(),
            schemas: side.schemas().map(str::to_owned).collect(),
        };
        assert_eq!(contents.operations.len(), side.operations().count());
        contents
    });
    versions.collect()
}

/// The models of the imported documents, created once for all tests.
static IMPORTED: LazyLock<Vec<Side>> = LazyLock::new(|| sides(&folder("spec")));

/// The schemas that an overlay removes, since another one is the same thing.
const REPEATED: [&str; 3] = [
    "article_list_item",
    "conversation_list_item",
    "internal_article_list_item",
];

/// An operation that an overlay adds: `GET /companies` lists companies and finds one.
const ADDED: &str = "GET /companies#find";

/// The schemas that overlays add: those of webhooks, and the forms of a value that is declared in
/// another form.
const ADDED_SCHEMAS: [&str; 9] = [
    "avatar",
    "closed_ticket",
    "company_contact",
    "contact_tag",
    "conversation_contact",
    "conversation_contacts_or_list",
    "conversation_teammates_or_list",
    "deleted_conversation",
    "deleted_item",
];

fn assert_complete(spec: &Path, sides: &[Side]) {
    let documents = find_documents(spec).unwrap().into_iter();
    let mut declared: Vec<Contents> = documents
        .map(|(version, path)| declared(version, &path))
        .collect();
    for contents in &mut declared {
        for name in REPEATED {
            contents.schemas.remove(name);
        }
        contents.operations.insert(ADDED.to_owned());
        assert!(!contents.operations.is_empty() && !contents.schemas.is_empty());
    }
    let mut modelled = modelled(sides);
    for contents in &mut modelled {
        for name in ADDED_SCHEMAS {
            contents.schemas.remove(name);
        }
    }
    assert_eq!(modelled, declared);
}

#[test]
fn the_imported_documents_are_complete() {
    assert_complete(&folder("spec"), &IMPORTED);
    assert_eq!(IMPORTED.len(), 11);
}

/// Needs the published documents, which are not part of this project: `INTERCOM_OPENAPI` is the
/// path of a checkout of github.com/intercom/Intercom-OpenAPI, or of a folder with a document per
/// version.
#[test]
#[cfg_attr(
    not(has_upstream),
    ignore = "set INTERCOM_OPENAPI to the published documents"
)]
fn the_published_documents_are_complete() {
    let upstream = std::env::var_os("INTERCOM_OPENAPI").expect("INTERCOM_OPENAPI is set");
    let upstream = Path::new(&upstream);
    assert_complete(upstream, &sides(upstream));
}

/// The emitted code has a method for each operation and a name for each type of the model.
#[test]
fn every_operation_and_type_is_emitted() {
    for side in IMPORTED.iter() {
        let module = side.label.parse::<Version>().unwrap().module();
        let prefix = format!("src/{module}/");
        let files = GENERATED
            .files
            .iter()
            .filter_map(|(path, text)| path.strip_prefix(prefix.as_str()).map(|name| (name, text)));
        let (mut methods, mut types) = (0, 0);
        for (name, text) in files {
            match name {
                "mod.rs" | "client.rs" => {}
                "types.rs" => {
                    types += exported_paths(text)
                        .iter()
                        .map(|path| types_of(path))
                        .sum::<usize>();
                }
                _ => methods += methods_of_groups(text),
            }
        }
        assert_eq!(
            (methods, types),
            (side.operations().count(), side.types().count()),
            "{module}"
        );
    }
}

/// Returns the number of types of a path that a version re-exports: one, or those of a module of
/// inline types, `crate::types::ship::rev2::inline as ship`.
fn types_of(path: &str) -> usize {
    let Some((path, name)) = path.split_once("::inlineas") else {
        return 1;
    };
    let [_, "types", module, revision] = path.split("::").collect::<Vec<_>>()[..] else {
        panic!("{path}");
    };
    assert_eq!(module, name);
    let file = module.trim_start_matches("r#");
    let (_, inline) = content(&format!("src/types/{file}.rs"), revision)
        .split_once("    pub mod inline {\n")
        .expect("the inline types are emitted");
    let (inline, _) = inline.split_once("\n    }").unwrap();
    exported_paths(inline).len()
}

/// Returns the content of a revision in a file.
fn content(path: &str, revision: &str) -> &'static str {
    let file = GENERATED.files.get(path).expect("the file is emitted");
    let (_, content) = file
        .split_once(&format!("pub(crate) mod {revision} {{\n"))
        .expect("the revision is emitted");
    content.split_once("\n}\n").unwrap().0
}

/// Returns the number of methods of the tag groups that a file re-exports:
/// `tag_groups::companies::rev4::Companies`.
fn methods_of_groups(text: &str) -> usize {
    let paths = exported_paths(text);
    let groups = paths
        .iter()
        .filter_map(|path| path.split_once("tag_groups::"));
    let count = groups.map(|(_, path)| {
        let [tag, revision, _] = path.split("::").collect::<Vec<_>>()[..] else {
            panic!("{path}");
        };
        let group = content(&format!("src/tag_groups/{tag}.rs"), revision);
        group
            .lines()
            .filter(|line| line.starts_with("        pub fn "))
            .count()
    });
    count.sum()
}

/// Generates a client of these versions and returns the paths that each version re-exports.
fn re_exports(versions: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let generated = Generator::documents(folder("spec"))
        .overlays(folder("spec/overlays"))
        .versions(versions.iter().copied())
        .generate()
        .unwrap();
    let files = generated
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("src/v2_"));
    files
        .map(|(path, text)| (path.to_owned(), exported_paths(text)))
        .collect()
}

/// Returns the paths that a file re-exports: one for each name in the groups of its `pub use`.
fn exported_paths(text: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for tree in text.split("pub use ").skip(1) {
        let tree: String = tree.split(';').next().unwrap().split_whitespace().collect();
        let mut prefixes = vec![String::new()];
        let mut path = String::new();
        for character in tree.chars().chain([',']) {
            match character {
                '{' => prefixes.push(std::mem::take(&mut path)),
                '}' | ',' => {
                    if !path.is_empty() {
                        paths.insert(prefixes.concat() + &std::mem::take(&mut path));
                    }
                    if character == '}' {
                        prefixes.pop();
                    }
                }
                _ => path.push(character),
            }
        }
    }
    paths
}

#[test]
fn a_new_version_renames_no_revision() {
    let before = re_exports(&["2.14", "2.15"]);
    let after = re_exports(&["2.14", "2.15", "2.16"]);
    assert!(before.contains_key("src/v2_15/types.rs"));
    for (path, paths) in before {
        assert_eq!(after.get(&path), Some(&paths), "{path}");
    }
}
