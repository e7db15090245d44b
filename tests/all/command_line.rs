//! The files that the program writes, removes and preserves, and its exit codes.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::program::{Run, run, run_into, succeed};
use crate::workspace::{files, fixture};

/// Creates a working directory with the document `harbour.yaml`.
fn harbour() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixture("harbour.yaml"), folder.path().join("harbour.yaml")).unwrap();
    folder
}

const GENERATE: [&str; 5] = ["generate", "--document", "harbour.yaml", "--out", "crate"];

fn check(folder: &Path) -> Run {
    run(folder, GENERATE.iter().chain(&["--check"]))
}

/// Returns the modification time of each file.
fn times(folder: &Path) -> Vec<(String, SystemTime)> {
    let time = |path: &String| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
    files(folder)
        .into_keys()
        .map(|path| (path.clone(), time(&path)))
        .collect()
}

#[test]
fn generates_a_crate_from_a_single_document() {
    let folder = harbour();
    let stdout = succeed(folder.path(), GENERATE);
    let generated = folder.path().join("crate");
    let found = files(&generated);
    assert!(stdout.starts_with("2 schemas → 2 shapes\n"), "{stdout}");
    // All files but the list of files.
    assert!(
        stdout.contains(&format!("{} files written, 0 removed", found.len() - 1)),
        "{stdout}"
    );

    let text = |path: &str| String::from_utf8(found[path].clone()).unwrap();
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    assert_eq!(manifest["package"]["name"].as_str(), Some("harbour"));
    let features = manifest["features"].as_table().unwrap();
    assert!(features.contains_key("rustls"));
    // A single document has no version features.
    assert!(!features.keys().any(|feature| feature.starts_with('v')));
    assert!(text("src/shapes/ship.rs").contains("pub struct Ship {"));
    assert!(text("src/tag_groups/ships.rs").contains("pub fn moor_ship("));
    // The descriptions of the document are used.
    assert!(text("src/shapes/ship.rs").contains("What is painted on the bow."));
}

#[test]
fn a_second_generation_writes_nothing() {
    let folder = harbour();
    succeed(folder.path(), GENERATE);
    let before = times(folder.path());
    let stdout = succeed(folder.path(), GENERATE);
    assert!(
        stdout.contains("crate: 0 files written, 0 removed, "),
        "{stdout}"
    );
    assert_eq!(times(folder.path()), before);
    let check = check(folder.path());
    assert_eq!((check.code, check.stderr.as_str()), (0, ""));
    assert!(
        check.stdout.ends_with("crate: up to date\n"),
        "{}",
        check.stdout
    );
}

#[test]
fn check_lists_stale_files_and_writes_nothing() {
    let folder = harbour();
    succeed(folder.path(), GENERATE);
    let generated = folder.path().join("crate");
    fs::write(generated.join("src/shapes/ship.rs"), "// mine").unwrap();
    fs::remove_file(generated.join("src/shapes/berth.rs")).unwrap();
    fs::write(generated.join("src/shapes/buoy.rs"), "").unwrap();
    let list = generated.join(".generated-files");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, format!("{text}src/shapes/buoy.rs\n")).unwrap();

    let (before, then) = (files(&generated), times(&generated));
    let check = check(folder.path());
    assert_eq!((check.code, check.stderr.as_str()), (1, ""));
    let (_, stale) = check.stdout.split_once('\n').unwrap();
    assert_eq!(
        stale,
        "missing: src/shapes/berth.rs\n\
         changed: src/shapes/ship.rs\n\
         left over: src/shapes/buoy.rs\n"
    );
    assert!(files(&generated) == before && times(&generated) == then);
}

#[test]
fn check_without_a_crate_creates_nothing() {
    let folder = harbour();
    let check = check(folder.path());
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.contains("missing: Cargo.toml\n"),
        "{}",
        check.stdout
    );
    assert!(!folder.path().join("crate").exists());
}

#[test]
fn obsolete_files_are_removed_and_foreign_files_are_preserved() {
    let folder = harbour();
    succeed(folder.path(), GENERATE);
    let generated = folder.path().join("crate");
    fs::write(generated.join("README.md"), "mine").unwrap();
    fs::write(generated.join("src/shapes/notes.txt"), "mine").unwrap();
    let before = files(&generated);
    assert!(before.contains_key("src/shapes/berth.rs"));

    let document = folder.path().join("harbour.yaml");
    let renamed = fs::read_to_string(&document)
        .unwrap()
        .replace("schemas/berth", "schemas/slip");
    fs::write(
        &document,
        renamed.replace("    berth:\n      type", "    slip:\n      type"),
    )
    .unwrap();
    let stdout = succeed(folder.path(), GENERATE);
    assert!(stdout.contains(", 1 removed, "), "{stdout}");
    let after = files(&generated);
    assert!(!after.contains_key("src/shapes/berth.rs"));
    assert!(after.contains_key("src/shapes/slip.rs"));
    for path in ["README.md", "src/shapes/notes.txt"] {
        assert_eq!(after[path], b"mine", "{path}");
    }
    assert_eq!(check(folder.path()).code, 0);
}

