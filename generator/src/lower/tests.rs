//! Tests of lowering whole documents.

mod discriminators;
mod lenient;
mod limits;
mod locations;
mod parts;

use serde_json::{Value, json};

use super::lower;
use crate::choices::Choices;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, RawDocument, Source};
use crate::model::{
    Api, Object, Output, Property, RustName, Schema, SchemaId, SchemaKind, Status, Step, Type,
};

/// Lowers a document with these members. It has the operation `GET /ships/{id}` unless `members`
/// declare `paths`.
pub(super) fn document(members: Value) -> Result<(Api, Diagnostics), Diagnostics> {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Ships", "version": "1"},
        "paths": {"/ships/{id}": {"get": operation()}},
    });
    for (name, value) in members.as_object().expect("members are an object") {
        document[name] = value.clone();
    }
    let source = Source::new("ships.json", document.to_string());
    let raw = RawDocument::from_source(source)?;
    let (document, mut found) = Document::parse(raw, None)?;
    let (api, warnings) = lower(&document, &Choices::default())?;
    found.extend(warnings);
    Ok((api, found))
}

/// Lowers a document whose only operation is `GET /ships/{id}`.
pub(super) fn with_operation(
    operation: &Value,
    components: &Value,
) -> Result<(Api, Diagnostics), Diagnostics> {
    document(json!({
        "paths": {"/ships/{id}": {"get": operation}},
        "components": components,
    }))
}

/// Lowers a valid document whose only operation is `GET /ships/{id}`.
pub(super) fn lowered(operation: &Value, components: &Value) -> Api {
    let (api, _) = with_operation(operation, components).unwrap_or_else(|found| panic!("{found}"));
    api
}

/// The messages of diagnostics, in order.
pub(super) fn messages(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.iter().map(|one| one.message.as_str()).collect()
}

pub(super) fn id_parameter() -> Value {
    json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}})
}

/// An operation whose response has no body.
pub(super) fn operation() -> Value {
    json!({
        "operationId": "getShip",
        "parameters": [id_parameter()],
        "responses": {"204": {"description": "None"}},
    })
}

fn json_body(schema: &Value) -> Value {
    json!({"description": "A body", "content": {"application/json": {"schema": schema}}})
}

fn reference(section: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{section}/{name}")})
}

fn schema<'a>(api: &'a Api, id: &SchemaId) -> &'a Schema {
    api.schemas
        .get(id)
        .unwrap_or_else(|| panic!("no schema `{id}`"))
}

fn object<'a>(api: &'a Api, id: &SchemaId) -> &'a Object {
    match &schema(api, id).kind {
        SchemaKind::Object(object) => object,
        other => panic!("`{id}` is not an object: {other:?}"),
    }
}

fn property<'a>(api: &'a Api, id: &SchemaId, name: &str) -> &'a Property {
    &object(api, id).properties[name]
}

fn step(name: &str) -> Step {
    Step::Property(name.to_owned())
}

fn keys(object: &Object) -> Vec<&str> {
    object.properties.keys().map(String::as_str).collect()
}

/// `allOf` of a component and a `required` list.
fn required_base() -> Value {
    json!({"allOf": [reference("schemas", "base"), {"required": ["name"]}]})
}

fn base() -> Value {
    json!({"type": "object", "properties": {"name": {"type": "string"}}})
}

#[test]
fn required_applies_in_a_property_whose_name_begins_with_response() {
    let schemas = json!({
        "base": base(),
        "ship": {"properties": {"response_type": required_base(), "type": required_base()}},
    });
    let api = lowered(&operation(), &json!({ "schemas": schemas }));
    let ship = SchemaId::component("ship");
    for name in ["response_type", "type"] {
        let id = ship.child(step(name));
        assert_eq!(property(&api, &ship, name).ty, Type::Named(id.clone()));
        assert!(property(&api, &id, "name").required, "{name}");
    }
}

#[test]
fn required_alone_is_ignored_in_responses() {
    let operation = json!({
        "operationId": "OK",
        "parameters": [id_parameter()],
        "responses": {
            "200": json_body(&required_base()),
            "201": json_body(&json!({"type": "array", "items": required_base()})),
            "404": json_body(&required_base()),
        },
    });
    let components = json!({"schemas": {"base": base()}});
    let api = lowered(&operation, &components);
    let base = Type::Named(SchemaId::component("base"));
    let responses = &api.operations[0].responses;
    let contents: Vec<_> = responses
        .iter()
        .map(|one| (one.status, &one.content))
        .collect();
    assert_eq!(
        contents,
        [
            (Status::Code(200), &Output::Json(base.clone())),
            (
                Status::Code(201),
                &Output::Json(Type::Array(Box::new(base.clone())))
            ),
            (Status::Code(404), &Output::Json(base)),
        ]
    );
    let choice = SchemaId::operation("OK").child(Step::Success);
    assert_eq!(
        api.operations[0].output,
        Output::Json(Type::Named(choice.clone()))
    );
    let SchemaKind::Union(union) = &schema(&api, &choice).kind else {
        panic!("{choice} is not a union");
    };
    let names: Vec<&str> = union.members.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["OK", "Created"]);
    let statuses = [(Status::Code(200), 0), (Status::Code(201), 1)];
    assert_eq!(api.operations[0].statuses, statuses);
}

