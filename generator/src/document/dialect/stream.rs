//! The schema of the items of a stream (OpenAPI 3.2, `itemSchema`).

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;
use crate::document::media_type::essence;
use crate::document::reference::local_reference;

use super::{Move, TEXT_EVENTS_EXTENSION};

/// The maximum length of a chain of references.
const MAX_REFERENCES: usize = 16;

/// Converts the item schemas of media types to the schema of a body: an array of the items.
///
/// The item schema of server-sent events describes the fields of an event. Of these, only the data
/// has a type of its own: its content, if it is declared, or else text. Returns the item schemas of
/// which some events are text and others JSON, if their names do not distinguish them: the data of
/// all is text.
pub(super) fn convert(
    document: &mut Value,
    media_types: Vec<Pointer>,
    moves: &mut Vec<Move>,
) -> Vec<Pointer> {
    let mut ambiguous = Vec::new();
    for at in media_types {
        let item = document
            .pointer_mut(at.as_str())
            .and_then(|media_type| media_type.as_object_mut()?.shift_remove("itemSchema"));
        let Some(item) = item else { continue };
        let from = at.child("itemSchema");
        let to = at.child("schema").child("items");
        let mut texts = Vec::new();
        let (item, moved) = if !is_events(&at) {
            (item, vec![Move::new(to, from)])
        } else if let Some((data, moved)) = data_of_choices(document, &item, &to, &from) {
            match names_of_texts(document, &item) {
                Some(names) => {
                    texts = names;
                    (data, moved)
                }
                None => {
                    ambiguous.push(from.clone());
                    (json!({"type": "string"}), vec![Move::new(to, from)])
                }
            }
        } else {
            let (data, from) = data(document, item, from);
            (data, vec![Move::new(to, from)])
        };
        if let Some(Value::Object(media_type)) = document.pointer_mut(at.as_str()) {
            let schema = json!({"type": "array", "items": item});
            media_type.insert("schema".to_owned(), schema);
            if !texts.is_empty() {
                media_type.insert(TEXT_EVENTS_EXTENSION.to_owned(), texts.into());
            }
            moves.extend(moved);
        }
    }
    ambiguous
}

fn is_events(media_type: &Pointer) -> bool {
    let name = media_type.last().unwrap_or_default();
    essence(&name) == "text/event-stream"
}

/// Returns the union of the data of several events, and the moves of its alternatives; `None` if
/// the schema is not a choice of events.
fn data_of_choices(
    document: &Value,
    event: &Value,
    to: &Pointer,
    from: &Pointer,
) -> Option<(Value, Vec<Move>)> {
    let (keyword, events) = choices(event)?;
    let mut moves = Vec::new();
    let mut choices = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let at = from.child(keyword).index(index);
        let (data, at) = data(document, event.clone(), at);
        if data == *event {
            return None;
        }
        let to = to.child(keyword).index(index);
        moves.push(Move::new(to, at));
        choices.push(data);
    }
    Some((json!({ keyword: choices }), moves))
}

/// Returns the alternatives of a choice of events, with its keyword.
fn choices(event: &Value) -> Option<(&'static str, &Vec<Value>)> {
    let mut keywords = ["oneOf", "anyOf"].into_iter();
    keywords.find_map(|keyword| Some((keyword, event.get(keyword)?.as_array()?)))
}

/// Returns the names of the events whose data is text, beside others whose data is JSON; none if
/// all are of one kind. Returns `None` if the names do not distinguish them.
fn names_of_texts(document: &Value, event: &Value) -> Option<Vec<String>> {
    let (_, events) = choices(event)?;
    let is_text = |event: &&Value| {
        property(document, event, "data").is_some_and(|data| {
            data.get("contentSchema").is_none() && data.get("type") == Some(&json!("string"))
        })
    };
    let (texts, others): (Vec<&Value>, Vec<&Value>) = events.iter().partition(is_text);
    if texts.is_empty() || others.is_empty() {
        return Some(Vec::new());
    }
    let names = |event| property(document, event, "event").and_then(constants);
    let mut of_texts = Vec::new();
    for event in texts {
        of_texts.extend(names(event)?);
    }
    let mut of_others = others.into_iter().filter_map(names).flatten();
    (!of_others.any(|name| of_texts.contains(&name))).then_some(of_texts)
}

/// Returns the schema of a property of an event.
fn property<'a>(document: &'a Value, event: &'a Value, name: &str) -> Option<&'a Value> {
    let properties = target(document, event)?.get("properties")?;
    target(document, properties.get(name)?)
}

/// Returns the schema that a schema refers to, or the schema itself.
fn target<'a>(document: &'a Value, mut schema: &'a Value) -> Option<&'a Value> {
    for _ in 0..MAX_REFERENCES {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
            return Some(schema);
        };
        let pointer = Pointer::parse(reference.strip_prefix('#')?)?;
        schema = document.pointer(pointer.as_str())?;
    }
    None
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

