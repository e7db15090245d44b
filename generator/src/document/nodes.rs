//! The objects of a raw document that OpenAPI defines, each with its location.

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;
use crate::document::cursor::{Cursor, Part};
use crate::document::grammar::{DEFAULT_MAPPING, KeywordValue, ObjectKind};
use crate::document::reference::is_mapping_reference;

/// An object that OpenAPI defines.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    /// The kind of object.
    pub kind: ObjectKind,
    /// The object as a value.
    #[cfg(feature = "lint")]
    pub value: &'a Value,
    /// The members of the object.
    pub members: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// Returns the references of the object, each with its key: `$ref`, `$dynamicRef` of schemas,
    /// and the values of a discriminator's `mapping` and its `defaultMapping` that are references
    /// and not plain names.
    pub fn references(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        references(self.kind, self.members)
    }

    /// Returns `true` if the object is a reference whose other members are ignored.
    fn is_opaque(self) -> bool {
        let counts = matches!(self.kind, ObjectKind::Schema | ObjectKind::PathItem);
        !counts && reference(self.kind, self.members).is_some()
    }
}

/// An object that OpenAPI defines, with its location in a document.
pub(crate) struct Node<'a> {
    /// The kind of object.
    pub kind: ObjectKind,
    /// The object as a value.
    #[cfg(feature = "lint")]
    pub value: &'a Value,
    /// The members of the object.
    pub object: &'a Map<String, Value>,
    /// The location of the object.
    pub pointer: Pointer,
    /// The index of the enclosing object.
    pub parent: Option<usize>,
}

impl<'a> Node<'a> {
    /// Returns the value of a member that is a string.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.object.get(key)?.as_str()
    }

    /// Returns the elements of a member that is an array, or an empty slice.
    pub fn list(&self, key: &str) -> &'a [Value] {
        match self.object.get(key) {
            Some(Value::Array(elements)) => elements,
            _ => &[],
        }
    }

    /// Returns the value of `$ref`, if the object is a reference.
    pub fn reference(&self) -> Option<&'a str> {
        reference(self.kind, self.object)
    }

    /// Returns the references of the object, each with its key.
    pub fn references(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        references(self.kind, self.object)
    }

    /// Returns the last part of the location: the name or the index of the object.
    pub fn name(&self) -> String {
        self.pointer.last().unwrap_or_default()
    }

    /// Returns the designation of the object in messages: its name, or its index in an array.
    pub fn label(&self) -> String {
        let name = self.name();
        let list = self.pointer.parent().and_then(|list| list.last());
        match (name.parse::<usize>(), list) {
            (Ok(index), Some(list)) => format!("element {index} of `{list}`"),
            _ => format!("`{name}`"),
        }
    }
}

/// Returns the objects of a document, enclosing objects first.
///
/// Values that OpenAPI 3.0 does not allow at their location are skipped. Parsing the document
/// reports them.
pub(crate) fn nodes(document: &Value) -> Vec<Node<'_>> {
    nodes_of(ObjectKind::Document, document)
}

/// Returns the objects within a value of the given kind, with locations relative to it.
pub(crate) fn nodes_of(kind: ObjectKind, value: &Value) -> Vec<Node<'_>> {
    let mut nodes: Vec<Node<'_>> = Vec::new();
    visit(kind, value, &mut |object, at, parent| {
        let index = nodes.len();
        nodes.push(Node {
            kind: object.kind,
            #[cfg(feature = "lint")]
            value: object.value,
            object: object.members,
            pointer: match parent {
                Some(Parent { index, depth }) => at.pointer_below(depth, &nodes[index].pointer),
                None => at.pointer(),
            },
            parent: parent.map(|parent| parent.index),
        });
        Parent {
            index,
            depth: at.depth,
        }
    });
    nodes
}

/// The enclosing object of another.
#[derive(Clone, Copy)]
struct Parent {
    index: usize,
    /// The number of values around it.
    depth: usize,
}

/// Calls a function with each object within a value of the given kind, enclosing objects first.
///
/// The function receives the object, its location relative to the value, and what it returned for
/// the enclosing object.
pub(super) fn visit<'a, T: Copy>(
    kind: ObjectKind,
    value: &'a Value,
    visitor: &mut impl FnMut(Object<'a>, &Cursor<'_>, Option<T>) -> T,
) {
    visit_at(kind, value, &Cursor::ROOT, None, visitor);
}