#[test]
fn a_parameter_may_be_named_like_a_response() {
    let parameter = |name: &str| {
        let schema = json!({"type": "string", "enum": ["red", "green"]});
        json!({"name": name, "in": "query", "schema": schema})
    };
    let operation = json!({
        "operationId": "getShip",
        "parameters": [id_parameter(), parameter("response"), parameter("response_type")],
        "responses": {"200": json_body(&json!({"properties": {"name": {"type": "string"}}}))},
    });
    let api = lowered(&operation, &json!({}));
    let operation = SchemaId::operation("getShip");
    let parameter = operation.child(Step::Parameter("response".to_owned()));
    assert!(matches!(schema(&api, &parameter).kind, SchemaKind::Enum(_)));
    assert_eq!(
        keys(object(&api, &operation.child(Step::Response(None)))),
        ["name"]
    );
}

#[test]
fn a_response_and_a_schema_may_have_the_same_name() {
    let ship = json!({"properties": {"response": {"properties": {"colour": {"type": "string"}}}}});
    let components = json!({
        "schemas": {"ship": ship},
        "responses": {"ship": json_body(&base())},
    });
    let mut operation = operation();
    operation["responses"] = json!({"200": reference("responses", "ship")});
    let api = lowered(&operation, &components);
    let response = SchemaId::response("ship");
    assert_eq!(
        api.operations[0].output,
        Output::Json(Type::Named(response.clone()))
    );
    assert_eq!(keys(object(&api, &response)), ["name"]);
    let property = SchemaId::component("ship").child(step("response"));
    assert_eq!(keys(object(&api, &property)), ["colour"]);
}

#[test]
fn a_name_can_be_chosen_for_the_schema_of_a_shared_response() {
    let mut named = base();
    named["x-rust-name"] = json!("Crew");
    let components = json!({"responses": {"ship": json_body(&named)}});
    let mut operation = operation();
    operation["responses"] = json!({"200": reference("responses", "ship")});
    let api = lowered(&operation, &components);
    let rust_name = &schema(&api, &SchemaId::response("ship")).rust_name;
    assert_eq!(rust_name.as_ref().map(RustName::as_str), Some("Crew"));
}

/// Two objects that declare the same property with different types.
fn conflicting() -> (Value, Value) {
    let property = |name: &str| json!({"properties": {name: {"type": "string"}}});
    let object = |name: &str| json!({"properties": {"flag": property(name)}});
    (object("colour"), object("size"))
}

#[test]
fn a_property_that_several_members_of_all_of_declare_is_merged() {
    let (one, other) = conflicting();
    let mut beside = one.clone();
    beside["allOf"] = json!([other]);
    for ship in [json!({"allOf": [other, one]}), beside] {
        let api = lowered(&operation(), &json!({"schemas": {"ship": ship}}));
        let flag = SchemaId::component("ship").child(step("flag"));
        assert_eq!(keys(object(&api, &flag)), ["size", "colour"]);
    }
}

#[test]
fn a_component_may_be_named_like_a_keyword() {
    let text = |name: &str| {
        let (mut one, other) = conflicting();
        one["oneOf"] = json!([other, {"required": ["flag"]}]);
        let components = json!({"schemas": {name: one, "berth": reference("schemas", name)}});
        match with_operation(&operation(), &components) {
            Ok((api, found)) => format!("{:#?}{found}", api.schemas),
            Err(found) => found.to_string(),
        }
    };
    assert_eq!(text("allOf"), text("hulks").replace("hulks", "allOf"));
}

#[test]
fn escapes_in_references_are_decoded() {
    let name = "a/b{c}";
    let text = "a~1b%7Bc%7D";
    let list = json!({"oneOf": [reference("schemas", text), {"type": "string"}]});
    let mut base = base();
    base["discriminator"] = json!({"propertyName": "name"});
    let heir = json!({"allOf": [reference("schemas", "base%7E1"), {"properties": {"x": {}}}]});
    let components = json!({
        "schemas": {name: {"properties": {"list": list}}, "base/": base, "heir": heir},
        "parameters": {name: id_parameter()},
        "responses": {name: json_body(&reference("schemas", text))},
        "requestBodies": {name: json_body(&reference("schemas", text))},
    });
    let operation = json!({
        "operationId": "getShip",
        "parameters": [reference("parameters", text)],
        "requestBody": reference("requestBodies", text),
        "responses": {"200": reference("responses", text)},
    });
    let api = lowered(&operation, &components);
    let ty = Type::Named(SchemaId::component(name));
    let operation = &api.operations[0];
    assert_eq!(operation.parameters[0].name, "id");
    assert_eq!(operation.output, Output::Json(ty.clone()));
    let list = SchemaId::component(name).child(step("list"));
    let SchemaKind::Union(union) = &schema(&api, &list).kind else {
        panic!("{list} is not a union");
    };
    assert_eq!((&*union.members[0].name, &union.members[0].ty), (name, &ty));
    let SchemaKind::Union(union) = &schema(&api, &SchemaId::component("base/")).kind else {
        panic!("the base is not a union of its subtypes");
    };
    let names: Vec<&str> = union.members.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["heir", "base/"]);
}

#[test]
fn a_dangling_reference_is_reported_at_its_location() {
    let mut operation = operation();
    operation["parameters"] = json!([id_parameter(), reference("parameters", "flag")]);
    operation["responses"] = json!({"200": json_body(&reference("schemas", "ship"))});
    let (api, found) = with_operation(&operation, &json!({})).unwrap();
    assert!(api.operations.is_empty());
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.message.as_str(), one.pointer.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                "`#/components/parameters/flag` does not exist: the operation is left out",
                "/paths/~1ships~1{id}/get/parameters/1"
            ),
            (
                "`#/components/schemas/ship` does not exist: any value is accepted",
                "/paths/~1ships~1{id}/get/responses/200/content/application~1json/schema"
            ),
        ]
    );
}
