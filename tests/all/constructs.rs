//! The Rust that each construct of OpenAPI becomes, as snapshots to be reviewed: one small document
//! for each in `fixtures/construct`, and the same one in several versions in `fixtures/versions`.

use std::path::Path;
use std::process::Command;

use intercom_codegen::{Generator, Output};

use crate::workspace::fixture;

/// Constructs that show in the methods of the client, too.
const WITH_METHODS: [&str; 8] = [
    "deprecated",
    "descriptions",
    "missing-operation-ids",
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

/// Crates of one document and of several compile without a warning, manifest and root with them.
/// The code of all constructs is compiled as one crate, `intercom-tests-compiled`.
#[test]
fn crates_compile() {
    let folder = tempfile::tempdir().unwrap();
    let mut members = Vec::new();
    for name in ["multipart", "pagination", "security-choice", "webhooks"] {
        let path = fixture("construct").join(name).with_extension("yaml");
        write(folder.path(), name, Generator::document(path));
        members.push(name);
    }
    let versions = Generator::documents(fixture("versions"));
    write(folder.path(), "versions", versions);
    members.push("versions");
    let runtime = crate::workspace::folder("generator/runtime");
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n\
         [patch.crates-io]\nintercom-codegen-runtime = {{ path = {runtime:?} }}\n"
    );
    std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    let lock = crate::workspace::folder("Cargo.lock");
    std::fs::copy(lock, folder.path().join("Cargo.lock")).unwrap();

    // The dependencies are those of the workspace's own crate, and are compiled once for all runs.
    let checked = Command::new(env!("CARGO"))
        .args([
            "check",
            "--offline",
            "--workspace",
            "--quiet",
            "--color",
            "never",
        ])
        .current_dir(folder.path())
        .env(
            "CARGO_TARGET_DIR",
            concat!(env!("CARGO_TARGET_TMPDIR"), "/constructs"),
        )
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{complaint}");
}

fn write(folder: &Path, name: &str, generator: Generator) {
    let generated = generator.name(name).generate();
    let generated = generated.unwrap_or_else(|faults| panic!("{faults}"));
    generated.files.write(&folder.join(name)).unwrap();
}
