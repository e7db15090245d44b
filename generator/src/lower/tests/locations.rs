//! Diagnostics have the locations of the file as it is written.

use serde_json::{Value, json};

use super::{document, id_parameter, json_body, operation, reference};
use crate::diagnostic::Pointer;

/// Returns the locations of the diagnostics whose messages contain a text.
fn locations(members: Value, text: &str) -> Vec<String> {
    let (_, found) = document(members).unwrap_or_else(|found| panic!("{found}"));
    let of_text = found.iter().filter(|one| one.message.contains(text));
    let pointers = of_text.map(|one| one.pointer.as_ref().map(Pointer::to_string));
    pointers.map(Option::unwrap_or_default).collect()
}

/// Returns the path of an operation, which is `GET /ships/{id}`.
fn paths(operation: &Value) -> Value {
    json!({"/ships/{id}": {"get": operation}})
}

#[test]
fn elements_that_follow_an_invalid_one_have_their_own_index() {
    let at = |rest: &str| vec![format!("/paths/~1ships~1{{id}}/get/{rest}")];
    let mut parameters = operation();
    parameters["parameters"] = json!([5, id_parameter(), reference("parameters", "lost")]);
    let found = locations(json!({"paths": paths(&parameters)}), "lost");
    assert_eq!(found, at("parameters/2"));

    // The reference and its siblings are moved into an `allOf`.
    let mut schema = reference("schemas", "lost");
    schema["description"] = json!("Beside the reference.");
    let parameter = json!({"name": "a", "in": "query", "schema": schema});
    parameters["parameters"] = json!([id_parameter(), 5, "x", parameter]);
    let found = locations(json!({"paths": paths(&parameters)}), "lost");
    assert_eq!(found, at("parameters/3/schema"));

    let mut security = operation();
    security["security"] = json!(["x", {}, {"lost": []}]);
    let found = locations(json!({"paths": paths(&security)}), "`lost`");
    assert_eq!(found, at("security/2/lost"));

    let servers = json!({"servers": [5, {"url": "https://x.test"}, {"url": "https://{lost}"}]});
    assert_eq!(locations(servers, "lost"), ["/servers/2/url"]);
}

#[test]
fn a_schema_within_a_list_is_located_in_the_list() {
    let mut operation = operation();
    let lost = reference("schemas", "lost");
    let schema = json!({"type": "object", "properties": {"a": {"allOf": [lost, {"title": "a"}]}}});
    let parameter = json!({"name": "a", "in": "query", "schema": schema});
    operation["parameters"] = json!([5, id_parameter(), parameter]);
    let to_schema = "#/paths/~1ships~1%7Bid%7D/get/parameters/2/schema";
    operation["responses"] = json!({"200": json_body(&json!({"$ref": to_schema}))});
    let found = locations(json!({"paths": paths(&operation)}), "lost");
    let expected = "/paths/~1ships~1{id}/get/parameters/2/schema/properties/a/allOf/0";
    assert_eq!(found, [expected]);
}
