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

/// Writes the journal of an update of `spec` and `crate` that was interrupted.
fn interrupt(folder: &Path, spec: &Path, out: &Path, path: &str) {
    let journal = serde_json::json!({
        "spec": spec,
        "documents": {"note.txt": "written"},
        "output": {"folder": out, "files": {path: "written"}},
    });
    fs::write(
        folder.join("spec/.pending-update.json"),
        journal.to_string(),
    )
    .unwrap();
}

/// The commands that only read the spec folder: they warn.
const READERS: [&[&str]; 2] = [
    &["lint", "--spec", "spec"],
    &["diff", "2.7", "2.7", "--spec", "spec"],
];

const CHECK: &[&str] = &["generate", "--spec", "spec", "--out", "crate", "--check"];

/// The commands that refuse to run, for they would use or replace unfinished documents.
const REFUSED: [&[&str]; 4] = [
    CHECK,
    &["generate", "--spec", "spec", "--out", "crate"],
    &[
        "update",
        "documents",
        "--spec",
        "spec",
        "--out",
        "crate",
        "--dry-run",
    ],
    &[
        "update",
        "documents",
        "--spec",
        "spec",
        "--out",
        "elsewhere",
    ],
];

/// Only an update of the same folders completes it, from any working folder.
#[test]
fn an_interrupted_update_is_completed_by_an_update_of_the_same_folders() {
    let folder = workspace();
    let root = folder.path().canonicalize().unwrap();
    let documents = fixture("update/first").display().to_string();
    let codes = READERS.map(|command| run(&root, command).code);
    interrupt(&root, &root.join("spec"), &root.join("crate"), "note.txt");
    let before = files(&root);
    let readers = codes.into_iter().zip(READERS);
    for (code, command) in readers.chain(REFUSED.map(|command| (1, command))) {
        let run = run(&root, command);
        assert_eq!(run.code, code, "{command:?}: {}", run.stderr);
        let reported = run.stdout + &run.stderr;
        assert!(
            reported.contains("[pending-update]"),
            "{command:?}: {reported}"
        );
        assert_eq!(files(&root), before, "{command:?}");
    }
    let import = run(&root, ["import", &documents, "--spec", "spec"]);
    assert_eq!(
        import.code, 1,
        "its output folder is not known to be that of the update"
    );
    assert_eq!(files(&root), before);

    let (spec, out) = (root.join("spec"), root.join("crate"));
    let arguments = [
        "--spec",
        spec.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let elsewhere = tempfile::tempdir().unwrap();
    let command = ["update", &documents].into_iter().chain(arguments);
    let completed = run(elsewhere.path(), command);
    assert_eq!(completed.code, 0, "{}", completed.stderr);
    let message = "completed an interrupted update";
    assert!(completed.stderr.contains(message), "{}", completed.stderr);
    let after = files(&root);
    assert_eq!(text(&after, "spec/note.txt"), "written");
    assert!(!after.contains_key("spec/.pending-update.json"));
    assert_eq!(run(&root, CHECK).code, 0, "the crate is up to date");
}

#[test]
fn the_remains_of_a_killed_update_are_reported_and_removed() {
    let folder = workspace();
    let root = folder.path();
    let remains = ["spec/.intercom-codegen.tmp", "crate/.intercom-codegen.lock"];
    for path in remains {
        fs::write(root.join(path), "half").unwrap();
    }
    let check = run(root, CHECK);
    assert_eq!(check.code, 1, "{}", check.stderr);
    let (_, left_over) = check.stdout.split_once('\n').unwrap();
    let expected = "left over: .intercom-codegen.lock\nleft over: spec/.intercom-codegen.tmp\n";
    assert_eq!(left_over, expected);
    let again = update(root, &fixture("update/first"), &[]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(remains.iter().all(|path| !root.join(path).exists()));
    assert_eq!(run(root, CHECK).code, 0);
}

/// A spec folder of somebody else may contain any journal.
#[test]
fn a_hostile_journal_writes_nothing() {
    let folder = workspace();
    let root = folder.path().canonicalize().unwrap();
    let victim = root.join("victim");
    fs::create_dir(&victim).unwrap();
    let (spec, out) = (root.join("spec"), root.join("crate"));
    let documents = fixture("update/first").display().to_string();
    for (spec, out, path) in [
        (&spec, &victim, "note.txt"),
        (&victim, &out, "note.txt"),
        (&spec, &out, "../victim/note.txt"),
    ] {
        interrupt(&root, spec, out, path);
        let before = files(&root);
        let update = ["update", &documents, "--spec", "spec", "--out", "crate"];
        let import = ["import", &documents, "--spec", "spec"];
        let others = READERS.into_iter().chain(REFUSED);
        for command in others.chain([&update[..], &import]) {
            let run = run(&root, command);
            let reported = run.stdout + &run.stderr;
            assert!(
                reported.contains("spec/.pending-update.json"),
                "{command:?}: {reported}"
            );
            assert_eq!(files(&root), before, "{command:?}");
        }
    }
}

/// An overlay of one action, which declares the path variable of `/ships/{id}`.
const PATH_VARIABLE: &str = "overlay: 1.1.0
info: {title: Parameters, version: '1'}
actions:
- target: $.paths['/ships/{id}'][?@.responses && !@.parameters]
  description: The variable is declared nowhere.
  update:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
";

/// Returns a document of 2.7, with the path variable if it is corrected.
fn harbour_with_variable(is_corrected: bool) -> String {
    let parameters =
        "      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n";
    format!(
        "openapi: 3.0.1\ninfo: {{title: Harbour, version: '2.7'}}\npaths:\n  /ships/{{id}}:\n    get:\n      \
         operationId: getShip\n{}      responses: {{'200': {{description: ok, content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/ship'}}}}}}}}}}\ncomponents:\n  \
         schemas:\n    ship: {{type: object, properties: {{name: {{type: string}}}}}}\n",
        if is_corrected { parameters } else { "" }
    )
}

/// Removing the obsolete action is enough, although the old document needs it.
#[test]
fn an_upstream_correction_replaces_an_overlay_action() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let overlay = root.join("spec/overlays/parameters.yaml");
    fs::create_dir_all(root.join("spec/overlays")).unwrap();
    fs::write(&overlay, PATH_VARIABLE).unwrap();
    for (name, is_corrected) in [("old", false), ("new", true)] {
        fs::create_dir(root.join(name)).unwrap();
        fs::write(
            root.join(name).join("2.7.yaml"),
            harbour_with_variable(is_corrected),
        )
        .unwrap();
    }
    let old = update(root, Path::new("old"), &[]);
    assert_eq!(old.code, 0, "{}", old.stderr);
    let obsolete = update(root, Path::new("new"), &[]);
    assert_eq!(obsolete.code, 1);
    let text = "matches nothing in 2.7.yaml (version 2.7)";
    assert!(obsolete.stderr.contains(text), "{}", obsolete.stderr);
    let staged = std::env::temp_dir().join(".tmp").display().to_string();
    assert!(!obsolete.stderr.contains(&staged), "{}", obsolete.stderr);

    fs::remove_file(&overlay).unwrap();
    let corrected = update(root, Path::new("new"), &[]);
    assert_eq!(corrected.code, 0, "{}", corrected.stderr);
    let again = update(root, Path::new("new"), &[]);
    assert!(
        again.stdout.contains("the API has not changed"),
        "{}",
        again.stdout
    );
}

/// Items that lacked a description before are not part of the report.
#[test]
fn only_new_items_without_a_description_are_reported() {
    let folder = workspace();
    fs::write(
        folder.path().join("spec/docs.yaml"),
        "tags: {Ships: Vessels.}\n",
    )
    .unwrap();
    let again = update(folder.path(), &fixture("update/first"), &[]);
    assert!(
        !again.stdout.contains("without a description"),
        "{}",
        again.stdout
    );
    let second = update(folder.path(), &fixture("update/second"), &["--dry-run"]);
    let (_, items) = second
        .stdout
        .split_once("to be added to docs.yaml:\n")
        .unwrap();
    assert!(items.contains("flag") && !items.contains("name"), "{items}");
}

/// A spec folder has no overlays but its own, wherever the program runs.
#[test]
fn overlays_of_another_workspace_do_not_apply() {
    let folder = tempfile::tempdir().unwrap();
    let documents = fixture("update/first").display().to_string();
    let here = crate::workspace::folder("tests");
    let (spec, out) = (folder.path().join("spec"), folder.path().join("crate"));
    fs::create_dir(&spec).unwrap();
    let run = run(
        &here,
        [
            "update",
            documents.as_str(),
            "--spec",
            spec.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
}
