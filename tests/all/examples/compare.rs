//! The differences between an example and its encoding, after it was decoded as its type.

use std::collections::BTreeSet;
use std::fmt;

use intercom_client::Timestamp;
use serde_json::{Map, Value};

/// A value that differs from the received one.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the value, such as `data[3].owner_id`.
    pub path: String,
    pub kind: Kind,
}

/// The kind of a difference, without the values: the examples are not part of this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same scalar as another JSON type, as the schema requires.
    Converted { received: Json, encoded: Json },
    /// Skipped and reported, because it does not match the schema.
    Skipped(Json),
    /// Encoded as another value.
    Changed { received: Json, encoded: Json },
    /// Not encoded.
    Missing(Json),
    /// Encoded, although it was not received.
    Added(Json),
}

/// The JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Json {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// Returns `true` if the example violates its schema and no value is lost.
    pub const fn is_anomaly(self) -> bool {
        matches!(self, Self::Converted { .. } | Self::Skipped(_))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Converted { received, encoded } => write!(f, "{received} → {encoded}"),
            Self::Skipped(json) => write!(f, "{json} skipped"),
            Self::Changed { received, encoded } => {
                write!(f, "LOST: {received} → another {encoded}")
            }
            Self::Missing(json) => write!(f, "LOST: {json}"),
            Self::Added(json) => write!(f, "ADDED: {json}"),
        }
    }
}

impl Json {
    const fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        })
    }
}

/// Returns the differences between two values. The order of members is ignored, and null is equal
/// to a missing member. `skipped` has the paths of reported values.
pub fn compare(received: &Value, encoded: &Value, skipped: &BTreeSet<&str>) -> Vec<Difference> {
    let mut comparison = Comparison {
        skipped,
        found: Vec::new(),
    };
    comparison.values(String::new(), received, encoded);
    comparison.found
}

struct Comparison<'a> {
    skipped: &'a BTreeSet<&'a str>,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn values(&mut self, path: String, received: &Value, encoded: &Value) {
        match (received, encoded) {
            _ if self.is_skipped(&path) => self.report(path, Kind::Skipped(Json::of(received))),
            (Value::Object(received), Value::Object(encoded)) => {
                self.objects(&path, received, encoded);
            }
            (Value::Array(received), Value::Array(encoded)) => self.arrays(path, received, encoded),
            (received, encoded) if is_equal(received, encoded) => {}
            (received, Value::Null) => self.report(path, Kind::Missing(Json::of(received))),
            (Value::Null, encoded) => self.report(path, Kind::Added(Json::of(encoded))),
            (received, encoded) => {
                let is_converted = is_converted(received, encoded)
                    || is_time(&path) && is_floor(received, encoded);
                let (received, encoded) = (Json::of(received), Json::of(encoded));
                let kind = if is_converted {
                    Kind::Converted { received, encoded }
                } else {
                    Kind::Changed { received, encoded }
                };
                self.report(path, kind);
            }
        }
    }

    fn objects(&mut self, path: &str, received: &Map<String, Value>, encoded: &Map<String, Value>) {
        let more = encoded.keys().filter(|key| !received.contains_key(*key));
        for key in received.keys().chain(more) {
            let member = match path {
                "" => key.clone(),
                _ => format!("{path}.{key}"),
            };
            let value = |of: &Map<String, Value>| of.get(key).cloned().unwrap_or_default();
            self.values(member, &value(received), &value(encoded));
        }
    }

    /// Skipped items leave no gap in an array, so the indices after them differ.
    fn arrays(&mut self, path: String, received: &[Value], encoded: &[Value]) {
        let mut encoded = encoded.iter();
        for (index, received) in received.iter().enumerate() {
            let path = format!("{path}[{index}]");
            if self.is_skipped(&path) {
                self.report(path, Kind::Skipped(Json::of(received)));
            } else {
                self.values(path, received, encoded.next().unwrap_or(&Value::Null));
            }
        }
        if let Some(encoded) = encoded.next() {
            self.report(path, Kind::Added(Json::of(encoded)));
        }
    }

    fn is_skipped(&self, path: &str) -> bool {
        self.skipped.contains(path)
    }

    fn report(&mut self, path: String, kind: Kind) {
        self.found.push(Difference { path, kind });
    }
}

/// Compares numbers by value: whole ones are encoded without `.0`.
fn is_equal(received: &Value, encoded: &Value) -> bool {
    match (received, encoded) {
        (Value::Number(received), Value::Number(encoded))
            if received.is_f64() || encoded.is_f64() =>
        {
            received.as_f64() == encoded.as_f64()
        }
        _ => received == encoded,
    }
}

/// Returns `true` if both are the same scalar, one of them as text, or the same time.
fn is_converted(received: &Value, encoded: &Value) -> bool {
    match (received, encoded) {
        (Value::Number(received), Value::String(encoded)) => received.to_string() == *encoded,
        (Value::Bool(received), Value::String(encoded)) => received.to_string() == *encoded,
        (Value::String(received), Value::Bool(encoded)) => *received == encoded.to_string(),
        (Value::String(received), Value::Number(encoded)) => match encoded.as_i64() {
            Some(encoded) => {
                whole_number(received) == Some(encoded) || time(received) == Some(encoded)
            }
            None => received.trim().parse().ok() == encoded.as_f64(),
        },
        _ => false,
    }
}

