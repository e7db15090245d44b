//! Expands composed schemas into alternatives without composition.

use serde_json::{Map, Value, json};

use super::document::{elements, members, resolve};

/// A schema without `allOf`, `oneOf` and `anyOf`. Its `$ref` lists the components that it was
/// merged from.
pub type Plain = Map<String, Value>;

/// Returns the alternatives of a schema at its top level, in document order: references are
/// resolved, members of `allOf` are merged, and each member of `oneOf` and `anyOf` is an
/// alternative.
pub fn alternatives(root: &Value, schema: &Value) -> Vec<Plain> {
    let mut own = Plain::new();
    let mut found = vec![Plain::new()];
    for (keyword, value) in members(schema) {
        match keyword {
            "$ref" => {
                own.insert(keyword.to_owned(), json!([value]));
                let component = resolve(root, schema);
                found = both(found, alternatives(root, component));
            }
            "allOf" => {
                for member in elements(value) {
                    found = both(found, alternatives(root, member));
                }
            }
            "oneOf" | "anyOf" => found = both(found, choices(root, schema, value)),
            "discriminator" => {}
            _ => {
                own.insert(keyword.to_owned(), value.clone());
            }
        }
    }
    both(vec![own], found)
}

fn choices(root: &Value, schema: &Value, choices: &Value) -> Vec<Plain> {
    let mut found = Vec::new();
    for choice in elements(choices) {
        let tagged = vec![tag(&schema["discriminator"], choice)];
        found.extend(both(tagged, alternatives(root, choice)));
    }
    found
}

/// Returns the constraints that a discriminator adds to a choice.
fn tag(discriminator: &Value, choice: &Value) -> Plain {
    let Some(property) = discriminator["propertyName"].as_str() else {
        return Plain::new();
    };
    let mapping = members(&discriminator["mapping"]);
    let names: Vec<&str> = mapping
        .filter(|(_, reference)| **reference == choice["$ref"])
        .map(|(name, _)| name)
        .collect();
    let tag = json!({"properties": {property: {"enum": names}}, "required": [property]});
    tag.as_object().unwrap().clone()
}

/// Returns the conjunction of every pair.
fn both(left: Vec<Plain>, right: Vec<Plain>) -> Vec<Plain> {
    let is_unconstrained = |side: &[Plain]| matches!(side, [only] if only.is_empty());
    // Schemas are large, and most have nothing to merge.
    if is_unconstrained(&right) {
        return left;
    }
    if is_unconstrained(&left) {
        return right;
    }
    let pairs = left
        .iter()
        .flat_map(|left| right.iter().map(move |right| (left, right)));
    pairs.map(|(left, right)| merge(left, right)).collect()
}

fn merge(left: &Plain, right: &Plain) -> Plain {
    let mut merged = left.clone();
    for (keyword, value) in right {
        let Some(known) = merged.get_mut(keyword) else {
            merged.insert(keyword.clone(), value.clone());
            continue;
        };
        match (keyword.as_str(), known, value) {
            ("properties", Value::Object(known), Value::Object(more)) => {
                for (name, property) in more {
                    let property = match known.get(name) {
                        Some(known) => json!({"allOf": [known, property]}),
                        None => property.clone(),
                    };
                    known.insert(name.clone(), property);
                }
            }
            ("required" | "$ref", Value::Array(known), Value::Array(more)) => {
                known.extend(more.clone());
            }
            ("enum", Value::Array(known), Value::Array(more)) => {
                known.retain(|value| more.contains(value));
            }
            // Otherwise the first one is kept.
            _ => {}
        }
    }
    merged
}
