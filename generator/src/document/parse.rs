//! Strict parsing of YAML and JSON: no duplicate keys, finite numbers.
//!
//! YAML is read by [`yaml`], and what that rejects by `serde_yaml`, which allows more. JSON is read
//! by `serde_json`.

use std::cell::{Cell, RefCell};

use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Position};
use crate::document::merge::merge;
use crate::document::source::Source;
use crate::document::strict::{Location, Strict};
use crate::document::yaml::{self, YamlError};

/// Parses the text of a file: as JSON if its name ends in `.json`, otherwise as YAML.
///
/// # Errors
/// Returns the errors of [`parse_lenient`], and an error for each merge key.
pub(crate) fn parse(source: &Source) -> Result<Value, Diagnostics> {
    let (value, mut found) = parse_lenient(source)?;
    found.deny_violations();
    found.into_result(value)
}

/// Parses the text of a file: as JSON if its name ends in `.json`, otherwise as YAML. Returns a
/// warning for each merge key.
///
/// Both parsers limit the nesting depth, so that malicious input cannot overflow the stack here or
/// in later stages.
///
/// # Errors
/// Returns an error for the first syntax error, duplicate key or non-finite number, with its
/// position.
pub(super) fn parse_lenient(source: &Source) -> Result<(Value, Diagnostics), Diagnostics> {
    if source.is_json() {
        return Ok((parse_json(source)?, Diagnostics::new()));
    }
    let mut value = parse_yaml(source)?;
    let found = merge(source, &mut value);
    Ok((value, found))
}

fn parse_yaml(source: &Source) -> Result<Value, Diagnostics> {
    check_content(source, Code::InvalidYaml)?;
    // The parser takes it for the end of the text.
    if source.text().contains('\0')
        && let Some(control) = control_character(source)
    {
        return Err(control.into());
    }
    // JSON is YAML, and takes a quarter of the memory to parse as JSON.
    if source.text().starts_with('{')
        && let Ok(value) = json(source.text(), None)
    {
        return Ok(value);
    }
    match yaml::parse(source.text()) {
        Ok((value, positions)) => {
            source.keep(positions);
            Ok(value)
        }
        Err(YamlError::Syntax(_)) if !is_deep(source.text()) => parse_invalid_yaml(source),
        Err(YamlError::Syntax(error)) => Err(invalid_yaml(source, error.into())),
        Err(YamlError::Content(error)) => Err(invalid_yaml(source, error)),
    }
}

fn invalid_yaml(source: &Source, error: yaml::ContentError) -> Diagnostics {
    let diagnostic = Diagnostic {
        code: error.code,
        pointer: error.pointer,
        ..Diagnostic::error(Code::InvalidYaml, source.path(), error.message)
    };
    let diagnostic = diagnostic.at_position(Some(error.position));
    match error.help {
        Some(help) => diagnostic.help(help).into(),
        None => diagnostic.into(),
    }
}

/// Returns `true` if brackets may be nested so deeply that `serde_yaml` takes quadratic time.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > yaml::MAX_DEPTH
    })
}

/// Parses YAML that is not according to the specification, such as quoted text that continues at
/// the column of its key.
fn parse_invalid_yaml(source: &Source) -> Result<Value, Diagnostics> {
    let deserializer = serde_yaml::Deserializer::from_str(source.text());
    let budget = Cell::new(yaml::budget(source.text()));
    let strict = Strict {
        budget: &budget,
        location: None,
    };
    strict.deserialize(deserializer).map_err(|error| {
        let position = error.location().map(|at| Position {
            line: at.line(),
            column: at.column(),
        });
        if let Some(tab) = position.and_then(|at| tab_in_indentation(source.text(), at.line)) {
            let message = "the line is indented with a tab";
            return Diagnostic::error(Code::InvalidYaml, source.path(), message)
                .at_position(Some(tab))
                .help("indent with spaces: YAML allows no tabs in indentation (YAML 1.2.2, section 6.1)")
                .into();
        }
        if let Some(control) = control_character(source) {
            return control.into();
        }
        let message = without_position(error.to_string());
        let code = match budget.get() {
            0 => Code::ExcessiveExpansion,
            _ => Code::InvalidYaml,
        };
        Diagnostic::error(code, source.path(), message)
            .at_position(position)
            .into()
    })
}

/// Returns the error about the first character that YAML does not allow (YAML 1.2.2, section 5.1).
fn control_character(source: &Source) -> Option<Diagnostic> {
    let is_invalid = |one: char| one.is_control() && !matches!(one, '\t' | '\n' | '\r' | '\u{85}');
    let before = source.text().split(is_invalid).next()?;
    let character = source.text()[before.len()..].chars().next()?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let position = Position {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    };
    let code = u32::from(character);
    let message = format!("the file contains the control character U+{code:04X}");
    Some(
        Diagnostic::error(Code::InvalidYaml, source.path(), message)
            .at_position(Some(position))
            .help(format!(
                "remove it, or write `\\x{code:02x}` in double quotes"
            )),
    )
}