fn whole_number(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let number: f64 = text.parse().ok()?;
        let is_whole = number.fract() == 0.0 && number.abs() < 1e18;
        is_whole.then_some(number as i64)
    })
}

/// Returns `true` if a path has a name of Intercom's for times.
fn is_time(path: &str) -> bool {
    [
        "_at", "_after", "_before", "_since", "_time", "_until", "first", "last",
    ]
    .iter()
    .any(|ending| path.ends_with(ending))
}

/// Returns `true` if seconds with a fraction are encoded as whole seconds, which the schemas of times
/// require.
fn is_floor(received: &Value, encoded: &Value) -> bool {
    let seconds = match received {
        Value::String(text) => text.trim().parse().ok(),
        _ => received.as_f64(),
    };
    seconds.map(f64::floor) == encoded.as_f64()
}

fn time(text: &str) -> Option<i64> {
    let is_number = text.parse::<f64>().is_ok();
    let time = text.parse().map(Timestamp::seconds).ok();
    time.filter(|_| !is_number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(received: Value, encoded: Value, skipped: &[&str]) -> Vec<String> {
        compare(&received, &encoded, &skipped.iter().copied().collect())
            .iter()
            .map(|difference| format!("{}: {}", difference.path, difference.kind))
            .collect()
    }

    #[test]
    fn key_order_and_null_are_ignored() {
        let received = json!({"a": [{"b": null, "c": 100.0}], "d": "x"});
        let encoded = json!({"d": "x", "a": [{"c": 100}], "e": null});
        assert_eq!(found(received, encoded, &[]), [""; 0]);
    }

    #[test]
    fn missing_values_are_found() {
        let received = json!({"a": {"b": 1}, "c": [1, 2], "d": [], "e": {}});
        let encoded = json!({"a": {}, "c": [1]});
        assert_eq!(
            found(received, encoded, &[]),
            [
                "a.b: LOST: number",
                "c[1]: LOST: number",
                "d: LOST: array",
                "e: LOST: object"
            ]
        );
    }

    #[test]
    fn added_values_are_found() {
        let encoded = json!({"a": "x", "b": [1]});
        assert_eq!(
            found(json!({"b": []}), encoded, &[]),
            ["b: ADDED: number", "a: ADDED: string"]
        );
    }

    #[test]
    fn changed_values_are_found() {
        let received = json!({"int": 1, "large": 9_007_199_254_740_993_i64, "text": "1.0", "yes": true, "list": []});
        let encoded = json!({"int": 2, "large": 9_007_199_254_740_992_i64, "text": "1", "yes": false, "list": {}});
        assert_eq!(
            found(received, encoded, &[]),
            [
                "int: LOST: number → another number",
                "large: LOST: number → another number",
                "text: LOST: string → another string",
                "yes: LOST: boolean → another boolean",
                "list: LOST: array → another object",
            ]
        );
    }

    #[test]
    fn equal_scalars_of_another_type_are_conversions() {
        let received = json!([7, "7", " 7.0", true, "true", "1970-01-01T00:01:00Z"]);
        let encoded = json!(["7", 7, 7, "true", true, 60]);
        let kinds = [
            "number → string",
            "string → number",
            "string → number",
            "boolean → string",
        ];
        let found = found(received, encoded, &[]);
        assert_eq!(found.len(), 6);
        for (index, kind) in kinds.iter().enumerate() {
            assert_eq!(found[index], format!("[{index}]: {kind}"));
        }
    }

    #[test]
    fn fractions_of_times_are_conversions() {
        let received = json!({"created_at": "0.1", "snoozed_until": -1.5, "share": "0.1"});
        let encoded = json!({"created_at": 0, "snoozed_until": -2, "share": 0});
        assert_eq!(
            found(received, encoded, &[]),
            [
                "created_at: string → number",
                "snoozed_until: number → number",
                "share: LOST: string → another number",
            ]
        );
    }

    #[test]
    fn different_scalars_are_changes() {
        for (received, encoded) in [
            (json!(7), json!("8")),
            (json!(7), json!("7.0")),
            (json!("7.5"), json!(7)),
            (json!("1970-01-01T00:01:00Z"), json!(61)),
            (json!(true), json!("yes")),
            (json!(1), json!(true)),
        ] {
            let found = compare(&received, &encoded, &BTreeSet::new());
            assert!(
                matches!(found[0].kind, Kind::Changed { .. }),
                "{received} {encoded}"
            );
        }
    }

    #[test]
    fn skipped_values_are_not_lost() {
        let received = json!({"a": [1, {}, 2], "b": {"c": "x"}});
        let encoded = json!({"a": [1, 2], "b": {}});
        assert_eq!(
            found(received, encoded, &["a[1]", "b.c"]),
            ["a[1]: object skipped", "b.c: string skipped"]
        );
    }
}
