//! The values of options, as JSON.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};

use super::description::{Input, Kind};
use crate::Timestamp;
use crate::exact_value::ExactValue;

/// A parser of the values of an input. Values that are not among the known ones are valid: enums
/// are open.
#[derive(Clone)]
pub(super) struct Parser(pub(super) &'static Input);

impl TypedValueParser for Parser {
    type Value = ExactValue;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<ExactValue, clap::Error> {
        let kind = self.0.kind;
        let parse = move |text: &str| parse(kind, text);
        parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.0.values.is_empty() {
            return None;
        }
        Some(Box::new(self.0.values.iter().map(PossibleValue::new)))
    }
}

/// Returns the placeholder of a value in the help.
pub(super) fn placeholder(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "TEXT",
        Kind::Integer => "INTEGER",
        Kind::Number => "NUMBER",
        Kind::Boolean => "BOOL",
        Kind::Time => "TIME",
        Kind::Any => "VALUE",
        Kind::Json => "JSON",
        Kind::File(_) => "PATH",
        Kind::NamedFile => "NAME=PATH",
    }
}

/// Parses a value. The error is the expected kind of value.
fn parse(kind: Kind, text: &str) -> Result<ExactValue, &'static str> {
    let valid = match kind {
        Kind::NamedFile if !text.contains('=') => None,
        Kind::Text | Kind::File(_) | Kind::NamedFile => Some(ExactValue::Text(text.to_owned())),
        Kind::Integer => integer(text),
        Kind::Number => number(text),
        Kind::Boolean => text.parse().ok().map(ExactValue::Boolean),
        Kind::Time => integer(text).or_else(|| time(text)),
        Kind::Any => Some(json_or_text(text)),
        Kind::Json => ExactValue::from_slice(text.as_bytes()).ok(),
    };
    valid.ok_or(match kind {
        Kind::Any | Kind::Text | Kind::File(_) => "expected text",
        Kind::NamedFile => "expected NAME=PATH",
        Kind::Integer => "expected an integer",
        Kind::Number => "expected a number",
        Kind::Boolean => "expected `true` or `false`",
        Kind::Time => "expected a Unix time or a time such as 2026-01-31T12:00:00Z",
        Kind::Json => "expected JSON",
    })
}

fn integer(text: &str) -> Option<ExactValue> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_integer.then(|| number(text)).flatten()
}

fn number(text: &str) -> Option<ExactValue> {
    text.parse().ok().map(ExactValue::Number)
}

fn time(text: &str) -> Option<ExactValue> {
    let time: Timestamp = text.parse().ok()?;
    Some(ExactValue::Number(time.seconds().into()))
}

/// Returns the value of an assignment such as `--set plan.id=3`: JSON, or else text.
pub(super) fn json_or_text(text: &str) -> ExactValue {
    ExactValue::from_slice(text.as_bytes()).unwrap_or_else(|_| ExactValue::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_have_the_type_of_their_kind() {
        for (kind, text, expected) in [
            (Kind::Text, "12", json!("12")),
            (Kind::Integer, "-12", json!(-12)),
            (Kind::Integer, "18446744073709551615", json!(u64::MAX)),
            (Kind::Number, "1.5", json!(1.5)),
            (Kind::Boolean, "false", json!(false)),
            (Kind::Time, "1700000000", json!(1_700_000_000)),
            (Kind::Time, "2023-11-14T22:13:20Z", json!(1_700_000_000)),
            (Kind::Json, "[1, {}]", json!([1, {}])),
            (Kind::Any, "12", json!(12)),
            (Kind::Any, "a: b", json!("a: b")),
        ] {
            assert_eq!(parse(kind, text), Ok(expected.into()), "{text}");
        }
        for (kind, text) in [
            (Kind::Number, "1.10"),
            (Kind::Integer, "1180591620717411303424"),
            (Kind::Any, "1.10"),
            (Kind::Json, "[1.10]"),
        ] {
            let value = parse(kind, text).unwrap();
            assert_eq!(value.to_string(), text);
        }
        for (kind, text) in [
            (Kind::Integer, "1.5"),
            (Kind::Integer, ""),
            (Kind::Integer, "-"),
            (Kind::Number, "\"1\""),
            (Kind::Boolean, "yes"),
            (Kind::Time, "today"),
            (Kind::Json, "{"),
        ] {
            assert!(parse(kind, text).is_err(), "{text}");
        }
    }

    #[test]
    fn assignments_are_json_or_text() {
        for (text, expected) in [
            ("3", json!(3)),
            ("\"3\"", json!("3")),
            ("a b", json!("a b")),
            ("null", json!(null)),
            ("", json!("")),
        ] {
            assert_eq!(json_or_text(text), ExactValue::from(expected), "{text}");
        }
    }
}
