use serde_json::{Value, json};

use super::*;
use crate::Generator;
use crate::model::{ShapeKind, ShapedApi};
use crate::pipeline::{Clock, Model};

#[test]
fn variants_with_the_same_keys_are_found_among_many() {
    let pattern = |variant: usize, key: usize| Pattern {
        variant,
        kind: JsonKind::Object {
            tag: None,
            constants: Vec::new(),
            required: Vec::new(),
            known: vec!["id".to_owned(), format!("key{key}")],
        },
    };
    let mut patterns: Vec<Pattern> = (0..20_000).map(|index| pattern(index, index)).collect();
    patterns.push(pattern(19_999, 19_999));
    assert!(!have_same_keys(&patterns));
    patterns.push(pattern(20_000, 7));
    assert!(have_same_keys(&patterns));
}

fn document(schemas: &serde_json::Map<String, Value>) -> Result<ShapedApi, Diagnostics> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.json");
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    });
    std::fs::write(&path, document.to_string()).unwrap();
    let mut model = Model::read(&Generator::document(path), &mut Clock::start())?;
    Ok(model.sides.remove(0).api)
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn object(key: &str) -> Value {
    json!({"type": "object", "properties": {key: {"type": "string"}}})
}

fn patterns_of(api: &ShapedApi, component: &str) -> Vec<Pattern> {
    match &api.shapes[&SchemaId::component(component)].kind {
        ShapeKind::Union(union) => union.patterns.clone(),
        other => panic!("{other:?}"),
    }
}

/// There are 40^8 paths through these unions.
#[test]
fn unions_that_list_each_other_have_each_type_once() {
    let union = |name: usize| {
        let own = reference(&format!("ship{name}"));
        let others = (0..40).filter(|other| *other != name);
        let others = others.map(|other| reference(&format!("union{other}")));
        json!({"oneOf": others.chain([own]).collect::<Vec<_>>()})
    };
    let ships = (0..40).map(|name| (format!("ship{name}"), object(&format!("key{name}"))));
    let unions = (0..40).map(|name| (format!("union{name}"), union(name)));
    let api = document(&ships.chain(unions).collect()).unwrap();
    for name in 0..40 {
        let patterns = patterns_of(&api, &format!("union{name}"));
        assert_eq!(patterns.len(), 40);
        // Only the last variant is an object.
        assert_eq!(patterns[0].variant, 39);
    }
}

#[test]
fn lists_of_unions_that_list_each_other_are_any_lists() {
    let union = |name: usize| {
        let others = (0..40).filter(|other| *other != name);
        let list = |other| json!({"type": "array", "items": reference(&format!("union{other}"))});
        json!({"oneOf": others.map(list).collect::<Vec<_>>()})
    };
    let unions = (0..40).map(|name| (format!("union{name}"), union(name)));
    let api = document(&unions.collect()).unwrap();
    let patterns = patterns_of(&api, "union0");
    assert_eq!(patterns.len(), 39);
    let kinds: usize = patterns.iter().map(|one| size(&one.kind).kinds).sum();
    assert!(kinds <= 39 * (MAX_ITEM_KINDS + 1), "{kinds}");
}

/// Each of 3,000 unions has the 600 types of another one.
#[test]
fn patterns_out_of_proportion_to_the_document_are_rejected() {
    let mut schemas = serde_json::Map::new();
    let names: Vec<String> = (0..600).map(|name| format!("ship{name}")).collect();
    schemas.extend(names.iter().map(|name| (name.clone(), object(name))));
    let all: Vec<Value> = names.iter().map(|name| reference(name)).collect();
    schemas.insert("all".to_owned(), json!({"oneOf": all}));
    for name in 0..3_000 {
        let union = json!({"oneOf": [reference("all"), {"type": "string"}]});
        schemas.insert(format!("union{name}"), union);
    }
    let found = document(&schemas).unwrap_err();
    let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["excessive-expansion"]);
}

#[test]
fn a_variant_that_has_a_type_itself_is_preferred_to_a_union_that_has_it() {
    let schemas = json!({
        "ship": object("tons"),
        "load": {"oneOf": [reference("ship"), {"type": "string"}]},
        "cargo": {"oneOf": [reference("load"), reference("ship")]},
    });
    let Value::Object(schemas) = schemas else {
        panic!("schemas are an object");
    };
    let patterns = patterns_of(&document(&schemas).unwrap(), "cargo");
    let variants: Vec<usize> = patterns.iter().map(|one| one.variant).collect();
    assert_eq!(variants, [1, 0]);
    assert_eq!(patterns[1].kind, JsonKind::String);
}
