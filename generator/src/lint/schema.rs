//! Validates values against schemas, which are converted to JSON Schema: draft 4 for OpenAPI 3.0,
//! draft 2020-12 for later versions.
//!
//! Two rules are those of the generator, not of the specification: `nullable` beside a `$ref` is
//! not ignored, and a value may match several members of a `oneOf`.

use std::cell::OnceCell;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use super::context::Context;
use super::violation::{Violation, violations};
use crate::diagnostic::Pointer;
use crate::document::{ComponentRef, Dialect, Section};
use crate::hash::HashMap;

/// The URI of the components for the compiler; nothing is fetched.
const DOCUMENT: &str = "json-schema:///document";

/// A validator for the schemas of one document, which compiles each distinct schema once.
pub(super) struct Checker<'c, 'a> {
    context: &'c Context<'a>,
    /// The components, which are prepared for the first schema that refers to them.
    components: OnceCell<Option<Registry<'static>>>,
    compiled: HashMap<String, Option<Validator>>,
}

impl<'c, 'a> Checker<'c, 'a> {
    /// Creates a checker for schemas that may refer to the components of the document.
    pub fn new(context: &'c Context<'a>) -> Self {
        Self {
            context,
            components: OnceCell::new(),
            compiled: HashMap::default(),
        }
    }

    /// Returns the violations of a schema by a value; none if the schema itself is malformed, which
    /// is reported separately.
    pub fn violations(&mut self, schema: &Value, value: &Value) -> Vec<Violation> {
        let context = self.context;
        let compiled = self.compiled.entry(schema.to_string());
        let validator = compiled.or_insert_with(|| {
            let options = jsonschema::options()
                .with_draft(draft(context))
                .should_validate_formats(false);
            let schema = json_schema(context, schema);
            if has_references(&schema) {
                let components = self.components.get_or_init(|| components(context));
                let options = options.with_registry(components.as_ref()?);
                options.build(&schema).ok()
            } else {
                options.build(&schema).ok()
            }
        });
        let errors = validator.iter().flat_map(|one| one.iter_errors(value));
        errors.flat_map(|error| violations(&error)).collect()
    }
}

/// Returns the draft that the schemas of the document are converted to.
fn draft(context: &Context<'_>) -> Draft {
    match context.dialect {
        Dialect::V3_0 => Draft::Draft4,
        Dialect::V3_1 | Dialect::V3_2 => Draft::Draft202012,
    }
}

/// Returns the component schemas of the document, if they can be compiled.
fn components(context: &Context<'_>) -> Option<Registry<'static>> {
    let schemas = context.document.pointer("/components/schemas");
    let schemas = members(schemas.unwrap_or(&Value::Null), |one| {
        json_schema(context, one)
    });
    let document = json!({"components": {"schemas": schemas}});
    let registry = Registry::new()
        .draft(draft(context))
        .add(DOCUMENT, document);
    registry.and_then(|registry| registry.prepare()).ok()
}

fn has_references(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => {
            members.contains_key("$ref") || members.values().any(has_references)
        }
        Value::Array(elements) => elements.iter().any(has_references),
        _ => false,
    }
}

fn json_schema(context: &Context<'_>, schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        // In OpenAPI 3.0, only `additionalProperties`.
        return match schema {
            Value::Bool(_) => schema.clone(),
            _ => json!({}),
        };
    };
    let mut constraints = Map::new();
    let mut members = Vec::new();
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "$ref" => members.extend(reference(context, value)),
            "allOf" => members.extend(schemas(context, value)),
            "anyOf" | "oneOf" => members.push(json!({"anyOf": schemas(context, value)})),
            "required" => members.extend(required(keywords, value)),
            _ => {
                let value = constraint(context, keyword, value);
                constraints.extend(value.map(|value| (keyword.clone(), value)));
            }
        }
    }
    if !members.is_empty() {
        constraints.insert("allOf".to_owned(), Value::Array(members));
    }
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [{"type": "null"}, constraints]}),
        _ => Value::Object(constraints),
    }
}

/// Returns a reference to a component schema. Other references and dangling ones do not constrain.
fn reference(context: &Context<'_>, value: &Value) -> Option<Value> {
    let component = ComponentRef::at(&context.location(&Pointer::root(), value.as_str()?)?)?;
    let is_known =
        component.section == Section::Schemas && component.declared_in(context.document).is_some();
    is_known.then(|| json!({"$ref": format!("{DOCUMENT}{component}")}))
}

/// Returns the members of a composition; one without constraints if there is none.
fn schemas(context: &Context<'_>, value: &Value) -> Vec<Value> {
    let members = value.as_array().filter(|members| !members.is_empty());
    match members {
        Some(members) => members
            .iter()
            .map(|one| json_schema(context, one))
            .collect(),
        None => vec![json!({})],
    }
}

/// Returns the required properties, except those that only requests or only responses contain.
fn required(schema: &Map<String, Value>, names: &Value) -> Option<Value> {
    let one_way = |name: &&Value| {
        let property = schema.get("properties")?.get(name.as_str()?)?;
        let flag = |key| property.get(key) == Some(&Value::Bool(true));
        (flag("readOnly") || flag("writeOnly")).then_some(())
    };
    let names = names.as_array()?.iter().filter(|name| name.is_string());
    let mut names: Vec<&Value> = names.filter(|name| one_way(name).is_none()).collect();
    names.sort_by_key(|name| name.as_str());
    names.dedup();
    (!names.is_empty()).then(|| json!({"required": names}))
}

/// Returns the value of a keyword in JSON Schema; `None` if it is not a constraint.
fn constraint(context: &Context<'_>, keyword: &str, value: &Value) -> Option<Value> {
    Some(match keyword {
        "items" | "not" => json_schema(context, value),
        "additionalProperties" => json_schema(context, value),
        "properties" | "patternProperties" => members(value, |one| json_schema(context, one)),
        "prefixItems" => Value::Array(schemas(context, value)),
        "enum" if value.as_array().is_none_or(Vec::is_empty) => return None,
        "type" | "enum" | "const" | "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum"
        | "exclusiveMaximum" | "minLength" | "maxLength" | "pattern" | "minItems" | "maxItems"
        | "uniqueItems" | "minProperties" | "maxProperties" => value.clone(),
        _ => return None,
    })
}

fn members(object: &Value, change: impl Fn(&Value) -> Value) -> Value {
    let members = object.as_object().into_iter().flatten();
    members
        .map(|(name, member)| (name.clone(), change(member)))
        .collect()
}
