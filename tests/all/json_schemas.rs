//! JSON schemas of generated types, by the derive macro of `schemars`.

use intercom_tests_compiled::json_schema::api::types::{Class, Decks, Ship};
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::to_value(schemars::schema_for!(Ship)).unwrap()
}

/// Returns the schema without descriptions.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(key, value)| *key != "description" || !value.is_string())
            .map(|(key, value)| (key.clone(), bare(value)))
            .collect(),
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

#[test]
fn properties_are_described_as_the_document_does() {
    let schema = schema();
    assert_eq!(schema["description"], "A vessel.");
    assert_eq!(
        schema["properties"]["name"]["description"],
        "The name on the stern."
    );
    let schema = bare(&schema);
    assert_eq!(schema["type"], "object");
    assert_eq!(
        schema["required"],
        json!(["id", "class", "moored", "draft"])
    );
    // Optional properties of types are read from null, too.
    let properties = json!({
        "id": {"type": "string", "format": "uuid"},
        "class": {"$ref": "#/$defs/Class"},
        "moored": {"type": "boolean"},
        "draft": {"type": ["number", "null"]},
        "name": {"type": ["string", "null"]},
        "built": {"type": ["string", "null"], "format": "date"},
        "docked_at": {"type": ["string", "null"], "format": "date-time"},
        "built-in": {"type": ["integer", "null"], "format": "int64"},
        "decks": {"anyOf": [{"$ref": "#/$defs/Decks"}, {"type": "null"}]},
        "cargo": {"anyOf": [{"$ref": "#/$defs/Cargo"}, {"type": "null"}]},
        "crew": {
            "type": ["object", "null"],
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "tender": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
        "log": {"type": ["array", "null"], "items": {"$ref": "#/$defs/Entry"}},
    });
    assert_eq!(schema["properties"], properties);
    // The undocumented properties, and no property `extra`.
    assert_eq!(schema["additionalProperties"]["type"], "integer");
}

#[test]
fn enums_and_unions_are_open() {
    let definitions = &bare(&schema())["$defs"];
    assert_eq!(
        definitions["Class"]["anyOf"],
        json!([
            {"type": "string", "const": "tug"},
            {"type": "string", "const": "fishing-boat"},
            {"type": "string"},
        ])
    );
    let decks = json!({"type": "integer", "examples": [1, 2]});
    assert_eq!(definitions["Decks"], decks);
    assert_eq!(
        definitions["Cargo"]["anyOf"],
        json!([{"type": "string"}, {"$ref": "#/$defs/Crates"}, {}])
    );
    let entries = json!({"type": "array", "items": {"$ref": "#/$defs/Entry"}});
    assert_eq!(definitions["Entry"], entries);
}

#[test]
fn the_schema_accepts_the_json_of_the_type_and_no_other() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let json = json!({
        "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "class": "fishing-boat",
        "moored": true,
        "draft": null,
        "built-in": null,
        "decks": 3,
        "cargo": {"count": 2},
        "crew": {"deck": ["Ada"]},
        "log": [[[]]],
        "lights": 7,
    });
    let ship: Ship = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(
        (&ship.class, &ship.decks),
        (&Class::FishingBoat, &Some(Decks::from(3)))
    );
    assert_eq!(serde_json::to_value(&ship).unwrap(), json);
    assert!(validator.is_valid(&json));
    for (key, value) in [
        ("moored", Value::Null),
        ("class", json!(7)),
        ("crew", json!({"deck": "Ada"})),
        ("log", json!([1])),
        ("lights", json!("red")),
    ] {
        let mut other = json.clone();
        other[key] = value;
        assert!(!validator.is_valid(&other), "{key}");
    }
    for key in ["id", "draft"] {
        let mut other = json.clone();
        other.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&other), "{key}");
    }
}
