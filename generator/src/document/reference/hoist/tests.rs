use super::*;

fn hoisted(mut document: Value) -> Value {
    let mut source = Source::new("x.json", "");
    let found = hoist(
        &mut source,
        &mut document,
        &mut DeclaredNames::default(),
        &mut Cycles::default(),
    );
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
    let found = hoist(
        &mut source,
        &mut document,
        &mut DeclaredNames::default(),
        &mut Cycles::default(),
    );
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

/// Path Item Object, `$ref`: only fields on both sides of the reference are undefined.
#[test]
fn fields_beside_the_reference_of_a_path_item_are_merged() {
    let own = json!([{"name": "own", "in": "query", "schema": {}}]);
    let target = json!([{"name": "id", "in": "query", "schema": {}}]);
    let mut document = json!({
        "openapi": "3.1.0",
        "paths": {
            "/summary": {"$ref": "#/components/pathItems/alias", "summary": "hi"},
            "/post": {"$ref": "#/components/pathItems/ref", "post": {"operationId": "p"}},
            "/other": {"$ref": "#/paths/~1post", "parameters": own},
            "/missing": {"$ref": "#/components/pathItems/none", "get": {"operationId": "g"}},
        },
        "components": {"pathItems": {
            "alias": {"$ref": "#/components/pathItems/ref", "description": "there"},
            "ref": {"get": {"operationId": "r"}, "summary": "Ref", "parameters": target},
        }},
    });
    let mut source = Source::new("x.json", "");
    let found = hoist(
        &mut source,
        &mut document,
        &mut DeclaredNames::default(),
        &mut Cycles::default(),
    );
    let get = json!({"operationId": "r"});
    assert_eq!(
        document["paths"],
        json!({
            "/summary": {
                "summary": "hi", "description": "there", "get": get, "parameters": target,
            },
            "/post": {
                "post": {"operationId": "p"}, "get": get, "summary": "Ref", "parameters": target,
            },
            "/other": {
                "parameters": own, "post": {"operationId": "p"}, "get": get, "summary": "Ref",
            },
            "/missing": {"get": {"operationId": "g"}},
        })
    );
    let found = found.iter().map(|one| {
        let pointer = one.pointer.as_ref().map(ToString::to_string);
        (pointer.unwrap_or_default(), one.message.as_str())
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (
                "/paths/~1missing".to_owned(),
                "`#/components/pathItems/none` does not exist: its operations are left out"
            ),
            (
                "/paths/~1other/parameters".to_owned(),
                "`parameters` is declared beside `$ref` and by its target, which OpenAPI leaves \
                 undefined: that of the target is ignored"
            ),
        ]
    );
}

/// Reference Object: a summary and a description may be beside `$ref`; other keywords are ignored.
#[test]
fn components_that_refer_to_others_may_have_descriptions() {
    for (section, using) in [
        (
            "parameters",
            json!({"parameters": [{"$ref": "#/components/parameters/alias"}]}),
        ),
        (
            "requestBodies",
            json!({"requestBody": {"$ref": "#/components/requestBodies/alias"}}),
        ),
        (
            "responses",
            json!({"responses": {"200": {"$ref": "#/components/responses/alias"}}}),
        ),
        (
            "headers",
            json!({"responses": {"200": {"headers": {
                "X-Ship": {"$ref": "#/components/headers/alias"},
            }}}}),
        ),
    ] {
        let target = format!("#/components/{section}/target");
        let hoisted = hoisted(json!({
            "paths": {"/a": {"get": using}},
            "components": {section: {
                "alias": {"$ref": target, "description": "z"},
                "target": {"description": "t"},
            }},
        }));
        let using = using.to_string().replace("/alias", "/target");
        assert_eq!(hoisted["paths"]["/a"]["get"].to_string(), using);
    }
}

/// Returns the hoisted schemas of a document, and the messages with their locations.
fn reported(schemas: Value) -> (Value, Vec<String>) {
    let mut document = document(schemas);
    let mut source = Source::new("x.json", "");
    let found = hoist(
        &mut source,
        &mut document,
        &mut DeclaredNames::default(),
        &mut Cycles::default(),
    );
    let found = found.iter().map(|one| {
        let pointer = one.pointer.as_ref().map(ToString::to_string);
        format!("{}: {}", pointer.unwrap_or_default(), one.message)
    });
    (document["components"]["schemas"].clone(), found.collect())
}

/// Of a chain of references, only the last one has no target.
#[test]
fn references_to_dangling_references_refer_to_what_is_missing() {
    let y = "#/components/schemas/ship/properties/y";
    let (schemas, found) = reported(json!({"ship": {"properties": {
        "x": {"$ref": y},
        "y": {"$ref": "#/components/schemas/Gone"},
        "within": {"$ref": format!("{y}/properties/a")},
        "beside": {"$ref": y, "description": "d"},
        "absent": {"$ref": "#/components/schemas/ship/properties/z"},
    }}}));
    let properties = &schemas["ship"]["properties"];
    for name in ["x", "y", "within", "beside"] {
        assert_eq!(
            properties[name]["$ref"], "#/components/schemas/Gone",
            "{name}"
        );
    }
    let absent = "#/components/schemas/ship/properties/z";
    assert_eq!(properties["absent"]["$ref"], absent);
    assert_eq!(found, [""; 0]);
}

#[test]
fn cycles_of_schemas_are_reported_with_their_members() {
    let at = |name: &str| format!("#/components/schemas/ship/properties/{name}");
    let (schemas, found) = reported(json!({"ship": {"properties": {
        "k": {"$ref": at("l")},
        "l": {"$ref": at("k")},
        "own": {"$ref": at("own")},
        "other": {"$ref": at("k")},
    }}}));
    let empty = json!({"k": {}, "l": {}, "own": {}, "other": {}});
    assert_eq!(schemas["ship"]["properties"], empty);
    let members = |text: &str, members: &[&str]| {
        let members: Vec<String> = members
            .iter()
            .map(|name| format!("`{}`", at(name)))
            .collect();
        format!(
            "/components/schemas/ship/properties/{text}/$ref: `{}` leads to a cycle of references, {}: \
             any value is accepted",
            at(match text {
                "k" => "l",
                "own" => "own",
                _ => "k",
            }),
            members.join(" → ")
        )
    };
    assert_eq!(
        found,
        [
            members("k", &["l", "k", "l"]),
            members("l", &["k", "l", "k"]),
            members("own", &["own", "own"]),
            members("other", &["k", "l", "k"]),
        ]
    );
}

/// RFC 3986, section 4.4: an empty reference is the document itself.
#[test]
fn a_reference_to_the_whole_document_is_no_schema() {
    let mut document = document(json!({"a": {"properties": {"b": {"$ref": "#"}}}}));
    let mut source = Source::new("x.json", "");
    let found = hoist(
        &mut source,
        &mut document,
        &mut DeclaredNames::default(),
        &mut Cycles::default(),
    );
    let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the reference leads to the whole document, but a schema is expected: any value is \
             accepted"
        ]
    );
}
