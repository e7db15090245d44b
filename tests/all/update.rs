//! New documents come, and the crate is made anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Run, run, succeed};
use crate::workspace::{files, fixture};

/// A spec folder and a crate, as the first documents make them. No overlays.
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
fn it_tells_what_changed_and_writes_it() {
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
        "the journal is gone"
    );

    let again = update(folder.path(), &fixture("update/second"), &[]);
    assert_eq!(
        again.stdout,
        "the API has not changed\n0 files written, 0 removed\n"
    );
}

/// What is left to do after an update: faults to mend by overlays, words to write.
#[test]
fn it_tells_what_needs_attention() {
    let folder = workspace();
    let words = "tags: {Ships: Vessels.}\noperations: {listShips: Lists ships.}\n\
                 schemas: {ship: A vessel.}\nproperties: {name: Its name., length: In metres.}\n";
    fs::write(folder.path().join("spec/docs.yaml"), words).unwrap();
    let documents = tempfile::tempdir().unwrap();
    let newer = fixture("update/second/2.8.yaml");
    fs::copy(newer, documents.path().join("2.8.yaml")).unwrap();
    let run = update(folder.path(), documents.path(), &["--dry-run"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

/// The documents that were read are the published ones: there one can look.
#[test]
fn faults_are_told_with_their_published_place() {
    let folder = workspace();
    let documents = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(fixture("update/second/2.8.yaml")).unwrap();
    let text = text.replace("#/components/schemas/ship", "#/components/schemas/sheep");
    fs::write(documents.path().join("2.8.yaml"), text).unwrap();
    let run = update(folder.path(), documents.path(), &["--format", "json"]);
    assert_eq!(run.code, 1);
    let found: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    let place = &found[0];
    let file = documents.path().join("2.8.yaml");
    assert_eq!(place["file"], file.display().to_string(), "{found}");
    assert_eq!(place["line"], 11, "{found}");
}

#[test]
fn a_trial_writes_nothing() {
    let folder = workspace();
    let before = files(folder.path());
    let trial = update(folder.path(), &fixture("update/second"), &["--dry-run"]);
    assert!(
        trial.stdout.contains("2.8: new version"),
        "{}",
        trial.stdout
    );
    assert!(
        trial.stdout.contains("the next release is a major one"),
        "{}",
        trial.stdout
    );
    assert_eq!(files(folder.path()), before);
}

#[test]
fn what_is_wrong_changes_nothing() {
    let folder = workspace();
    let overlay = "overlay: 1.1.0\ninfo: {title: a, version: '1'}\nactions:\n\
                   - target: $.components.schemas.ship.properties[?@.type == 'integer'].type\n  \
                   description: lengths are text\n  update: string\n";
    fs::write(folder.path().join("spec/overlays/ships.yaml"), overlay).unwrap();
    let before = files(folder.path());
    let refused = update(folder.path(), &fixture("update/second"), &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("ships.yaml"), "{}", refused.stderr);
    assert_eq!(files(folder.path()), before);
}

/// By the next run, whatever it is.
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
