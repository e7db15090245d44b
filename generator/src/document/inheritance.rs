//! Inheritance: a schema with a discriminator, and those that include it by `allOf`.
//!
//! OpenAPI 3.0 ("Composition and Inheritance") lets a value of the base be one of any of these,
//! though the base names none of them. It is given the `oneOf` that it means.

use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;

/// Marks a schema whose `oneOf` was made of the schemas that include it.
pub(crate) const SUBTYPES: &str = "x-subtypes";

/// Gives every base the list of its subtypes, with itself as the last.
pub(super) fn list_subtypes(document: &mut Value) {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return;
    };
    let heirs = heirs(schemas);
    let bases: Vec<String> = schemas
        .iter()
        .filter(|(_, schema)| is_base(schema))
        .map(|(name, _)| name.clone())
        .collect();
    for base in bases {
        let subtypes = subtypes(&heirs, &base);
        let Some(Value::Object(schema)) = schemas.get_mut(&base) else {
            continue;
        };
        if !subtypes.is_empty() {
            let members = subtypes.into_iter().chain([base.as_str()]);
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

/// The names of schemas, by the reference that their `allOf` has.
type Heirs = HashMap<String, Vec<String>>;

fn heirs(schemas: &Map<String, Value>) -> Heirs {
    let mut heirs = Heirs::new();
    for (name, schema) in schemas {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let parts = parts.into_iter().flatten();
        let included = parts.filter_map(|part| part.get("$ref").and_then(Value::as_str));
        for reference in included {
            let names = heirs.entry(reference.to_owned()).or_default();
            names.push(name.clone());
        }
    }
    heirs
}

/// The schemas that include a base, directly or by another.
fn subtypes<'h>(heirs: &'h Heirs, base: &'h str) -> Vec<&'h str> {
    let mut found = IndexSet::from([base]);
    let mut next = 0;
    while let Some(name) = found.get_index(next) {
        let names = heirs.get(&reference(name)).into_iter().flatten();
        found.extend(names.map(String::as_str));
        next += 1;
    }
    found.into_iter().skip(1).collect()
}

fn reference(name: &str) -> String {
    let schemas = Pointer::root().child("components").child("schemas");
    format!("#{}", schemas.child(name))
}
