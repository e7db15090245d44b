//! Names for components that the document does not name, derived from their location, and the names
//! of objects in the document.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ADDITIONAL_OPERATIONS;

/// Returns the key of the object at a location, or `None` for the whole file and for elements of
/// arrays.
pub(super) fn declared(document: &Value, pointer: &Pointer) -> Option<String> {
    let parent = document.pointer(pointer.parent()?.as_str())?;
    pointer.last().filter(|_| parent.is_object())
}

/// Returns the name for a location: `ship.captain` for
/// `/components/schemas/ship/properties/captain`, `list_ships.404` for the schema of a response. An
/// alternative has its title or the name of its event, if it has one, rather than its index. Empty
/// for a whole file.
pub(super) fn from_location(document: &Value, pointer: &Pointer) -> String {
    let parts: Vec<_> = pointer.parts().collect();
    let mut segments: Vec<String> = Vec::new();
    let mut rest = parts.as_slice();
    loop {
        rest = match rest {
            [] => break,
            [first, path, others, method, tail @ ..]
                if first == "paths" && others == ADDITIONAL_OPERATIONS && segments.is_empty() =>
            {
                segments.push(additional_operation(document, path, method));
                tail
            }
            [first, path, method, tail @ ..] if first == "paths" && segments.is_empty() => {
                segments.push(operation(document, path, method));
                tail
            }
            [first, _section, tail @ ..] if first == "components" && segments.is_empty() => tail,
            [first, tail @ ..] if first == "definitions" && segments.is_empty() => tail,
            // Property names may equal keywords.
            [first, name, tail @ ..] if first == "properties" => {
                segments.push(name.to_string());
                tail
            }
            [first, media, tail @ ..] if first == "content" && media.contains('/') => tail,
            // The parts of one schema have its name.
            [first, index, tail @ ..] if first == "allOf" && is_index(index) => tail,
            [first, index, tail @ ..]
                if (first == "oneOf" || first == "anyOf") && is_index(index) =>
            {
                let read = parts.len() - tail.len();
                let at = parts[..read].iter();
                let at = at.fold(Pointer::root(), |at, part| at.child(part));
                let name = document.pointer(at.as_str()).and_then(alternative);
                segments.push(name.unwrap_or_else(|| index.to_string()));
                tail
            }
            [first, tail @ ..] => {
                segments.extend(segment(first));
                tail
            }
        };
    }
    segments.join(".")
}

/// Returns the first candidate that is free, or else the last one with the first number for which it
/// is.
pub(super) fn free(
    candidates: &[String],
    separator: char,
    mut numbers: impl Iterator<Item = usize>,
    is_free: impl Fn(&str) -> bool,
) -> String {
    let last = candidates.last().map_or("", String::as_str);
    let free = candidates.iter().find(|name| is_free(name)).cloned();
    let numbered = || {
        numbers.find_map(|number| {
            let name = format!("{last}{separator}{number}");
            is_free(&name).then_some(name)
        })
    };
    free.or_else(numbered).unwrap_or_else(|| last.to_owned())
}

/// Returns the segment of the name for a token of the pointer, if it has one.
fn segment(keyword: &str) -> Option<String> {
    match keyword {
        "schema" | "responses" | "headers" | "$defs" | "contentSchema" => None,
        "requestBody" => Some("request".to_owned()),
        "items" => Some("item".to_owned()),
        "additionalProperties" => Some("value".to_owned()),
        "parameters" => Some("parameter".to_owned()),
        name => Some(name.to_owned()),
    }
}

/// Returns `true` if a token of a pointer is the index of an element, and not the name of a member.
fn is_index(token: &str) -> bool {
    token.bytes().all(|digit| digit.is_ascii_digit())
}

/// Returns the name of an alternative: its title, or the only value of the field `event`.
fn alternative(schema: &Value) -> Option<String> {
    let title = schema.get("title").and_then(Value::as_str);
    let event = || {
        let event = schema.get("properties")?.get("event")?;
        let only = match event.get("enum").and_then(Value::as_array) {
            Some(values) => values.first().filter(|_| values.len() == 1),
            None => event.get("const"),
        };
        only?.as_str()
    };
    title.or_else(event).map(str::to_owned)
}

/// Returns the id of an operation, or else its method and path.
fn operation(document: &Value, path: &str, method: &str) -> String {
    let operation = document
        .get("paths")
        .and_then(|paths| paths.get(path)?.get(method));
    operation_name(operation, path, method)
}

fn additional_operation(document: &Value, path: &str, method: &str) -> String {
    let operation = document
        .get("paths")
        .and_then(|paths| paths.get(path)?.get(ADDITIONAL_OPERATIONS)?.get(method));
    operation_name(operation, path, method)
}

fn operation_name(operation: Option<&Value>, path: &str, method: &str) -> String {
    let id = operation.and_then(|operation| operation.get("operationId")?.as_str());
    match id {
        Some(id) => id.to_owned(),
        None => format!("{method} {}", path.replace(['/', '{', '}'], " ")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_derived_from_locations() {
        let document = json!({
            "paths": {"/ships": {"get": {"operationId": "list_ships"}}},
            "components": {"schemas": {"traffic": {"oneOf": [
                {"properties": {"event": {"const": "ping"}, "data": {}}},
                {"title": "Pong", "properties": {"data": {}}},
                {"properties": {"data": {}}},
            ]}}},
        });
        for (location, name) in [
            (
                "/components/schemas/ship/properties/items/items",
                "ship.items.item",
            ),
            (
                "/paths/~1ships/get/responses/404/content/a~1b/schema",
                "list_ships.404",
            ),
            ("/paths/~1ships/put/parameters/0", "put  ships.parameter.0"),
            ("/definitions/ship", "ship"),
            (
                "/components/schemas/arrival/allOf/1/properties/data/contentSchema",
                "arrival.data",
            ),
            (
                "/components/schemas/traffic/oneOf/0/properties/data",
                "traffic.ping.data",
            ),
            (
                "/components/schemas/traffic/oneOf/1/properties/data",
                "traffic.Pong.data",
            ),
            (
                "/components/schemas/traffic/oneOf/2/properties/data",
                "traffic.2.data",
            ),
            ("/ship", "ship"),
            ("", ""),
        ] {
            let pointer = Pointer::parse(location).unwrap();
            assert_eq!(from_location(&document, &pointer), name);
        }
    }
}