/// Returns the position of a tab in the indentation of a line.
fn tab_in_indentation(text: &str, line: usize) -> Option<Position> {
    let content = text.lines().nth(line.checked_sub(1)?)?;
    let indentation = content.split(|c: char| c != ' ' && c != '\t').next()?;
    let column = indentation.find('\t')? + 1;
    Some(Position { line, column })
}

/// Reports a file without content, for which the parsers have no message of their own.
fn check_content(source: &Source, code: Code) -> Result<(), Diagnostics> {
    let mut lines = source.text().lines().map(str::trim);
    let message = if lines.clone().all(str::is_empty) {
        "the file is empty"
    } else if lines.all(|line| line.is_empty() || line.starts_with('#') || line == "---") {
        "the file contains only comments"
    } else {
        return Ok(());
    };
    Err(Diagnostic::error(code, source.path(), message)
        .help("add the content, or correct the path")
        .into())
}

fn parse_json(source: &Source) -> Result<Value, Diagnostics> {
    check_content(source, Code::InvalidJson)?;
    json(source.text(), None).map_err(|error| {
        let position = Some(Position {
            line: error.line(),
            column: error.column(),
        });
        // The location is only recorded if it is needed.
        let location = RefCell::default();
        let again = json(source.text(), Some(&location));
        let parts = location.into_inner();
        let pointer = parts
            .iter()
            .fold(Pointer::root(), |at, part| at.child(part));
        let (message, help) = json_problem(source.text(), &error);
        let diagnostic = Diagnostic {
            pointer: again.is_err().then_some(pointer),
            ..Diagnostic::error(Code::InvalidJson, source.path(), message)
        };
        let diagnostic = diagnostic.at_position(position);
        match help {
            Some(help) => diagnostic.help(help).into(),
            None => diagnostic.into(),
        }
    })
}

/// Returns the message of an error, and the help about what JSON does not have (RFC 8259).
fn json_problem(text: &str, error: &serde_json::Error) -> (String, Option<&'static str>) {
    let message = without_position(error.to_string());
    let line = error
        .line()
        .checked_sub(1)
        .and_then(|line| text.lines().nth(line));
    let column = error.column().saturating_sub(1);
    let character = line.and_then(|line| line.as_bytes().get(column));
    let help = match (message.as_str(), character) {
        ("unexpected end of hex escape", _) => {
            let message = "the escape is one half of a surrogate pair".to_owned();
            let help = "write both halves, such as `\\ud83d\\ude00`, or the character itself";
            return (message, Some(help));
        }
        (_, Some(b'/')) => "remove the comment, which JSON does not have",
        (_, Some(b'\'')) => "write strings in double quotes",
        ("trailing comma", _) => "remove the comma before the closing bracket",
        ("key must be a string", _) => "write the key in double quotes",
        _ => return (message, None),
    };
    (message, Some(help))
}

