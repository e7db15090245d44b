//! What an example has lost on its way through its type.

use std::collections::BTreeSet;
use std::fmt;

use intercom_client::Timestamp;
use serde_json::{Map, Value};

/// A place where what is written is not what came.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// Such as `data[3].owner_id`.
    pub path: String,
    pub kind: Kind,
}

/// How the place differs. Values are no part of it: they are not ours to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same scalar as another JSON type, which the schema demands.
    Converted { came: Json, written: Json },
    /// Taken out and reported, because the schema has no room for it.
    LeftOut(Json),
    /// Written as something else.
    Changed { came: Json, written: Json },
    /// Not written.
    Missing(Json),
    /// Written, though it did not come.
    Added(Json),
}

/// The types of JSON.
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
    /// Whether the example contradicts its schema, and what it holds is not gone.
    pub const fn is_anomaly(self) -> bool {
        matches!(self, Self::Converted { .. } | Self::LeftOut(_))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Converted { came, written } => write!(f, "{came} → {written}"),
            Self::LeftOut(json) => write!(f, "{json} left out"),
            Self::Changed { came, written } => write!(f, "LOST: {came} → another {written}"),
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

/// Where `written` is not what `came`. The order of an object's members does not matter, nor
/// whether one is null or missing. `left_out` are the paths of values that were reported.
pub fn compare(came: &Value, written: &Value, left_out: &BTreeSet<&str>) -> Vec<Difference> {
    let mut comparison = Comparison {
        left_out,
        found: Vec::new(),
    };
    comparison.values(String::new(), came, written);
    comparison.found
}

struct Comparison<'a> {
    left_out: &'a BTreeSet<&'a str>,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn values(&mut self, path: String, came: &Value, written: &Value) {
        match (came, written) {
            _ if self.is_left_out(&path) => self.report(path, Kind::LeftOut(Json::of(came))),
            (Value::Object(came), Value::Object(written)) => self.objects(&path, came, written),
            (Value::Array(came), Value::Array(written)) => self.arrays(path, came, written),
            (came, written) if is_equal(came, written) => {}
            (came, Value::Null) => self.report(path, Kind::Missing(Json::of(came))),
            (Value::Null, written) => self.report(path, Kind::Added(Json::of(written))),
            (came, written) => {
                let is_converted = is_converted(came, written);
                let (came, written) = (Json::of(came), Json::of(written));
                let kind = if is_converted {
                    Kind::Converted { came, written }
                } else {
                    Kind::Changed { came, written }
                };
                self.report(path, kind);
            }
        }
    }

    fn objects(&mut self, path: &str, came: &Map<String, Value>, written: &Map<String, Value>) {
        let more = written.keys().filter(|key| !came.contains_key(*key));
        for key in came.keys().chain(more) {
            let member = match path {
                "" => key.clone(),
                _ => format!("{path}.{key}"),
            };
            let value = |of: &Map<String, Value>| of.get(key).cloned().unwrap_or_default();
            self.values(member, &value(came), &value(written));
        }
    }

    /// What was left out of an array leaves no gap, so the items after it have moved.
    fn arrays(&mut self, path: String, came: &[Value], written: &[Value]) {
        let mut written = written.iter();
        for (index, came) in came.iter().enumerate() {
            let path = format!("{path}[{index}]");
            if self.is_left_out(&path) {
                self.report(path, Kind::LeftOut(Json::of(came)));
            } else {
                self.values(path, came, written.next().unwrap_or(&Value::Null));
            }
        }
        if let Some(written) = written.next() {
            self.report(path, Kind::Added(Json::of(written)));
        }
    }

    fn is_left_out(&self, path: &str) -> bool {
        self.left_out.contains(path)
    }

    fn report(&mut self, path: String, kind: Kind) {
        self.found.push(Difference { path, kind });
    }
}

