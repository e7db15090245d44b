//! Tests of the values of discriminators.

use std::path::Path;

use serde_json::json;

use super::{lowered, messages, operation, reference, schema, with_operation};
use crate::choices::Choices;
use crate::document::{Document, RawDocument};
use crate::lower::lower;
use crate::model::{Api, SchemaId, SchemaKind};

/// The mapped values of a member, and the name of its schema.
type Values = (Vec<String>, Option<String>);

fn tag(mapped: &[&str], name: Option<&str>) -> Option<Values> {
    let mapped = mapped.iter().map(|one| (*one).to_owned()).collect();
    Some((mapped, name.map(str::to_owned)))
}

/// Returns the discriminator values of the members of a union.
fn tags(api: &Api, union: &SchemaId) -> Vec<Option<Values>> {
    let SchemaKind::Union(union) = &schema(api, union).kind else {
        panic!("`{union}` is not a union");
    };
    let tags = union.members.iter().map(|member| member.tag.clone());
    tags.map(|tag| tag.map(|tag| (tag.mapped, tag.name)))
        .collect()
}

/// Lowers a document of several files, the first of which is the document.
fn of_files(files: &[(&str, &str)]) -> Api {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let raw = RawDocument::load(folder.path().join(files[0].0)).unwrap();
    let (document, _) = Document::parse(raw, None).unwrap();
    lower(&document, &Choices::default()).unwrap().0
}

#[test]
fn a_mapping_contains_names_or_references() {
    let ship = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
    let union = json!({
        "oneOf": [reference("schemas", "a.b"), reference("schemas", "c~1d")],
        "discriminator": {"propertyName": "kind", "mapping": {
            "first": "a.b",
            "second": "#/components/schemas/a.b",
            "third": "#/components/schemas/c~1d",
        }},
    });
    let schemas = json!({"a.b": ship, "c/d": ship, "fleet": union});
    let api = lowered(&operation(), &json!({ "schemas": schemas }));
    let expected = [
        tag(&["first", "second"], Some("a.b")),
        tag(&["third"], Some("c/d")),
    ];
    assert_eq!(tags(&api, &SchemaId::component("fleet")), expected);
}

#[test]
fn the_name_of_a_schema_is_not_a_value_if_another_member_has_it() {
    let cat = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
    let union = json!({
        "oneOf": [reference("schemas", "cat"), reference("schemas", "lion"), reference("schemas", "lynx")],
        "discriminator": {"propertyName": "kind", "mapping": {"lion": "cat", "lynx": "nowhere"}},
    });
    let schemas = json!({"cat": cat, "lion": cat, "lynx": cat, "pet": union});
    let api = lowered(&operation(), &json!({ "schemas": schemas }));
    let expected = [tag(&["lion"], Some("cat")), None, tag(&[], Some("lynx"))];
    assert_eq!(tags(&api, &SchemaId::component("pet")), expected);
}

#[test]
fn the_name_of_a_subtype_is_a_value_beside_those_of_the_mapping() {
    let base = json!({"type": "object", "discriminator": {
        "propertyName": "kind", "mapping": {"horsey": "Horse"},
    }});
    let schemas = json!({
        "Animal": base,
        "Horse": {"allOf": [reference("schemas", "Animal"), {"type": "object"}]},
        "Mule": {"allOf": [reference("schemas", "Animal"), {"type": "object"}]},
    });
    let api = lowered(&operation(), &json!({ "schemas": schemas }));
    let expected = [
        tag(&["horsey"], Some("Horse")),
        tag(&[], Some("Mule")),
        None,
    ];
    assert_eq!(tags(&api, &SchemaId::component("Animal")), expected);
}