/// Parses JSON. If it is invalid, `location` is that of the value with the error.
fn json(text: &str, location: Option<&Location>) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let budget = Cell::new(usize::MAX);
    let strict = Strict {
        budget: &budget,
        location,
    };
    let value = strict.deserialize(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

/// Removes the position from the end of a message, since diagnostics store it separately.
fn without_position(mut message: String) -> String {
    if let Some(end) = message.rfind(" at line ") {
        message.truncate(end);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> Result<Value, Diagnostics> {
        parse(&Source::new("x.yaml", text))
    }

    fn error(name: &str, text: &str) -> (String, Option<(usize, usize)>) {
        let found = parse(&Source::new(name, text)).unwrap_err();
        let error = found.into_iter().next().unwrap();
        (error.message, error.position.map(|at| (at.line, at.column)))
    }

    /// RFC 8259 has neither comments, nor single quotes, nor trailing commas, and section 8.2 warns
    /// of surrogates without their other half.
    #[test]
    fn what_json_does_not_have_is_reported_with_a_help() {
        for (text, help) in [
            ("{\n// comment\n\"a\": 1}", "remove the comment"),
            ("{\"a\": 1} // comment", "remove the comment"),
            ("{'a': 1}", "double quotes"),
            ("{\"a\": 'b'}", "double quotes"),
            ("{a: 1}", "write the key in double quotes"),
            ("{\"a\": 1,}", "remove the comma"),
            ("[1,]", "remove the comma"),
            (r#""\ud800x""#, "write both halves"),
        ] {
            let found = parse(&Source::new("x.json", text)).unwrap_err();
            let error = found.into_iter().next().unwrap();
            let actual = error.help.unwrap_or_default();
            assert!(actual.contains(help), "{text}: {}: {actual}", error.message);
        }
    }

    #[test]
    fn control_characters_in_yaml_are_located() {
        let expected = "the file contains the control character U+0000".to_owned();
        assert_eq!(error("x.yaml", "a: 1\nb: x\0y\n"), (expected, Some((2, 5))));
    }

    #[test]
    fn keys_become_strings_in_document_order() {
        let value = yaml("200: {z: 1, a: 2.5}\ntrue: [null, ~, x]\n").unwrap();
        assert_eq!(
            value.to_string(),
            r#"{"200":{"z":1,"a":2.5},"true":[null,null,"x"]}"#
        );
    }

    #[test]
    fn a_duplicate_key_is_reported_at_its_position() {
        let (message, at) = error("x.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n");
        assert!(message.contains("duplicate key `b`"), "{message}");
        assert_eq!(at, Some((4, 3)));
        let (message, at) = error("x.json", "{\"a\": 1,\n \"a\": 2}");
        assert!(message.contains("duplicate key `a`"), "{message}");
        assert_eq!(at.map(|at| at.0), Some(2));
    }

    #[test]
    fn errors_of_json_have_a_pointer() {
        for (text, expected) in [
            (r#"{"a": [1, {"b": 1, "b": 2}]}"#, "/a/1/b"),
            (r#"{"a": {"b/c": [0, 1e400]}}"#, "/a/b~1c/1"),
            (r#"{"a": {"b": }}"#, "/a/b"),
            (r#"{"a": 1} x"#, ""),
        ] {
            let found = parse(&Source::new("x.json", text)).unwrap_err();
            let pointer = found.iter().next().and_then(|one| one.pointer.clone());
            assert_eq!(
                pointer.map(|at| at.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn values_without_a_json_equivalent_are_rejected() {
        for text in [
            "a: .nan",
            "a: -.inf",
            "a: !custom 1",
            "a: 1\n---\nb: 2\n",
            "",
        ] {
            assert!(yaml(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn tabs_in_indentation_are_reported() {
        for (text, expected) in [
            ("a:\n\tb: 1\n", (2, 1)),
            ("a:\n  b: 1\n\tc: 2\n", (3, 1)),
            ("a:\n  b: 1\n  \tc: 2\n", (3, 3)),
            ("a:\n  b:\n  \tc: 2\n", (3, 3)),
            ("a:\n- b\n\t- c\n- d: 1\n\te: 1\n", (3, 1)),
        ] {
            let (message, at) = error("x.yaml", text);
            assert_eq!(message, "the line is indented with a tab", "{text:?}");
            assert_eq!(at, Some(expected), "{text:?}");
        }
        assert!(yaml("a: |\n  one\n  \ttwo\nb:\t1\n").is_ok());
    }

    #[test]
    fn files_without_content_are_reported() {
        for (name, text, expected) in [
            ("x.yaml", "", "the file is empty"),
            ("x.yaml", " \n\n", "the file is empty"),
            ("x.json", "\n", "the file is empty"),
            (
                "x.yaml",
                "---\n# later\n",
                "the file contains only comments",
            ),
        ] {
            assert_eq!(error(name, text).0, expected, "{text:?}");
        }
    }

    #[test]
    fn integers_beyond_64_bits_lose_only_precision() {
        for name in ["x.yaml", "x.json"] {
            let value = parse(&Source::new(
                name,
                "[99999999999999999999, -1e2, 18446744073709551615]",
            ));
            let value = value.unwrap();
            assert_eq!(value[0], serde_json::json!(1e20), "{name}");
            assert_eq!(value[1], serde_json::json!(-100.0), "{name}");
            assert_eq!(value[2], serde_json::json!(u64::MAX), "{name}");
        }
    }

    #[test]
    fn deep_nesting_is_rejected() {
        for name in ["x.yaml", "x.json"] {
            assert!(parse(&Source::new(name, "[".repeat(10_000) + &"]".repeat(10_000))).is_err());
        }
    }

    /// Documents in use contain what the specification does not allow.
    #[test]
    fn lenient_yaml_is_parsed() {
        for (text, expected) in [
            ("a:\t1\n", r#"{"a":1}"#),
            ("a: 'x\n\ty'\nb: 1\n", r#"{"a":"x y","b":1}"#),
            ("a:\n  b: \"x\n  y\"\nc: 1\n", r#"{"a":{"b":"x y"},"c":1}"#),
        ] {
            assert_eq!(yaml(text).unwrap().to_string(), expected, "{text:?}");
        }
    }

    #[test]
    fn lenient_yaml_is_limited() {
        let code = |text: &str| yaml(text).unwrap_err().iter().next().unwrap().code;
        assert_eq!(
            code(&format!("a:\t1\nb: {}", "{a: ".repeat(100_000))),
            Code::InvalidYaml
        );
        let text = format!(
            "a:\t1\nb: &b {}\nc: [{}]\n",
            "x".repeat(30_000),
            "*b,".repeat(2_000)
        );
        assert_eq!(code(&text), Code::ExcessiveExpansion);
    }

    #[test]
    fn json_escapes_that_yaml_lacks_are_parsed() {
        for name in ["x.json", "x.yaml"] {
            let source = Source::new(name, "{\"a\":\n \"\\ud83d\\ude00\", \"b\": [1e2, -0]}");
            let value = parse(&source).unwrap();
            assert_eq!(
                value.to_string(),
                "{\"a\":\"\u{1f600}\",\"b\":[100.0,-0.0]}",
                "{name}"
            );
            let at = source.locate(&Pointer::root().child("b")).unwrap();
            assert_eq!((at.line, at.column), (2, 18), "{name}");
        }
    }
}
