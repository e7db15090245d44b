//! Schemas of OpenAPI 3.0 as JSON Schema, compiled.
//!
//! OpenAPI 3.0 has its own dialect: `nullable`, and words that constrain nothing. What is left is
//! JSON Schema draft 4.

use std::collections::HashMap;
use std::sync::Arc;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// Where the components are for the compiler; nothing is fetched.
const DOCUMENT: &str = "json-schema:///document";

/// A schema as the document has it, and what finds the faults of a value.
#[derive(Clone)]
pub struct Schema {
    pub definition: Value,
    validator: Arc<Validator>,
}

impl Schema {
    /// What is wrong with a value, each with its place.
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let errors = self.validator.iter_errors(value);
        errors
            .map(|error| format!("at `{}`: {error}", error.instance_path()))
            .collect()
    }
}

/// Compiles the schemas of one document, each distinct one once.
pub struct Compiler {
    components: Registry<'static>,
    compiled: HashMap<String, Arc<Validator>>,
}

impl Compiler {
    /// A compiler for schemas that may refer to the components of `document`.
    pub fn new(document: &Value) -> Self {
        let schemas = map(&document["components"]["schemas"], json_schema);
        let components = json!({"components": {"schemas": schemas}});
        let registry = Registry::new().draft(Draft::Draft4);
        let registry = registry.add(DOCUMENT, components).expect("it is a URI");
        Self {
            components: registry.prepare().expect("the components are schemas"),
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
            // The documents write `oneOf` where members overlap: a tag for companies is an untag
            // that lacks `untag`, and so is neither.
            let keyword = if keyword == "oneOf" { "anyOf" } else { keyword };
            let known = constraints.insert(keyword.to_owned(), value);
            assert!(known.is_none(), "`oneOf` beside `anyOf`: {schema}");
        }
    }
    // Draft 4 does not look at what stands beside a reference.
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

/// The value of a keyword in JSON Schema; nothing if the keyword constrains nothing.
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