/// Components of other files have other names if theirs are taken.
#[test]
fn names_are_those_in_the_files_that_declare_the_schemas() {
    let root = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
components:
  schemas:
    Cat: {type: object}
    Dog: {type: object}
    Pet: {$ref: 'lib.yaml#/components/schemas/Pet'}
    Animal:
      oneOf: [{$ref: m/Dog.yaml}, {$ref: m/Owl.yaml}]
      discriminator: {propertyName: k}
";
    let library = "\
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Base'}]
      discriminator: {propertyName: k}
    Base: {type: object, discriminator: {propertyName: k}}
    Cat: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object}]}
";
    let api = of_files(&[
        ("root.yaml", root),
        ("lib.yaml", library),
        (
            "m/Dog.yaml",
            "{type: object, properties: {k: {type: string}}}",
        ),
        (
            "m/Owl.yaml",
            "{type: object, properties: {k: {type: string}}}",
        ),
    ]);
    let animal = [tag(&[], Some("Dog")), tag(&[], Some("Owl"))];
    assert_eq!(tags(&api, &SchemaId::component("Animal")), animal);
    let pet = [tag(&[], Some("Cat")), tag(&[], Some("Base"))];
    assert_eq!(tags(&api, &SchemaId::component("Pet")), pet);
    let base = [tag(&[], Some("Cat")), None];
    assert_eq!(tags(&api, &SchemaId::component("Base")), base);
}

#[test]
fn names_are_the_keys_of_schemas_within_others() {
    let cat = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
    let within = |name: &str| json!({"$ref": format!("#/components/schemas/pet/{name}")});
    let union = json!({
        "oneOf": [within("properties/cat"), within("anyOf/0")],
        "discriminator": {"propertyName": "kind"},
    });
    let pet = json!({"properties": {"cat": cat}, "anyOf": [cat]});
    let schemas = json!({"pet": pet, "animal": union});
    let api = lowered(&operation(), &json!({ "schemas": schemas }));
    let expected = [tag(&[], Some("cat")), None];
    assert_eq!(tags(&api, &SchemaId::component("animal")), expected);
}

/// OpenAPI 3.2, "Options for Mapping Values to Schemas": `defaultMapping` is a name or a reference.
#[test]
fn the_default_is_a_name_or_a_reference_to_any_file() {
    for default in [
        "Boat",
        "'#/components/schemas/Boat'",
        "boats.yaml#/Boat",
        "boats.yaml#boat",
    ] {
        let document = format!(
            "openapi: 3.2.0\n\
             info: {{title: T, version: '1'}}\n\
             components:\n  schemas:\n    \
             Boat: {{$ref: boats.yaml#/Boat}}\n    \
             ship: {{type: object, properties: {{kind: {{type: string}}}}}}\n    \
             craft:\n      \
             oneOf: [{{$ref: '#/components/schemas/ship'}}, {{$ref: '#/components/schemas/Boat'}}]\n      \
             discriminator: {{propertyName: kind, defaultMapping: {default}}}\n"
        );
        let boats = "Boat: {$anchor: boat, type: object, properties: {kind: {type: string}}}";
        let api = of_files(&[("harbour.yaml", &document), ("boats.yaml", boats)]);
        let craft = &schema(&api, &SchemaId::component("craft")).kind;
        let SchemaKind::Union(craft) = craft else {
            panic!("{craft:?}");
        };
        let defaults: Vec<bool> = craft.members.iter().map(|one| one.is_default).collect();
        assert_eq!(defaults, [false, true], "{default}");
    }
}

#[test]
fn a_default_that_is_no_alternative_is_reported() {
    let ship = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
    let union = json!({
        "oneOf": [reference("schemas", "ship"), reference("schemas", "raft")],
        "discriminator": {"propertyName": "kind", "defaultMapping": "boat"},
    });
    let schemas = json!({"ship": ship, "raft": ship, "boat": ship, "craft": union});
    let (_, found) = with_operation(&operation(), &json!({ "schemas": schemas })).unwrap();
    assert_eq!(
        messages(&found),
        ["`defaultMapping` refers to `boat`, which is not an alternative: it is ignored"]
    );
}
