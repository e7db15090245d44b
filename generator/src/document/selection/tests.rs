//! Tests of the selection of operations.

use serde_json::json;

use super::*;
use crate::document::source::Source;

fn document() -> RawDocument {
    let value = json!({
        "openapi": "3.0.3",
        "paths": {
            "/boats": {
                "parameters": [{"$ref": "#/components/parameters/page"}],
                "get": {"operationId": "listBoats", "tags": ["Boats", "Fleet"], "responses": {
                    "200": {"content": {"application/json": {"schema":
                        {"$ref": "#/components/schemas/vessel"}}}},
                }},
                "post": {"operationId": "addBoat", "tags": ["Boats"]},
            },
            "/crew": {"get": {"tags": ["Crew"], "responses": {
                "200": {"$ref": "#/components/responses/crew"},
            }}},
        },
        "components": {
            "parameters": {"page": {}, "other": {}},
            "responses": {"crew": {"content": {"application/json": {"schema":
                {"$ref": "#/components/schemas/crew"}}}}},
            "schemas": {
                "vessel": {"discriminator": {"propertyName": "kind"}},
                "ferry": {"allOf": [{"$ref": "#/components/schemas/vessel"},
                    {"properties": {"berth": {"$ref": "#/components/schemas/berth"}}}]},
                "berth": {"properties": {"vessel": {"$ref": "#/components/schemas/vessel"}}},
                "crew": {},
                "unused": {},
            },
            "securitySchemes": {"token": {}},
        },
    });
    let source = Source::new("harbour.yaml", value.to_string());
    RawDocument::from_source(source).unwrap()
}

fn selected(tags: &[&str], operations: &[&str]) -> (Value, Selection, HashSet<String>) {
    let mut selection = Selection::default();
    tags.iter().for_each(|tag| selection.add_tag(*tag));
    operations
        .iter()
        .for_each(|name| selection.add_operation(*name));
    let mut document = document();
    let matched = selection.apply(&mut document);
    (document.value, selection, matched)
}

fn keys(value: &Value) -> Vec<&str> {
    let members = value.as_object().unwrap().keys();
    members.map(String::as_str).collect()
}

#[test]
fn reachable_components_are_kept() {
    let (value, _, _) = selected(&["Fleet"], &[]);
    assert_eq!(keys(&value["paths"]), ["/boats"]);
    assert_eq!(keys(&value["paths"]["/boats"]), ["parameters", "get"]);
    let components = &value["components"];
    assert_eq!(keys(&components["schemas"]), ["vessel", "ferry", "berth"]);
    assert_eq!(keys(&components["parameters"]), ["page"]);
    assert_eq!(keys(&components["securitySchemes"]), ["token"]);
    let (value, _, _) = selected(&[], &["GET /crew", "addBoat"]);
    assert_eq!(keys(&value["components"]["schemas"]), ["crew"]);
}

#[test]
fn the_operations_of_jobs_are_selected_along() {
    let value = json!({
        "paths": {
            "/surveys": {"post": {"operationId": "startSurvey", "tags": ["Surveys"],
                "x-job": {"poll": "getSurvey", "result": "getReport"}}},
            "/surveys/{id}": {"get": {"operationId": "getSurvey"},
                "delete": {"operationId": "deleteSurvey"}},
            "/surveys/{id}/report": {"get": {"operationId": "getReport"}},
            "/dredgings": {"post": {"operationId": "dredge", "x-job": {"poll": "getDredging"}}},
            "/dredgings/{id}": {"get": {"operationId": "getDredging"}},
        },
    });
    let source = Source::new("surveys.json", value.to_string());
    for (tag, operation) in [(Some("Surveys"), None), (None, Some("startSurvey"))] {
        let mut selection = Selection::default();
        tag.into_iter().for_each(|tag| selection.add_tag(tag));
        operation
            .into_iter()
            .for_each(|name| selection.add_operation(name));
        let mut document = RawDocument::from_source(source.clone()).unwrap();
        assert_eq!(selection.apply(&mut document).len(), 1);
        let paths = &document.value["paths"];
        assert_eq!(
            keys(paths),
            ["/surveys", "/surveys/{id}", "/surveys/{id}/report"]
        );
        assert_eq!(keys(&paths["/surveys/{id}"]), ["get"]);
    }
}

#[test]
fn escaped_and_partial_references_reach_components() {
    let schema = |reference: &str| json!({"schema": {"$ref": reference}});
    let value = json!({
        "paths": {
            "/crew": {"get": {
                "operationId": "listCrew",
                "requestBody": schema("#/components/schemas/a~1b%7Bc%7D"),
                "responses": schema("#/components/schemas/d%20e/properties/f"),
            }},
        },
        "components": {"schemas": {"a/b{c}": {}, "d e": {}, "a": {}, "a/b": {}}},
    });
    let source = Source::new("crew.json", value.to_string());
    let mut document = RawDocument::from_source(source).unwrap();
    let mut selection = Selection::default();
    selection.add_operation("listCrew");
    selection.apply(&mut document);
    assert_eq!(
        keys(&document.value["components"]["schemas"]),
        ["a/b{c}", "d e"]
    );
}

#[test]
fn unmatched_names_are_reported() {
    let (_, selection, matched) = selected(&["Boats", "fleets"], &["sinkBoat", "GET /boat"]);
    let mut known = Names::default();
    known.collect(&document());
    let errors = selection.check(&matched, &known, &document(), &ConfigFile::default());
    let errors = errors.unwrap_err();
    let text = |one: &Diagnostic| {
        let help = one.help.as_deref().unwrap_or_default();
        format!("{}; {help}", one.message)
    };
    let texts: Vec<String> = errors.iter().map(text).collect();
    assert_eq!(
        texts[0],
        "no operation has the tag `fleets`; did you mean `Fleet`?"
    );
    assert_eq!(
        texts[1],
        "no operation matches `GET /boat`; did you mean `GET /boats`?"
    );
    assert!(
        texts[2].starts_with("no operation matches `sinkBoat`; use a tag, "),
        "{}",
        texts[2]
    );
}
