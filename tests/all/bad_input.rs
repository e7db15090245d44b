//! What is wrong with an input is said with its place and with what to do, and nothing is written.
//!
//! The inputs are in `fixtures/bad`. The program runs in that folder, so that paths are short and
//! the same on every machine.

use std::path::Path;

use crate::program::{run, succeed};
use crate::workspace::{files, fixture};

/// What the program says of the input. It must fail and leave alone the crate of an earlier run.
fn complaint(input: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let good = fixture("harbour.yaml");
    succeed(
        Path::new("."),
        [
            "generate",
            "--document",
            good.to_str().unwrap(),
            "--out",
            out,
        ],
    );
    let before = files(folder.path());
    assert!(before.contains_key("src/lib.rs"));

    let arguments = [&["generate", "--out", out], input].concat();
    let run = run(&fixture("bad"), arguments);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert!(
        files(folder.path()) == before,
        "the crate of the earlier run is another now"
    );
    run.stderr
}

#[test]
fn broken_yaml() {
    insta::assert_snapshot!(complaint(&["--document", "broken-yaml.yaml"]));
}

#[test]
fn a_key_twice() {
    insta::assert_snapshot!(complaint(&["--document", "key-twice.yaml"]));
}

#[test]
fn a_dangling_reference() {
    insta::assert_snapshot!(complaint(&["--document", "dangling-reference.yaml"]));
}

#[test]
fn a_duplicate_operation_id() {
    insta::assert_snapshot!(complaint(&["--document", "duplicate-operation-id.yaml"]));
}

#[test]
fn operations_that_are_called_the_same_by_method_and_path() {
    insta::assert_snapshot!(complaint(&["--document", "same-derived-ids.yaml"]));
}

#[test]
fn references_to_something_else() {
    insta::assert_snapshot!(complaint(&["--document", "references.yaml"]));
}

#[test]
fn a_choice_without_end() {
    insta::assert_snapshot!(complaint(&["--document", "endless-choice.yaml"]));
}

#[test]
fn references_outside_the_folder() {
    insta::assert_snapshot!(complaint(&["--document", "references-outside.yaml"]));
}

#[test]
fn what_openapi_3_0_demands_or_lacks() {
    insta::assert_snapshot!(complaint(&["--document", "info.yaml"]));
}

#[test]
fn paths_that_are_no_paths() {
    insta::assert_snapshot!(complaint(&["--document", "paths.yaml"]));
}

#[test]
fn an_undeclared_path_variable() {
    insta::assert_snapshot!(complaint(&["--document", "undeclared-path-variable.yaml"]));
}

#[test]
fn colliding_types() {
    insta::assert_snapshot!(complaint(&["--document", "colliding-types.yaml"]));
}

#[test]
fn colliding_properties() {
    insta::assert_snapshot!(complaint(&["--document", "colliding-properties.yaml"]));
}

#[test]
fn a_parameter_without_a_form() {
    insta::assert_snapshot!(complaint(&["--document", "parameter-without-a-form.yaml"]));
}

#[test]
fn bodies_without_a_form() {
    insta::assert_snapshot!(complaint(&["--document", "unsupported-bodies.yaml"]));
}

#[test]
fn credentials_and_servers() {
    insta::assert_snapshot!(complaint(&["--document", "security.yaml"]));
}

#[test]
fn pages_that_are_not_annotated_well() {
    insta::assert_snapshot!(complaint(&["--document", "pagination.yaml"]));
}

#[test]
fn pages_that_are_not_there() {
    insta::assert_snapshot!(complaint(&["--document", "pagination-of-nothing.yaml"]));
}

#[test]
fn limits_of_search_queries() {
    insta::assert_snapshot!(complaint(&["--document", "search-limits.yaml"]));
}

#[test]
fn search_queries() {
    insta::assert_snapshot!(complaint(&["--document", "search-queries.yaml"]));
}

#[test]
fn webhooks() {
    insta::assert_snapshot!(complaint(&["--document", "webhooks.yaml"]));
}

#[test]
fn openapi_3_1() {
    insta::assert_snapshot!(complaint(&["--document", "openapi-3.1.yaml"]));
}

#[test]
fn swagger_2_0() {
    insta::assert_snapshot!(complaint(&["--document", "swagger-2.0.yaml"]));
}

#[test]
fn an_unknown_version() {
    insta::assert_snapshot!(complaint(&["--spec", "unknown-version"]));
}

#[test]
fn an_overlay_that_matches_nothing() {
    let input = [
        "--document",
        "../harbour.yaml",
        "--overlays",
        "overlay-matches-nothing",
    ];
    insta::assert_snapshot!(complaint(&input));
}

#[test]
fn words_that_match_nothing() {
    let words = ["--words", "words-match-nothing.yaml"];
    let input = [["--document", "../harbour.yaml"], words].concat();
    insta::assert_snapshot!(complaint(&input));
}

#[test]
fn words_of_another_form() {
    let words = ["--words", "words-malformed.yaml"];
    let input = [["--document", "../harbour.yaml"], words].concat();
    insta::assert_snapshot!(complaint(&input));
}

/// The message is the operating system's own, so it is no snapshot.
#[test]
fn a_document_that_is_not_there() {
    let complaint = complaint(&["--document", "nowhere.yaml"]);
    assert!(
        complaint.starts_with("error[unreadable-file]\n"),
        "{complaint}"
    );
    assert!(
        complaint.contains("nowhere.yaml: the file cannot be read"),
        "{complaint}"
    );
}
