//! Tests of the properties of forms.

use serde_json::{Value, json};

use super::{MULTIPART, URL_ENCODED, content, form_with, texts};
use crate::model::Type;

fn object(name: &str) -> Value {
    json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns the names of the fields, those that are required with `!`, and the warnings.
fn names(schema: &Value) -> (Vec<String>, Vec<String>) {
    let schemas = json!({
        "Base": object("base"),
        "Pet": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind"},
        },
        "Cat": {"allOf": [reference("Pet"), object("lives")]},
        "Dog": {"allOf": [reference("Pet"), object("tricks")]},
    });
    let of = |encoding| {
        let media = json!({ "schema": schema });
        let (fields, warnings) = form_with("3.1.0", encoding, media, &schemas);
        let names = fields.iter().map(|field| {
            let mark = if field.required { "!" } else { "" };
            format!("{}{mark}", field.name)
        });
        (names.collect(), texts(&warnings))
    };
    let fields = of(URL_ENCODED);
    assert_eq!(of(MULTIPART), fields);
    fields
}

/// JSON Schema, "Keywords for Applying Subschemas": a value has the properties of the object and of
/// one alternative.
#[test]
fn properties_of_alternatives_are_optional_fields() {
    let alternatives = || json!([object("one"), object("two")]);
    let with = |keyword: &str| {
        let mut schema = object("own");
        schema[keyword] = alternatives();
        schema
    };
    for (schema, expected) in [
        (with("oneOf"), vec!["own!", "one", "two"]),
        (with("anyOf"), vec!["own!", "one", "two"]),
        (
            json!({"allOf": [reference("Base"), {"oneOf": alternatives()}]}),
            vec!["base!", "one", "two"],
        ),
        (
            json!({"allOf": [{"anyOf": alternatives()}, object("own"), {"required": ["two"]}]}),
            vec!["own!", "one", "two!"],
        ),
        (reference("Pet"), vec!["kind!", "lives", "tricks"]),
        (reference("Cat"), vec!["kind!", "lives!"]),
    ] {
        let (names, warnings) = names(&schema);
        assert_eq!(names, expected, "{schema}");
        assert_eq!(warnings, Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn constants_of_alternatives_are_arguments() {
    let kind = |value: &str| json!({"properties": {"kind": {"const": value}}});
    let schema = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {"own": {"type": "string"}},
        "oneOf": [kind("a"), kind("b")],
    });
    assert_eq!(names(&schema).0, ["own", "kind!"]);
}

#[test]
fn fields_of_different_types_are_reported() {
    let typed = |ty: &str| json!({"properties": {"length": {"type": ty}}});
    let schema = json!({
        "properties": {"own": {"type": "string"}},
        "oneOf": [typed("string"), typed("integer")],
    });
    let expected = "form field `length` has another type in another alternative of the form: the \
                    values of this one cannot be sent";
    assert_eq!(names(&schema).1, [expected]);
}

#[test]
fn explicit_additional_properties_are_one_input() {
    let own = || json!({"own": {"type": "string"}});
    let integers = || json!({"type": "integer"});
    for (schema, expected) in [
        (
            json!({"properties": own(), "additionalProperties": true}),
            Type::Json,
        ),
        (
            json!({"properties": own(), "additionalProperties": integers()}),
            Type::Integer,
        ),
        (
            json!({
                "properties": own(),
                "patternProperties": {"^x-": integers()},
                "additionalProperties": false,
            }),
            Type::Integer,
        ),
    ] {
        let media = json!({ "schema": schema });
        let (fields, warnings) = form_with("3.1.0", URL_ENCODED, media, &json!({}));
        assert!(warnings.is_empty(), "{warnings}");
        assert_eq!(fields.len(), 2);
        assert_eq!(fields[1].name, "extra");
        assert!(!fields[1].required);
        assert_eq!(content(&fields[1]).0, &Type::Map(Box::new(expected)));
    }
    for additional in [json!(false), Value::Null] {
        let mut schema = json!({ "properties": own() });
        if !additional.is_null() {
            schema["additionalProperties"] = additional;
        }
        assert_eq!(names(&schema).0, ["own"]);
    }
}
