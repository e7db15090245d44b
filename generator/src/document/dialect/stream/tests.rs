use super::*;

/// The location of the media types of a response.
const CONTENT: &str = "/components/responses/r/content";

/// A converted media type.
struct Converted {
    items: Value,
    texts: Value,
    names: Value,
    /// The former location in the media type of the first value that was moved.
    from: String,
    problems: Vec<Problem>,
}

/// Converts a media type beside components.
fn converted(name: &str, media_type: Value) -> Converted {
    let ship = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let content = |schema: Value| json!({"type": "string", "contentMediaType": "application/json", "contentSchema": schema});
    let mut document = json!({"components": {
        "responses": {"r": {"content": {name: media_type}}},
        "schemas": {
            "ship": ship,
            "ships": {"type": "array", "items": {"$ref": "#/components/schemas/ship"}},
            "base": {"type": "object", "properties": {
                "id": {"type": "string"}, "event": {"type": "string"}, "data": {"type": "string"},
            }},
            "log": {"properties": {"event": {"const": "log"}, "data": {"type": "string"}}},
            "add": {"properties": {"event": {"const": "add"}, "data": content(ship.clone())}},
            "del": {"properties": {"event": {"const": "del"}, "data": content(ship)}},
            "alias": {"$ref": "#/components/schemas/add"},
            "both": {"oneOf": [
                {"$ref": "#/components/schemas/alias"}, {"$ref": "#/components/schemas/del"},
            ]},
        },
    }});
    let mut moves = Vec::new();
    let problems = convert(&mut document, &mut moves);
    let at = Pointer::parse(CONTENT).unwrap().child(name);
    let media_type = document.pointer(at.as_str()).unwrap();
    assert!(media_type.get("itemSchema").is_none());
    let from = moves.first().and_then(|one| one.from.below(&at));
    Converted {
        items: media_type["schema"]["items"].clone(),
        texts: media_type[TEXT_EVENTS_EXTENSION].clone(),
        names: media_type[EVENT_NAMES_EXTENSION].clone(),
        from: from.map(|from| from.to_string()).unwrap_or_default(),
        problems: problems.into_iter().map(|(_, problem)| problem).collect(),
    }
}

fn events(item: Value) -> Converted {
    converted(
        "text/event-stream; charset=utf-8",
        json!({"itemSchema": item}),
    )
}

fn component(path: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{path}")})
}

fn content(of: &str) -> Value {
    component(&format!("{of}/properties/data/contentSchema"))
}

#[test]
fn the_data_of_an_event_is_its_item() {
    let ship = json!({"type": "object"});
    let data = json!({"type": "string", "contentSchema": ship});
    let event = json!({"properties": {"id": {"type": "string"}, "data": data}});
    let found = events(event.clone());
    assert_eq!((found.items, found.texts), (ship, false.into()));
    assert_eq!(found.from, "/itemSchema/properties/data/contentSchema");
    let lines = converted("application/jsonl", json!({"itemSchema": event}));
    assert_eq!((lines.items, lines.texts), (event, Value::Null));
    assert_eq!(lines.from, "/itemSchema");

    let text = json!({"type": "string", "format": "date-time"});
    let found = events(json!({"properties": {"data": text}}));
    assert_eq!((found.items, found.texts), (text, true.into()));
    assert_eq!(found.from, "/itemSchema/properties/data");
}

/// A schema that describes no fields of events describes their data.
#[test]
fn the_schema_of_data_remains() {
    for (schema, is_text) in [
        (component("ship"), false),
        (component("nothing"), false),
        (json!({"type": "object"}), false),
        (json!({"type": ["string", "null"], "format": "uuid"}), true),
        (json!({"enum": ["a", "b"]}), true),
        (json!({"enum": [1, 2]}), false),
        (json!({"oneOf": [{"type": "string"}, {"const": "a"}]}), true),
        (
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            false,
        ),
    ] {
        let found = events(schema.clone());
        assert_eq!((found.items, found.texts), (schema.clone(), is_text.into()));
        let array = json!({"schema": {"type": "array", "items": schema}});
        let found = converted("text/event-stream", array);
        assert_eq!((found.items, found.texts), (schema.clone(), is_text.into()));
        let found = converted("text/event-stream", json!({"schema": schema}));
        assert_eq!((found.items, found.texts), (Value::Null, is_text.into()));
    }
    let found = converted("text/event-stream", json!({"schema": component("ships")}));
    assert_eq!((found.items, found.texts), (Value::Null, false.into()));
    let found = converted("text/event-stream", json!({}));
    assert_eq!((found.items, found.texts), (Value::Null, true.into()));
}

#[test]
fn references_alternatives_and_all_of_lead_to_the_data() {
    let own = json!({"type": "integer"});
    let count = json!({"properties": {"event": {"const": "count"}, "data": own}});
    let ping = json!({"properties": {"event": {"const": "ping"}}});
    let (add, del) = (component("add"), component("del"));
    let both = json!({"oneOf": [content("add"), content("del")]});
    for (item, data) in [
        (add.clone(), content("add")),
        (component("alias"), content("add")),
        (component("both"), both.clone()),
        (json!({"anyOf": [add, ping, del]}), both.clone()),
        (json!({"anyOf": [component("both"), add]}), both),
        (
            json!({"oneOf": [add, count]}),
            json!({"oneOf": [content("add"), {"type": "integer", "x-event-name": "count"}]}),
        ),
        (json!({"allOf": [ping, count]}), own.clone()),
        (json!({"allOf": [component("base"), add]}), content("add")),
    ] {
        let found = events(item.clone());
        assert_eq!((found.items, found.texts), (data, false.into()), "{item}");
        assert_eq!(found.problems, [], "{item}");
    }
}

