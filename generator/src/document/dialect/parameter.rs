//! Parameters as OpenAPI 3.2 defines them.

use serde_json::{Map, Value, json};

use super::{COOKIE_STYLE_EXTENSION, QUERY_STRING_EXTENSION, RESERVED_EXTENSION};
use crate::diagnostic::Pointer;
use crate::document::media_type::essence;

/// The keywords of an encoding that are read in request bodies, but not in queries.
const ENCODING: [&str; 3] = ["style", "explode", "allowReserved"];

/// Converts the keywords of a parameter that OpenAPI 3.0 lacks or restricts to the query, to
/// extensions of those that it has. Returns the new and the former location of its schema.
pub(super) fn convert(parameter: &mut Map<String, Value>) -> Vec<(Pointer, Pointer)> {
    let is_reserved = parameter.get("allowReserved") == Some(&json!(true));
    let location = parameter.get("in").and_then(Value::as_str);
    match location.unwrap_or_default() {
        "query" => {}
        "querystring" => return query_string(parameter),
        location => {
            if location == "cookie" && parameter.get("style") == Some(&json!("cookie")) {
                parameter.insert("style".to_owned(), json!("form"));
                parameter.insert(COOKIE_STYLE_EXTENSION.to_owned(), json!(true));
            }
            if is_reserved {
                parameter.insert(RESERVED_EXTENSION.to_owned(), json!(true));
            }
        }
    }
    Vec::new()
}

/// Converts a parameter at `querystring`, which is the whole query of a URL, to one at `query` with
/// an extension. A form becomes an exploded object.
fn query_string(parameter: &mut Map<String, Value>) -> Vec<(Pointer, Pointer)> {
    parameter.insert("in".to_owned(), json!("query"));
    let content = parameter.get("content").and_then(Value::as_object);
    let Some((media_type, Value::Object(media))) =
        content.and_then(|content| content.iter().next())
    else {
        return Vec::new();
    };
    if !is_form(media_type) {
        parameter.insert(QUERY_STRING_EXTENSION.to_owned(), json!([]));
        return Vec::new();
    }
    let encodings = media.get("encoding").and_then(Value::as_object);
    let encodings = encodings.into_iter().flatten();
    let ignored: Vec<&String> = encodings
        .filter(|(_, encoding)| ENCODING.iter().any(|key| encoding.get(key).is_some()))
        .map(|(name, _)| name)
        .collect();
    let ignored = json!(ignored);
    let schema = media.get("schema").cloned().unwrap_or_else(|| json!({}));
    let from = Pointer::root().child("content").child(media_type);
    let moved = (Pointer::root().child("schema"), from.child("schema"));
    parameter.shift_remove("content");
    parameter.insert(QUERY_STRING_EXTENSION.to_owned(), ignored);
    parameter.insert("style".to_owned(), json!("form"));
    parameter.insert("explode".to_owned(), json!(true));
    parameter.insert("schema".to_owned(), schema);
    vec![moved]
}

fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}
