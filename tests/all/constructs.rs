//! The Rust that each construct of OpenAPI becomes, as snapshots to be reviewed: one small document
//! for each in `fixtures/construct`, and the same one in several versions in `fixtures/versions`.

use std::path::Path;

use intercom_codegen::{Generator, Output};

use crate::workspace::fixture;

/// Constructs that show in the methods of the client, too.
const WITH_METHODS: [&str; 7] = [
    "deprecated",
    "descriptions",
    "names",
    "pagination",
    "parameters",
    "responses",
    "webhooks",
];

/// Constructs that show in the client itself.
const WITH_CLIENT: [&str; 4] = [
    "security-basic",
    "security-bearer",
    "security-choice",
    "security-keys",
];

/// Constructs that show in what is called with JSON, too.
const WITH_DYNAMIC: [&str; 4] = ["argument-names", "bodies", "multipart", "responses"];

/// Files that say nothing but what is in the others.
const LISTS: [&str; 4] = ["/mod.rs", "/api/client.rs", "/api/types.rs", "/dynamic.rs"];

fn document(path: &Path) -> Output {
    let generated = Generator::document(path).generate();
    generated.unwrap_or_else(|faults| panic!("{faults}"))
}

fn versions() -> Output {
    let generated = Generator::documents(fixture("versions")).generate();
    generated.unwrap_or_else(|faults| panic!("{faults}"))
}

/// The files below the folders, each under its path, and what the run warns of.
fn excerpt(generated: &Output, folders: &[&str]) -> String {
    let files = generated.files.iter();
    let files = files.filter(|(path, _)| folders.iter().any(|folder| path.starts_with(folder)));
    let is_list = |path: &str| LISTS.iter().any(|list| path.ends_with(list));
    let files =
        files.filter(|(path, _)| !is_list(path) || folders.iter().any(|folder| path == folder));
    let mut texts: Vec<String> = files
        .map(|(path, text)| {
            let text = text
                .split_once("\n\n")
                .map_or(text, |(_heading, text)| text);
            format!("// {path}\n\n{text}")
        })
        .collect();
    // Without their places: these depend on where the workspace is.
    let warnings = generated.warnings.iter();
    texts.extend(warnings.map(|one| format!("// {}[{}]: {}", one.severity, one.code, one.message)));
    texts.join("\n")
}

#[test]
fn constructs() {
    insta::glob!("../fixtures/construct", "*.yaml", |path| {
        let name = path.file_stem().unwrap_or_default();
        let mut folders = vec!["src/types/", "src/operations/"];
        if WITH_METHODS.iter().any(|known| name == *known) {
            folders.push("src/api/");
        }
        if WITH_CLIENT.iter().any(|known| name == *known) {
            folders.push("src/api/client.rs");
        }
        if WITH_DYNAMIC.iter().any(|known| name == *known) {
            folders.push("src/dynamic/");
        }
        insta::assert_snapshot!(excerpt(&document(path), &folders));
    });
}

/// `flag` and `crew` are equal in all versions, `ship` is not, `ship_list` only in what it lists;
/// `getFlag` differs in the name of its parameter.
#[test]
fn shapes_of_several_versions() {
    let folders = ["src/types/", "src/operations/", "src/v2_8/"];
    insta::assert_snapshot!(excerpt(&versions(), &folders));
}

/// What the emitter cannot format, since it is no Rust, it writes as it is.
#[test]
fn every_file_is_rust() {
    let fixtures = std::fs::read_dir(fixture("construct")).unwrap();
    let documents = fixtures.map(|entry| document(&entry.unwrap().path()));
    for generated in documents.chain([versions()]) {
        let files = generated.files.iter();
        for (path, text) in files.filter(|(path, _)| path.ends_with(".rs")) {
            let parsed = syn::parse_file(text);
            assert!(parsed.is_ok(), "{path}: {:?}\n{text}", parsed.err());
        }
    }
}
