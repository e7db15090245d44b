//! Overlays do what the OpenAPI Overlay Specification says: a document, an overlay and the expected
//! document for each rule, in `fixtures/overlay`; and where they depart from it on purpose.

use std::path::Path;

use serde_json::Value;

use super::Overlay;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::{RawDocument, Source};

/// What every action is applied to that is refused.
const DOCUMENT: &str = "
ship: {name: Ines, crew: [Vera], length: {metres: 41}}
dock: {name: north}
";

fn load(folder: &Path, file: &str) -> RawDocument {
    RawDocument::load(folder.join(file)).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn every_fixture_comes_out_as_expected() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/overlay");
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let folder = entry.unwrap().path();
        let mut document = load(&folder, "document.yaml");
        let overlay = Overlay::load(folder.join("overlay.yaml"));
        let applied = overlay.and_then(|overlay| overlay.apply(&mut document, None));
        applied.unwrap_or_else(|faults| panic!("{faults}"));
        let expected = load(&folder, "expected.yaml");
        // As text, since the order of members counts: it is the order of what is emitted.
        assert_eq!(
            document.value.to_string(),
            expected.value.to_string(),
            "{}",
            folder.display()
        );
    }
}

/// The error that an overlay of these actions ends with, on reading or applying it.
fn refused(actions: &str) -> Diagnostic {
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

/// Where the overlay is at fault.
fn places(found: &Diagnostics) -> Vec<String> {
    let pointers = found.iter().filter_map(|one| one.pointer.as_ref());
    pointers.map(Pointer::to_string).collect()
}

/// What the specification has as an error, and the code of ours.
#[test]
fn what_the_specification_refuses_is_refused() {
    for (action, code) in [
        // Two or more nodes must be of one kind.
        ("{target: $.ship.*, update: 1}", Code::OverlayTypeMismatch),
        (
            "{target: '$..[0,\"name\",\"length\"]', update: {}}",
            Code::OverlayTypeMismatch,
        ),
        // Other combinations of values are incompatible, at the target and inside of it.
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
        // A copy is of a single node.
        ("{target: $.dock, copy: '$.*'}", Code::OverlayTypeMismatch),
        // What is removed stands in an object or an array.
        ("{target: $, remove: true}", Code::OverlayTypeMismatch),
        // Fields of the wrong type, fields that are not there, and fields that there are not.
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
        let error = refused(&format!("- {action}"));
        assert_eq!(error.code, code, "{action}: {}", error.message);
    }
}

#[test]
fn what_is_no_overlay_is_refused() {
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
        let places = places(&found);
        assert!(
            places.iter().any(|place| place == at),
            "{overlay}\n{places:?}"
        );
    }
}

/// What the specification lets pass, or leaves out, and is refused here: see [`Overlay`].
#[test]
fn departures() {
    for (action, code, says) in [
        // There, the action succeeds and changes nothing.
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
            "`$.dock` is already",
        ),
        (
            "{description: why, target: $.ship, update: {crew: [], length: {metres: 41}}}",
            Code::UnmatchedOverlayAction,
            "`$.ship` is already",
        ),
        (
            "{description: why, target: $.dock.name, update: north}",
            Code::UnmatchedOverlayAction,
            "`$.dock.name` is already",
        ),
        // There, the field may be left out.
        (
            "{target: $.dock, remove: true}",
            Code::InvalidOverlay,
            "lacks a `description`",
        ),
        (
            "{description: ' ', target: $.dock, remove: true}",
            Code::InvalidOverlay,
            "lacks a `description`",
        ),
        // There, one of the fields has no impact, or nothing happens.
        (
            "{description: why, target: $.dock, update: {}, remove: true}",
            Code::InvalidOverlay,
            "needs one of",
        ),
        (
            "{description: why, target: $.dock, copy: $.ship, remove: true}",
            Code::InvalidOverlay,
            "needs one of",
        ),
        (
            "{description: why, target: $.dock, update: {}, copy: $.ship}",
            Code::InvalidOverlay,
            "needs one of",
        ),
        (
            "{description: why, target: $.dock, remove: false}",
            Code::InvalidOverlay,
            "needs one of",
        ),
        (
            "{description: why, target: $.dock}",
            Code::InvalidOverlay,
            "needs one of",
        ),
    ] {
        let error = refused(&format!("- {action}"));
        assert_eq!(error.code, code, "{action}: {}", error.message);
        assert!(error.message.contains(says), "{action}: {}", error.message);
    }
}

/// The actions beside one that is refused are applied all the same, so that all faults are found
/// in one run.
#[test]
fn every_action_that_is_refused_is_told_of() {
    let overlay = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:
- {description: why, target: $.tug, remove: true}
- {description: why, target: $.dock, update: {berth: 3}}
- {description: why, target: $.dock.berth, update: []}
";
    let mut document = RawDocument::from_source(Source::new("document.yaml", DOCUMENT)).unwrap();
    let overlay = Overlay::from_source(Source::new("overlay.yaml", overlay)).unwrap();
    let found = overlay.apply(&mut document, None).unwrap_err();
    let places = places(&found);
    assert_eq!(places, ["/actions/0", "/actions/2"]);
    assert_eq!(document.value["dock"]["berth"], Value::from(3));
}