/// Numbers are equal when their values are: a whole one is written without its `.0`.
fn is_equal(came: &Value, written: &Value) -> bool {
    match (came, written) {
        (Value::Number(came), Value::Number(written)) if came.is_f64() || written.is_f64() => {
            came.as_f64() == written.as_f64()
        }
        _ => came == written,
    }
}

/// Whether both are the same scalar, as text and as a value, or the same time.
fn is_converted(came: &Value, written: &Value) -> bool {
    match (came, written) {
        (Value::Number(came), Value::String(written)) => came.to_string() == *written,
        (Value::Bool(came), Value::String(written)) => came.to_string() == *written,
        (Value::String(came), Value::Bool(written)) => *came == written.to_string(),
        (Value::String(came), Value::Number(written)) => match written.as_i64() {
            Some(written) => whole_number(came) == Some(written) || time(came) == Some(written),
            None => came.trim().parse().ok() == written.as_f64(),
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

fn time(text: &str) -> Option<i64> {
    text.parse().map(Timestamp::seconds).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(came: Value, written: Value, left_out: &[&str]) -> Vec<String> {
        compare(&came, &written, &left_out.iter().copied().collect())
            .iter()
            .map(|difference| format!("{}: {}", difference.path, difference.kind))
            .collect()
    }

    #[test]
    fn what_does_not_matter_is_equal() {
        let came = json!({"a": [{"b": null, "c": 100.0}], "d": "x"});
        let written = json!({"d": "x", "a": [{"c": 100}], "e": null});
        assert_eq!(found(came, written, &[]), [""; 0]);
    }

    #[test]
    fn what_is_gone_is_found() {
        let came = json!({"a": {"b": 1}, "c": [1, 2], "d": [], "e": {}});
        let written = json!({"a": {}, "c": [1]});
        assert_eq!(
            found(came, written, &[]),
            [
                "a.b: LOST: number",
                "c[1]: LOST: number",
                "d: LOST: array",
                "e: LOST: object"
            ]
        );
    }

    #[test]
    fn what_is_new_is_found() {
        let written = json!({"a": "x", "b": [1]});
        assert_eq!(
            found(json!({"b": []}), written, &[]),
            ["b: ADDED: number", "a: ADDED: string"]
        );
    }

    #[test]
    fn another_value_is_found() {
        let came = json!({"int": 1, "large": 9_007_199_254_740_993_i64, "text": "1.0", "yes": true, "list": []});
        let written = json!({"int": 2, "large": 9_007_199_254_740_992_i64, "text": "1", "yes": false, "list": {}});
        assert_eq!(
            found(came, written, &[]),
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
    fn the_same_scalar_is_converted() {
        let came = json!([7, "7", " 7.0", true, "true", "1970-01-01T00:01:00Z"]);
        let written = json!(["7", 7, 7, "true", true, 60]);
        let kinds = [
            "number → string",
            "string → number",
            "string → number",
            "boolean → string",
        ];
        let found = found(came, written, &[]);
        assert_eq!(found.len(), 6);
        for (index, kind) in kinds.iter().enumerate() {
            assert_eq!(found[index], format!("[{index}]: {kind}"));
        }
    }

    #[test]
    fn another_scalar_is_not_converted() {
        for (came, written) in [
            (json!(7), json!("8")),
            (json!(7), json!("7.0")),
            (json!("7.5"), json!(7)),
            (json!("1970-01-01T00:01:00Z"), json!(61)),
            (json!(true), json!("yes")),
            (json!(1), json!(true)),
        ] {
            let found = compare(&came, &written, &BTreeSet::new());
            assert!(
                matches!(found[0].kind, Kind::Changed { .. }),
                "{came} {written}"
            );
        }
    }

    #[test]
    fn what_was_left_out_is_no_loss() {
        let came = json!({"a": [1, {}, 2], "b": {"c": "x"}});
        let written = json!({"a": [1, 2], "b": {}});
        assert_eq!(
            found(came, written, &["a[1]", "b.c"]),
            ["a[1]: object left out", "b.c: string left out"]
        );
    }
}