#[test]
fn alternatives_that_are_no_events_are_reported() {
    let item = json!({"oneOf": [component("add"), component("ship")]});
    let found = events(item.clone());
    assert_eq!(
        (found.items, found.problems),
        (item, vec![Problem::MixedEnvelopes])
    );
}

#[test]
fn alternatives_beyond_the_limits_are_reported() {
    let alternative = json!({"oneOf": vec![json!({}); 8]});
    let item = json!({"allOf": vec![alternative; 8]});
    let found = events(item.clone());
    assert_eq!(
        (found.items, found.problems),
        (item, vec![Problem::Excessive])
    );
}

/// JSON Schema 2020-12, Validation, section 8: `contentMediaType` is that of the string.
#[test]
fn the_media_type_of_data_tells_text_from_json() {
    let json = json!({"type": "string"});
    for (data, items, is_text) in [
        (
            json!({"contentMediaType": "application/json"}),
            json!({}),
            false,
        ),
        (
            json!({"contentMediaType": "application/hal+json", "contentSchema": json}),
            json.clone(),
            false,
        ),
        (json!({"contentSchema": json}), json.clone(), false),
        (
            json!({"oneOf": [{"contentSchema": json}, {"contentSchema": {"type": "integer"}}]}),
            json!({"oneOf": [json, {"type": "integer"}]}),
            false,
        ),
    ] {
        let data = json!({"type": "string", "allOf": [data]});
        for item in [data.clone(), json!({"properties": {"data": data}})] {
            let found = events(item);
            assert_eq!(
                (found.items, found.texts),
                (items.clone(), is_text.into()),
                "{data}"
            );
        }
        let found = converted("text/event-stream", json!({"schema": data}));
        assert_eq!(
            (found.items, found.texts),
            (items, is_text.into()),
            "{data}"
        );
    }
    for (keyword, value) in [
        ("contentMediaType", "text/html"),
        ("contentEncoding", "base64"),
    ] {
        let data = json!({"type": "string", keyword: value, "contentSchema": json});
        let found = events(json!({"properties": {"data": data}}));
        assert_eq!((found.items, found.texts), (data, true.into()));
    }
}

#[test]
fn the_names_of_events_distinguish_text_from_json() {
    let log = |event: Value| json!({"properties": {"event": event, "data": {"type": "string"}}});
    let names = json!(["log", "note"]);
    let named = log(json!({"allOf": [{"type": "string"}, {"enum": names}]}));
    let add = component("add");
    for (alternatives, expected) in [
        (vec![add.clone(), named.clone()], Some(names)),
        (vec![add.clone(), component("log")], Some(json!(["log"]))),
        (vec![named, log(json!({}))], Some(true.into())),
        (vec![add.clone()], Some(false.into())),
        (vec![add.clone(), log(json!({"type": "string"}))], None),
        (vec![add, log(json!({"const": "add"}))], None),
    ] {
        let item = json!({"oneOf": alternatives});
        let found = events(item.clone());
        match expected {
            Some(texts) => assert_eq!((found.texts, found.problems), (texts, vec![]), "{item}"),
            None => {
                assert_eq!(found.problems, [Problem::MixedData], "{item}");
                assert_eq!(found.items, json!({"type": "string"}), "{item}");
                assert_eq!(found.texts, true, "{item}");
            }
        }
    }
}

/// The example of OpenAPI 3.2, section 4.14.4, "Server-Sent Event Streams".
#[test]
fn properties_beside_alternatives_belong_to_each() {
    let content = json!({"type": "object", "properties": {"foo": {"type": "integer"}}});
    let number = json!({"format": "int64"});
    let json = json!({"contentMediaType": "application/json", "contentSchema": content});
    let item = json!({
        "$ref": "#/components/schemas/base",
        "required": ["event"],
        "oneOf": [
            {"properties": {"event": {"const": "addString"}}},
            {"properties": {"event": {"const": "addInt64"}, "data": number}},
            {"properties": {"event": {"const": "addJson"}, "data": json}},
        ],
    });
    let found = events(item);
    let text = component("base/properties/data");
    let mut content = content;
    content["x-event-name"] = json!("addJson");
    let number = json!({"allOf": [text, number], "x-event-name": "addInt64"});
    assert_eq!(found.items, json!({"oneOf": [text, number, content]}));
    assert_eq!(found.texts, json!(["addString", "addInt64"]));
}

/// Each alternative of the data has the names of its events, except for names of several.
#[test]
fn the_names_of_events_select_the_data() {
    let event = |name: &str, data: Value| {
        let data = json!({"type": "string", "contentSchema": data});
        json!({"properties": {"event": {"const": name}, "data": data}})
    };
    let number = json!({"type": "integer"});
    let item = json!({"oneOf": [
        event("a", component("ship")),
        event("b", json!({"$ref": "#/components/schemas/ships"})),
        event("c", component("ship")),
        event("d", number.clone()),
        event("b", number.clone()),
    ]});
    let found = events(item);
    let data = [
        component("ship"),
        component("ships"),
        json!({"type": "integer", "x-event-name": "d"}),
        number,
    ];
    assert_eq!(found.items, json!({"oneOf": data}));
    assert_eq!(found.names, json!([["a", "c"], [], ["d"], []]));
    assert_eq!(events(component("add")).names, Value::Null);
}