#[test]
fn foreign_files_are_not_overwritten() {
    let folder = harbour();
    let generated = folder.path().join("crate");
    fs::create_dir_all(&generated).unwrap();
    fs::write(generated.join("Cargo.toml"), "mine").unwrap();
    let run = run(folder.path(), GENERATE);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[foreign-file]"), "{}", run.stderr);
    let found = files(&generated);
    assert_eq!(found.len(), 1);
    assert_eq!(found["Cargo.toml"], b"mine");
}

#[test]
fn changes_by_hand_are_preserved_unless_they_are_discarded() {
    let folder = harbour();
    succeed(folder.path(), GENERATE);
    let generated = folder.path().join("crate");
    let before = files(&generated);
    fs::write(generated.join("src/shapes/ship.rs"), "// mine").unwrap();
    let refused = run(folder.path(), GENERATE);
    assert_eq!(refused.code, 1);
    let message = "`src/shapes/ship.rs` was changed since it was generated";
    assert!(
        refused.stderr.contains("error[modified-file]"),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains(message), "{}", refused.stderr);
    let kept = fs::read(generated.join("src/shapes/ship.rs")).unwrap();
    assert_eq!(kept, b"// mine");

    let stdout = succeed(folder.path(), GENERATE.iter().chain(&["--overwrite"]));
    assert!(
        stdout.contains("crate: 1 files written, 0 removed"),
        "{stdout}"
    );
    assert!(files(&generated) == before);
}

#[test]
fn the_name_of_the_crate_is_checked() {
    let folder = harbour();
    for name in ["type", "2boats", "a\"\n[dependencies]", "../boats", ""] {
        let run = run(folder.path(), GENERATE.iter().chain(&["--name", name]));
        assert_eq!(run.code, 1, "{name}");
        assert!(
            run.stderr.contains("error[invalid-package-name]"),
            "{}",
            run.stderr
        );
        assert!(!folder.path().join("crate").exists());
    }
}

/// Creates a working directory with a spec folder, a crate and documents to import, and returns
/// the arguments of every command.
fn commands() -> (TempDir, Vec<Vec<&'static str>>) {
    let folder = harbour();
    succeed(folder.path(), GENERATE);
    for version in ["spec/2.9", "spec/2.10", "upstream/2.10", "broken/2.10"] {
        let document = folder.path().join(format!("{version}.yaml"));
        fs::create_dir_all(document.parent().unwrap()).unwrap();
        fs::copy(fixture("harbour.yaml"), document).unwrap();
    }
    fs::create_dir_all(folder.path().join("spec/overlays")).unwrap();
    fs::write(folder.path().join("broken/2.10.yaml"), "openapi: 3.0.3").unwrap();
    let commands = [
        "generate --document harbour.yaml --out crate --verbose",
        "generate --document harbour.yaml --out crate --check",
        "generate --document harbour.yaml --out nowhere --check",
        "generate --spec spec --out versions",
        "generate --spec broken --out versions",
        "update upstream --spec spec --out versions --dry-run",
        "update upstream --spec spec --out versions",
        "import upstream --spec spec",
        "diff 2.9 2.10 --spec spec",
        "diff 2.9 2.10 --spec spec --format json",
        "lint --spec spec",
        "lint --spec broken --format json",
        "lint --spec broken --format github",
        "lint --explain",
        "lint --explain wrong-type",
        "--help",
        "--version",
        "generate --help",
        "",
        "generate --nonsense",
    ];
    let words = |command: &'static str| command.split_whitespace().collect();
    (folder, commands.into_iter().map(words).collect())
}

