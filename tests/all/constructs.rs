//! Snapshots of the emitted Rust: whole files, for a document per template. The model of every
//! construct has a snapshot beside its document, in `generator/fixtures/construct`.

use std::path::{Path, PathBuf};
use std::process::Command;

use intercom_codegen::{Generator, Output};
use tempfile::TempDir;

use crate::workspace::folder;

const TYPES: &str = "src/shapes/";
const OPERATIONS: &str = "src/operations/";
const METHODS: &str = "src/tag_groups/";
const CLIENT: &str = "src/api/client.rs";
const DYNAMIC: &str = "src/dynamic/";

/// The documents, each with the folders and files of its crate that are in the snapshot.
const TEMPLATES: [(&str, &[&str]); 17] = [
    ("any-of-required", &[TYPES]),
    ("argument-names", &[OPERATIONS, DYNAMIC]),
    ("constructors", &[TYPES]),
    ("deprecated", &[TYPES, OPERATIONS, METHODS]),
    ("descriptions", &[TYPES, OPERATIONS, METHODS]),
    ("enums", &[TYPES]),
    ("external-docs", &[TYPES, OPERATIONS, METHODS]),
    ("multipart", &[OPERATIONS, DYNAMIC]),
    ("one-of-discriminator", &[TYPES]),
    ("jobs", &[OPERATIONS]),
    ("pagination", &[OPERATIONS]),
    ("responses", &[OPERATIONS]),
    ("search-query", &[TYPES]),
    ("security-choice", &[CLIENT]),
    ("streams", &[OPERATIONS]),
    ("three-state", &[TYPES]),
    ("webhooks", &["src/api/webhooks.rs"]),
];

/// Files that only list the contents of the others.
const LISTS: [&str; 4] = ["/mod.rs", "/api/client.rs", "/api/types.rs", "/dynamic.rs"];

fn construct(name: &str) -> PathBuf {
    folder("generator/fixtures/construct")
        .join(name)
        .with_extension("yaml")
}

/// Returns the names of all constructs.
fn constructs() -> Vec<String> {
    let entries = std::fs::read_dir(folder("generator/fixtures/construct")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let documents = paths.filter(|path| path.extension().is_some_and(|one| one == "yaml"));
    documents
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn document(path: &Path) -> Output {
    let generated = Generator::document(path).generate();
    generated.unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn versions() -> Output {
    let generated = Generator::documents(folder("generator/fixtures/versions")).generate();
    generated.unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Returns the files below the folders, each under its path, and the warnings of the run.
fn excerpt(generated: &Output, folders: &[&str]) -> String {
    let is_list = |path: &str| LISTS.iter().any(|list| path.ends_with(list));
    let mut texts: Vec<String> = generated
        .files
        .iter()
        .filter(|(path, _)| folders.iter().any(|folder| path.starts_with(folder)))
        .filter(|(path, _)| !is_list(path) || folders.iter().any(|folder| path == folder))
        .map(|(path, text)| {
            let text = text
                .split_once("\n\n")
                .map_or(text, |(_heading, text)| text);
            format!("// {path}\n\n{text}")
        })
        .collect();
    // Without their locations, which depend on the path of the workspace.
    let warnings = generated.warnings.iter();
    texts.extend(warnings.map(|one| format!("// {}[{}]: {}", one.severity, one.code, one.message)));
    texts.join("\n")
}

#[test]
fn templates_emit_the_expected_code() {
    for (name, folders) in TEMPLATES {
        let text = excerpt(&document(&construct(name)), folders);
        insta::assert_snapshot!(name, text);
    }
}

/// A property with `readOnly` is sent by the server only.
#[test]
fn command_lines_offer_no_read_only_properties() {
    let generated = Generator::document(construct("required")).cli("harbour");
    let generated = generated
        .generate()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let text: String = generated.files.iter().map(|(_, text)| text).collect();
    let text: String = text.split_whitespace().collect();
    assert!(text.contains("Input::body(\"name\""));
    assert!(!text.contains("Input::body(\"id\""));
}

/// `flag` and `crew` are equal in all versions, `ship` differs, `ship_list` differs only in its
/// items, and `getFlag` only in the name of its parameter.
#[test]
fn equal_shapes_are_emitted_once() {
    let folders = ["src/types/", "src/operations/", "src/v2_8/"];
    insta::assert_snapshot!(excerpt(&versions(), &folders));
}

/// The crates of all constructs and of several versions compile without warnings, including
/// manifest and root. `intercom-tests-compiled`, whose modules allow most lints, calls their code.
#[test]
fn crates_compile_without_warnings() {
    let names = constructs();
    assert!(names.len() > 40, "the constructs are missing");
    let mut crates: Vec<(String, Generator)> = names
        .into_iter()
        .map(|name| (name.clone(), Generator::document(construct(&name))))
        .collect();
    crates.push(("A--b".to_owned(), Generator::document(construct("names"))));
    let versions = || Generator::documents(folder("generator/fixtures/versions"));
    crates.push(("versions".to_owned(), versions()));
    crates.push(("tagged".to_owned(), versions().tag_features(true)));
    let deep = tempfile::tempdir().unwrap();
    for (name, items) in [
        ("deep-lists", r#"{"type": "array", "items": NEXT}"#),
        (
            "deep-maps",
            r#"{"type": "object", "additionalProperties": NEXT}"#,
        ),
        ("deep-objects", "NEXT"),
    ] {
        crates.push((
            name.to_owned(),
            Generator::document(chain(deep.path(), name, items)),
        ));
    }
    crates.push((
        "deep-cycles".to_owned(),
        Generator::document(cycles(deep.path())),
    ));
    let workspace = Workspace::new(crates);
    let (is_success, stderr) = workspace.check(&["--workspace"]);
    assert!(is_success, "{stderr}");
    let with_webhooks = [
        "-p",
        "webhooks",
        "-p",
        "open-api-3-1",
        "--features",
        "webhooks",
    ];
    let (is_success, stderr) = workspace.check(&with_webhooks);
    assert!(is_success, "{stderr}");
}

/// Writes a document with these schemas, of which it sends and receives `S0`.
fn deep_document(path: PathBuf, schemas: &[String]) -> PathBuf {
    let content = r##"content: {application/json: {schema: {$ref: "#/components/schemas/S0"}}}"##;
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {{operationId: add, \
         requestBody: {{{content}}}, responses: {{'200': {{description: d, {content}}}}}}}}}}}\n\
         components:\n  schemas:\n{}",
        schemas.concat()
    );
    std::fs::write(&path, text).unwrap();
    path
}

