//! Values that OpenAPI does not allow are repaired or removed.

use super::*;

/// Returns the document without its invalid values, and the messages.
fn normalised(mut document: Value) -> (Value, Vec<String>) {
    let source = Source::new("x.json", "");
    let found = normalise(&source, &mut document, Dialect::V3_0).found;
    assert!(!found.has_errors(), "{found}");
    (document, found.into_iter().map(|one| one.message).collect())
}

/// Returns a schema in a document, and the messages.
pub(super) fn schema(schema: Value) -> (Value, Vec<String>) {
    let (document, found) = normalised(json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"s": schema}},
    }));
    (document["components"]["schemas"]["s"].clone(), found)
}

#[test]
fn missing_keywords_are_added() {
    let (document, found) = normalised(json!({
        "openapi": "3.0.3",
        "info": {"title": "T"},
        "servers": [{"url": "https://{a}{b}", "variables": {"a": {"enum": [1]}, "b": {}}}],
        "paths": {"/a": {"parameters": [{"in": "query", "name": "x"}], "get": {"responses": {"200": {}}}}},
    }));
    let expected = json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": ""},
        "servers": [{
            "url": "https://{a}{b}",
            "variables": {"a": {"enum": ["1"], "default": "1"}},
        }],
        "paths": {"/a": {
            "parameters": [{"in": "query", "name": "x", "schema": {"type": "string"}}],
            "get": {"responses": {"200": {"description": ""}}},
        }},
    });
    assert_eq!(document, expected);
    assert_eq!(found.len(), 6, "{found:#?}");
    assert_eq!(
        found[0],
        "`info` lacks the required keyword `version`: it is empty"
    );
}

#[test]
fn schemas_with_invalid_keywords_remain() {
    for (given, expected) in [
        (json!({"type": "list"}), json!({})),
        (
            json!({"type": "string", "enum": "a"}),
            json!({"type": "string"}),
        ),
        (json!({"required": true}), json!({})),
        (json!({"required": "a"}), json!({"required": ["a"]})),
        (
            json!({"required": ["a", 1, null]}),
            json!({"required": ["a", "1"]}),
        ),
        (
            json!({"nullable": "true", "maxLength": -1}),
            json!({"nullable": true}),
        ),
        (
            json!({"properties": {"a": "string"}}),
            json!({"properties": {"a": {}}}),
        ),
        (json!({"items": [{"type": "string"}]}), json!({"items": {}})),
        (json!({"allOf": [7]}), json!({"allOf": [{}]})),
        (
            json!({"$ref": 7, "type": "string"}),
            json!({"type": "string"}),
        ),
        (json!({"discriminator": {}}), json!({})),
    ] {
        let (schema, found) = schema(given.clone());
        assert_eq!(schema, expected, "{given}");
        assert!(!found.is_empty(), "{given}");
        assert!(found.iter().all(|one| one.contains(": ")), "{found:?}");
    }
}

#[test]
fn an_invalid_parameter_omits_its_operations_only() {
    let responses = json!({"200": {"description": ""}});
    let body = json!({"in": "body", "name": "b", "schema": {}});
    let (document, found) = normalised(json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {"parameters": [body], "get": {"responses": responses}},
            "/b": {"get": {"responses": responses}, "put": {"parameters": [body], "responses": responses}},
            "/c": {"get": 1},
        },
        "components": {"parameters": {"body": body}},
    }));
    let paths = json!({"/b": {"get": {"responses": responses}}, "/c": {}});
    assert_eq!(document["paths"], paths);
    assert_eq!(document["components"]["parameters"], json!({}));
    assert_eq!(found.len(), 4, "{found:#?}");
}

#[test]
fn security_schemes_have_what_the_client_uses() {
    let (document, found) = normalised(json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"securitySchemes": {
            "a": {"type": "oauth2", "flows": {"implicit": {}}},
            "b": {"type": "basic"},
            "c": {"type": "apiKey", "name": "X"},
        }},
    }));
    let schemes = json!({"a": {"type": "oauth2", "flows": {}}});
    assert_eq!(document["components"]["securitySchemes"], schemes);
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn encodings_have_the_defaults_of_their_style() {
    for (encoding, expected) in [
        (json!({}), json!({})),
        (json!({"contentType": "a/b"}), json!({"contentType": "a/b"})),
        (
            json!({"allowReserved": false}),
            json!({"allowReserved": false}),
        ),
        (
            json!({"allowReserved": true}),
            json!({"allowReserved": true, "style": "form", "explode": true}),
        ),
        (
            json!({"explode": false}),
            json!({"explode": false, "style": "form"}),
        ),
        (
            json!({"style": "pipeDelimited"}),
            json!({"style": "pipeDelimited", "explode": false}),
        ),
        (
            json!({"style": "form"}),
            json!({"style": "form", "explode": true}),
        ),
    ] {
        let mut written = encoding.clone();
        if let Value::Object(written) = &mut written {
            add_defaults(written);
        }
        assert_eq!(written, expected, "{encoding}");
    }
}

/// Extensions with a plain value are checked like keywords.
#[test]
fn values_of_extensions_are_checked() {
    let (schema, found) = schema(json!({
        "type": "object",
        "x-trust-required": "no",
        "x-always-present": "true",
        "x-rust-name": ["A"],
        "x-rust-type-name": 3,
        "x-enum-varnames": {"a": "A"},
        "x-other": 7,
    }));
    let expected = json!({
        "type": "object",
        "x-always-present": true,
        "x-rust-type-name": "3",
        "x-other": 7,
    });
    assert_eq!(schema, expected);
    assert_eq!(
        found,
        [
            "`x-trust-required` must be a boolean, but is the string `no`: it is ignored",
            "`x-always-present` must be a boolean, but is the string `true`: it is read as `true`",
            "`x-rust-name` must be a string, but is an array: it is ignored",
            "`x-rust-type-name` must be a string, but is the number 3: it is read as the string `3`",
            "`x-enum-varnames` must be an array, but is an object: it is ignored",
        ]
    );
    let (_, found) = normalised(json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "x-version-header": [],
        "x-trust-required": 1,
        "servers": [{"url": "/", "x-region": {}}],
        "tags": [{"name": "a", "x-rust-name": {}}],
        "paths": {"/a": {"post": {
            "x-idempotent": 1,
            "x-partial-update": "yes",
            "x-rust-name": {},
            "x-trust-required": [],
            "parameters": [{"name": "q", "in": "query", "schema": {}, "x-rust-name": []}],
            "responses": {},
        }}},
    }));
    assert_eq!(found.len(), 9, "{found:#?}");
}
