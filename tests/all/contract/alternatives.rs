//! Schemas without composition: each is taken apart into what a value can be.

use serde_json::{Map, Value, json};

use super::document::{elements, members, resolve};

/// Keywords by value; none of `allOf`, `oneOf` and `anyOf`. Its `$ref` lists the components that it
/// was taken from.
pub type Plain = Map<String, Value>;

/// Every way to satisfy a schema at its top level, in the order of the document: references are
/// followed, members of `allOf` merged, and there is one alternative for each member of `oneOf` and
/// `anyOf`.
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

/// What a discriminator asks of one of the choices.
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

/// Every pair, as one schema that asks for both.
fn both(left: Vec<Plain>, right: Vec<Plain>) -> Vec<Plain> {
    let asks_nothing = |side: &[Plain]| matches!(side, [only] if only.is_empty());
    // Schemas are large, and most have nothing to merge.
    if asks_nothing(&right) {
        return left;
    }
    if asks_nothing(&left) {
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
            // The first says it.
            _ => {}
        }
    }
    merged
}
