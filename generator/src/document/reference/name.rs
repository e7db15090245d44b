//! Names for components that the document does not name, made of their location.

use serde_json::Value;

use crate::diagnostic::Pointer;

/// `ship.captain` for `#/components/schemas/ship/properties/captain`, `list_ships.404` for the
/// schema of a response; empty for a whole file.
pub(super) fn of_place(document: &Value, pointer: &Pointer) -> String {
    let parts: Vec<String> = pointer.parts().collect();
    let mut words: Vec<String> = Vec::new();
    let mut rest = parts.as_slice();
    loop {
        rest = match rest {
            [] => break,
            [first, path, method, tail @ ..] if first == "paths" && words.is_empty() => {
                words.push(operation(document, path, method));
                tail
            }
            [first, _section, tail @ ..] if first == "components" && words.is_empty() => tail,
            [first, tail @ ..] if first == "definitions" && words.is_empty() => tail,
            // Names that happen to be keywords.
            [first, name, tail @ ..] if first == "properties" => {
                words.push(name.clone());
                tail
            }
            [first, media, tail @ ..] if first == "content" && media.contains('/') => tail,
            [first, tail @ ..] => {
                words.extend(word(first));
                tail
            }
        };
    }
    words.join(".")
}

fn word(keyword: &str) -> Option<String> {
    match keyword {
        "schema" | "responses" | "allOf" | "oneOf" | "anyOf" | "headers" => None,
        "requestBody" => Some("request".to_owned()),
        "items" => Some("item".to_owned()),
        "additionalProperties" => Some("value".to_owned()),
        "parameters" => Some("parameter".to_owned()),
        name => Some(name.to_owned()),
    }
}

/// The id of an operation, or else its method and path.
fn operation(document: &Value, path: &str, method: &str) -> String {
    let operation = document
        .get("paths")
        .and_then(|paths| paths.get(path)?.get(method));
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
    fn the_words_of_a_place_name_it() {
        let document = json!({"paths": {"/ships": {"get": {"operationId": "list_ships"}}}});
        for (place, name) in [
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
            ("/ship", "ship"),
            ("", ""),
        ] {
            let pointer = Pointer::parse(place).unwrap();
            assert_eq!(of_place(&document, &pointer), name);
        }
    }
}
