//! The schemas of the items of streams (OpenAPI 3.2, `itemSchema`).

mod alternatives;
mod envelope;

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::media_type::essence;
use crate::document::nodes::visit;
use crate::document::reference::{follow, local_reference};
use crate::hash::HashMap;

use super::{
    EVENT_NAME_EXTENSION, EVENT_NAMES_EXTENSION, Move, PARTS_EXTENSION, TEXT_EVENTS_EXTENSION,
};
use envelope::{Content, Envelope, Event};

/// A problem of an item schema of server-sent events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The data of some events is text, that of others JSON, and their names do not distinguish
    /// them.
    MixedData,
    /// Some alternatives describe the fields of events, others do not.
    MixedEnvelopes,
    /// The schema has more alternatives than are read, or is infinitely recursive.
    Excessive,
}

/// Converts the item schemas of media types to the schema of a body: an array of the items.
///
/// The item schema of server-sent events describes the fields of an event. Of these, only the data
/// has a type of its own. Which data is text becomes an extension of the media type: `true` for
/// all, or the names of the events; another one has the names of the events for each alternative of
/// the data. A third one names the keyword about items or parts. Returns the item schemas with a problem.
pub(super) fn convert(document: &mut Value, moves: &mut Vec<Move>) -> Vec<(Pointer, Problem)> {
    let mut media_types = Vec::new();
    visit(ObjectKind::Document, document, &mut |object, at, _| {
        if object.kind == ObjectKind::MediaType {
            let media_type = at.pointer();
            if of_parts(object.members).is_some() || is_events(&media_type) {
                media_types.push(media_type);
            }
        }
    });
    let media_types = media_types.into_iter();
    let conversions: Vec<Conversion> = media_types
        .map(|media_type| Conversion::of(document, media_type))
        .collect();
    let mut problems = Vec::new();
    for one in conversions {
        let Some(Value::Object(media_type)) = document.pointer_mut(one.media_type.as_str()) else {
            continue;
        };
        if let Some(keyword) = of_parts(media_type) {
            media_type.insert(PARTS_EXTENSION.to_owned(), json!(keyword));
        }
        media_type.shift_remove(ITEM);
        if let Some(items) = one.items {
            let schema = json!({"type": "array", "items": items});
            media_type.insert("schema".to_owned(), schema);
        }
        for (extension, value) in [
            (TEXT_EVENTS_EXTENSION, one.texts),
            (EVENT_NAMES_EXTENSION, one.names),
        ] {
            if let Some(value) = value {
                media_type.insert(extension.to_owned(), value);
            }
        }
        moves.extend(one.moves);
        problems.extend(one.problem);
    }
    problems
}

/// The keyword of the schema of the items.
const ITEM: &str = "itemSchema";

/// The keywords of OpenAPI 3.2 that describe the items or parts of content by their positions.
const OF_PARTS: [&str; 3] = [ITEM, "prefixEncoding", "itemEncoding"];

/// Returns the first keyword about items or parts of a media type.
fn of_parts(media_type: &Map<String, Value>) -> Option<&'static str> {
    let mut keywords = OF_PARTS.into_iter();
    keywords.find(|keyword| media_type.contains_key(*keyword))
}

fn is_events(media_type: &Pointer) -> bool {
    let name = media_type.last().unwrap_or_default();
    essence(&name) == "text/event-stream"
}

/// The conversion of a media type.
struct Conversion {
    /// The location of the media type.
    media_type: Pointer,
    /// The new schema of the items, unless that of the body remains.
    items: Option<Value>,
    /// The events whose data is text.
    texts: Option<Value>,
    /// The names of the events for each alternative of the data, if there are several.
    names: Option<Value>,
    moves: Vec<Move>,
    problem: Option<(Pointer, Problem)>,
}

impl Conversion {
    fn of(document: &Value, media_type: Pointer) -> Self {
        let to = media_type.child("schema").child("items");
        let item = media_type.child(ITEM);
        let schema = document.pointer(item.as_str());
        let mut conversion = Self {
            items: schema.cloned(),
            texts: None,
            names: None,
            moves: Vec::new(),
            problem: None,
            media_type,
        };
        if is_events(&conversion.media_type) {
            match schema {
                Some(_) => conversion.read_events(document, &item, &to),
                None => conversion.read_data(document, &to),
            }
        }
        if schema.is_some() && conversion.moves.iter().all(|one| one.to != to) {
            // After those of its parts, which apply first.
            conversion.moves.push(Move::new(to, item));
        }
        conversion
    }

    /// Replaces the schema of events by that of their data.
    fn read_events(&mut self, document: &Value, item: &Pointer, to: &Pointer) {
        let events = match Envelope::of(document, item) {
            Envelope::Events(events) => events,
            Envelope::Data => vec![Event::of_data(document, item)],
            Envelope::Mixed => {
                self.problem = Some((item.clone(), Problem::MixedEnvelopes));
                vec![Event::of_data(document, item)]
            }
            Envelope::Excessive => {
                self.problem = Some((item.clone(), Problem::Excessive));
                vec![Event::of_data(document, item)]
            }
        };
        self.texts = texts(&events);
        if self.texts.is_some() {
            self.items = Some(self.data(document, &events, to));
        } else {
            self.problem = Some((item.clone(), Problem::MixedData));
            self.items = Some(json!({"type": "string"}));
            self.texts = Some(Value::Bool(true));
        }
    }

