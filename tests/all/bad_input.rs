//! Invalid input is reported with its location and a help message, and nothing is written.
//! Documents are read strictly.
//!
//! Each case is a file or folder in `fixtures/bad`, with a snapshot of the expected diagnostics
//! beside it. The program runs in that folder, so that paths are short and the same on every
//! machine.

use std::path::Path;

use crate::program::{run, succeed};
use crate::workspace::{files, fixture};

/// A document without problems.
const HARBOUR: &str = "../harbour.yaml";

/// Returns the arguments that pass a case to the program, by the folder of the case.
fn arguments(case: &Path) -> Vec<&str> {
    let path = case.to_str().unwrap();
    match case.parent().and_then(Path::to_str) {
        Some("overlays") => vec!["--document", HARBOUR, "--overlays", path],
        Some("versions") => vec!["--spec", path],
        Some("descriptions") => vec!["--document", HARBOUR, "--descriptions", path],
        _ => vec!["--document", path],
    }
}

/// Returns the diagnostics of a run, which must fail and must not change the existing crate.
fn diagnostics(out: &Path, input: &[&str]) -> String {
    let before = files(out);
    let generate = ["generate", "--strict", "--out", out.to_str().unwrap()];
    let run = run(&fixture("bad"), [&generate, input].concat());
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    assert!(files(out) == before, "the existing crate was changed");
    run.stderr
}

#[test]
fn every_case_is_reported_and_nothing_is_written() {
    let bad = fixture("bad").canonicalize().unwrap();
    let out = tempfile::tempdir().unwrap();
    let generate = ["generate", "--document", HARBOUR, "--out"];
    let generate = [&generate[..], &[out.path().to_str().unwrap()]].concat();
    succeed(&bad, generate);
    assert!(files(out.path()).contains_key("src/lib.rs"));

    let cases = "{*.yaml,overlays/*,versions/*,descriptions/*.yaml}";
    insta::glob!("../fixtures/bad", cases, |path| {
        if path
            .extension()
            .is_some_and(|extension| extension == "snap")
        {
            return;
        }
        let mut settings = insta::Settings::clone_current();
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path(path.parent().unwrap());
        let name = path.file_name().unwrap().to_str().unwrap();
        let name = name.strip_suffix(".yaml").unwrap_or(name);
        let case = path.strip_prefix(&bad).unwrap();
        settings.bind(|| {
            insta::assert_snapshot!(name, diagnostics(out.path(), &arguments(case)));
        });
    });
}

/// The message is that of the operating system, so it is not a snapshot.
#[test]
fn a_missing_document_is_reported() {
    let out = tempfile::tempdir().unwrap();
    let reported = diagnostics(out.path(), &["--document", "nowhere.yaml"]);
    assert!(
        reported.starts_with("error[unreadable-file]\n"),
        "{reported}"
    );
    let message = "nowhere.yaml: the file cannot be read";
    assert!(reported.contains(message), "{reported}");
}
