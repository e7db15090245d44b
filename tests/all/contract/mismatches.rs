//! Values that do not match their schema.
//!
//! A client preserves undocumented properties, so a property that a type lacks goes unnoticed in
//! calls. It is noticed here, where a value of the wrong type is accepted.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::alternatives::{Plain, alternatives};
use super::document::members;

/// A body in which one value does not match its schema.
pub struct Mismatch {
    /// The JSON pointer to the value.
    pub pointer: String,
    pub body: Value,
}

/// Returns a mismatch for each declared property of `body`. Schemas in `known` are skipped.
pub fn mismatches(
    root: &Value,
    schema: &Value,
    body: &Value,
    known: &mut HashSet<String>,
) -> Vec<Mismatch> {
    let mut walk = Walk {
        root,
        body,
        known,
        found: Vec::new(),
    };
    walk.schema(schema, "");
    walk.found
}

struct Walk<'a> {
    root: &'a Value,
    body: &'a Value,
    known: &'a mut HashSet<String>,
    found: Vec<Mismatch>,
}

impl Walk<'_> {
    fn schema(&mut self, schema: &Value, pointer: &str) {
        if !self.known.insert(schema.to_string()) {
            return;
        }
        let Some(schema) = only(self.root, schema) else {
            return;
        };
        for (name, property) in schema.get("properties").into_iter().flat_map(members) {
            let pointer = format!("{pointer}/{name}");
            if self.body.pointer(&pointer).is_some() {
                self.mismatch(property, &pointer);
                self.schema(property, &pointer);
            }
        }
        if let Some(items) = schema.get("items") {
            self.schema(items, &format!("{pointer}/0"));
        }
    }

    fn mismatch(&mut self, property: &Value, pointer: &str) {
        let property = only(self.root, property);
        let Some(mismatch) = property.as_ref().and_then(mismatch) else {
            return;
        };
        let mut body = self.body.clone();
        if let Some(value) = body.pointer_mut(pointer) {
            *value = mismatch;
            let pointer = pointer.to_owned();
            self.found.push(Mismatch { pointer, body });
        }
    }
}

/// Returns the only alternative of a schema; `None` for a union, which accepts unknown values.
fn only(root: &Value, schema: &Value) -> Option<Plain> {
    let mut alternatives = alternatives(root, schema);
    for alternative in &mut alternatives {
        // Branches that differ only in `required` are not a union.
        alternative.shift_remove("required");
    }
    alternatives.dedup();
    let only = alternatives.pop()?;
    alternatives.is_empty().then_some(only)
}

/// Returns a value of another type. Strings and numbers are converted to each other, so it is
/// neither.
fn mismatch(schema: &Plain) -> Option<Value> {
    match schema.get("type")?.as_str()? {
        "string" | "integer" | "number" | "boolean" | "array" => Some(json!({"unexpected": true})),
        "object" if schema.contains_key("properties") => Some(json!("mismatch")),
        _ => None,
    }
}

#[test]
fn every_property_of_a_single_type_is_mismatched() {
    let schema = json!({
        "properties": {
            "name": {"type": "string"},
            "ports": {"type": "array", "items": {"properties": {"id": {"type": "integer"}}}},
            "captain": {"type": "object", "properties": {"age": {"type": "integer"}}},
            "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "free": {"type": "object"},
            "absent": {"type": "string"},
        },
        "anyOf": [{"required": ["name"]}, {"required": ["ports"]}],
    });
    let body = json!({
        "name": "a",
        "ports": [{"id": 1}],
        "captain": {"age": 60},
        "either": "a",
        "free": {},
    });
    let found = mismatches(&Value::Null, &schema, &body, &mut HashSet::new());
    let pointers: Vec<_> = found.iter().map(|it| it.pointer.as_str()).collect();
    let expected = ["/name", "/ports", "/ports/0/id", "/captain", "/captain/age"];
    assert_eq!(pointers, expected);
    let captain = found.iter().find(|it| it.pointer == "/captain").unwrap();
    let mut expected = body.clone();
    expected["captain"] = json!("mismatch");
    assert_eq!(captain.body, expected);
}