    /// Reads the schema of the body, an array of the data of events or the data itself.
    fn read_data(&mut self, document: &Value, to: &Pointer) {
        let schema = self.media_type.child("schema");
        if document.pointer(schema.as_str()).is_none() {
            self.texts = Some(Value::Bool(true));
            return;
        }
        let data = envelope::element(document, &schema).unwrap_or(schema);
        let event = Event::of_data(document, &data);
        self.texts = texts(std::slice::from_ref(&event));
        let is_itself = |content: &Content| *content.schemas == [data.clone()];
        if self.texts.is_some() && !event.contents.iter().all(is_itself) {
            self.items = Some(self.data(document, &[event], to));
        }
    }

    /// Returns the schema of the data of events, for a location.
    fn data(&mut self, document: &Value, events: &[Event], to: &Pointer) -> Value {
        let mut contents: Vec<Content> = Vec::new();
        let mut names: Vec<Vec<&String>> = Vec::new();
        for event in events {
            for content in &event.contents {
                let content = without_aliases(document, content);
                let known = contents.iter().position(|known| *known == content);
                let index = known.unwrap_or(contents.len());
                if known.is_none() {
                    contents.push(content);
                    names.push(Vec::new());
                }
                names[index].extend(event.names.iter().flatten());
            }
        }
        let names = distinct(names);
        let mut placement = Placement {
            document,
            media_type: &self.media_type,
            placed: HashMap::default(),
            moves: &mut self.moves,
        };
        let mut data = placement.all("oneOf", &contents, to, |placement, content, to| {
            placement.all("allOf", &content.schemas, to, Placement::schema)
        });
        if contents.len() > 1 {
            name_alternatives(&mut data, &names);
            self.names = Some(json!(names));
        }
        data
    }
}

/// Moves the schemas of data to that of a body.
struct Placement<'a> {
    document: &'a Value,
    media_type: &'a Pointer,
    /// The new locations of schemas of the media type.
    placed: HashMap<Pointer, Pointer>,
    moves: &'a mut Vec<Move>,
}

impl Placement<'_> {
    /// Returns the schema for a location that combines several by a keyword: any JSON without one.
    fn all<T>(
        &mut self,
        keyword: &str,
        parts: &[T],
        to: &Pointer,
        mut place: impl FnMut(&mut Self, &T, &Pointer) -> Value,
    ) -> Value {
        match parts {
            [] => json!({}),
            [one] => place(self, one, to),
            several => {
                let parts = several.iter().enumerate();
                let parts: Vec<Value> = parts
                    .map(|(index, part)| place(self, part, &to.child(keyword).index(index)))
                    .collect();
                json!({ keyword: parts })
            }
        }
    }

    /// Returns the schema at a location for another: those of the media type are moved, others are
    /// referenced.
    fn schema(&mut self, from: &Pointer, to: &Pointer) -> Value {
        let schema = from
            .below(self.media_type)
            .and(self.document.pointer(from.as_str()));
        if let Some(known) = self.placed.get(from) {
            json!({"$ref": local_reference(known)})
        } else if let Some(schema) = schema {
            self.placed.insert(from.clone(), to.clone());
            self.moves.push(Move::new(to.clone(), from.clone()));
            schema.clone()
        } else {
            json!({"$ref": local_reference(from)})
        }
    }
}

/// Returns the data with the targets of schemas that only refer to others.
fn without_aliases(document: &Value, content: &Content) -> Content {
    let schemas = content.schemas.iter().map(|at| {
        let target = follow(document, at, Some(ObjectKind::Schema));
        target.unwrap_or_else(|| at.clone())
    });
    Content {
        schemas: schemas.collect(),
        is_text: content.is_text,
    }
}

/// Adds the name of the event to each alternative of the data that no component names.
fn name_alternatives(data: &mut Value, names: &[Vec<&String>]) {
    let alternatives = data.get_mut("oneOf").and_then(Value::as_array_mut);
    for (alternative, names) in alternatives.into_iter().flatten().zip(names) {
        if let (Value::Object(schema), [only]) = (alternative, names.as_slice())
            && !schema.contains_key("$ref")
        {
            schema.insert(EVENT_NAME_EXTENSION.to_owned(), json!(only));
        }
    }
}

/// Removes names that are in several lists.
fn distinct(mut lists: Vec<Vec<&String>>) -> Vec<Vec<&String>> {
    let mut counts: HashMap<&String, usize> = HashMap::default();
    for list in &mut lists {
        list.sort();
        list.dedup();
        for name in list {
            *counts.entry(name).or_default() += 1;
        }
    }
    for list in &mut lists {
        list.retain(|name| counts[name] == 1);
    }
    lists
}

/// Returns which data is text: all, none, or that of the events with these names. Returns `None` if
/// the names do not distinguish it.
fn texts(events: &[Event]) -> Option<Value> {
    let of = |is_text: bool| {
        let events = events.iter();
        events.filter(move |event| event.contents.iter().any(|one| one.is_text == is_text))
    };
    if of(true).next().is_none() || of(false).next().is_none() {
        return Some(Value::Bool(of(true).next().is_some()));
    }
    let names: Option<Vec<_>> = of(true).map(|event| event.names.clone()).collect();
    let names = names?.concat();
    let mut others = of(false).filter_map(|event| event.names.as_ref()).flatten();
    (!others.any(|name| names.contains(name))).then(|| names.into())
}

#[cfg(test)]
mod tests;
