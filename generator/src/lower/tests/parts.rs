//! Items and parts that are described by their positions (OpenAPI 3.2, Media Type Object).

use serde_json::{Value, json};

use super::{document, messages};

/// Returns the warnings of an operation of OpenAPI 3.2 that sends and receives these contents.
fn warnings(sent: &Value, received: &Value) -> Vec<String> {
    let operation = json!({
        "operationId": "importShips",
        "requestBody": {"content": sent},
        "responses": {"200": {"content": received}},
    });
    let paths = json!({"/ships": {"post": operation}});
    let (_, found) = document(json!({"openapi": "3.2.0", "paths": paths})).unwrap();
    messages(&found).into_iter().map(str::to_owned).collect()
}

#[test]
fn items_and_parts_without_a_type_are_reported() {
    let none = json!({});
    let items = json!({"itemSchema": {"type": "object"}});
    let encoding =
        json!({"itemEncoding": {}, "schema": {"type": "object", "properties": {"a": {}}}});
    let form = "the fields are those of `schema`, and `encoding` describes them";
    let written = "the application writes the whole body";
    let read = "the application reads the whole body";
    for (sent, received, expected) in [
        (
            json!({"application/jsonl": items}),
            &none,
            Some(("itemSchema", "application/jsonl", written)),
        ),
        (
            json!({"text/event-stream": items}),
            &none,
            Some(("itemSchema", "text/event-stream", written)),
        ),
        (
            json!({"multipart/form-data": encoding}),
            &none,
            Some(("itemEncoding", "multipart/form-data", form)),
        ),
        (
            none.clone(),
            &json!({"multipart/mixed": items}),
            Some(("itemSchema", "multipart/mixed", read)),
        ),
        (
            none.clone(),
            &json!({"multipart/mixed": {"prefixEncoding": []}}),
            Some(("prefixEncoding", "multipart/mixed", read)),
        ),
        (
            none.clone(),
            &json!({"application/jsonl": items, "application/json-seq": items}),
            None,
        ),
        (none.clone(), &json!({"text/event-stream": items}), None),
        // JSON is declared with the same content.
        (
            json!({"application/json": items, "application/jsonl": items}),
            &none,
            None,
        ),
    ] {
        let expected = expected.map(|(keyword, name, consequence)| {
            format!("`{keyword}` of `{name}` is not supported: {consequence}")
        });
        assert_eq!(
            warnings(&sent, received),
            Vec::from_iter(expected),
            "{sent} {received}"
        );
    }
}
