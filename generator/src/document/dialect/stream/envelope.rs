//! The envelopes of server-sent events: schemas of their fields.

use serde_json::Value;

use super::alternatives::{Conjunction, alternatives};
use crate::diagnostic::Pointer;
use crate::document::is_json;

/// The fields of an event (HTML, "Server-sent events").
const FIELDS: [&str; 4] = ["event", "data", "id", "retry"];

/// An event of a stream.
#[derive(Debug)]
pub(super) struct Event {
    /// The possible values of the field `event`, if the schema lists them.
    pub names: Option<Vec<String>>,
    /// The alternatives of the data; none for an event without data.
    pub contents: Vec<Content>,
}

/// The data of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// The locations of the schemas that apply to it together; none if it is any JSON.
    pub schemas: Vec<Pointer>,
    /// `true` for text, `false` for JSON.
    pub is_text: bool,
}

impl Event {
    /// Returns the event whose data a schema describes.
    pub fn of_data(document: &Value, data: &Pointer) -> Self {
        Self {
            names: None,
            contents: contents(document, std::slice::from_ref(data)),
        }
    }
}

/// The meaning of an item schema of server-sent events.
#[derive(Debug)]
pub(super) enum Envelope {
    /// The schema describes the fields of events.
    Events(Vec<Event>),
    /// The schema describes the data of events.
    Data,
    /// Some alternatives describe the fields of events, others do not.
    Mixed,
    /// The schema has more alternatives than are read.
    Excessive,
}

impl Envelope {
    /// Reads the schema at a location.
    pub fn of(document: &Value, item: &Pointer) -> Self {
        let Some(found) = alternatives(document, std::slice::from_ref(item)) else {
            return Self::Excessive;
        };
        let have_data = |parts: &Conjunction| !property(document, parts, "data").is_empty();
        if !found.iter().any(have_data) {
            return Self::Data;
        }
        if !found
            .iter()
            .all(|parts| have_data(parts) || has_only_fields(document, parts))
        {
            return Self::Mixed;
        }
        let events = found.iter().map(|parts| Event {
            names: names(document, parts),
            contents: match property(document, parts, "data") {
                data if data.is_empty() => Vec::new(),
                data => contents(document, &data),
            },
        });
        Self::Events(events.collect())
    }
}

/// Returns the location of the schema of the elements, if a schema is that of an array.
pub(super) fn element(document: &Value, schema: &Pointer) -> Option<Pointer> {
    match alternatives(document, std::slice::from_ref(schema))?.as_slice() {
        [parts] => members(document, parts, "items").pop(),
        _ => None,
    }
}

/// Returns the alternatives of data that all of the schemas describe. A string whose media type is
/// JSON contains a JSON document (JSON Schema 2020-12, Validation, section 8).
fn contents(document: &Value, data: &[Pointer]) -> Vec<Content> {
    let found = alternatives(document, data).unwrap_or_default();
    let is_text = |parts: &Conjunction| schemas(document, parts).any(is_string);
    let is_json = |parts: &Conjunction| schemas(document, parts).any(contains_json);
    if !found.iter().any(is_json) {
        return vec![Content {
            schemas: data.to_vec(),
            is_text: !found.is_empty() && found.iter().all(is_text),
        }];
    }
    let contents = found.into_iter().map(|parts| {
        if is_json(&parts) {
            Content {
                schemas: members(document, &parts, "contentSchema"),
                is_text: false,
            }
        } else {
            Content {
                is_text: is_text(&parts),
                schemas: parts,
            }
        }
    });
    contents.collect()
}

/// Returns `true` if a schema only allows strings.
fn is_string(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::Array(types)) => {
            let mut types = types.iter().filter(|ty| *ty != "null").peekable();
            types.peek().is_some() && types.all(|ty| ty == "string")
        }
        Some(ty) => ty == "string",
        None => constants(schema).is_some(),
    }
}

/// Returns `true` if a schema describes strings that contain JSON, which is not encoded.
fn contains_json(schema: &Value) -> bool {
    if schema.get("contentEncoding").is_some() {
        return false;
    }
    match schema.get("contentMediaType").and_then(Value::as_str) {
        Some(media_type) => is_json(media_type),
        None => schema.get("contentSchema").is_some(),
    }
}

/// Returns `true` if schemas of an object describe no properties but the fields of events.
fn has_only_fields(document: &Value, parts: &Conjunction) -> bool {
    schemas(document, parts).all(|schema| {
        let is_object = schema.get("type").is_none_or(|ty| ty == "object");
        let properties = schema.get("properties").and_then(Value::as_object);
        let mut names = properties
            .into_iter()
            .flat_map(|properties| properties.keys());
        is_object && names.all(|name| FIELDS.contains(&name.as_str()))
    })
}

/// Returns the values of the field `event` that schemas list.
fn names(document: &Value, parts: &Conjunction) -> Option<Vec<String>> {
    let found = alternatives(document, &property(document, parts, "event"))?;
    let names = found.iter().map(|parts| {
        let lists = schemas(document, parts).filter_map(constants);
        lists.min_by_key(Vec::len)
    });
    Some(names.collect::<Option<Vec<_>>>()?.concat())
}

/// Returns the strings that a schema lists as its only values.
fn constants(schema: &Value) -> Option<Vec<String>> {
    let values = match schema.get("const") {
        Some(value) => std::slice::from_ref(value),
        None => schema.get("enum")?.as_array()?,
    };
    let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
    texts.collect()
}

/// Returns the schemas at locations.
fn schemas<'a>(document: &'a Value, at: &'a [Pointer]) -> impl Iterator<Item = &'a Value> {
    at.iter().filter_map(|at| document.pointer(at.as_str()))
}

/// Returns the locations of the schemas of a property.
fn property(document: &Value, parts: &Conjunction, name: &str) -> Vec<Pointer> {
    let properties = members(document, parts, "properties");
    members(document, &properties, name)
}

/// Returns the locations of the members with a name.
fn members(document: &Value, of: &[Pointer], name: &str) -> Vec<Pointer> {
    let members = of.iter().map(|at| at.child(name));
    members
        .filter(|at| document.pointer(at.as_str()).is_some())
        .collect()
}
