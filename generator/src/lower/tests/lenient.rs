//! Violations of the specification that leave no doubt about the client.

use serde_json::{Value, json};

use super::{document, id_parameter, json_body, messages, operation, reference, with_operation};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::{Api, Body, Location, Output, Security, Type};

/// Lowers a document and returns its model and warnings, each of which must be an error of a strict
/// generator.
fn lenient(members: Value) -> (Api, Vec<String>) {
    let (api, found) = document(members).unwrap();
    assert!(found.iter().all(|one| one.severity == Severity::Warning));
    let mut strict: Diagnostics = found.clone();
    strict.deny_violations();
    assert!(
        strict.iter().all(|one| one.severity == Severity::Error),
        "{found}"
    );
    let messages = messages(&found).into_iter().map(str::to_owned).collect();
    (api, messages)
}

fn at_path(path: &str, operation: Value) -> (Api, Vec<String>) {
    lenient(json!({"paths": {path: {"get": operation}}}))
}

#[test]
fn an_undeclared_path_variable_is_a_required_string() {
    let (api, found) = at_path("/ships/{id}/crew/{name}/{id}", operation());
    let parameters = &api.operations[0].parameters;
    let names: Vec<&str> = parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["id", "name"]);
    let name = &parameters[1];
    assert_eq!(
        (name.location, &name.ty, name.required),
        (Location::Path, &Type::String, true)
    );
    let expected = "path variable `{name}` of `/ships/{id}/crew/{name}/{id}` has no parameter: it is \
                    a string";
    assert_eq!(found, [expected]);
}

#[test]
fn the_first_of_two_declarations_of_a_parameter_is_used() {
    let query = |ty: &str| json!({"name": "q", "in": "query", "schema": {"type": ty}});
    let mut operation = operation();
    operation["parameters"] = json!([id_parameter(), query("integer"), query("string")]);
    let (api, found) = at_path("/ships/{id}", operation);
    let parameters = &api.operations[0].parameters;
    assert_eq!(parameters.len(), 2);
    assert_eq!(parameters[1].ty, Type::Integer);
    assert_eq!(
        found,
        ["query parameter `q` is declared twice: the first declaration is used"]
    );
}

#[test]
fn an_unused_path_parameter_is_left_out() {
    let (api, found) = at_path("/ships", operation());
    assert!(api.operations[0].parameters.is_empty());
    assert_eq!(
        found,
        ["path parameter `id` is not used in `/ships`: it is left out"]
    );
}

#[test]
fn an_unknown_type_in_a_list_is_reported_as_a_single_one_is() {
    let schemas = json!({
        "list": {"type": ["string", "strnig"]},
        "values": {"type": ["string", "strnig", "null"], "enum": ["a", null]},
        "single": {"type": "strnig"},
    });
    let (_, found) = lenient(json!({"openapi": "3.1.0", "components": {"schemas": schemas}}));
    let message = "`type` is `strnig`, but must be one of `string`, `number`, `integer`, \
                   `boolean`, `object`, `array`: the type is that of the other keywords, or else \
                   any JSON";
    assert_eq!(found, [message; 3]);
}

#[test]
fn a_dangling_schema_is_any_json() {
    let mut operation = operation();
    let ship = reference("schemas", "ship");
    operation["responses"] = json!({"200": json_body(&json!({"type": "array", "items": ship}))});
    let (api, found) = at_path("/ships/{id}", operation);
    let any = Output::Json(Type::Array(Box::new(Type::Json)));
    assert_eq!(api.operations[0].output, any);
    assert_eq!(
        found,
        ["`#/components/schemas/ship` does not exist: any value is accepted"]
    );
}

#[test]
fn a_dangling_schema_in_compositions_is_ignored() {
    let ship = reference("schemas", "ship");
    let schemas = json!({
        "all": {"allOf": [ship, {"properties": {"name": {"type": "string"}}}]},
        "one": {"oneOf": [ship, {"type": "string"}]},
        "alias": ship,
        "beside": {"oneOf": [ship], "properties": {"name": {"type": "string"}}},
        "tagged": {"oneOf": [ship], "discriminator": {"propertyName": "name", "mapping": {"a": "ship"}}},
    });
    let (api, _) = lenient(json!({"components": {"schemas": schemas}}));
    assert_eq!(
        super::keys(super::object(
            &api,
            &crate::model::SchemaId::component("all")
        )),
        ["name"]
    );
}

#[test]
fn an_operation_that_cannot_be_generated_is_left_out() {
    let named = |id: &str| {
        let mut operation = operation();
        operation["operationId"] = json!(id);
        operation
    };
    let mut mixed = named("setShip");
    mixed["requestBody"] = json!({"content": {"multipart/mixed": {}}});
    let mut unplaced = named("addShip");
    unplaced["parameters"] = json!([id_parameter(), {"in": "body", "name": "ship"}]);
    let mut dangling = named("changeShip");
    dangling["requestBody"] = reference("requestBodies", "ship");
    let (api, found) = lenient(json!({"paths": {
        "/ships/{id}": {"get": operation(), "put": mixed, "post": unplaced, "patch": dangling},
        "/boats/{id": {"get": {"operationId": "getBoat", "responses": {}}},
        "boats": {"get": {"operationId": "listBoats", "responses": {}}},
    }}));
    let ids: Vec<&str> = api.operations.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["getShip"]);
    assert_eq!(
        found,
        [
            "element 1 of `parameters` lacks the required keyword `schema` or `content`: its value \
             is text",
            "`in` is `body`, but must be one of `query`, `header`, `path`, `cookie`: the operations \
             with this parameter are left out",
            "the path `boats` does not begin with `/`: its operations are left out",
            "a request body of type `multipart/mixed` is not supported: the operation is left out",
            "`#/components/requestBodies/ship` does not exist: the operation is left out",
            "path `/boats/{id` has an unclosed `{`: its operations are left out",
        ]
    );
}

