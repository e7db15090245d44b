//! The first difference between two values.

use serde_json::Value;

/// Describes the first difference between `found` and `expected`.
pub fn difference(expected: &Value, found: &Value) -> Option<String> {
    at("", expected, found)
}

fn at(pointer: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let missing = expected.iter().find(|(name, _)| !found.contains_key(*name));
            let unexpected = found.iter().find(|(name, _)| !expected.contains_key(*name));
            if let Some((name, value)) = missing {
                return Some(format!("lacks `{pointer}/{name}`, which is {value}"));
            }
            if let Some((name, value)) = unexpected {
                return Some(format!("has `{pointer}/{name}`, which is {value}"));
            }
            let mut members = expected.iter();
            members.find_map(|(name, value)| at(&format!("{pointer}/{name}"), value, &found[name]))
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut pairs = expected.iter().zip(found).enumerate();
            pairs.find_map(|(index, (one, other))| at(&format!("{pointer}/{index}"), one, other))
        }
        _ if expected == found => None,
        _ => Some(format!("has {found} at `{pointer}`, not {expected}")),
    }
}
