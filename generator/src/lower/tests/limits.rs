//! Time and memory are bounded by the size of the document.

use serde_json::{Map, Value, json};

use super::{document, id_parameter, lowered, operation, reference, with_operation};
use crate::diagnostic::{Diagnostics, MAX_SUGGESTIONS};
use crate::model::{Api, SchemaId, SchemaKind, Step, Type};

/// Returns component schemas, each with a reference to the one before.
fn chain(length: usize, schema: impl Fn(usize, &Value) -> Value) -> Value {
    let schemas = (0..length).map(|index| {
        let before = reference("schemas", &format!("s{}", index.saturating_sub(1)));
        let schema = match index {
            0 => json!({"type": "object", "properties": {"name": {"type": "string"}}}),
            _ => schema(index, &before),
        };
        (format!("s{index}"), schema)
    });
    Value::Object(schemas.collect())
}

/// Returns component schemas in a cycle, each with a reference to the one before.
fn cycle(length: usize, schema: impl Fn(usize, &Value) -> Value) -> Value {
    let mut schemas = chain(length, &schema);
    let last = reference("schemas", &format!("s{}", length - 1));
    schemas["s0"] = schema(0, &last);
    schemas
}

fn with_schemas(schemas: Value) -> Result<(Api, Diagnostics), Diagnostics> {
    document(json!({"components": {"schemas": schemas}}))
}

fn properties(api: &Api, component: &str) -> Vec<String> {
    match &api.schemas[&SchemaId::component(component)].kind {
        SchemaKind::Object(object) => object.properties.keys().cloned().collect(),
        other => panic!("{other:?}"),
    }
}

/// There are 2^60 paths to the first schema.
#[test]
fn a_component_that_is_included_twice_is_merged_once() {
    let twice = |index: usize, before: &Value| {
        let mut own = Map::new();
        own.insert(format!("p{index}"), json!({"type": "string"}));
        json!({"allOf": [before, before, {"required": ["name"], "properties": own}]})
    };
    let (api, _) = with_schemas(chain(60, twice)).unwrap();
    assert_eq!(properties(&api, "s59").len(), 60);
}

#[test]
fn long_chains_of_all_of_are_merged_in_any_order() {
    let (api, _) = with_schemas(chain(
        5_000,
        |_, before| json!({"allOf": [before, {"description": "d"}], "required": ["name"]}),
    ))
    .unwrap();
    assert_eq!(properties(&api, "s4999"), ["name"]);
    let Value::Object(schemas) = chain(
        5_000,
        |_, before| json!({"allOf": [before, {"properties": {"own": {"type": "string"}}}]}),
    ) else {
        panic!("schemas are an object");
    };
    let (api, _) = with_schemas(Value::Object(schemas.into_iter().rev().collect())).unwrap();
    assert_eq!(properties(&api, "s4999"), ["name", "own"]);
}

/// Documents that are generated from `OData` say "null" by an object that allows null.
#[test]
fn a_chain_of_nullable_references_is_as_long_as_it_may_be() {
    let found = with_schemas(chain(500, |_, before| {
        let next = json!({"anyOf": [before, {"type": "object", "nullable": true}]});
        json!({"type": "object", "properties": {"next": next}})
    }));
    let (api, warnings) = found.unwrap();
    assert_eq!(warnings.iter().count(), 0, "{warnings}");
    let SchemaKind::Object(last) = &api.schemas[&SchemaId::component("s499")].kind else {
        panic!("the last schema is an object");
    };
    let next = &last.properties["next"];
    assert!(next.nullable);
    assert_eq!(next.ty, Type::Named(SchemaId::component("s498")));
}

/// The only alternative that has properties is merged, and so are those in its properties.
#[test]
fn a_chain_of_compositions_in_properties_is_as_long_as_it_may_be() {
    for (keyword, other) in [
        ("anyOf", json!({"type": "object", "required": ["name"]})),
        ("allOf", json!({"properties": {"own": {"type": "string"}}})),
    ] {
        let found = with_schemas(chain(500, |_, before| {
            let next = json!({keyword: [before, other]});
            json!({"type": "object", "properties": {"name": {"type": "string"}, "next": next}})
        }));
        let (api, warnings) = found.unwrap();
        assert_eq!(warnings.iter().count(), 0, "{warnings}");
        let SchemaKind::Object(last) = &api.schemas[&SchemaId::component("s499")].kind else {
            panic!("the last schema is an object");
        };
        let Type::Named(next) = &last.properties["next"].ty else {
            panic!("the next one is a type: {:?}", last.properties["next"].ty);
        };
        let SchemaKind::Object(next) = &api.schemas[next].kind else {
            panic!("the next one is an object");
        };
        let before = Type::Named(SchemaId::component("s498").child(Step::Property("next".into())));
        assert_eq!(next.properties["next"].ty, before);
        assert_eq!(next.properties.contains_key("own"), keyword == "allOf");
    }
}

