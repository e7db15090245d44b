//! Inheritance: a schema with a discriminator, and those that include it by `allOf`.
//!
//! OpenAPI 3.0 ("Composition and Inheritance") lets a value of the base be one of any of these,
//! though the base names none of them. It is given the `oneOf` that it means.

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;

/// Marks a schema whose `oneOf` was made of the schemas that include it.
pub(crate) const SUBTYPES: &str = "x-subtypes";

/// Gives every base the list of its subtypes, with itself as the last.
pub(super) fn list(document: &mut Value) {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return;
    };
    let bases: Vec<String> = schemas
        .iter()
        .filter(|(_, schema)| is_base(schema))
        .map(|(name, _)| name.clone())
        .collect();
    for base in bases {
        let subtypes = subtypes(schemas, &base);
        let Some(Value::Object(schema)) = schemas.get_mut(&base) else {
            continue;
        };
        if !subtypes.is_empty() {
            let members = subtypes.iter().chain([&base]);
            let members = members.map(|name| json!({ "$ref": reference(name) }));
            schema.insert("oneOf".to_owned(), members.collect());
            schema.insert(SUBTYPES.to_owned(), Value::Bool(true));
        }
    }
}

/// An object with a discriminator that names no alternatives.
fn is_base(schema: &Value) -> bool {
    let has = |key| schema.get(key).is_some();
    has("discriminator") && !has("oneOf") && !has("anyOf")
}

/// The schemas that include a base, directly or by another.
fn subtypes(schemas: &Map<String, Value>, base: &str) -> Vec<String> {
    let mut found: Vec<&str> = vec![base];
    let mut next = 0;
    while let Some(&name) = found.get(next) {
        let reference = reference(name);
        for (other, schema) in schemas {
            if includes(schema, &reference) && !found.contains(&other.as_str()) {
                found.push(other);
            }
        }
        next += 1;
    }
    found.iter().skip(1).map(|&name| name.to_owned()).collect()
}

fn includes(schema: &Value, reference: &str) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let mut parts = parts.into_iter().flatten();
    parts.any(|part| part.get("$ref").and_then(Value::as_str) == Some(reference))
}

fn reference(name: &str) -> String {
    let schemas = Pointer::root().child("components").child("schemas");
    format!("#{}", schemas.child(name))
}
