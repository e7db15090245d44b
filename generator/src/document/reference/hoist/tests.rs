use super::*;

fn hoisted(mut document: Value) -> Value {
    let mut source = Source::new("x.json", "");
    let found = hoist(&mut source, &mut document, &mut DeclaredNames::default());
    assert!(found.is_empty(), "{found}");
    document
}

fn document(schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}})
}

#[test]
fn targets_become_components() {
    let hoisted = hoisted(document(json!({
        "ship": {"properties": {
            "flag": {"properties": {"colour": {"enum": ["red"]}}},
            "name": {"type": "string", "maxLength": 9},
        }},
        "fleet": {"properties": {
            "flag": {"$ref": "#/components/schemas/ship/properties/flag"},
            "name": {"$ref": "#/components/schemas/ship/properties/name", "nullable": true},
            "colour": {"$ref": "#/components/schemas/fleet/properties/flag/properties/colour"},
        }},
    })));
    let expected = json!({
        "ship": {"properties": {
            "flag": {"$ref": "#/components/schemas/ship.flag"},
            "name": {"type": "string", "maxLength": 9},
        }},
        "fleet": {"properties": {
            "flag": {"$ref": "#/components/schemas/ship.flag"},
            "name": {"nullable": true, "type": "string", "maxLength": 9},
            "colour": {"$ref": "#/components/schemas/ship.flag.colour"},
        }},
        "ship.flag": {
            "properties": {"colour": {"$ref": "#/components/schemas/ship.flag.colour"}},
        },
        "ship.flag.colour": {"enum": ["red"]},
    });
    assert_eq!(hoisted["components"]["schemas"], expected);
}

#[test]
fn references_in_moved_targets_are_rewritten() {
    let hoisted = hoisted(document(json!({
        "first": {"$ref": "#/components/schemas/ship/properties/log"},
        "ship": {"properties": {
            "log": {"properties": {
                "last": {"$ref": "#/components/schemas/crew/items"},
                "next": {"$ref": "#/components/schemas/ship/properties/log"},
            }},
        }},
        "crew": {"type": "array", "items": {"properties": {}}},
    })));
    let expected = json!({
        "first": {"properties": {
            "last": {"$ref": "#/components/schemas/crew.item"},
            "next": {"$ref": "#/components/schemas/first"},
        }},
        "ship": {"properties": {"log": {"$ref": "#/components/schemas/first"}}},
        "crew": {"type": "array", "items": {"$ref": "#/components/schemas/crew.item"}},
        "crew.item": {"properties": {}},
    });
    assert_eq!(hoisted["components"]["schemas"], expected);
}

#[test]
fn existing_components_are_not_replaced() {
    let flag = json!({"properties": {"size": {"enum": ["s", "l"]}}});
    let hoisted = hoisted(document(json!({
        "ship": {"properties": {"flag": flag}},
        "ship.flag": {"enum": ["red"]},
        "components.schemas.ship.properties.flag": {"enum": ["green"]},
        "fleet": {"properties": {"flag": {"$ref": "#/components/schemas/ship/properties/flag"}}},
    })));
    let schemas = &hoisted["components"]["schemas"];
    assert_eq!(schemas["ship.flag"], json!({"enum": ["red"]}));
    let name = "components.schemas.ship.properties.flag";
    assert_eq!(schemas[name], json!({"enum": ["green"]}));
    assert_eq!(schemas[format!("{name}.2")], flag);
}

#[test]
fn a_cycle_of_path_items_is_reported_with_its_members() {
    let mut document = json!({"openapi": "3.1.0", "paths": {
        "/ships": {"$ref": "#/paths/~1boats"},
        "/boats": {"$ref": "#/paths/~1ships"},
    }});
    let mut source = Source::new("x.json", "");
    let found = hoist(&mut source, &mut document, &mut DeclaredNames::default());
    assert_eq!(document["paths"], json!({}));
    let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`#/paths/~1boats` leads to a cycle of references, `#/paths/~1ships` → \
             `#/paths/~1boats` → `#/paths/~1ships`: its operations are left out",
            "`#/paths/~1ships` leads to a cycle of references, `#/paths/~1boats` → \
             `#/paths/~1ships` → `#/paths/~1boats`: its operations are left out",
        ]
    );
}