/// Returns the schema of the data of an event, and its location. A schema that does not describe an
/// event is that of the data.
fn data(document: &Value, mut event: Value, from: Pointer) -> (Value, Pointer) {
    let target = event.get("$ref").and_then(Value::as_str);
    if let Some(target) = target.and_then(|reference| Pointer::parse(reference.strip_prefix('#')?))
    {
        let schema = document.pointer(target.as_str());
        let steps = schema.and_then(Value::as_object).and_then(steps_to_data);
        return match steps {
            Some(steps) => {
                let data = below(&target, &steps);
                (json!({"$ref": local_reference(&data)}), from)
            }
            None => (event, from),
        };
    }
    let Some(steps) = event.as_object().and_then(steps_to_data) else {
        return (event, from);
    };
    let data = below(&Pointer::root(), &steps);
    let at = below(&from, &steps);
    let data = event.pointer_mut(data.as_str()).map(Value::take);
    (data.unwrap_or(event), at)
}

/// Returns the keys that lead to the schema of the data of an event.
fn steps_to_data(event: &Map<String, Value>) -> Option<Vec<&'static str>> {
    let data = event.get("properties")?.get("data")?;
    let mut steps = vec!["properties", "data"];
    if data.get("contentSchema").is_some() {
        steps.push("contentSchema");
    }
    Some(steps)
}

/// Returns the location below another one.
fn below(pointer: &Pointer, keys: &[&str]) -> Pointer {
    keys.iter()
        .fold(pointer.clone(), |pointer, key| pointer.child(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the item schema of a media type after the conversion, and its former location.
    fn item(media_type: &str, item: Value) -> (Value, String) {
        let at = Pointer::root().child("content").child(media_type);
        let mut document = json!({
            "content": {media_type: {"itemSchema": item}},
            "event": {"properties": {"event": {"const": "log"}, "data": {"type": "string"}}},
            "ship": {"properties": {"name": {"type": "string"}}},
        });
        let mut moves = Vec::new();
        convert(&mut document, vec![at.clone()], &mut moves);
        let media_type = document.pointer(at.as_str()).unwrap();
        assert!(media_type.get("itemSchema").is_none());
        let from = at.child("itemSchema");
        let from = moves[0].from.below(&from).unwrap();
        (media_type["schema"]["items"].clone(), from.to_string())
    }

    #[test]
    fn the_data_of_events_is_their_item() {
        let ship = json!({"type": "object"});
        let content = json!({"type": "string", "contentSchema": ship});
        let event = json!({"properties": {"id": {"type": "string"}, "data": content}});
        let (data, from) = item("text/event-stream; charset=utf-8", event.clone());
        assert_eq!(data, ship);
        assert_eq!(from, "/properties/data/contentSchema");
        assert_eq!(
            item("application/jsonl", event.clone()),
            (event, String::new())
        );

        let text = json!({"type": "string"});
        let event = json!({"properties": {"data": text}});
        let (data, from) = item("text/event-stream", event);
        assert_eq!((data, from.as_str()), (text, "/properties/data"));
        assert_eq!(
            item("text/event-stream", ship.clone()),
            (ship, String::new())
        );
    }

    #[test]
    fn the_data_of_a_choice_of_events_is_a_choice() {
        let own = json!({"properties": {"event": {"const": "count"}, "data": {"type": "integer"}}});
        let (data, from) = item(
            "text/event-stream",
            json!({"oneOf": [{"$ref": "#/event"}, own]}),
        );
        let count = json!({"type": "integer"});
        assert_eq!(
            data,
            json!({"oneOf": [{"$ref": "#/event/properties/data"}, count]})
        );
        assert_eq!(from, "/oneOf/0");
        let other = json!({"oneOf": [{"$ref": "#/event"}, {"$ref": "#/ship"}]});
        assert_eq!(item("text/event-stream", other.clone()).0, other);
    }

    #[test]
    fn the_names_of_events_distinguish_text_from_json() {
        let log =
            |event: Value| json!({"properties": {"event": event, "data": {"type": "string"}}});
        let content = json!({"type": "string", "contentSchema": {"type": "object"}});
        let add = json!({"properties": {"event": {"const": "add"}, "data": content}});
        let document = json!({"log": {"enum": ["log", "note"]}, "add": add});
        let named = log(json!({"$ref": "#/log"}));
        let cases = [
            (vec![add.clone(), named.clone()], Some(vec!["log", "note"])),
            (
                vec![json!({"$ref": "#/add"}), named.clone()],
                Some(vec!["log", "note"]),
            ),
            (vec![named.clone(), log(json!({}))], Some(Vec::new())),
            (vec![add.clone()], Some(Vec::new())),
            (vec![add.clone(), log(json!({"type": "string"}))], None),
            (vec![add, log(json!({"const": "add"}))], None),
        ];
        for (events, expected) in cases {
            let names = names_of_texts(&document, &json!({"oneOf": events}));
            let names: Option<Vec<&str>> = names
                .as_ref()
                .map(|names| names.iter().map(String::as_str).collect());
            assert_eq!(names, expected, "{events:?}");
        }
    }

    #[test]
    fn the_data_of_a_referenced_event_is_referenced() {
        let (data, _) = item("text/event-stream", json!({"$ref": "#/event"}));
        assert_eq!(data, json!({"$ref": "#/event/properties/data"}));
        for reference in ["#/ship", "#/nothing"] {
            let reference = json!({"$ref": reference});
            let (data, _) = item("text/event-stream", reference.clone());
            assert_eq!(data, reference);
        }
    }
}
