//! Strict parsing of YAML and JSON: no duplicate keys, finite numbers.
//!
//! YAML is read by [`yaml`], and what that rejects by `serde_yaml`, which allows more. JSON is read by
//! `serde_json`.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position};
use crate::document::merge::merge;
use crate::document::source::Source;
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
    if source
        .path()
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        return Ok((parse_json(source)?, Diagnostics::new()));
    }
    let mut value = parse_yaml(source)?;
    let found = merge(source, &mut value);
    Ok((value, found))
}

fn parse_yaml(source: &Source) -> Result<Value, Diagnostics> {
    check_content(source, Code::InvalidYaml)?;
    yaml::parse(source.text()).or_else(|error| match error {
        YamlError::Syntax(_) if !is_deep(source.text()) => parse_invalid_yaml(source),
        YamlError::Syntax(error) => Err(invalid_yaml(source, error.into())),
        YamlError::Content(error) => Err(invalid_yaml(source, error)),
    })
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

/// Parses YAML that is not according to the specification, such as quoted text that continues at the
/// column of its key.
fn parse_invalid_yaml(source: &Source) -> Result<Value, Diagnostics> {
    let deserializer = serde_yaml::Deserializer::from_str(source.text());
    let budget = Cell::new(yaml::budget(source.text()));
    Strict(&budget).deserialize(deserializer).map_err(|error| {
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
    let mut deserializer = serde_json::Deserializer::from_str(source.text());
    let budget = Cell::new(usize::MAX);
    let value = Strict(&budget).deserialize(&mut deserializer);
    value
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            let position = Some(Position {
                line: error.line(),
                column: error.column(),
            });
            let message = without_position(error.to_string());
            Diagnostic::error(Code::InvalidJson, source.path(), message)
                .at_position(position)
                .into()
        })
}

/// Removes the position from the end of a message, since diagnostics store it separately.
fn without_position(mut message: String) -> String {
    if let Some(end) = message.rfind(" at line ") {
        message.truncate(end);
    }
    message
}

/// Deserializes any value. Contains the bytes that values may still take: aliases repeat them.
#[derive(Clone, Copy)]
struct Strict<'b>(&'b Cell<usize>);

impl Strict<'_> {
    /// Takes a value with a text from the budget.
    fn spend<E: Error>(self, text: &str) -> Result<(), E> {
        let rest = self.0.get().saturating_sub(yaml::VALUE + text.len());
        self.0.set(rest);
        match rest {
            0 => Err(E::custom(yaml::EXPANSION)),
            _ => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    // Integers beyond 64 bits, which YAML supports, lose precision as they do in `serde_json`.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(number.into()),
            None => Err(E::custom(format!("`{value}` is not a JSON number"))),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.spend(&value)?;
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(self)? {
            self.spend("")?;
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key_seed(NewKey(&object))? {
            self.spend(&key)?;
            let value = members.next_value_seed(self)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// Deserializes a key that the object does not contain yet. Errors have the position of the key.
struct NewKey<'a>(&'a Map<String, Value>);

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_string(self)
    }
}

impl Visitor<'_> for NewKey<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.visit_string(key.to_owned())
    }

    fn visit_string<E: Error>(self, key: String) -> Result<String, E> {
        if self.0.contains_key(&key) {
            Err(E::custom(format!(
                "duplicate key `{key}`: remove one of the two"
            )))
        } else {
            Ok(key)
        }
    }
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
        let value = parse(&Source::new("x.json", r#"["\ud83d\ude00"]"#)).unwrap();
        assert_eq!(value[0], "\u{1f600}");
    }
}
