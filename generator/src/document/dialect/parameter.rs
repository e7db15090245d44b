//! Parameters as OpenAPI 3.2 defines them.

use serde_json::{Map, Value, json};

use super::{COOKIE_STYLE_EXTENSION, QUERY_STRING_EXTENSION, RESERVED_EXTENSION};

/// Converts the keywords of a parameter that OpenAPI 3.0 lacks or restricts to the query, to
/// extensions of those that it has. A parameter at `querystring`, which is the whole query of a URL,
/// becomes one at `query` with an extension.
pub(super) fn convert(parameter: &mut Map<String, Value>) {
    let is_reserved = parameter.get("allowReserved") == Some(&json!(true));
    let location = parameter.get("in").and_then(Value::as_str);
    match location.unwrap_or_default() {
        "query" => {}
        "querystring" => {
            parameter.insert("in".to_owned(), json!("query"));
            parameter.insert(QUERY_STRING_EXTENSION.to_owned(), json!(true));
        }
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
}