fn visit_at<'a, T: Copy>(
    kind: ObjectKind,
    value: &'a Value,
    at: &Cursor<'_>,
    parent: Option<T>,
    visitor: &mut impl FnMut(Object<'a>, &Cursor<'_>, Option<T>) -> T,
) {
    let Value::Object(members) = value else {
        return;
    };
    let object = Object {
        kind,
        #[cfg(feature = "lint")]
        value,
        members,
    };
    let parent = Some(visitor(object, at, parent));
    if object.is_opaque() {
        return;
    }
    for (key, value) in members {
        let Some(expected) = kind.keyword(key) else {
            continue;
        };
        let at = at.key(key);
        match (expected, value) {
            (KeywordValue::One(kind), _) => visit_at(kind, value, &at, parent, visitor),
            (KeywordValue::SchemaOrFlag, _) => {
                visit_at(ObjectKind::Schema, value, &at, parent, visitor);
            }
            (KeywordValue::List(kind), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    visit_at(
                        kind,
                        element,
                        &at.enter(Part::Index(index)),
                        parent,
                        visitor,
                    );
                }
            }
            (KeywordValue::Map(kind), Value::Object(members)) => {
                for (name, member) in members {
                    visit_at(kind, member, &at.key(name), parent, visitor);
                }
            }
            _ => {}
        }
    }
}

fn reference(kind: ObjectKind, members: &Map<String, Value>) -> Option<&str> {
    let reference = members.get("$ref")?.as_str();
    reference.filter(|_| kind.is_referable())
}

fn references(
    kind: ObjectKind,
    members: &Map<String, Value>,
) -> impl Iterator<Item = (&str, &str)> {
    let own = reference(kind, members).map(|text| ("$ref", text));
    let dynamic = members.get("$dynamicRef").and_then(Value::as_str);
    let dynamic = dynamic.filter(|_| kind == ObjectKind::Schema);
    let own = own
        .into_iter()
        .chain(dynamic.map(|text| ("$dynamicRef", text)));
    let mapping = match kind {
        ObjectKind::Discriminator => members.get("mapping").and_then(Value::as_object),
        _ => None,
    };
    let default = members.get(DEFAULT_MAPPING).and_then(Value::as_str);
    let default = default.filter(|_| kind == ObjectKind::Discriminator);
    let default = default.map(|target| (DEFAULT_MAPPING, target));
    let mapped = mapping
        .into_iter()
        .flatten()
        .filter_map(|(value, target)| Some((value.as_str(), target.as_str()?)))
        .chain(default)
        .filter(|(_, target)| is_mapping_reference(target));
    own.chain(mapped)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_have_their_location_and_the_object_around_them() {
        let document = json!({
            "paths": {"/a~b": {"get": {
                "parameters": [{"schema": {"items": {}, "properties": {"x": {}}}}],
                "x-other": {},
            }}},
            "components": {"schemas": {"s": {}}},
        });
        let nodes = nodes(&document);
        let found = nodes.iter().map(|node| {
            let parent = node.parent.map(|index| nodes[index].pointer.as_str());
            (node.pointer.as_str(), parent)
        });
        let operation = "/paths/~1a~0b/get";
        let parameter = "/paths/~1a~0b/get/parameters/0";
        let schema = "/paths/~1a~0b/get/parameters/0/schema";
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                ("", None),
                ("/paths", Some("")),
                ("/paths/~1a~0b", Some("/paths")),
                (operation, Some("/paths/~1a~0b")),
                (parameter, Some(operation)),
                (schema, Some(parameter)),
                ("/paths/~1a~0b/get/parameters/0/schema/items", Some(schema)),
                (
                    "/paths/~1a~0b/get/parameters/0/schema/properties/x",
                    Some(schema)
                ),
                ("/components", Some("")),
                ("/components/schemas/s", Some("/components")),
            ]
        );
    }

    #[test]
    fn members_beside_a_reference_are_ignored_except_in_schemas_and_path_items() {
        let other = json!({"$ref": "#/b"});
        let beside = json!({"$ref": "#/a", "schema": {}, "items": other, "get": other});
        let references = |kind| {
            let nodes = nodes_of(kind, &beside);
            let references = nodes.iter().flat_map(Node::references);
            references.map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(references(ObjectKind::Parameter), ["#/a"]);
        assert_eq!(references(ObjectKind::Schema), ["#/a", "#/b"]);
        assert_eq!(references(ObjectKind::PathItem), ["#/a", "#/b"]);
    }
}
