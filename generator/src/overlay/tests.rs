//! Conformance with the OpenAPI Overlay Specification, and the intentional differences.
//!
//! `fixtures/overlay` contains a document, an overlay and the expected document for each rule.

use std::path::Path;

use serde_json::Value;

use super::Overlay;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::{RawDocument, Source};

/// The document to which the rejected actions are applied.
const DOCUMENT: &str = "
ship: {name: Ines, crew: [Vera], length: {metres: 41}}
dock: {name: north}
";

fn load(folder: &Path, file: &str) -> RawDocument {
    RawDocument::load(folder.join(file)).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn every_fixture_yields_the_expected_document() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/overlay");
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let folder = entry.unwrap().path();
        let mut document = load(&folder, "document.yaml");
        let overlay = Overlay::load(folder.join("overlay.yaml"));
        let applied = overlay.and_then(|overlay| overlay.apply(&mut document, None));
        applied.unwrap_or_else(|errors| panic!("{errors}"));
        let expected = load(&folder, "expected.yaml");
        // As text, to compare the order of members, which determines the order of emitted items.
        assert_eq!(
            document.value.to_string(),
            expected.value.to_string(),
            "{}",
            folder.display()
        );
    }
}

/// Returns the only error of parsing or applying an overlay with these actions.
fn error(actions: &str) -> Diagnostic {
    let head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n";
    let mut document = RawDocument::from_source(Source::new("document.yaml", DOCUMENT)).unwrap();
    let overlay = Overlay::from_source(Source::new("overlay.yaml", format!("{head}{actions}")));
    let result = overlay.and_then(|overlay| overlay.apply(&mut document, None));
    let found = result.expect_err(actions);
    let mut found = found.into_iter();
    let first = found.next().expect("there is an error");
    assert_eq!(found.next(), None, "{actions}");
    first
}

/// Returns the locations of errors in the overlay.
fn locations(found: &Diagnostics) -> Vec<String> {
    found
        .iter()
        .filter_map(|one| one.pointer.as_ref())
        .map(Pointer::to_string)
        .collect()
}

#[test]
fn what_actions_cost_is_limited() {
    let nested = |count: usize| "(".repeat(count) + "@.a" + &")".repeat(count);
    for path in [
        format!("$[?{}]", nested(3_000)),
        "$..a..a..a".to_owned(),
        "$.a".repeat(3_000),
    ] {
        let found = error(&format!(
            "- {{target: '{path}', description: D, remove: true}}\n"
        ));
        assert_eq!(found.code, Code::InvalidOverlay, "{found}");
    }
    let crew = "- {target: $.ship.crew, description: D, update: [CREW]}\n";
    let many = crew.replace("CREW", &vec!["{}"; 1_000].join(","));
    let each = crew.replace("$.ship.crew", "'$.ship.crew[?@ != \"Vera\"]'");
    let each = each.replace(
        "[CREW]",
        &format!("{{a: [{}]}}", vec!["1"; 1_000].join(",")),
    );
    assert_eq!(first_code(&(many + &each)), Code::ExcessiveExpansion);
    let deepening = "- {target: $.dock.s, description: D, copy: $.dock}\n".repeat(200);
    let start = "- {target: $.dock, description: D, update: {s: {}}}\n";
    assert_eq!(
        first_code(&(start.to_owned() + &deepening)),
        Code::NestingTooDeep
    );
}

/// Returns the code of the first error of an overlay with these actions.
fn first_code(actions: &str) -> Code {
    let head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n";
    let mut document = RawDocument::from_source(Source::new("document.yaml", DOCUMENT)).unwrap();
    let overlay = Overlay::from_source(Source::new("overlay.yaml", format!("{head}{actions}")));
    let found = overlay.unwrap().apply(&mut document, None).unwrap_err();
    let first = found.iter().next().expect("there is an error");
    first.code
}

/// Each error of the specification has a code.
#[test]
fn errors_of_the_specification_are_reported() {
    for (action, code) in [
        // All matched nodes must be of one kind.
        ("{target: $.ship.*, update: 1}", Code::OverlayTypeMismatch),
        (
            "{target: '$..[0,\"name\",\"length\"]', update: {}}",
            Code::OverlayTypeMismatch,
        ),
        // Other combinations of values are incompatible, at the target and inside it.
        ("{target: $.ship, update: 1}", Code::OverlayTypeMismatch),
        ("{target: $.ship, update: null}", Code::OverlayTypeMismatch),
        ("{target: $.ship, update: [1]}", Code::OverlayTypeMismatch),
        (
            "{target: $.ship.name, update: {}}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship.name, update: []}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship, update: {crew: Tom}}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship, update: {crew: {}}}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship, update: {length: 1}}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship, update: {length: null}}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship, update: {name: []}}",
            Code::OverlayTypeMismatch,
        ),
        (
            "{target: $.ship, copy: $.ship.crew}",
            Code::OverlayTypeMismatch,
        ),
        // `copy` requires a single node.
        ("{target: $.dock, copy: '$.*'}", Code::OverlayTypeMismatch),
        // A removed value must be in an object or an array.
        ("{target: $, remove: true}", Code::OverlayTypeMismatch),
        // Fields of the wrong type, missing fields and unknown fields.
        ("{target: $.dock, remove: 'true'}", Code::InvalidOverlay),
        ("{target: $.dock, copy: 1}", Code::InvalidOverlay),
        ("{target: 1, remove: true}", Code::InvalidOverlay),
        ("{target: dock, remove: true}", Code::InvalidOverlay),
        ("{remove: true}", Code::InvalidOverlay),
        (
            "{target: $.dock, removed: true, remove: true}",
            Code::InvalidOverlay,
        ),
    ] {
        let action = action.replacen('{', "{description: why, ", 1);
        let error = error(&format!("- {action}"));
        assert_eq!(error.code, code, "{action}: {}", error.message);
    }
}

