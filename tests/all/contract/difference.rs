//! Where two values differ.

use serde_json::Value;

/// The first place where `found` is not what was expected.
pub fn difference(expected: &Value, found: &Value) -> Option<String> {
    at("", expected, found)
}

fn at(place: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let missing = expected.iter().find(|(name, _)| !found.contains_key(*name));
            let unexpected = found.iter().find(|(name, _)| !expected.contains_key(*name));
            if let Some((name, value)) = missing {
                return Some(format!("lacks `{place}/{name}`, which is {value}"));
            }
            if let Some((name, value)) = unexpected {
                return Some(format!("has `{place}/{name}`, which is {value}"));
            }
            let mut members = expected.iter();
            members.find_map(|(name, value)| at(&format!("{place}/{name}"), value, &found[name]))
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut pairs = expected.iter().zip(found).enumerate();
            pairs.find_map(|(index, (one, other))| at(&format!("{place}/{index}"), one, other))
        }
        _ if expected == found => None,
        _ => Some(format!("has {found} at `{place}`, not {expected}")),
    }
}
