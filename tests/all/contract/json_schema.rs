//! Schemas of OpenAPI 3.0 as JSON Schema, compiled.
//!
//! OpenAPI 3.0 has a dialect of its own: `nullable`, and keywords without constraints. Without
//! these, it is JSON Schema draft 4.

use std::collections::HashMap;
use std::sync::Arc;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// The URI of the components for the compiler; nothing is fetched.
const DOCUMENT: &str = "json-schema:///document";

/// A schema of the document with its compiled validator.
#[derive(Clone)]
pub struct Schema {
    pub definition: Value,
    validator: Arc<Validator>,
}

impl Schema {
    /// Returns the violations of a value, each with its location.
    pub fn violations(&self, value: &Value) -> Vec<String> {
        let errors = self.validator.iter_errors(value);
        errors
            .map(|error| format!("at `{}`: {error}", error.instance_path()))
            .collect()
    }
}

/// A compiler for the schemas of one document, which compiles each distinct schema once.
pub struct Compiler {
    components: Registry<'static>,
    compiled: HashMap<String, Arc<Validator>>,
}

impl Compiler {
    /// Creates a compiler for schemas that may refer to the components of `document`.
    pub fn new(document: &Value) -> Self {
        let schemas = map(&document["components"]["schemas"], json_schema);
        let components = json!({"components": {"schemas": schemas}});
        let registry = Registry::new()
            .draft(Draft::Draft4)
            .add(DOCUMENT, components)
            .expect("the URI is valid");
        Self {
            components: registry
                .prepare()
                .expect("the components are valid schemas"),
            compiled: HashMap::new(),
        }
    }

    pub fn compile(&mut self, definition: &Value) -> Schema {
        let entry = self.compiled.entry(definition.to_string());
        let validator = entry.or_insert_with(|| {
            let options = jsonschema::options()
                .with_draft(Draft::Draft4)
                .should_validate_formats(false)
                .with_registry(&self.components);
            let validator = options.build(&json_schema(definition));
            Arc::new(validator.unwrap_or_else(|error| panic!("{definition}: {error}")))
        });
        Schema {
            definition: definition.clone(),
            validator: Arc::clone(validator),
        }
    }
}

fn json_schema(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        // `additionalProperties: true`
        return schema.clone();
    };
    let mut constraints = Map::new();
    for (keyword, value) in keywords {
        if let Some(value) = constraint(keyword, value) {
            // The documents use `oneOf` for overlapping members: tagging companies also matches
            // untagging without `untag`, so `oneOf` would match neither.
            let keyword = if keyword == "oneOf" { "anyOf" } else { keyword };
            let known = constraints.insert(keyword.to_owned(), value);
            assert!(known.is_none(), "`oneOf` beside `anyOf`: {schema}");
        }
    }
    // Draft 4 ignores the siblings of a reference.
    if constraints.len() > 1
        && let Some(reference) = constraints.shift_remove("$ref")
    {
        constraints = Map::from_iter([(
            "allOf".to_owned(),
            json!([{"$ref": reference}, constraints]),
        )]);
    }
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [{"type": "null"}, constraints]}),
        _ => Value::Object(constraints),
    }
}

/// Returns the value of a keyword in JSON Schema, or `None` for keywords without constraints.
fn constraint(keyword: &str, value: &Value) -> Option<Value> {
    Some(match keyword {
        "$ref" => Value::String(format!("{DOCUMENT}{}", value.as_str()?)),
        "items" | "additionalProperties" | "not" => json_schema(value),
        "properties" => map(value, json_schema),
        "allOf" | "anyOf" | "oneOf" => value.as_array()?.iter().map(json_schema).collect(),
        "required" if value == &json!([]) => return None,
        "required" | "type" | "enum" | "multipleOf" | "minimum" | "maximum"
        | "exclusiveMinimum" | "exclusiveMaximum" | "minLength" | "maxLength" | "pattern"
        | "minItems" | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties" => {
            value.clone()
        }
        _ => return None,
    })
}

fn map(object: &Value, change: fn(&Value) -> Value) -> Value {
    let members = object.as_object().into_iter().flatten();
    members
        .map(|(name, member)| (name.clone(), change(member)))
        .collect()
}
