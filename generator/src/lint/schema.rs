//! Validates values against schemas, which are converted to JSON Schema: draft 4 for OpenAPI 3.0,
//! draft 2020-12 for later versions.
//!
//! Two rules are those of the generator, not of the specification: `nullable` beside a `$ref` is
//! not ignored, and a value may match several members of a `oneOf`.

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use super::context::Context;
use super::violation::{Violation, violations};
use crate::diagnostic::Pointer;
use crate::document::{ComponentRef, Dialect, Section};
use crate::hash::IndexMap;

/// The URI of the schemas for the compiler; nothing is fetched.
const DOCUMENT: &str = "json-schema:///document";

/// The types of JSON Schema.
const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// The values of one schema, and their indices among all values.
#[derive(Default)]
struct Samples<'v> {
    values: Vec<&'v Value>,
    indices: Vec<usize>,
}

/// Returns the violations of schemas by values, a list for each pair of a schema and a value.
/// Keywords with an invalid value, which are reported separately, do not constrain.
///
/// All values are validated as parts of one, by one validator: a validator is compiled with all the
/// schemas that its own leads to, so that one for each schema would take quadratic time.
pub(super) fn violations_of<'v>(
    context: &Context<'_>,
    pairs: impl Iterator<Item = (&'v Value, &'v Value)>,
) -> Vec<Vec<Violation>> {
    let mut schemas: IndexMap<String, (Value, Samples<'v>)> = IndexMap::default();
    let mut count = 0;
    for (schema, value) in pairs {
        let schema = json_schema(context, schema);
        let distinct = schemas.entry(schema.to_string());
        let (_, samples) = distinct.or_insert_with(|| (schema, Samples::default()));
        samples.values.push(value);
        samples.indices.push(count);
        count += 1;
    }
    let mut found: Vec<Vec<Violation>> = Vec::new();
    found.resize_with(count, Vec::new);
    let (schemas, samples): (Vec<Value>, Vec<Samples<'_>>) = schemas.into_values().unzip();
    let Some(validator) = validator(context, schemas) else {
        return found;
    };
    let lists = samples.iter().map(|samples| {
        let values = samples.values.iter().copied().cloned();
        values.collect::<Value>()
    });
    for error in validator.iter_errors(&lists.collect()) {
        for violation in violations(&error) {
            let mut parts = violation.pointer.parts();
            let mut index = || parts.next()?.parse::<usize>().ok();
            let (schema, value) = (index(), index());
            let samples = schema.and_then(|index| samples.get(index));
            let sample = samples
                .zip(value)
                .and_then(|(one, index)| one.indices.get(index));
            if let Some(found) = sample.and_then(|index| found.get_mut(*index)) {
                let pointer = Pointer::root().within(parts);
                found.push(Violation {
                    pointer,
                    ..violation
                });
            }
        }
    }
    found
}

/// Returns the validator of a list of lists of values, one list for each schema.
fn validator(context: &Context<'_>, schemas: Vec<Value>) -> Option<Validator> {
    if schemas.is_empty() {
        return None;
    }
    let lists = (0..schemas.len())
        .map(|index| json!({"items": {"$ref": format!("{DOCUMENT}#/samples/{index}")}}));
    let all = match draft(context) {
        Draft::Draft4 => json!({"items": lists.collect::<Value>()}),
        _ => json!({"prefixItems": lists.collect::<Value>()}),
    };
    let components = context.document.pointer("/components/schemas");
    let components = components.filter(|_| schemas.iter().any(has_references));
    let components = members(components.unwrap_or(&Value::Null), |one| {
        json_schema(context, one)
    });
    let document = json!({"components": {"schemas": components}, "samples": schemas});
    let registry = Registry::new().draft(draft(context));
    let registry = registry
        .add(DOCUMENT, document)
        .and_then(|one| one.prepare());
    let options = jsonschema::options()
        .with_draft(draft(context))
        .should_validate_formats(false);
    options.with_registry(&registry.ok()?).build(&all).ok()
}

/// Returns the draft that the schemas of the document are converted to.
fn draft(context: &Context<'_>) -> Draft {
    match context.dialect {
        Dialect::V3_0 => Draft::Draft4,
        Dialect::V3_1 | Dialect::V3_2 => Draft::Draft202012,
    }
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
        "items" | "not" | "additionalProperties" if value.is_object() || value.is_boolean() => {
            json_schema(context, value)
        }
        "properties" => members(value, |one| json_schema(context, one)),
        "patternProperties" => {
            let mut properties = members(value, |one| json_schema(context, one));
            let properties_mut = properties.as_object_mut();
            properties_mut?.retain(|pattern, _| is_pattern(pattern));
            properties
        }
        "prefixItems" => Value::Array(schemas(context, value)),
        _ if is_valid(context, keyword, value) => value.clone(),
        _ => return None,
    })
}

/// Returns whether a keyword is a constraint, and its value one that JSON Schema allows.
fn is_valid(context: &Context<'_>, keyword: &str, value: &Value) -> bool {
    match keyword {
        "type" => match value {
            Value::Array(types) => !types.is_empty() && types.iter().all(is_type),
            one => is_type(one),
        },
        "enum" => value.as_array().is_some_and(|values| !values.is_empty()),
        "const" => true,
        "multipleOf" => value.as_f64().is_some_and(|divisor| divisor > 0.0),
        "exclusiveMinimum" | "exclusiveMaximum" if context.dialect == Dialect::V3_0 => {
            value.is_boolean()
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            value.is_u64()
        }
        "uniqueItems" => value.is_boolean(),
        "pattern" => value.as_str().is_some_and(is_pattern),
        _ => false,
    }
}

fn is_type(name: &Value) -> bool {
    name.as_str().is_some_and(|name| TYPES.contains(&name))
}

/// Returns whether a text is a regular expression that the validator supports.
fn is_pattern(text: &str) -> bool {
    jsonschema::options()
        .build(&json!({"pattern": text}))
        .is_ok()
}

fn members(object: &Value, change: impl Fn(&Value) -> Value) -> Value {
    let members = object.as_object().into_iter().flatten();
    members
        .map(|(name, member)| (name.clone(), change(member)))
        .collect()
}
