//! The values of options, as JSON.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};
use serde_json::{Number, Value};

use super::description::{Input, Kind};
use super::json::Json;
use crate::Timestamp;

/// A parser of the values of an input. Values that are not among the known ones are valid: enums
/// are open.
#[derive(Clone)]
pub(super) struct Parser(pub(super) &'static Input);

impl TypedValueParser for Parser {
    type Value = Value;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Value, clap::Error> {
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
    }
}

/// Parses a value. The error is the expected kind of value.
fn parse(kind: Kind, text: &str) -> Result<Value, &'static str> {
    let valid = match kind {
        Kind::Text | Kind::File(_) => Some(Value::from(text)),
        Kind::Integer => integer(text),
        Kind::Number => number(text),
        Kind::Boolean => text.parse().ok().map(Value::Bool),
        Kind::Time => integer(text).or_else(|| time(text)),
        Kind::Any => Some(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
        Kind::Json => serde_json::from_str(text).ok(),
    };
    valid.ok_or(match kind {
        Kind::Any | Kind::Text | Kind::File(_) => "expected text",
        Kind::Integer => "expected an integer",
        Kind::Number => "expected a number",
        Kind::Boolean => "expected `true` or `false`",
        Kind::Time => "expected a Unix time or a time such as 2026-01-31T12:00:00Z",
        Kind::Json => "expected JSON",
    })
}

fn integer(text: &str) -> Option<Value> {
    let number = text.parse::<i64>().map(Number::from);
    let number = number.or_else(|_| text.parse::<u64>().map(Number::from));
    number.ok().map(Value::Number)
}

fn number(text: &str) -> Option<Value> {
    let number: Number = serde_json::from_str(text).ok()?;
    Some(Value::Number(number))
}

fn time(text: &str) -> Option<Value> {
    let time: Timestamp = text.parse().ok()?;
    Some(Value::from(time.seconds()))
}

/// Returns the value of an assignment such as `--set plan.id=3`: JSON, or else text.
pub(super) fn json_or_text(text: &str) -> Json {
    Json::from_slice(text.as_bytes()).unwrap_or_else(|_| Json::Text(text.to_owned()))
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
            assert_eq!(parse(kind, text), Ok(expected), "{text}");
        }
        for (kind, text) in [
            (Kind::Integer, "1.5"),
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
            assert_eq!(json_or_text(text), Json::from(expected), "{text}");
        }
    }
}
