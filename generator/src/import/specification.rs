//! Reduces a document to its specification: names, types and constraints without descriptions.

use heck::ToSnakeCase;
use http::StatusCode;
use serde_json::{Map, Value};

use crate::document::grammar::{KeywordValue, ObjectKind};

/// Removes all prose: descriptions, summaries, titles, examples, code samples and links to
/// documentation. Everything else is preserved in place.
///
/// The document may be invalid: unexpected values are preserved.
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
        // OpenAPI requires a description. An assignment preserves the position of an existing one.
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

/// Keeps the specification of one keyword's value. Returns `true` if the keyword is preserved.
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
        | KeywordValue::AnyList
        | KeywordValue::Text
        | KeywordValue::Flag
        | KeywordValue::Number
        | KeywordValue::Count => {}
        KeywordValue::Enum(_) | KeywordValue::TextList | KeywordValue::TextMap => {}
    }
    true
}

/// Returns the description of a response: the reason phrase of its status, or its name as a phrase.
fn reason(name: &str) -> String {
    if name == "default" {
        return "Default response".to_owned();
    }
    let status = StatusCode::from_bytes(name.as_bytes()).ok();
    match status.and_then(|status| status.canonical_reason()) {
        Some(reason) => reason.to_owned(),
        None => phrase(name),
    }
}

/// Returns a name as a phrase: `TypeNotFound` as `Type not found`.
fn phrase(name: &str) -> String {
    let phrase = name.to_snake_case().replace('_', " ");
    let mut characters = phrase.chars();
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
    fn keywords_are_removed_and_names_are_preserved() {
        let schema = json!({
            "title": "text",
            "description": "text",
            "example": {"a": 1},
            "externalDocs": {"url": "u", "description": "text"},
            "required": ["title"],
            "properties": {
                "title": {"type": "string", "title": "text", "example": 1},
                "description": {"$ref": "#/x", "description": "text"},
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
    fn required_descriptions_are_preserved() {
        let document = json!({
            "info": {"title": "API", "summary": "text", "description": "text"},
            "tags": [{"name": "A", "description": "text", "externalDocs": {"url": "u"}}],
            "servers": [{"url": "u", "description": "text"}],
            "paths": {"/description": {"get": {"responses": {
                "404": {"content": {}, "description": "text"},
                "default": {"description": "text"},
                "4XX": {"$ref": "#/x"}
            }}}},
            "components": {
                "responses": {"TypeNotFound": {"description": "text"}},
                "securitySchemes": {"o": {"flows": {"implicit": {"scopes": {"read": "text"}}}}}
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
