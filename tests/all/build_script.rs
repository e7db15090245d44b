//! Code generation in a build script: when Cargo reruns it and how it reports errors.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::workspace::folder;

const BUILD: &str = r#"
use std::io::Write;

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;

fn main() -> Result<(), Diagnostics> {
    let mut runs = std::fs::File::options().create(true).append(true).open("runs").unwrap();
    writeln!(runs, "run").unwrap();
    Generator::document("harbour.yaml").overlay("corrections.yaml").build_script()
}
"#;

const CORRECTIONS: &str = "\
overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.components.schemas.boat.properties
    description: boats are painted
    update: {colour: {type: string}}
";

/// Creates a crate with a build script and a document. The crate does not include the generated
/// code: only the script is tested, and the runtime is declared for no platform. Cargo identifies
/// crates by name, so earlier artifacts are removed.
fn consumer(name: &str) -> TempDir {
    let folder_of_crate = tempfile::tempdir().unwrap();
    let path = folder_of_crate.path();
    let generator = folder("generator");
    let runtime = folder("generator/runtime");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [target.'cfg(any())'.dependencies]\nintercom-codegen-runtime = {{ path = {runtime:?} }}\n\n\
         [build-dependencies]\nintercom-codegen = {{ path = {generator:?}, default-features = \
         false }}\n\n[profile.dev]\ndebug = \"line-tables-only\"\n\n[workspace]\n"
    );
    fs::write(path.join("Cargo.toml"), manifest).unwrap();
    fs::copy(folder("Cargo.lock"), path.join("Cargo.lock")).unwrap();
    fs::create_dir(path.join("src")).unwrap();
    fs::write(path.join("src/lib.rs"), "").unwrap();
    fs::write(path.join("build.rs"), BUILD).unwrap();
    let document = folder("tests/consumer/harbour.yaml");
    fs::copy(document, path.join("harbour.yaml")).unwrap();
    fs::write(path.join("corrections.yaml"), CORRECTIONS).unwrap();
    cargo(path, &["clean", "--package", name]);
    folder_of_crate
}

fn build(consumer: &Path) -> Output {
    cargo(consumer, &["check"])
}

/// Runs Cargo in the target directory of the workspace, whose dependencies are already compiled.
fn cargo(consumer: &Path, arguments: &[&str]) -> Output {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet", "--color", "never"])
        .current_dir(consumer)
        .env("CARGO_TARGET_DIR", scratch.parent().unwrap())
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap()
}

fn build_successfully(consumer: &Path) {
    let output = build(consumer);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn runs(consumer: &Path) -> usize {
    let runs = fs::read_to_string(consumer.join("runs")).unwrap_or_default();
    runs.lines().count()
}

/// Sets the modification time of a file one minute ahead: file systems may have coarse timestamps.
fn touch(path: &Path) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(60))
        .unwrap();
}

#[test]
fn the_build_script_reruns_only_when_an_input_changes() {
    let consumer = consumer("rebuilt-consumer");
    let path = consumer.path();
    build_successfully(path);
    build_successfully(path);
    assert_eq!(runs(path), 1, "nothing has changed");
    fs::write(path.join("src/lib.rs"), "pub struct Harbour;\n").unwrap();
    touch(&path.join("src/lib.rs"));
    build_successfully(path);
    assert_eq!(runs(path), 1, "the code is not an input");
    for input in ["harbour.yaml", "corrections.yaml"] {
        let before = runs(path);
        touch(&path.join(input));
        build_successfully(path);
        assert_eq!(runs(path), before + 1, "{input} has changed");
    }
}

#[test]
fn the_build_script_reruns_when_a_missing_file_is_added() {
    let consumer = consumer("completed-consumer");
    let path = consumer.path();
    let (docs, build_script) = (path.join("docs"), path.join("build.rs"));
    fs::create_dir(&docs).unwrap();
    let document = fs::read_to_string(path.join("harbour.yaml")).unwrap();
    let boat = "        crew: {$ref: 'parts/crew.yaml'}\n        length:";
    let document = document.replacen("        length:", boat, 1);
    fs::write(docs.join("harbour.yaml"), document).unwrap();
    let script = fs::read_to_string(&build_script).unwrap();
    fs::write(
        build_script,
        script.replace("harbour.yaml", "docs/harbour.yaml"),
    )
    .unwrap();
    build_successfully(path);
    build_successfully(path);
    assert_eq!(runs(path), 1, "the file is still missing");
    fs::create_dir(docs.join("parts")).unwrap();
    fs::write(docs.join("parts/crew.yaml"), "type: integer\n").unwrap();
    touch(&docs.join("parts/crew.yaml"));
    build_successfully(path);
    assert_eq!(runs(path), 2, "the file was added");
}

#[test]
fn an_invalid_document_fails_the_build_with_its_location() {
    let consumer = consumer("broken-consumer");
    let path = consumer.path();
    let document = fs::read_to_string(path.join("harbour.yaml")).unwrap();
    let invalid = document.replace("schemas/boat", "schemas/ship");
    fs::write(path.join("harbour.yaml"), invalid).unwrap();
    let script = fs::read_to_string(path.join("build.rs")).unwrap();
    let strict = script.replace(".build_script()", ".strict(true).build_script()");
    fs::write(path.join("build.rs"), strict).unwrap();
    let output = build(path);
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    let (_, shown) = text.split_once("--- stderr\n").unwrap_or(("", &text));
    insta::assert_snapshot!(shown.trim_end());
}

#[test]
fn a_missing_dependency_is_told_before_anything_is_compiled() {
    let consumer = consumer("lonely-consumer");
    let path = consumer.path();
    let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap();
    let without = manifest.replace("[target.'cfg(any())'.dependencies]", "[dev-dependencies]");
    fs::write(path.join("Cargo.toml"), without).unwrap();
    let output = build(path);
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("add to `[dependencies]`: `intercom-codegen-runtime = \"0.1\"`"),
        "{text}"
    );
}