/// Writes a document with a chain of 200 schemas. The property of each is `items`, in which `NEXT`
/// is the next schema.
fn chain(folder: &Path, name: &str, items: &str) -> PathBuf {
    let schema = |index: usize| {
        let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, index + 1);
        let items = items.replace("NEXT", &next);
        format!("    S{index}: {{type: object, properties: {{next: {items}}}}}\n")
    };
    let mut schemas: Vec<String> = (0..200).map(schema).collect();
    schemas.push("    S200: {type: object, properties: {name: {type: string}}}\n".to_owned());
    deep_document(folder.join(format!("{name}.yaml")), &schemas)
}

/// Writes a document with 30 schemas, each of which has lists of three of the others.
fn cycles(folder: &Path) -> PathBuf {
    let list = |index: usize| {
        let name = index % 30;
        format!(r##"{{type: array, items: {{$ref: "#/components/schemas/S{name}"}}}}"##)
    };
    let schema = |index: usize| {
        let (before, after, far) = (list(index + 29), list(index + 1), list(index + 7));
        format!(
            "    S{index}: {{type: object, properties: {{a: {before}, b: {after}, c: {far}}}}}\n"
        )
    };
    let schemas: Vec<String> = (0..30).map(schema).collect();
    deep_document(folder.join("deep-cycles.yaml"), &schemas)
}

/// A temporary workspace of generated crates.
pub struct Workspace(TempDir);

impl Workspace {
    /// Writes crates of these names.
    pub fn new(crates: impl IntoIterator<Item = (String, Generator)>) -> Self {
        let workspace = tempfile::tempdir().unwrap();
        let mut members = Vec::new();
        for (name, generator) in crates {
            let generated = generator
                .name(&name)
                .generate()
                .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
            generated
                .files
                .write(&workspace.path().join(&name))
                .unwrap();
            members.push(name);
        }
        let runtime = folder("generator/runtime");
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n\
             [patch.crates-io]\nintercom-codegen-runtime = {{ path = {runtime:?} }}\n"
        );
        std::fs::write(workspace.path().join("Cargo.toml"), manifest).unwrap();
        let lock = folder("Cargo.lock");
        std::fs::copy(lock, workspace.path().join("Cargo.lock")).unwrap();
        Self(workspace)
    }

    /// Returns the folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs `cargo check`, where warnings are errors. Returns whether it succeeds, and its
    /// messages.
    pub fn check(&self, arguments: &[&str]) -> (bool, String) {
        // The dependencies are those of the generated crate of the workspace, compiled once for all
        // runs.
        let checked = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--color", "never"])
            .args(arguments)
            .current_dir(self.path())
            .env(
                "CARGO_TARGET_DIR",
                concat!(env!("CARGO_TARGET_TMPDIR"), "/constructs"),
            )
            .env("RUSTFLAGS", "-D warnings")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&checked.stderr).into_owned();
        (checked.status.success(), stderr)
    }
}