#[test]
fn invalid_overlays_are_rejected() {
    let action = "{description: why, target: $, update: {}}";
    for (overlay, at) in [
        (
            format!("info: {{title: T, version: '1'}}\nactions: [{action}]"),
            "/overlay",
        ),
        (
            format!("overlay: 2.0.0\ninfo: {{title: T, version: '1'}}\nactions: [{action}]"),
            "/overlay",
        ),
        (
            format!("overlay: 1.1\ninfo: {{title: T, version: '1'}}\nactions: [{action}]"),
            "/overlay",
        ),
        (format!("overlay: 1.1.0\nactions: [{action}]"), "/info"),
        (
            format!("overlay: 1.1.0\ninfo: {{title: T}}\nactions: [{action}]"),
            "/info",
        ),
        (
            format!("overlay: 1.1.0\ninfo: {{title: T, version: 1}}\nactions: [{action}]"),
            "/info",
        ),
        (
            format!(
                "overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nextends: [a]\nactions: [{action}]"
            ),
            "/extends",
        ),
        (
            format!(
                "overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nacts: []\nactions: [{action}]"
            ),
            "/acts",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}".to_owned(),
            "/actions",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: []".to_owned(),
            "/actions",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: {}".to_owned(),
            "/actions",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [$]".to_owned(),
            "/actions/0",
        ),
        ("[]".to_owned(), ""),
    ] {
        let found =
            Overlay::from_source(Source::new("overlay.yaml", &*overlay)).expect_err(&overlay);
        let locations = locations(&found);
        assert!(
            locations.iter().any(|location| location == at),
            "{overlay}\n{locations:?}"
        );
    }
}

#[test]
fn the_description_of_an_action_is_optional() {
    for description in ["", "description: '', "] {
        let overlay = format!(
            "overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n\
             - {{{description}target: $.dock, remove: true}}\n"
        );
        let mut document =
            RawDocument::from_source(Source::new("document.yaml", DOCUMENT)).unwrap();
        let overlay = Overlay::from_source(Source::new("overlay.yaml", overlay)).unwrap();
        overlay.apply(&mut document, None).unwrap();
        assert_eq!(document.value.get("dock"), None);
    }
}

/// Input that the specification allows, but that is rejected here: see the [module](super).
#[test]
fn intentional_differences_from_the_specification() {
    for (action, code, expected) in [
        // The specification ignores such actions.
        (
            "{description: why, target: $.tug, update: {}}",
            Code::UnmatchedOverlayAction,
            "`$.tug` matches nothing",
        ),
        (
            "{description: why, target: $.tug, remove: true}",
            Code::UnmatchedOverlayAction,
            "`$.tug` matches nothing",
        ),
        (
            "{description: why, target: $.dock, copy: $.tug}",
            Code::UnmatchedOverlayAction,
            "`$.tug` matches nothing",
        ),
        (
            "{description: why, target: $.dock, update: {}}",
            Code::UnmatchedOverlayAction,
            "does not change `$.dock`",
        ),
        (
            "{description: why, target: $.ship, update: {crew: [], length: {metres: 41}}}",
            Code::UnmatchedOverlayAction,
            "does not change `$.ship`",
        ),
        (
            "{description: why, target: $.dock.name, update: north}",
            Code::UnmatchedOverlayAction,
            "does not change `$.dock.name`",
        ),
        // The specification ignores the action.
        (
            "{description: why, target: $.dock, remove: false}",
            Code::InvalidOverlay,
            "requires one of",
        ),
        (
            "{description: why, target: $.dock}",
            Code::InvalidOverlay,
            "requires one of",
        ),
    ] {
        let error = error(&format!("- {action}"));
        assert_eq!(error.code, code, "{action}: {}", error.message);
        assert!(
            error.message.contains(expected),
            "{action}: {}",
            error.message
        );
    }
}

/// Valid actions are applied despite errors in others, so that all errors are found in one run.
#[test]
fn every_invalid_action_is_reported() {
    let overlay = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:
- {description: why, target: $.tug, remove: true}
- {description: why, target: $.dock, update: {berth: 3}}
- {description: why, target: $.dock.berth, update: []}
";
    let mut document = RawDocument::from_source(Source::new("document.yaml", DOCUMENT)).unwrap();
    let overlay = Overlay::from_source(Source::new("overlay.yaml", overlay)).unwrap();
    let found = overlay.apply(&mut document, None).unwrap_err();
    let locations = locations(&found);
    assert_eq!(locations, ["/actions/0", "/actions/2"]);
    assert_eq!(document.value["dock"]["berth"], Value::from(3));
}
