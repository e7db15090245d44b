//! The nulls of JSON bodies, which the fields of optional properties do not hold.

use std::collections::HashSet;

use serde_json::Value;

use crate::Request;
use crate::body::Body;
use crate::exact_value::ExactValue;

/// Returns `true` if a value is or contains null.
pub(super) fn are_in(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(are_in),
        Value::Object(members) => members.values().any(are_in),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Adds the nulls of `given` to the JSON body of a request that has been created from it.
pub(super) fn add_to_request(request: &mut Request, given: &Value) {
    if let Body::Bytes { bytes, .. } = &mut request.body
        && let Ok(mut sent) = ExactValue::from_slice(bytes)
    {
        add(&mut sent, given);
        *bytes = sent.to_string().into();
    }
}

/// Adds the nulls of `given` to the JSON that its type encodes.
pub(super) fn add_to_value(sent: &Value, given: &Value) -> serde_json::Result<Value> {
    let mut sent = ExactValue::of(sent)?;
    add(&mut sent, given);
    serde_json::to_value(&sent)
}

fn add(sent: &mut ExactValue, given: &Value) {
    match (sent, given) {
        (ExactValue::Object(sent), Value::Object(given)) => {
            for (key, value) in &mut *sent {
                if let Some(given) = given.get(key.as_str()) {
                    add(value, given);
                }
            }
            let known: HashSet<&str> = sent.iter().map(|(key, _)| key.as_str()).collect();
            let nulls = given
                .iter()
                .filter(|(key, value)| value.is_null() && !known.contains(key.as_str()));
            let nulls: Vec<_> = nulls
                .map(|(key, _)| (key.clone(), ExactValue::Null))
                .collect();
            sent.extend(nulls);
        }
        (ExactValue::Array(sent), Value::Array(given)) => {
            for (item, given) in sent.iter_mut().zip(given) {
                add(item, given);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nulls_are_added_to_the_objects_that_are_sent() {
        let given = json!({
            "a": null,
            "b": {"c": null, "d": "5"},
            "e": [{"f": null}, {"g": 1}],
            "h": null,
        });
        let sent = json!({"b": {"d": 5}, "e": [{}, {"g": 1}], "h": null, "i": 1});
        let expected = json!({
            "a": null,
            "b": {"c": null, "d": 5},
            "e": [{"f": null}, {"g": 1}],
            "h": null,
            "i": 1,
        });
        assert_eq!(add_to_value(&sent, &given).unwrap(), expected);
    }
}
