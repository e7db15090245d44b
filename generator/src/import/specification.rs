//! Reduces a document to its specification: names, types and constraints without descriptions.

use heck::ToSnakeCase;
use http::StatusCode;
use serde_json::{Map, Value};

use crate::document::grammar::{KeywordValue, ObjectKind};

/// Removes everything that is written for people: descriptions, summaries, titles, examples, code
/// samples and links to documentation. All else stays as it is and where it is.
///
/// The document need not be a valid one: what does not belong where it stands is left alone.
pub(super) fn keep_specification(document: &mut Value) {
    object(ObjectKind::Document, document, "");
}

/// Keeps the specification of an object that is declared under `name`.
fn object(kind: ObjectKind, value: &mut Value, name: &str) {
    let Value::Object(map) = value else { return };
    if kind == ObjectKind::Tag {
        return map.retain(|key, _| key == "name");
    }
    if kind == ObjectKind::Response && !map.contains_key("$ref") {
        // OpenAPI requires a description. An assignment keeps the place of one that is there.
        map.insert("description".to_owned(), reason(name).into());
        return members(kind, map, |key| key == "description");
    }
    members(kind, map, |_| false);
}

/// Keeps the specification of an object's members, and every member that `keep` selects.
fn members(kind: ObjectKind, map: &mut Map<String, Value>, keep: impl Fn(&str) -> bool) {
    map.retain(|key, value| {
        keep(key)
            || kind
                .keyword(key)
                .is_none_or(|shape| member(shape, value, key))
    });
}

/// Keeps the specification of one keyword's value. Returns `true` if the keyword itself stays.
fn member(shape: KeywordValue, value: &mut Value, key: &str) -> bool {
    match shape {
        KeywordValue::Prose
        | KeywordValue::Sample
        | KeywordValue::One(ObjectKind::ExternalDocs) => return false,
        KeywordValue::One(kind) => object(kind, value, key),
        KeywordValue::SchemaOrFlag => object(ObjectKind::Schema, value, key),
        KeywordValue::List(kind) => {
            for element in value.as_array_mut().into_iter().flatten() {
                object(kind, element, key);
            }
        }
        KeywordValue::Map(kind) => {
            for (name, member) in value.as_object_mut().into_iter().flatten() {
                object(kind, member, name);
            }
        }
        KeywordValue::ProseMap => {
            for (_, text) in value.as_object_mut().into_iter().flatten() {
                *text = "".into();
            }
        }
        KeywordValue::Any
        | KeywordValue::Text
        | KeywordValue::Flag
        | KeywordValue::Number
        | KeywordValue::Count => {}
        KeywordValue::Enum(_) | KeywordValue::TextList | KeywordValue::TextMap => {}
    }
    true
}

/// What a response is described by: the reason phrase of its status, or its name in words.
fn reason(name: &str) -> String {
    if name == "default" {
        return "Default response".to_owned();
    }
    let status = StatusCode::from_bytes(name.as_bytes()).ok();
    match status.and_then(|status| status.canonical_reason()) {
        Some(reason) => reason.to_owned(),
        None => words(name),
    }
}

/// `TypeNotFound` as `Type not found`.
fn words(name: &str) -> String {
    let words = name.to_snake_case().replace('_', " ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn specification(mut value: Value) -> Value {
        keep_specification(&mut value);
        value
    }

    #[test]
    fn keywords_go_and_names_stay() {
        let schema = json!({
            "title": "words",
            "description": "words",
            "example": {"a": 1},
            "externalDocs": {"url": "u", "description": "words"},
            "required": ["title"],
            "properties": {
                "title": {"type": "string", "title": "words", "example": 1},
                "description": {"$ref": "#/x", "description": "words"},
                "example": {"default": {"title": "kept"}, "enum": ["example"]},
                "x-code-samples": {"x-note": {"description": "kept"}, "x-codeSamples": []}
            }
        });
        let expected = json!({
            "required": ["title"],
            "properties": {
                "title": {"type": "string"},
                "description": {"$ref": "#/x"},
                "example": {"default": {"title": "kept"}, "enum": ["example"]},
                "x-code-samples": {"x-note": {"description": "kept"}}
            }
        });
        let document = |schema| json!({"components": {"schemas": {"description": schema}}});
        assert_eq!(specification(document(schema)), document(expected));
    }

    #[test]
    fn what_openapi_requires_stays() {
        let document = json!({
            "info": {"title": "API", "summary": "words", "description": "words"},
            "tags": [{"name": "A", "description": "words", "externalDocs": {"url": "u"}}],
            "servers": [{"url": "u", "description": "words"}],
            "paths": {"/description": {"get": {"responses": {
                "404": {"content": {}, "description": "words"},
                "default": {"description": "words"},
                "4XX": {"$ref": "#/x"}
            }}}},
            "components": {
                "responses": {"TypeNotFound": {"description": "words"}},
                "securitySchemes": {"o": {"flows": {"implicit": {"scopes": {"read": "words"}}}}}
            }
        });
        let expected = json!({
            "info": {"title": "API"},
            "tags": [{"name": "A"}],
            "servers": [{"url": "u"}],
            "paths": {"/description": {"get": {"responses": {
                "404": {"content": {}, "description": "Not Found"},
                "default": {"description": "Default response"},
                "4XX": {"$ref": "#/x"}
            }}}},
            "components": {
                "responses": {"TypeNotFound": {"description": "Type not found"}},
                "securitySchemes": {"o": {"flows": {"implicit": {"scopes": {"read": ""}}}}}
            }
        });
        assert_eq!(specification(document), expected);
    }
}