/// Such as `… | head`: the command does its work, and its verdict is the same.
#[test]
fn a_closed_pipe_ends_every_command_quietly() {
    let (folder, commands) = commands();
    for command in commands {
        let expected = run(folder.path(), &command);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let closed = run_into(folder.path(), writer.into(), &command);
        assert_eq!(closed.code, expected.code, "{command:?}");
        assert_eq!(closed.stderr, expected.stderr, "{command:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_every_command_with_output() {
    let (folder, commands) = commands();
    for command in commands {
        let expected = run(folder.path(), &command);
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let lost = run_into(folder.path(), full.into(), &command);
        let message = "error: standard output cannot be written: No space left on device";
        let (code, is_reported) = if expected.stdout.is_empty() {
            (expected.code, false)
        } else {
            (1, true)
        };
        assert_eq!(lost.code, code, "{command:?}");
        assert_eq!(
            lost.stderr.contains(message),
            is_reported,
            "{command:?}: {}",
            lost.stderr
        );
    }
}

#[test]
fn generates_a_crate_with_a_feature_per_version() {
    let folder = harbour();
    let (spec, overlays) = (
        folder.path().join("spec"),
        folder.path().join("spec/overlays"),
    );
    fs::create_dir_all(overlays).unwrap();
    for version in ["2.9", "2.10", "preview"] {
        fs::copy(
            fixture("harbour.yaml"),
            spec.join(format!("{version}.yaml")),
        )
        .unwrap();
    }
    let arguments = [
        "generate",
        "--spec",
        "spec",
        "--out",
        "crate",
        "--name",
        "harbour-client",
    ];
    let stdout = succeed(folder.path(), arguments);
    assert!(stdout.starts_with("6 schemas → 2 shapes\n"), "{stdout}");
    let found = files(&folder.path().join("crate"));
    let manifest: toml::Table = String::from_utf8(found["Cargo.toml"].clone())
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(manifest["package"]["name"].as_str(), Some("harbour-client"));
    assert_eq!(manifest["features"]["default"][0].as_str(), Some("v2_10"));
    for module in ["v2_9", "v2_10", "preview"] {
        assert!(
            found.contains_key(&format!("src/{module}/ships.rs")),
            "{module}"
        );
    }
}

#[test]
fn a_second_import_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (version, paths) in [("2.15", "ships"), ("0", "boats")] {
        let upstream = folder.path().join("upstream/descriptions").join(version);
        fs::create_dir_all(&upstream).unwrap();
        let text = fs::read_to_string(fixture("harbour.yaml"))
            .unwrap()
            .replace("/ships", &format!("/{paths}"));
        fs::write(upstream.join("api.intercom.io.yaml"), text).unwrap();
    }
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).unwrap();
    fs::write(spec.join("2.7.yaml"), "an older version").unwrap();
    let arguments = [
        "import", "upstream", "--spec", "spec", "--commit", "0123abc",
    ];
    let stdout = succeed(folder.path(), arguments);
    assert_eq!(
        stdout,
        "2.15: 2 operations, 2 schemas\n\
         Preview: 2 operations, 2 schemas\n\
         spec: 3 files written, 0 unchanged\n"
    );
    let imported = files(&spec);
    let names: Vec<&String> = imported.keys().collect();
    assert_eq!(
        names,
        ["2.15.yaml", "2.7.yaml", "preview.yaml", "sources.toml"]
    );
    let preview = String::from_utf8(imported["preview.yaml"].clone()).unwrap();
    assert!(
        preview.contains("/boats:") && !preview.contains("painted"),
        "{preview}"
    );

    let before = times(&spec);
    for arguments in [&arguments[..], &arguments[..4]] {
        let stdout = succeed(folder.path(), arguments);
        assert!(
            stdout.ends_with("spec: 0 files written, 3 unchanged\n"),
            "{stdout}"
        );
        assert_eq!(times(&spec), before);
        assert!(files(&spec) == imported);
    }
}

#[test]
fn an_invalid_import_writes_nothing() {
    let folder = harbour();
    fs::create_dir_all(folder.path().join("upstream")).unwrap();
    fs::create_dir_all(folder.path().join("spec")).unwrap();
    fs::copy(
        fixture("harbour.yaml"),
        folder.path().join("upstream/2.9.yaml"),
    )
    .unwrap();
    fs::copy(
        fixture("bad/openapi-4.0.yaml"),
        folder.path().join("upstream/2.10.yaml"),
    )
    .unwrap();
    let run = run(folder.path(), ["import", "upstream", "--spec", "spec"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("error[unsupported-specification]"),
        "{}",
        run.stderr
    );
    assert!(files(&folder.path().join("spec")).is_empty());
}

/// Problems in the input exit with 1, invalid arguments with 2.
#[test]
fn invalid_arguments_exit_with_2() {
    let folder = harbour();
    for arguments in [
        &["generate", "--document", "harbour.yaml"][..],
        &[
            "generate",
            "--document",
            "harbour.yaml",
            "--out",
            "crate",
            "--spec",
            "spec",
        ],
        &["generate", "--nonsense"],
        &["import"],
        &[],
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stdout);
        assert!(
            run.stderr.contains("Usage"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    assert_eq!(files(folder.path()).len(), 1);
}
