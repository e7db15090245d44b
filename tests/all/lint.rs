//! The output and the exit codes of `lint`.

use std::collections::BTreeMap;
use std::path::Path;

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::{Code, Severity};

use crate::program::{Run, run, succeed};
use crate::workspace::{fixture, folder};

/// Runs `lint` in the folder of its fixtures.
fn lint(arguments: &[&str]) -> Run {
    run(&fixture("lint"), [&["lint"], arguments].concat())
}

/// Returns the output for the document with a problem of each kind.
fn harbour(format: &str) -> String {
    let run = lint(&["--document", "harbour.yaml", "--message-format", format]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    run.stdout
}

#[test]
fn prints_text() {
    insta::assert_snapshot!(harbour("text"));
}

#[test]
fn prints_json() {
    let text = harbour("json");
    let all: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    let keys = "code column file help line message others pointer severity";
    for one in &all {
        assert!(
            one.keys().map(String::as_str).eq(keys.split(' ')),
            "{one:?}"
        );
    }
    insta::assert_snapshot!(text);
}

#[test]
fn prints_github_annotations() {
    insta::assert_snapshot!(harbour("github"));
}

/// Errors of reading a document are reported like findings of rules.
#[test]
fn an_unreadable_document_is_reported() {
    let invalid = lint(&[
        "--document",
        "../bad/broken-yaml.yaml",
        "--message-format",
        "github",
    ]);
    assert_eq!(invalid.code, 1);
    assert!(
        invalid.stdout.contains("title=invalid-yaml"),
        "{}",
        invalid.stdout
    );
    let absent = lint(&["--document", "nowhere.yaml", "--message-format", "github"]);
    assert_eq!(absent.code, 1);
    assert!(
        absent.stdout.contains("title=unreadable-file"),
        "{}",
        absent.stdout
    );
}

#[test]
fn a_valid_document_has_no_errors() {
    let stdout = succeed(&fixture(""), ["lint", "--document", "harbour.yaml"]);
    assert_eq!(stdout, "0 errors\n");
}

#[test]
fn denied_warnings_set_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n\
                    components: {schemas: {alone: {type: object}}}\n";
    std::fs::write(folder.path().join("x.yaml"), document).unwrap();
    let code = |more: &[&str]| {
        let arguments = [&["lint", "--document", "x.yaml"], more].concat();
        let run = run(folder.path(), arguments);
        assert!(
            run.stdout.ends_with("\n0 errors, 1 warning\n"),
            "{}",
            run.stdout
        );
        run.code
    };
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--deny-warnings"]), 1);
}

/// Overlays are applied first, unless `--no-overlays` is set.
#[test]
fn overlays_are_applied_before_linting() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("spec/overlays")).unwrap();
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      \
                    responses: {'204': {description: d}}\n";
    std::fs::write(folder.path().join("spec/2.9.yaml"), document).unwrap();
    let overlay = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n\
                   - target: $.paths['/a'].get\n  description: it has none\n  \
                   update: {operationId: getA}\n";
    std::fs::write(folder.path().join("spec/overlays/ids.yaml"), overlay).unwrap();
    let arguments = ["lint", "--spec", "spec"];
    assert_eq!(succeed(folder.path(), arguments), "0 errors\n");
    let without = run(folder.path(), arguments.iter().chain(&["--no-overlays"]));
    assert_eq!(without.code, 0);
    assert!(
        without.stdout.contains("missing-operation-id"),
        "{}",
        without.stdout
    );
}

#[test]
fn invalid_arguments_exit_with_2() {
    for arguments in [
        &["--explain", "nonsense"][..],
        &["--message-format", "xml"],
        &["--overlays", "x", "--no-overlays"],
        &["--spec", "x", "--document", "y"],
    ] {
        assert_eq!(lint(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn every_code_is_explained() {
    let list = succeed(Path::new("."), ["lint", "--explain"]);
    assert_eq!(list.lines().count(), Code::ALL.len());
    for code in Code::ALL {
        let stdout = succeed(Path::new("."), ["lint", "--explain", code.as_str()]);
        assert_eq!(stdout, format!("{code}: {}", code.explanation()));
        assert!(list.contains(&format!("{code}: {}\n", code.summary())));
    }
}

/// With overlays, the documents of the workspace have no errors and these warnings.
#[test]
fn workspace_documents_have_only_known_warnings() {
    let found = Generator::documents(folder("spec"))
        .overlays(folder("spec/overlays"))
        .lint();
    let errors: Vec<_> = found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut counts = BTreeMap::new();
    for one in &found {
        *counts.entry(one.code.as_str()).or_insert(0) += 1;
    }
    let lines = counts
        .iter()
        .map(|(code, count)| format!("{code}: {count}\n"));
    insta::assert_snapshot!(lines.collect::<String>());
}
