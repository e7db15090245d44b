//! Differences between two documents or versions.

use std::collections::BTreeSet;
use std::path::Path;

use intercom_codegen::diff::{Change, Level, RULES, diff};
use intercom_codegen::{Generator, overlays_of};
use serde_json::Value;

use crate::program::{Run, run};
use crate::workspace::{GENERATED, fixture, folder};

fn compare(arguments: &[&str]) -> Run {
    let documents = ["diff", "old.yaml", "new.yaml"];
    run(&fixture("diff"), documents.iter().chain(arguments))
}

#[test]
fn every_change_is_found() {
    let run = compare(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn every_rule_reports_a_change() {
    let side = |name: &str| {
        let document = fixture("diff").join(name);
        Generator::document(document).sides().unwrap().remove(0)
    };
    let (first, old, new) = (side("first.yaml"), side("old.yaml"), side("new.yaml"));
    let pairs = [(&first, &old), (&old, &new), (&new, &first)];
    let changes: Vec<Change> = pairs.iter().flat_map(|(old, new)| diff(old, new)).collect();
    let found: BTreeSet<&str> = changes.iter().map(|change| change.rule.id).collect();
    let missing: Vec<&str> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !found.contains(id))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_reverse_diff_has_its_own_levels() {
    let run = run(&fixture("diff"), ["diff", "new.yaml", "old.yaml"]);
    let line = |part: &str| run.stdout.lines().find(|line| line.contains(part)).unwrap();
    assert!(line("list_locks").starts_with("breaking"));
    assert!(
        line("Ship.pilot").starts_with("breaking"),
        "a response no longer has it"
    );
    assert!(line("NewShip.flag").starts_with("breaking"));
    assert!(line("is no longer deprecated").contains("ships().add_ship()"));
}

#[test]
fn a_document_has_no_changes_to_itself() {
    let run = run(
        &fixture("diff"),
        ["diff", "old.yaml", "old.yaml", "--fail-on", "documentation"],
    );
    assert_eq!((run.code, run.stdout.as_str()), (0, "no changes\n"));
}

#[test]
fn changes_are_printed_as_json() {
    let changes: Vec<Value> = serde_json::from_str(&compare(&["--format", "json"]).stdout).unwrap();
    let flag = changes
        .iter()
        .find(|change| change["rust_path"] == "NewShip.flag");
    assert_eq!(
        flag.unwrap(),
        &serde_json::json!({
            "rule": "required-field-added",
            "level": "breaking",
            "rust_path": "NewShip.flag",
            "pointer": "/components/schemas/new_ship/properties/flag",
            "message": "the field was added as an argument of `new`: `String`",
        })
    );
}

#[test]
fn fail_on_sets_the_exit_code() {
    assert_eq!(compare(&["--fail-on", "breaking"]).code, 1);
    let spec = folder("spec").display().to_string();
    let versions = ["diff", "2.8", "2.8", "--spec", &spec];
    let same = run(
        Path::new("."),
        versions.iter().chain(&["--fail-on", "documentation"]),
    );
    assert_eq!(same.code, 0, "{}", same.stdout);
    let missing = run(Path::new("."), ["diff", "2.7", "no-such.yaml"]);
    assert_eq!(missing.code, 1);
    let message = "no-such.yaml: the file does not exist";
    assert!(missing.stderr.contains(message), "{}", missing.stderr);
}

#[test]
fn an_unknown_version_is_reported_with_the_known_ones() {
    let spec = folder("spec").display().to_string();
    let unknown = run(Path::new("."), ["diff", "2.15", "2.99", "--spec", &spec]);
    assert_eq!(unknown.code, 1);
    for part in ["no document of version `2.99`", "`2.16`, `Preview`"] {
        assert!(unknown.stderr.contains(part), "{}", unknown.stderr);
    }
}

/// Changes that are known independently of the generator.
#[test]
fn known_changes_between_versions_are_found() {
    let spec = folder("spec");
    let overlays = overlays_of(&spec).unwrap();
    let sides = Generator::documents(spec)
        .overlays(overlays)
        .sides()
        .unwrap();
    let changes = |old: &str, new: &str| -> Vec<Change> {
        let side = |label: &str| sides.iter().find(|side| side.label == label).unwrap();
        diff(side(old), side(new))
    };
    let has = |changes: &[Change], rust_path: &str, rule: &str| {
        changes
            .iter()
            .any(|change| change.rust_path == rust_path && change.rule.id == rule)
    };
    let to_2_16 = changes("2.15", "2.16");
    assert!(has(&to_2_16, "Contact.owner_id", "field-type-changed"));
    let operations_added = |changes: &[Change]| {
        changes
            .iter()
            .filter(|change| change.rule.id == "operation-added")
            .count()
    };
    assert_eq!(operations_added(&to_2_16), 69);
    assert_eq!(operations_added(&changes("2.14", "2.15")), 12);
    // Two lists of scalars became one list of both.
    let mut breaking = changes("2.7", "2.8");
    breaking.retain(|change| change.rule.level == Level::Breaking);
    let rust_paths: Vec<&str> = breaking
        .iter()
        .map(|change| change.rust_path.as_str())
        .collect();
    assert_eq!(
        rust_paths,
        [
            "single_filter_search_request::FilterValue::StringArray",
            "single_filter_search_request::FilterValue::IntegerArray",
        ]
    );
}

#[test]
fn the_changelog_has_a_section_per_version() {
    let text = GENERATED.files.get("CHANGES.md").unwrap();
    let headings: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    assert_eq!(headings.len(), 10);
    assert_eq!(headings[0], "2.16 → Preview");
    assert_eq!(headings[9], "2.7 → 2.8");
    assert!(text.contains("- `Contact.owner_id`: was `Option<i64>`, is `Option<String>`"));
}
