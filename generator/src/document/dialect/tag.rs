//! Tags of OpenAPI 3.2, which have a summary, a parent and a kind.

use serde_json::{Map, Value};

use super::TAG_KIND_EXTENSION;
use crate::diagnostic::Pointer;

/// Converts a tag: its description is the summary if there is none, and names the parent.
/// [`TAG_KIND_EXTENSION`] has the kind. Returns the moves within the tag.
pub(super) fn convert(tag: &mut Map<String, Value>) -> Vec<(Pointer, Pointer)> {
    let mut moves = Vec::new();
    if let Some(kind) = tag.shift_remove("kind") {
        tag.insert(TAG_KIND_EXTENSION.to_owned(), kind);
    }
    if let Some(summary) = tag.shift_remove("summary")
        && !tag.contains_key("description")
    {
        tag.insert("description".to_owned(), summary);
        let root = Pointer::root();
        moves.push((root.child("description"), root.child("summary")));
    }
    let Some(Value::String(parent)) = tag.shift_remove("parent") else {
        return moves;
    };
    let part = format!("Part of `{parent}`.");
    let description = match tag.get("description").and_then(Value::as_str) {
        Some(text) => format!("{}\n\n{part}", text.trim_end()),
        None => part,
    };
    tag.insert("description".to_owned(), description.into());
    moves
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_description_names_the_parent() {
        let text = "Docks\n\nPart of `port`.";
        for (mut tag, expected) in [
            (
                json!({"name": "docks", "summary": "Docks", "parent": "port", "kind": "nav"}),
                json!({"name": "docks", "x-tag-kind": "nav", "description": text}),
            ),
            (
                json!({"name": "docks", "parent": "port"}),
                json!({"name": "docks", "description": "Part of `port`."}),
            ),
            (
                json!({"name": "docks", "summary": "Docks", "description": "All docks."}),
                json!({"name": "docks", "description": "All docks."}),
            ),
        ] {
            tag.as_object_mut().map(convert);
            assert_eq!(tag, expected);
        }
    }
}
