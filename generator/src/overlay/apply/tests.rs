use serde_json::json;

use super::*;

fn overlay(actions: &str) -> Result<Overlay, Diagnostics> {
    let head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n";
    Overlay::from_source(Source::new("overlay.yaml", format!("{head}{actions}")))
}

fn apply(value: Value, actions: &str) -> Result<Value, Diagnostics> {
    let mut document = RawDocument::from_source(Source::new("2.9.yaml", "{}")).unwrap();
    document.value = value;
    let version = "2.9".parse().unwrap();
    overlay(actions)
        .unwrap()
        .apply(&mut document, Some(&version))?;
    Ok(document.value)
}

fn error(value: Value, actions: &str) -> String {
    apply(value, actions).unwrap_err().to_string()
}

#[test]
fn an_action_that_matches_nothing_is_reported() {
    let actions = "- {description: d, target: $.a, update: {b: 1}}\n- {description: d, target: $.x, remove: true}";
    let text = error(json!({"a": {}}), actions);
    assert!(
        text.contains("`$.x` matches nothing in 2.9.yaml (version 2.9)"),
        "{text}"
    );
    assert!(text.contains("overlay.yaml:5:3\n  at /actions/1"), "{text}");
}

#[test]
fn problems_of_added_values_are_located_in_the_overlay() {
    let actions = "- {description: d, target: $.a, update: {b: {c: 1}, d: [2]}}\n\
                   - {description: d, target: $.n, update: 7}\n\
                   - {description: d, target: $.a.d, update: 3}\n\
                   - {description: d, target: $.a, copy: $.o}";
    let text = "a: {d: [1]}\nn: 5\no: {e: 8}";
    let mut document = RawDocument::from_source(Source::new("2.9.yaml", text)).unwrap();
    overlay(actions)
        .unwrap()
        .apply(&mut document, None)
        .unwrap();
    let located = |pointer: &str| {
        let pointer = Pointer::parse(pointer).unwrap();
        let one = document
            .source
            .diagnostic(Code::WrongType, pointer, "it is wrong");
        let line = one.position.map_or(0, |position| position.line);
        (one.file.display().to_string(), line)
    };
    let overlay = |line| ("overlay.yaml".to_owned(), line);
    assert_eq!(located("/a/b/c"), overlay(4));
    assert_eq!(located("/a/d/1"), overlay(4));
    assert_eq!(located("/n"), overlay(5));
    assert_eq!(located("/a/d/2"), overlay(6));
    assert_eq!(located("/a/e"), overlay(7));
    assert_eq!(located("/a/d/0"), ("2.9.yaml".to_owned(), 1));
    assert_eq!(located("/o/e"), ("2.9.yaml".to_owned(), 3));
}

#[test]
fn elements_after_removed_ones_have_their_original_locations() {
    let actions = "- {target: '$.a[?@.x == 1]', remove: true}\n\
                   - {target: '$.a[0,1].b[0]', remove: true}\n\
                   - {target: $.a, update: {x: 4}}\n\
                   - {target: '$.a[0]', remove: true}";
    let text = "a:\n- {x: 1}\n- {b: [1, 2]}\n- {x: 1}\n- {b: [1, 2, 3]}";
    let mut document = RawDocument::from_source(Source::new("2.9.yaml", text)).unwrap();
    overlay(actions)
        .unwrap()
        .apply(&mut document, None)
        .unwrap();
    assert_eq!(document.value, json!({"a": [{"b": [2, 3]}, {"x": 4}]}));
    let located = |pointer: &str| {
        let pointer = Pointer::parse(pointer).unwrap();
        let one = document.source.diagnostic(Code::WrongType, pointer, "");
        (
            one.file.display().to_string(),
            one.pointer.unwrap().to_string(),
        )
    };
    let (document, overlay) = ("2.9.yaml".to_owned(), "overlay.yaml".to_owned());
    assert_eq!(located("/a/0/b/1"), (document, "/a/3/b/2".to_owned()));
    assert_eq!(
        located("/a/1/x"),
        (overlay, "/actions/2/update/x".to_owned())
    );
}

#[test]
fn an_action_is_applied_only_to_its_versions() {
    let action = "- {description: d, target: $.x, remove: true, x-versions: ['2.10..']}";
    assert_eq!(apply(json!({}), action).unwrap(), json!({}));
}

/// Overlay 1.0 and 1.1, "Action Object": `update` has no impact beside `remove: true`, and `copy`
/// none beside either.
#[test]
fn remove_precedes_update_and_update_precedes_copy() {
    for (change, expected) in [
        (
            "update: {b: 1}, copy: $.c, remove: true",
            json!({"c": {"d": 1}}),
        ),
        (
            "update: {b: 1}, copy: $.c, remove: false",
            json!({"a": {"b": 1}, "c": {"d": 1}}),
        ),
    ] {
        let action = format!("- {{target: $.a, {change}}}");
        let document = json!({"a": {}, "c": {"d": 1}});
        assert_eq!(apply(document, &action).unwrap(), expected, "{change}");
    }
}