/// Each component is merged once, although it includes itself by the properties of the others.
#[test]
fn a_cycle_of_compositions_in_properties_is_as_long_as_it_may_be() {
    let required = json!({"type": "object", "required": ["name"]});
    let own = json!({"properties": {"own": {"type": "string"}}});
    let none = json!({"type": "string", "enum": [null], "nullable": true});
    type Next<'a> = &'a dyn Fn(&Value) -> Value;
    let compositions: [(Next<'_>, bool); 5] = [
        (&|before| json!({"anyOf": [before, required]}), false),
        (&|before| json!({"anyOf": [before, required, none]}), true),
        (
            &|before| json!({"oneOf": [before, required], "nullable": true}),
            true,
        ),
        (&|before| json!({"allOf": [before, own]}), false),
        (
            &|before| json!({"allOf": [before], "oneOf": [own, required]}),
            false,
        ),
    ];
    for (next, is_nullable) in compositions {
        for length in [2, 3, 100, 1_000] {
            let found = with_schemas(cycle(length, |_, before| {
                let properties = json!({"name": {"type": "string"}, "next": next(before)});
                json!({"type": "object", "properties": properties})
            }));
            let (api, warnings) = found.unwrap();
            assert_eq!(warnings.iter().count(), 0, "{warnings}");
            assert_eq!(api.schemas.len(), 2 * length);
            let next = |index| {
                SchemaId::component(format!("s{index}")).child(Step::Property("next".into()))
            };
            for index in 0..length {
                let SchemaKind::Object(object) = &api.schemas[&next(index)].kind else {
                    panic!("the next one of s{index} is an object");
                };
                let property = &object.properties["next"];
                let before = (index + length - 1) % length;
                assert_eq!(property.ty, Type::Named(next(before)));
                assert_eq!(property.nullable, is_nullable, "of s{index} of {length}");
            }
        }
    }
}

/// All alternatives have the properties beside them.
#[test]
fn a_chain_of_unions_beside_properties_is_as_long_as_it_may_be() {
    for is_cycle in [false, true] {
        let schema = |_: usize, before: &Value| {
            let other = json!({"type": "object", "properties": {"other": {"type": "string"}}});
            let own = json!({"own": {"type": "string"}});
            let next = json!({"properties": own, "oneOf": [before, other]});
            json!({"type": "object", "properties": {"name": {"type": "string"}, "next": next}})
        };
        let schemas = if is_cycle {
            cycle(200, schema)
        } else {
            chain(200, schema)
        };
        let (api, warnings) = with_schemas(schemas).unwrap();
        assert_eq!(warnings.iter().count(), 0, "{warnings}");
        let next = SchemaId::component("s199").child(Step::Property("next".into()));
        let SchemaKind::Union(union) = &api.schemas[&next].kind else {
            panic!("the next one is a union");
        };
        assert_eq!(union.members.len(), 2);
    }
}

/// The sizes of the schemas of such a chain are quadratic in that of the document.
#[test]
fn compositions_out_of_proportion_to_the_document_are_rejected() {
    let text = "A description. ".repeat(1_000);
    let found = with_schemas(chain(100, |index, before| {
        let mut own = Map::new();
        own.insert(format!("p{index}"), json!({"type": "string"}));
        if index == 1 {
            own.insert(
                "text".to_owned(),
                json!({"type": "string", "description": text}),
            );
        }
        json!({"allOf": [before, {"properties": own}]})
    }));
    // 100 copies of a text are allowed.
    assert!(found.is_ok());
    let text = "A description. ".repeat(10_000);
    let found = with_schemas(chain(300, |index, before| {
        let properties = json!({"text": {"type": "string", "description": text}});
        let own = if index == 1 {
            properties
        } else {
            json!({"x": {"type": "string"}})
        };
        json!({"allOf": [before, {"properties": own}]})
    }));
    let found = found.unwrap_err();
    let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["excessive-expansion"]);
}

/// Each schema includes all others: there are more paths than can be followed.
#[test]
fn components_that_include_each_other_are_rejected() {
    let names: Vec<String> = (0..24).map(|index| format!("s{index}")).collect();
    let schema = |name: &String| {
        let others = names.iter().filter(|other| *other != name);
        let others: Vec<Value> = others.map(|other| reference("schemas", other)).collect();
        (
            name.clone(),
            json!({"allOf": others, "properties": {"name": {"type": "string"}}}),
        )
    };
    let found = with_schemas(Value::Object(names.iter().map(schema).collect())).unwrap_err();
    assert_eq!(found.len(), 1, "{found}");
}

/// Each union lists all others: as parameters, the kinds of all their values are determined.
#[test]
fn unions_that_list_each_other_are_lowered() {
    let union = |level: usize| {
        let next = reference("schemas", &format!("u{}", level + 1));
        json!({"oneOf": vec![next; 12]})
    };
    let mut schemas: Map<String, Value> = (0..14)
        .map(|level| (format!("u{level}"), union(level)))
        .collect();
    schemas.insert(
        "u14".to_owned(),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
    );
    let parameter = json!({"name": "q", "in": "query", "schema": reference("schemas", "u0")});
    let mut get = operation();
    get["parameters"] = json!([id_parameter(), parameter]);
    let found = with_operation(&get, &json!({"schemas": schemas}));
    assert!(found.is_ok());
}

#[test]
fn a_form_includes_a_component_once() {
    let schemas = chain(60, |_, before| json!({"allOf": [before, before]}));
    let mut get = operation();
    let form = json!({"multipart/form-data": {"schema": reference("schemas", "s59")}});
    get["requestBody"] = json!({"content": form});
    let api = lowered(&get, &json!({"schemas": schemas}));
    let body = api.operations[0].body.as_ref().unwrap();
    assert_eq!(body.fields().len(), 1);
}

#[test]
fn similar_names_are_searched_for_some_dangling_references() {
    let mut schemas = chain(
        200,
        |index, _| json!({"properties": {"other": reference("schemas", &format!("ship{index}_"))}}),
    );
    for index in 0..200 {
        schemas[format!("ship{index}")] = json!({"type": "object"});
    }
    let (_, found) = with_schemas(schemas).unwrap();
    let helps = found.iter().filter_map(|one| one.help.as_deref());
    let suggestions = helps
        .filter(|help| help.starts_with("did you mean"))
        .count();
    assert_eq!((found.len(), suggestions), (199, MAX_SUGGESTIONS));
}
