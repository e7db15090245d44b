//! References to media types (OpenAPI 3.2, `components/mediaTypes`).

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::history::Relocation;
use crate::document::nodes::visit;
use crate::document::source::Source;

use super::target::{cycle_from, follow, local_reference, reference};
use super::{CYCLE_HELP, consequence, cycle};

/// Replaces references to media types by their targets, since earlier versions of OpenAPI have no such
/// references. Returns a warning for each target that does not exist.
pub(in crate::document) fn inline_media_types(
    source: &mut Source,
    document: &mut Value,
) -> Diagnostics {
    let mut references: Vec<(Pointer, String)> = Vec::new();
    visit(ObjectKind::Document, document, &mut |object, at, _| {
        let reference = object.members.get("$ref").and_then(Value::as_str);
        if let (ObjectKind::MediaType, Some(reference)) = (object.kind, reference) {
            references.push((at.pointer(), reference.to_owned()));
        }
    });
    // The targets, before one of them is replaced itself.
    let targets: Vec<Result<_, Problem>> = references
        .iter()
        .map(|(pointer, reference)| target(document, pointer, reference))
        .collect();
    let mut found = Diagnostics::new();
    for ((pointer, _), target) in references.into_iter().zip(targets) {
        let Some(slot) = document.pointer_mut(pointer.as_str()) else {
            continue;
        };
        match target {
            Ok((target, value)) => {
                *slot = value;
                source.record(pointer, Relocation::MovedFrom(target));
            }
            Err(Problem { message, help }) => {
                *slot = json!({});
                let message = format!("{message}: {}", consequence(ObjectKind::MediaType));
                let one = source.diagnostic(Code::DanglingReference, pointer, message);
                found.push(one.help(help));
            }
        }
    }
    found
}

/// A reference without a target.
struct Problem {
    message: String,
    help: &'static str,
}

/// Returns the location and a copy of the target of the reference at a location.
fn target(
    document: &Value,
    pointer: &Pointer,
    reference: &str,
) -> Result<(Pointer, Value), Problem> {
    if let Some(target) = follow(document, pointer, Some(ObjectKind::MediaType))
        && let Some(value) = document.pointer(target.as_str())
        && target != *pointer
    {
        let copy = copy(value, &target);
        return Ok((target, copy));
    }
    Err(match cycle_from(document, pointer) {
        Some(members) => Problem {
            message: cycle(reference, &members),
            help: CYCLE_HELP,
        },
        None => Problem {
            message: format!("`{reference}` does not exist"),
            help: "declare it in `components/mediaTypes`, or correct the reference",
        },
    })
}

/// Returns a copy of the media type at a location, without its examples. Its schemas are references
/// to the original ones, so that all copies have the same types.
pub(super) fn copy(media_type: &Value, original: &Pointer) -> Value {
    let members = media_type.as_object().into_iter().flatten();
    let members = members.filter_map(|(key, value)| {
        let copy = match ObjectKind::MediaType.keyword(key)? {
            KeywordValue::Sample => return None,
            KeywordValue::One(ObjectKind::Schema)
                if value.is_object() && reference(value).is_none() =>
            {
                json!({"$ref": local_reference(&original.child(key))})
            }
            _ => value.clone(),
        };
        Some((key.clone(), copy))
    });
    Value::Object(members.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::RawDocument;

    fn response(reference: &str) -> Value {
        json!({"content": {"application/json": {"$ref": reference}}})
    }

    #[test]
    fn copies_share_the_schema_of_the_original() {
        let mut document = json!({"components": {
            "mediaTypes": {
                "ship": {"schema": {"type": "object"}, "encoding": {}, "example": {}},
                "alias": {"$ref": "#/components/mediaTypes/ship"},
            },
            "responses": {"ship": response("#/components/mediaTypes/alias")},
        }});
        let mut source = Source::new("x.json", "");
        let found = inline_media_types(&mut source, &mut document);
        assert!(found.is_empty(), "{found}");
        let schema = json!({"$ref": "#/components/mediaTypes/ship/schema"});
        let response = &document["components"]["responses"]["ship"];
        assert_eq!(
            response["content"]["application/json"],
            json!({"schema": schema, "encoding": {}})
        );
    }

    #[test]
    fn references_without_a_target_are_reported() {
        let mut document = json!({"components": {
            "mediaTypes": {"ship": {"$ref": "#/components/mediaTypes/ship"}},
            "responses": {"boat": response("#/components/mediaTypes/boat")},
        }});
        let mut source = Source::new("x.json", "");
        let found = inline_media_types(&mut source, &mut document);
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`#/components/mediaTypes/ship` leads to a cycle of references, \
                 `#/components/mediaTypes/ship` → `#/components/mediaTypes/ship`: content of any \
                 schema is accepted",
                "`#/components/mediaTypes/boat` does not exist: content of any schema is accepted",
            ]
        );
        let response = &document["components"]["responses"]["boat"];
        assert_eq!(response["content"]["application/json"], json!({}));
    }

    #[test]
    fn media_types_of_other_files_share_their_schema() {
        let folder = tempfile::tempdir().unwrap();
        let parts = "Ship: {schema: {type: object}}\nAlias: {$ref: '#/Ship'}\n";
        std::fs::write(folder.path().join("parts.yaml"), parts).unwrap();
        let path = folder.path().join("harbour.json");
        let responses = json!({
            "ship": response("parts.yaml#/Ship"),
            "same": response("parts.yaml#/Alias"),
            "boat": response("parts.yaml#/Boat"),
        });
        let document = json!({"components": {"responses": responses}});
        std::fs::write(&path, document.to_string()).unwrap();
        let document = RawDocument::load(path).unwrap();
        let components = &document.value["components"];
        let media_type = |name: &str| &components["responses"][name]["content"]["application/json"];
        let shared = json!({"schema": {"$ref": "#/components/schemas/Ship"}});
        assert_eq!(*media_type("ship"), shared);
        assert_eq!(*media_type("same"), shared);
        assert_eq!(*media_type("boat"), json!({}));
        assert_eq!(components["schemas"], json!({"Ship": {"type": "object"}}));
        let found: Vec<_> = document.found.iter().map(|one| &one.message).collect();
        assert_eq!(
            found,
            ["`parts.yaml#/Boat` does not exist: content of any schema is accepted"]
        );
    }
}