#[test]
fn security_schemes_that_are_not_supported_are_left_to_the_application() {
    let (api, found) = lenient(json!({
        "security": [{"absent": []}, {"digest": []}, {"gate": []}],
        "components": {"securitySchemes": {
            "digest": {"type": "http", "scheme": "digest"},
            "gate": {"type": "apiKey", "in": "header", "name": "X Gate"},
        }},
    }));
    assert_eq!(api.info.security, Security::All(Vec::new()));
    let by_hand = "the application sends the credentials by hand (`ClientBuilder::header`)";
    assert_eq!(
        found,
        [
            format!("security scheme `absent` is not declared: {by_hand}"),
            format!(
                "security scheme `digest` uses the unsupported HTTP scheme `digest`: {by_hand}"
            ),
            format!("security scheme `gate` has the invalid key name `X Gate`: {by_hand}"),
        ]
    );
}

#[test]
fn an_invalid_media_type_is_the_range_of_all() {
    let object = json!({"schema": {"properties": {"id": {"type": "string"}}}});
    let mut operation = operation();
    operation["requestBody"] = json!({"content": {"new": object}});
    operation["responses"] = json!({
        "200": {"description": "", "content": {"PDF": {"schema": {"type": "string"}}}},
    });
    let (api, found) = at_path("/ships/{id}", operation);
    let lowered = &api.operations[0];
    assert_eq!(
        (&lowered.output, lowered.accept.as_slice()),
        (&Output::Binary, ["*/*".to_owned()].as_slice())
    );
    assert!(matches!(
        lowered.body,
        Some(Body::Json {
            content_type: None,
            ..
        })
    ));
    assert_eq!(
        found,
        [
            "`new` is not a valid media type: it is read as `*/*`",
            "`PDF` is not a valid media type: it is read as `*/*`",
        ]
    );
}

#[test]
fn a_query_in_a_path_remains() {
    let (api, found) = at_path("/ships/{id}?fields=name", operation());
    assert_eq!(api.operations[0].path.target(), "/ships/{id}?fields=name");
    assert_eq!(found.len(), 1);
    let (_, found) = at_path("/ships/{id}/{?q}", operation());
    assert!(found[0].starts_with("path variable `{?q}`"), "{found:?}");
}

#[test]
fn a_server_of_another_scheme_is_no_default() {
    for url in [
        "harbour.test:8443",
        "ws://harbour.test",
        "https://{quay}.test",
    ] {
        let (api, found) = lenient(json!({"servers": [{"url": url}]}));
        assert_eq!(api.info.servers[0].url, "", "{url}");
        assert!(
            found[0].ends_with("the client requires a `base_url`"),
            "{found:?}"
        );
    }
}

/// OpenAPI 3.0, "Server Variable Object": `default` is required.
#[test]
fn a_server_variable_without_a_default_has_no_value_unless_it_has_an_enum() {
    for (values, url, expected) in [
        (json!([]), "", "it has no value"),
        (
            json!(["quay"]),
            "https://quay.test",
            "it has the first value of its `enum`",
        ),
    ] {
        let server = json!({"url": "https://{b}.test", "variables": {"b": {"enum": values}}});
        let (api, found) = lenient(json!({"servers": [server]}));
        assert_eq!(api.info.servers[0].url, url);
        let missing = format!("`b` lacks the required keyword `default`: {expected}");
        assert!(found.contains(&missing), "{found:?}");
    }
    let server = json!({"url": "https://{b}.test", "variables": {"b": {}}});
    let (_, found) = lenient(json!({"servers": [server]}));
    assert!(
        found
            .iter()
            .any(|one| one.contains("server variable `b` has no value")),
        "{found:?}"
    );
}

#[test]
fn duplicate_operation_ids_are_derived() {
    let (api, found) = lenient(json!({"paths": {
        "/ships/{id}": {"get": operation(), "delete": operation()},
    }}));
    let ids: Vec<&str> = api.operations.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["getShip", "delete_ships_by_id"]);
    assert_eq!(found.len(), 1);
}

#[test]
fn an_operation_may_be_a_reference() {
    let (api, found) = lenient(json!({"paths": {
        "/ships/{id}": {"get": {"$ref": "#/x-operations/getShip"}, "put": {"$ref": "#/x"}},
        }, "x-operations": {"getShip": operation()},
    }));
    assert_eq!(api.operations[0].id, "getShip");
    assert_eq!(
        found,
        [
            "the operation is a reference to `#/x-operations/getShip`, which OpenAPI does not \
             allow: the target is read in its place",
            "`#/x` does not exist: the operation is left out",
        ]
    );
}

#[test]
fn form_fields_that_cannot_be_serialized_are_text() {
    let chart = json!({"type": "object", "properties": {"depth": {"type": "number"}}});
    let mut operation = operation();
    operation["requestBody"] = json!({"content": {"multipart/form-data": {
        "schema": {"type": "object", "properties": {"chart": chart}},
        "encoding": {"chart": {"contentType": "application/xml"}},
    }}});
    let (api, found) = with_operation(&operation, &json!({})).unwrap();
    let fields = api.operations[0].body.as_ref().unwrap().fields();
    assert!(matches!(
        &fields[0].content,
        crate::model::FieldContent::Value {
            ty: Type::String,
            ..
        }
    ));
    assert!(api.schemas.is_empty(), "{:?}", api.schemas.keys());
    assert_eq!(found.len(), 1);
}
