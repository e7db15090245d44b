//! Parsing of references and resolution of their targets.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::MAX_STEPS;
use crate::diagnostic::{Pointer, nearest};
use crate::document::component::ComponentRef;
use crate::document::grammar::ObjectKind;

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    /// The file, relative to the file that contains the reference; empty for that file itself.
    pub file: Cow<'a, str>,
    /// The location in the file.
    pub pointer: Pointer,
}

impl<'a> Target<'a> {
    /// Parses a URI reference (RFC 3986) whose fragment is a JSON pointer (RFC 6901, section 6).
    /// Returns `None` if the fragment is not a pointer.
    pub fn parse(reference: &'a str) -> Option<Self> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let pointer = percent_decode_str(fragment).decode_utf8().ok()?;
        Some(Self {
            file: percent_decode_str(file).decode_utf8().ok()?,
            pointer: Pointer::parse(&pointer)?,
        })
    }

    /// Returns the location of the target, or `None` if it is in another file.
    pub fn local(reference: &str) -> Option<Pointer> {
        if Self::is_local(reference) {
            Some(Target::parse(reference)?.pointer)
        } else {
            None
        }
    }

    /// Returns `true` if the target is in the document that contains the reference.
    pub fn is_local(reference: &str) -> bool {
        reference.starts_with('#')
    }
}

/// The characters that a URI fragment may not contain (RFC 3986, section 3.5), and `%`.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Returns the reference to a location of the document that contains it.
pub(crate) fn local_reference(pointer: &Pointer) -> String {
    format!("#{}", utf8_percent_encode(pointer.as_str(), ESCAPED))
}

/// Returns the reference to an existing location of its file that a reference may mean: each part
/// that does not exist is replaced by the nearest name there.
pub(crate) fn similar_reference(file: &Value, reference: &str) -> Option<String> {
    let (path, _) = reference.split_once('#')?;
    let mut value = file;
    let mut at = Pointer::root();
    for part in Target::parse(reference)?.pointer.parts() {
        let part = if child(value, &part).is_some() {
            part
        } else {
            let names = value.as_object()?.keys().map(String::as_str);
            nearest(&part, names)?.to_owned().into()
        };
        value = child(value, &part)?;
        at = at.child(&part);
    }
    Some(format!("{path}{}", local_reference(&at))).filter(|similar| similar != reference)
}

/// Returns `true` if a value of a discriminator's `mapping` is a reference and not the name of a
/// schema.
pub(crate) fn is_mapping_reference(value: &str) -> bool {
    value.contains(['/', '#', '.'])
}

/// Returns the reference for a value of a discriminator's `mapping`.
pub(crate) fn mapping_reference(value: &str) -> Cow<'_, str> {
    if is_mapping_reference(value) {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(ComponentRef::schema(value).to_string())
    }
}

