//! Parameters that are the whole query of a URL (OpenAPI 3.2, `in: querystring`).

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;

/// Converts a parameter at `querystring` to an exploded form at `query`, which is the same query.
/// Returns the new and the former location of its schema.
pub(super) fn convert(parameter: &mut Map<String, Value>) -> Vec<(Pointer, Pointer)> {
    if parameter.get("in") != Some(&json!("querystring")) {
        return Vec::new();
    }
    parameter.insert("in".to_owned(), json!("query"));
    let Some(Value::Object(content)) = parameter.shift_remove("content") else {
        return Vec::new();
    };
    let Some((media_type, Value::Object(mut content))) = content.into_iter().next() else {
        return Vec::new();
    };
    parameter.insert("style".to_owned(), json!("form"));
    parameter.insert("explode".to_owned(), json!(true));
    let schema = content.shift_remove("schema").unwrap_or_else(|| json!({}));
    parameter.insert("schema".to_owned(), schema);
    let from = Pointer::root().child("content").child(&media_type);
    vec![(Pointer::root().child("schema"), from.child("schema"))]
}
