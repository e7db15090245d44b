//! `serde_yaml` is the reference for values.

use std::path::Path;

use serde_json::json;

use super::*;

/// Parses a text, and drops the positions.
fn value(text: &str) -> Option<Value> {
    parse(text).ok().map(|(value, _)| value)
}

fn error(text: &str) -> (&'static str, String, (usize, usize)) {
    let error = match parse(text) {
        Err(YamlError::Content(error)) => error,
        Err(YamlError::Syntax(error)) => error.into(),
        Ok((value, _)) => panic!("{value}"),
    };
    let pointer = error.pointer.unwrap_or_default().to_string();
    (
        error.code.as_str(),
        pointer,
        (error.position.line, error.position.column),
    )
}

/// Asserts that files are read as by `serde_yaml`. Returns their number.
fn compare(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_yaml = |path: &std::path::PathBuf| {
        let end = path.extension().and_then(|end| end.to_str());
        matches!(end, Some("yaml" | "yml"))
    };
    let mut count = 0;
    for path in paths.filter(is_yaml) {
        let text = std::fs::read_to_string(&path).unwrap();
        // `serde_json` rejects integers beyond 64 bits.
        if let Ok(expected) = serde_yaml::from_str::<Value>(&text) {
            // As text, to compare the order of members, too.
            let read = value(&text).map(|value| value.to_string());
            assert!(read == Some(expected.to_string()), "{}", path.display());
            count += 1;
        }
    }
    count
}

#[test]
fn documents_are_read_as_by_serde_yaml() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(compare(&root.join("fixtures/construct")) > 40);
    assert!(compare(&root.join("../spec/overlays")) > 5);
}

/// Reads the folders in `YAML_FOLDERS`, separated by colons: documents that are not part of this
/// repository, such as those that Intercom publishes.
#[test]
#[ignore = "requires YAML_FOLDERS"]
fn other_documents_are_read_as_by_serde_yaml() {
    let folders = std::env::var("YAML_FOLDERS").unwrap();
    for folder in folders.split(':') {
        assert!(compare(Path::new(folder)) > 0, "{folder}");
    }
}

#[test]
fn values_are_read_as_by_serde_yaml() {
    for text in [
        "a: |\n  one\n\n  two\nb: >-\n  one\n  two\n\n  three\nc: |+\n  one\n\n",
        "a: 'it''s'\nb: \"\\u00e9\\n\\x41\\\n  x\"\nc: one\n  two\n",
        "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
        "? a\n: b\n~: c\n\"\": d\n",
        "- - a\n  - b\n-\n- c: d\n  e: f\n",
        "{a: [1, 2,], \"b\": {c: }}",
        "a:\r\n  b: 1\r\n  c: |\r\n    x\r\n",
        "--- # comment\na: 1 # comment\n...\n",
        "a: !!str 1\nb: !!int '2'\nc: !!float 3\nd: !!null ~\ne: !!bool 'true'\n",
        "text",
        "&a a: &b b\n*b : *a\n",
    ] {
        let expected: Option<Value> = serde_yaml::from_str(text).ok();
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn aliases_are_limited_in_values_and_bytes() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..8 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    let (code, pointer, at) = error(&bomb);
    assert_eq!((code, at.0), ("excessive-expansion", 6));
    assert!(pointer.starts_with("/a5/"), "{pointer}");
    let text = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(30_000),
        "*a,".repeat(2_000)
    );
    assert_eq!(error(&text).0, "excessive-expansion");
}

#[test]
fn small_files_may_repeat_values() {
    let items = vec!["*a"; 1_000].join(", ");
    let value = value(&format!("a: &a {{b: c}}\nd: [{items}]\n")).unwrap_or_default();
    assert_eq!(value["d"][999], json!({"b": "c"}));
}

#[test]
fn an_alias_within_its_own_value_is_reported() {
    assert_eq!(
        error("a: &a\n  b: [*a]\n"),
        ("invalid-yaml", "/a/b/0".to_owned(), (2, 7))
    );
}

/// Parsing deeper nesting takes quadratic time.
#[test]
fn nesting_is_limited_before_it_is_parsed() {
    for open in ["{a: ", "[", "{", "- "] {
        assert!(parse(&open.repeat(100_000)).is_err());
    }
    let block: String = (0..1_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    assert_eq!(error(&block).0, "nesting-too-deep");
    let nested = format!("a: &a {}b{}\n", "[".repeat(100), "]".repeat(100));
    assert!(parse(&nested).is_ok());
    let again = format!("{nested}c: {}*a{}\n", "[".repeat(40), "]".repeat(40));
    assert_eq!(error(&again).0, "nesting-too-deep");
}

#[test]
fn errors_have_the_location_of_the_value() {
    for (text, pointer, at) in [
        ("a:\n  b: 1\n  b: 2\n", "/a/b", (3, 3)),
        ("a: [1, .nan]\n", "/a/1", (1, 8)),
        ("a:\n  ? [b]\n  : c\n", "/a", (2, 5)),
    ] {
        assert_eq!(
            error(text),
            ("invalid-yaml", pointer.to_owned(), at),
            "{text}"
        );
    }
}