/// Returns a member or an element of a value.
pub(crate) fn child<'v>(value: &'v Value, part: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(part),
        Value::Array(elements) => elements.get(part.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Returns the `$ref` of a value.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// Returns `true` if an object of a kind is a reference and nothing else. Members beside `$ref`
/// count only in schemas and path items.
pub(super) fn is_alias(value: &Value, kind: ObjectKind) -> bool {
    let counts = matches!(kind, ObjectKind::Schema | ObjectKind::PathItem);
    let members = value.as_object().map(|members| members.len());
    reference(value).is_some() && (!counts || members == Some(1))
}

/// Resolves the references along a pointer and, if the kind of object at its end is given, also
/// those that are such an object.
///
/// Returns the location of the value, or `None` if it does not exist.
pub(in crate::document) fn follow(
    document: &Value,
    pointer: &Pointer,
    end: Option<ObjectKind>,
) -> Option<Pointer> {
    let mut steps = 0;
    follow_within(document, pointer, end, &mut steps)
}

fn follow_within(
    document: &Value,
    pointer: &Pointer,
    end: Option<ObjectKind>,
    steps: &mut usize,
) -> Option<Pointer> {
    let mut at = Pointer::root();
    let mut value = document;
    for part in pointer.parts() {
        while child(value, &part).is_none() {
            at = next(document, value, steps)?;
            value = document.pointer(at.as_str())?;
        }
        value = child(value, &part)?;
        at = at.child(&part);
    }
    while end.is_some_and(|kind| is_alias(value, kind)) {
        at = next(document, value, steps)?;
        value = document.pointer(at.as_str())?;
    }
    Some(at)
}

/// Returns the references in a cycle that the reference at a location leads to, if it does.
pub(super) fn cycle_from(document: &Value, pointer: &Pointer) -> Option<Vec<String>> {
    let mut followed: Vec<Pointer> = Vec::new();
    let mut at = pointer.clone();
    while followed.len() <= MAX_STEPS {
        if let Some(start) = followed.iter().position(|known| *known == at) {
            return Some(followed[start..].iter().map(local_reference).collect());
        }
        let target = Target::local(reference(document.pointer(at.as_str())?)?)?;
        followed.push(at);
        at = follow(document, &target, None)?;
    }
    None
}

/// The end of a chain of references without a target.
pub(super) enum DeadEnd {
    /// A reference whose target does not exist.
    Missing(String),
    /// The references that lead to each other.
    Cycle(Vec<String>),
}

/// Returns where the chain ends that begins with a reference, which has no target.
pub(super) fn dead_end(document: &Value, first: &str) -> DeadEnd {
    let mut followed: Vec<Pointer> = Vec::new();
    let mut last = first.to_owned();
    loop {
        let Some((at, next)) = further(document, &last) else {
            return DeadEnd::Missing(last);
        };
        if let Some(start) = followed.iter().position(|known| *known == at) {
            return DeadEnd::Cycle(followed[start..].iter().map(local_reference).collect());
        }
        if followed.len() == MAX_STEPS {
            return DeadEnd::Missing(last);
        }
        followed.push(at);
        last = next;
    }
}

/// Returns the reference to which another one leads, and its location: its target, or a part of its
/// pointer that has no target. Returns `None` if there is none.
fn further(document: &Value, text: &str) -> Option<(Pointer, String)> {
    let target = Target::local(text)?;
    if let Some(at) = follow(document, &target, None) {
        let next = reference(document.pointer(at.as_str())?)?.to_owned();
        return Some((at, next));
    }
    let mut value = document;
    let mut at = Pointer::root();
    for part in target.parts() {
        let Some(inner) = child(value, &part) else {
            break;
        };
        value = inner;
        at = at.child(&part);
    }
    let next = reference(value)?;
    // The rest of the pointer does not exist there.
    let exists = Target::local(next).is_some_and(|next| follow(document, &next, None).is_some());
    (!exists).then(|| (at, next.to_owned()))
}

/// Returns the location of the target of a reference.
fn next(document: &Value, value: &Value, steps: &mut usize) -> Option<Pointer> {
    *steps += 1;
    if *steps > MAX_STEPS {
        return None;
    }
    let target = Target::parse(reference(value)?)?;
    if target.file.is_empty() {
        follow_within(document, &target.pointer, None, steps)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(reference: &str) -> Option<(String, String)> {
        let target = Target::parse(reference)?;
        Some((target.file.into_owned(), target.pointer.to_string()))
    }

    #[test]
    fn a_reference_is_a_file_and_a_pointer() {
        let pair = |file: &str, pointer: &str| Some((file.to_owned(), pointer.to_owned()));
        assert_eq!(parsed("#/a~1b/c"), pair("", "/a~1b/c"));
        assert_eq!(
            parsed("#/paths/~1a~1%7Bid%7D"),
            pair("", "/paths/~1a~1{id}")
        );
        assert_eq!(parsed("./a%20b.yaml#/Boat"), pair("./a b.yaml", "/Boat"));
        assert_eq!(parsed("boat.yaml"), pair("boat.yaml", ""));
        assert_eq!(parsed("#boat"), None);
        assert_eq!(parsed("#/%ff"), None);
    }

    #[test]
    fn misspelled_parts_are_replaced() {
        let document = json!({"components": {"schemas": {"ship": {}, "a/b c": {}}}});
        let similar = |reference| similar_reference(&document, reference);
        for (reference, expected) in [
            (
                "#/components/schemas/shpi",
                Some("#/components/schemas/ship"),
            ),
            ("#/component/schema/Ship", Some("#/components/schemas/ship")),
            (
                "a.yaml#/components/schemas/a~1bc",
                Some("a.yaml#/components/schemas/a~1b%20c"),
            ),
            ("#/components/schemas/berth", None),
            ("#/components/schemas/ship/items", None),
            ("#/components/schemas/ship", None),
            ("ship", None),
        ] {
            assert_eq!(similar(reference).as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn references_along_the_path_are_followed() {
        let document = json!({
            "a": {"$ref": "#/b/c", "nullable": true},
            "b": {"c": {"d": {"$ref": "#/e"}}, "$ref": "#/a"},
            "e": {"f": 1},
        });
        let follow = |pointer: &str, end| {
            let pointer = Pointer::parse(pointer).unwrap();
            follow(&document, &pointer, end).map(|found| found.to_string())
        };
        assert_eq!(follow("/a/d/f", None).as_deref(), Some("/e/f"));
        assert_eq!(follow("/a/d", None).as_deref(), Some("/b/c/d"));
        assert_eq!(
            follow("/a/d", Some(ObjectKind::Schema)).as_deref(),
            Some("/e")
        );
        assert_eq!(follow("/b/x", None), None, "a circle");
        assert_eq!(follow("/e/g", None), None);
    }
}
