//! The repair of objects that OpenAPI 3.0 does not allow.

use serde_json::{Map, Value, json};

use crate::document::grammar::ObjectKind;

/// The title of an API whose document has none.
const TITLE: &str = "the API";

/// Returns the consequence of a value that is not an object and is replaced by an empty one, or
/// `None` if it is removed.
pub(super) fn empty(kind: ObjectKind) -> Option<&'static str> {
    match kind {
        ObjectKind::Schema => Some("any value is accepted"),
        ObjectKind::Components
        | ObjectKind::Info
        | ObjectKind::MediaType
        | ObjectKind::Paths
        | ObjectKind::Response
        | ObjectKind::Responses => Some("it is read as an empty object"),
        _ => None,
    }
}

/// Returns the consequence of a keyword that is missing, or is removed since its value is invalid.
pub(super) fn without(kind: ObjectKind, key: &str) -> &'static str {
    match (kind, key) {
        (ObjectKind::Discriminator, _) => "the discriminator is ignored",
        (ObjectKind::Document, _) | (ObjectKind::Operation, _) => "it is read as an empty object",
        (ObjectKind::ExternalDocs, _) => "it is ignored",
        (ObjectKind::Parameter, "name" | "in") => "the operations with this parameter are left out",
        (ObjectKind::Schema, "type") => "the type is that of the other keywords, or else any JSON",
        (ObjectKind::SecurityScheme, "type" | "name" | "in" | "scheme") => {
            "the security scheme is left out"
        }
        (ObjectKind::Server, _) => "its URL is empty",
        _ => "it is empty",
    }
}

/// Returns `true` for the objects that are omitted if one of their parameters is invalid.
pub(super) fn is_operational(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Operation | ObjectKind::PathItem)
}

/// Returns the keywords that a security scheme of its type requires.
pub(super) fn required_by_type(kind: ObjectKind, ty: Option<&str>) -> &'static [&'static str] {
    match (kind, ty) {
        (ObjectKind::SecurityScheme, Some("apiKey")) => &["name", "in"],
        (ObjectKind::SecurityScheme, Some("http")) => &["scheme"],
        (ObjectKind::SecurityScheme, Some("oauth2")) => &["flows"],
        (ObjectKind::SecurityScheme, Some("openIdConnect")) => &["openIdConnectUrl"],
        _ => &[],
    }
}

/// Returns the consequence of a required keyword that an object lacks.
pub(super) fn lacking(kind: ObjectKind, key: &str, map: &Map<String, Value>) -> &'static str {
    match (kind, first_value(map)) {
        (ObjectKind::ServerVariable, Some(_)) => "it has the first value of its `enum`",
        (ObjectKind::ServerVariable, None) => "it has no value",
        _ => without(kind, key),
    }
}

/// Returns the first value of the enum of a server variable.
fn first_value(variable: &Map<String, Value>) -> Option<&Value> {
    let first = variable.get("enum")?.get(0)?;
    (first.is_string() || first.is_number() || first.is_boolean()).then_some(first)
}

/// Adds the required keywords that an object lacks, with neutral values. Returns `false` if it
/// has no meaning without them.
pub(super) fn complete(kind: ObjectKind, map: &mut Map<String, Value>) -> bool {
    let mut add = |key: &str, value: Value| {
        map.entry(key).or_insert(value);
    };
    match kind {
        ObjectKind::Document => {
            add("info", json!({"title": TITLE, "version": ""}));
            add("paths", json!({}));
        }
        ObjectKind::Info => {
            add("title", json!(TITLE));
            add("version", json!(""));
        }
        ObjectKind::License | ObjectKind::Tag => add("name", json!("")),
        ObjectKind::Operation => add("responses", json!({})),
        ObjectKind::Response => add("description", json!("")),
        ObjectKind::Server => add("url", json!("")),
        ObjectKind::ServerVariable => return complete_variable(map),
        ObjectKind::Header => complete_type(map),
        ObjectKind::Parameter => {
            complete_type(map);
            return has_all(map, &["name", "in"]);
        }
        ObjectKind::Discriminator => return has_all(map, &["propertyName"]),
        ObjectKind::ExternalDocs => return has_all(map, &["url"]),
        ObjectKind::SecurityScheme => return complete_scheme(map),
        _ => {}
    }
    true
}

fn has_all(map: &Map<String, Value>, keys: &[&str]) -> bool {
    keys.iter().all(|key| map.contains_key(*key))
}

/// Adds the type of a parameter or header.
fn complete_type(map: &mut Map<String, Value>) {
    if !map.contains_key("content") {
        map.entry("schema")
            .or_insert_with(|| json!({"type": "string"}));
    }
}

fn complete_variable(variable: &mut Map<String, Value>) -> bool {
    if let Some(first) = first_value(variable).cloned() {
        variable.entry("default").or_insert(first);
    }
    variable.contains_key("default")
}

/// Completes a security scheme. The flows of OAuth 2 and the URL of OpenID Connect have no effect
/// on the client, which takes an access token.
fn complete_scheme(scheme: &mut Map<String, Value>) -> bool {
    let ty = scheme.get("type").and_then(Value::as_str);
    match ty {
        Some("apiKey") => has_all(scheme, &["name", "in"]),
        Some("http") => has_all(scheme, &["scheme"]),
        Some("oauth2") => {
            scheme.insert("flows".to_owned(), json!({}));
            true
        }
        Some("openIdConnect") => {
            scheme.insert("openIdConnectUrl".to_owned(), json!(""));
            true
        }
        _ => false,
    }
}
