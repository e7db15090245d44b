//! Values that a schema does not allow.
//!
//! A client carries along what its types do not know, so that nothing is lost. A property that a
//! type lacks would not show in any call: it shows here, where a value that does not fit is taken.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::alternatives::{Plain, alternatives};
use super::document::members;

/// A body in which one value does not fit.
pub struct Misfit {
    /// Where, as a JSON pointer.
    pub place: String,
    pub body: Value,
}

/// One misfit for each declared property that `body` has. Of schemas in `known`, none are made.
pub fn misfits(
    root: &Value,
    schema: &Value,
    body: &Value,
    known: &mut HashSet<String>,
) -> Vec<Misfit> {
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
    found: Vec<Misfit>,
}

impl Walk<'_> {
    fn schema(&mut self, schema: &Value, place: &str) {
        if !self.known.insert(schema.to_string()) {
            return;
        }
        let Some(schema) = only(self.root, schema) else {
            return;
        };
        for (name, property) in schema.get("properties").into_iter().flat_map(members) {
            let place = format!("{place}/{name}");
            if self.body.pointer(&place).is_some() {
                self.misfit(property, &place);
                self.schema(property, &place);
            }
        }
        if let Some(items) = schema.get("items") {
            self.schema(items, &format!("{place}/0"));
        }
    }

    fn misfit(&mut self, property: &Value, place: &str) {
        let property = only(self.root, property);
        let Some(misfit) = property.as_ref().and_then(misfit) else {
            return;
        };
        let mut body = self.body.clone();
        if let Some(value) = body.pointer_mut(place) {
            *value = misfit;
            let place = place.to_owned();
            self.found.push(Misfit { place, body });
        }
    }
}

/// What a schema asks for if there is no choice: a union takes what it does not know.
fn only(root: &Value, schema: &Value) -> Option<Plain> {
    let mut alternatives = alternatives(root, schema);
    for alternative in &mut alternatives {
        // Branches that differ in nothing else are no choice.
        alternative.shift_remove("required");
    }
    alternatives.dedup();
    let only = alternatives.pop()?;
    alternatives.is_empty().then_some(only)
}

/// A value of another type. Text and numbers are read from one another, so it is neither.
fn misfit(schema: &Plain) -> Option<Value> {
    match schema.get("type")?.as_str()? {
        "string" | "integer" | "number" | "boolean" | "array" => Some(json!({"mis": "fit"})),
        "object" if schema.contains_key("properties") => Some(json!("misfit")),
        _ => None,
    }
}

#[test]
fn there_is_one_for_each_property_that_has_one_type() {
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
    let found = misfits(&Value::Null, &schema, &body, &mut HashSet::new());
    let places: Vec<_> = found.iter().map(|it| it.place.as_str()).collect();
    let expected = ["/name", "/ports", "/ports/0/id", "/captain", "/captain/age"];
    assert_eq!(places, expected);
    let captain = found.iter().find(|it| it.place == "/captain").unwrap();
    let mut expected = body.clone();
    expected["captain"] = json!("misfit");
    assert_eq!(captain.body, expected);
}
