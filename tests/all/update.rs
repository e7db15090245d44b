//! Updates of the documents and the crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Run, run, succeed};
use crate::workspace::{files, fixture};

/// Creates a `spec` folder without overlays and a crate, from the first documents.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("spec/overlays")).unwrap();
    let first = fixture("update/first").display().to_string();
    succeed(
        folder.path(),
        ["update", &first, "--spec", "spec", "--out", "crate"],
    );
    folder
}

fn update(folder: &Path, documents: &Path, more: &[&str]) -> Run {
    let documents = documents.display().to_string();
    let arguments = ["update", &documents, "--spec", "spec", "--out", "crate"];
    run(folder, arguments.iter().chain(more))
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

#[test]
fn changes_are_reported_and_written() {
    let folder = workspace();
    let second = update(folder.path(), &fixture("update/second"), &[]);
    assert_eq!((second.code, second.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(second.stdout);
    let found = files(folder.path());
    assert!(text(&found, "spec/2.8.yaml").contains("flag"));
    assert!(text(&found, "crate/src/types/ship.rs").contains("pub flag: Option<String>"));
    assert!(text(&found, "crate/CHANGES.md").contains("## 2.7 → 2.8"));
    assert!(
        !found.keys().any(|path| path.contains("pending")),
        "the journal is removed"
    );

    let again = update(folder.path(), &fixture("update/second"), &[]);
    assert_eq!(
        again.stdout,
        "the API has not changed\n0 files written, 0 removed\n"
    );
}

/// The remaining work after an update: problems to correct with overlays, missing descriptions.
#[test]
fn remaining_work_is_reported() {
    let folder = workspace();
    let descriptions = "tags: {Ships: Vessels.}\noperations: {listShips: Lists ships.}\n\
                 schemas: {ship: A vessel.}\nproperties: {name: Its name., length: In metres.}\n";
    fs::write(folder.path().join("spec/docs.yaml"), descriptions).unwrap();
    let documents = tempfile::tempdir().unwrap();
    let newer = fixture("update/second/2.8.yaml");
    fs::copy(newer, documents.path().join("2.8.yaml")).unwrap();
    let run = update(folder.path(), documents.path(), &["--dry-run"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

/// Problems are located in the published document, which the user has.
#[test]
fn problems_are_reported_at_their_published_location() {
    let folder = workspace();
    let documents = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(fixture("update/second/2.8.yaml"))
        .unwrap()
        .replace("#/components/schemas/ship", "#/components/schemas/sheep");
    fs::write(documents.path().join("2.8.yaml"), text).unwrap();
    let run = update(
        folder.path(),
        documents.path(),
        &["--message-format", "json"],
    );
    assert_eq!(run.code, 1);
    let found: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    let diagnostic = &found[0];
    let file = documents.path().join("2.8.yaml");
    assert_eq!(diagnostic["file"], file.display().to_string(), "{found}");
    assert_eq!(diagnostic["line"], 11, "{found}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = workspace();
    let before = files(folder.path());
    let dry_run = update(folder.path(), &fixture("update/second"), &["--dry-run"]);
    assert!(
        dry_run.stdout.contains("2.8: new version"),
        "{}",
        dry_run.stdout
    );
    assert!(
        dry_run.stdout.contains("the next release is a major one"),
        "{}",
        dry_run.stdout
    );
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_failed_update_changes_nothing() {
    let folder = workspace();
    let overlay = "overlay: 1.1.0\ninfo: {title: a, version: '1'}\nactions:\n\
                   - target: $.components.schemas.ship.properties[?@.type == 'integer'].type\n  \
                   description: lengths are text\n  update: string\n";
    fs::write(folder.path().join("spec/overlays/ships.yaml"), overlay).unwrap();
    let before = files(folder.path());
    let failed = update(folder.path(), &fixture("update/second"), &[]);
    assert_eq!(failed.code, 1);
    assert!(failed.stderr.contains("ships.yaml"), "{}", failed.stderr);
    assert_eq!(files(folder.path()), before);
}

/// The next run of any command completes it.
#[test]
fn an_interrupted_update_is_completed() {
    let folder = workspace();
    let spec = folder.path().join("spec").canonicalize().unwrap();
    let journal = serde_json::json!({
        "parts": [{"folder": spec, "is_whole": false, "files": {"note.txt": "written"}}],
    });
    fs::write(spec.join(".pending-update.json"), journal.to_string()).unwrap();
    let check = run(folder.path(), ["diff", "2.7", "2.7", "--spec", "spec"]);
    assert!(
        check.stderr.contains("completed an interrupted update"),
        "{}",
        check.stderr
    );
    assert_eq!(
        fs::read_to_string(spec.join("note.txt")).unwrap(),
        "written"
    );
    assert!(!spec.join(".pending-update.json").exists());
}
