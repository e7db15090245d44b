use super::*;

fn converted(schema: Value) -> Value {
    let Value::Object(mut schema) = schema else {
        panic!("a schema is an object");
    };
    convert(&mut schema, &Referenced::of(&json!({})));
    Value::Object(schema)
}

#[test]
fn keywords_become_those_of_3_0() {
    for (schema, expected) in [
        (json!({"const": "a"}), json!({"enum": ["a"]})),
        (
            json!({"type": ["string", "strnig", "null"], "enum": ["a"]}),
            json!({"type": "strnig", "nullable": true, "enum": ["a"]}),
        ),
        (
            json!({"type": "null"}),
            json!({"nullable": true, "enum": [null]}),
        ),
        (json!({"type": ["string"]}), json!({"type": "string"})),
        (
            json!({"type": ["string", "null"], "format": "date"}),
            json!({"format": "date", "nullable": true, "type": "string"}),
        ),
        (
            json!({"type": ["integer", "number"]}),
            json!({"type": "number"}),
        ),
        (
            json!({"type": ["string", "integer"], "format": "int64", "pattern": "a"}),
            json!({"anyOf": [
                {"type": "string", "pattern": "a"},
                {"type": "integer", "format": "int64"},
            ]}),
        ),
        (
            json!({"type": ["string", "number", "boolean", "object", "array", "null"]}),
            json!({"nullable": true}),
        ),
        (
            json!({
                "type": ["object", "array", "string", "number", "boolean"],
                "description": "d",
                "items": {"type": "string"},
                "properties": {"a": {}},
                "required": ["a"],
                "maxLength": 9,
            }),
            json!({"description": "d"}),
        ),
        (
            json!({
                "type": ["object", "array", "string", "integer", "number", "boolean", "null"],
                "additionalProperties": {"type": "string"},
                "oneOf": [{}],
            }),
            json!({
                "additionalProperties": {"type": "string"},
                "oneOf": [{}],
                "nullable": true,
            }),
        ),
        (
            json!({"type": ["string", "integer"], "enum": ["a", 1]}),
            json!({"enum": ["a", 1]}),
        ),
        (
            json!({"minimum": 1, "exclusiveMinimum": 2}),
            json!({"minimum": 2, "exclusiveMinimum": true}),
        ),
        (
            json!({"minimum": 1, "exclusiveMinimum": true}),
            json!({"minimum": 1, "exclusiveMinimum": true}),
        ),
        (
            json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "a/b"}),
            json!({"type": "string", "x-content-encoding": "base64", "format": "byte"}),
        ),
        (
            json!({"type": "string", "contentEncoding": "binary"}),
            json!({"type": "string", "format": "binary"}),
        ),
        (
            json!({"type": "string", "contentMediaType": "image/png"}),
            json!({"type": "string", "format": "binary"}),
        ),
        (
            json!({"type": "string", "contentMediaType": "application/json"}),
            json!({"type": "string"}),
        ),
        (
            json!({"properties": {"a": {}}, "unevaluatedProperties": false}),
            json!({"properties": {"a": {}}, "additionalProperties": false}),
        ),
        (json!({"$dynamicRef": "#a"}), json!({"$ref": "#a"})),
        (
            json!({"if": {}, "then": {}, "dependentSchemas": {"a": {}}}),
            json!({"x-conditions": "`if`, `then`, `dependentSchemas`"}),
        ),
    ] {
        assert_eq!(converted(schema.clone()), expected, "{schema}");
    }
}

/// JSON Schema 2020-12, core, section 10.3.1: without `items`, any elements follow.
#[test]
fn elements_have_a_type_if_all_have_it() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
    for (schema, items) in [
        (json!({"prefixItems": [text]}), json!({})),
        (json!({"prefixItems": [text], "items": true}), json!({})),
        (json!({"prefixItems": [text], "items": false}), text.clone()),
        (
            json!({"prefixItems": [text, text], "items": text}),
            text.clone(),
        ),
        (
            json!({"prefixItems": [text, text], "items": false}),
            text.clone(),
        ),
        (
            json!({"prefixItems": [text, number], "items": false}),
            json!({"anyOf": [text, number]}),
        ),
        (
            json!({"prefixItems": [text], "items": number}),
            json!({"anyOf": [text, number]}),
        ),
        (json!({"prefixItems": [text, number]}), json!({})),
        (
            json!({"prefixItems": [text], "unevaluatedItems": false}),
            text.clone(),
        ),
        (
            json!({"prefixItems": [text], "unevaluatedItems": number}),
            json!({"anyOf": [text, number]}),
        ),
        (json!({"unevaluatedItems": text}), text.clone()),
        (
            json!({"items": text, "unevaluatedItems": number}),
            text.clone(),
        ),
    ] {
        assert_eq!(
            converted(schema.clone()),
            json!({"items": items}),
            "{schema}"
        );
    }
    assert_eq!(
        converted(json!({"prefixItems": [text, number], "maxItems": 2})),
        json!({"maxItems": 2, "items": {"anyOf": [text, number]}})
    );
    assert_eq!(
        converted(json!({"prefixItems": [text], "maxItems": 2})),
        json!({"maxItems": 2, "items": {}})
    );
}

/// JSON Schema 2020-12, core, section 10.3.2: the schema of a property depends on the patterns
/// that its name matches.
#[test]
fn undeclared_properties_have_a_type_if_all_have_it() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
    let any = json!(true);
    for (schema, additional) in [
        (json!({"patternProperties": {"^x": text}}), any.clone()),
        (json!({"patternProperties": {"^.*$": text}}), text.clone()),
        (
            json!({"patternProperties": {"^x": text}, "additionalProperties": false}),
            text.clone(),
        ),
        (
            json!({"patternProperties": {"^x": text}, "unevaluatedProperties": false}),
            text.clone(),
        ),
        (
            json!({"patternProperties": {"^x": text}, "additionalProperties": text}),
            text.clone(),
        ),
        (
            json!({"patternProperties": {"^x": number}, "additionalProperties": text}),
            any.clone(),
        ),
        (
            json!({"patternProperties": {"^x": number}, "unevaluatedProperties": text}),
            any.clone(),
        ),
        (
            json!({
                "patternProperties": {"a": text, "b": number},
                "additionalProperties": false,
            }),
            any.clone(),
        ),
        (
            json!({"patternProperties": {"a": text, "b": text}, "additionalProperties": false}),
            text.clone(),
        ),
        (
            json!({"additionalProperties": false, "unevaluatedProperties": text}),
            json!(false),
        ),
        (json!({"unevaluatedProperties": text}), text.clone()),
    ] {
        let expected = json!({"additionalProperties": additional});
        assert_eq!(converted(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn invalid_types_remain_for_the_next_stage() {
    let schema = json!({"type": 1});
    assert_eq!(converted(schema.clone()), schema);
}