/// Elements of one array, elements within them, and members of objects in reverse order.
#[test]
fn all_matches_are_removed() {
    let value = || json!({"a": [1, [2, 3, [4]], 2, [1]], "b": {"c": 1, "d": {"c": 2}}, "c": 3});
    for (target, expected) in [
        (
            "$.a[0, 2]",
            json!({"a": [[2, 3, [4]], [1]], "b": {"c": 1, "d": {"c": 2}}, "c": 3}),
        ),
        (
            "$.a..[0]",
            json!({"a": [[3, []], 2, []], "b": {"c": 1, "d": {"c": 2}}, "c": 3}),
        ),
        (
            "$..c",
            json!({"a": [1, [2, 3, [4]], 2, [1]], "b": {"d": {}}}),
        ),
        (
            "$.a..*",
            json!({"a": [], "b": {"c": 1, "d": {"c": 2}}, "c": 3}),
        ),
        ("$.*", json!({})),
    ] {
        let action = format!("- {{target: '{target}', remove: true}}");
        assert_eq!(apply(value(), &action).unwrap(), expected, "{target}");
    }
}

#[test]
fn many_elements_are_removed_in_linear_time() {
    let elements: Vec<u32> = (0..200_000).collect();
    let members: serde_json::Map<String, Value> = elements
        .iter()
        .map(|name| (name.to_string(), json!(1)))
        .collect();
    let document = json!({"a": elements, "b": members, "c": 1});
    let start = std::time::Instant::now();
    let actions = "- {target: '$.a[*]', remove: true}\n- {target: '$.b[*]', remove: true}";
    let expected = json!({"a": [], "b": {}, "c": 1});
    assert_eq!(apply(document, actions).unwrap(), expected);
    // One by one, it takes minutes.
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn problems_say_how_to_correct_the_path() {
    let document = || json!({"a": {}, "l": [1, 2]});
    for (action, help) in [
        ("{target: $, remove: true}", "limit `target` to the members"),
        ("{target: $.a, copy: '$.l[*]'}", "limit the path of `copy`"),
    ] {
        let text = error(document(), &format!("- {action}"));
        assert!(text.contains(help), "{text}");
        assert!(!text.contains("update an object"), "{text}");
    }
}

#[test]
fn versions_without_a_document_are_reported() {
    let actions = "- {target: $.x, remove: true, x-versions: ['2.9', '9.0', '2.10..']}\n\
                   - {target: $.x, remove: true, x-versions: [Preview, '..2.8']}";
    let known = ["2.9", "preview"].map(|version| version.parse().unwrap());
    let found = overlay(actions).unwrap().check_versions(&known);
    let text = found.to_string();
    assert_eq!(found.iter().count(), 2, "{text}");
    for expected in [
        "`9.0` in `x-versions` matches no document",
        "`..2.8` in `x-versions` matches no document",
        "at /actions/0/x-versions/1",
        "the versions of the documents are `2.9`, `Preview`",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn incompatible_updates_are_rejected() {
    for (target, update) in [
        ("$.o", "1"),
        ("$.o", "[1]"),
        ("$.s", "{}"),
        ("$", "{l: {}}"),
    ] {
        let action = format!("- {{description: d, target: '{target}', update: {update}}}");
        let text = error(json!({"o": {}, "s": 1, "l": []}), &action);
        assert!(text.contains("cannot be updated with"), "{text}");
    }
    let mixed = error(
        json!({"o": {}, "l": []}),
        "- {description: d, target: $.*, update: 1}",
    );
    assert!(mixed.contains("values of different kinds"), "{mixed}");
}

#[test]
fn an_incomplete_overlay_is_rejected() {
    for (action, expected) in [
        (
            "- {description: 1, target: $.x, remove: true}",
            "`description` must be a string",
        ),
        ("- {description: d, remove: true}", "requires a `target`"),
        ("- {description: d, target: $.x}", "requires one of"),
        (
            "- {description: d, target: $.x, update: 1, remove: 1}",
            "`remove` must be a boolean",
        ),
        (
            "- {description: d, target: 'x[', update: 1}",
            "is not a valid JSONPath",
        ),
        (
            "- {description: d, target: $.x, updates: 1, update: 1}",
            "unknown key `updates`",
        ),
        (
            "- {description: d, target: $.x, update: 1, x-versions: [2.10]}",
            "an array of strings",
        ),
        (
            "- {description: d, target: $.x, update: 1, x-versions: []}",
            "`x-versions` is empty: it applies to no document",
        ),
    ] {
        let text = overlay(action).unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }
}
