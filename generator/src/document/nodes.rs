//! The objects of a raw document that OpenAPI defines, each with its location.

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::reference::is_mapping_reference;

/// An object that OpenAPI defines, as it appears in a document.
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

    /// Returns the value of `$ref`, if the object is a reference.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref").filter(|_| self.kind.is_referable())
    }

    /// Returns the references of the object, each with its key: `$ref`, and the values of a
    /// discriminator's `mapping` that are references and not plain names.
    pub fn references(&self) -> impl Iterator<Item = (String, &'a str)> + use<'a> {
        let own = self.reference().map(|text| ("$ref".to_owned(), text));
        let mapping = match self.kind {
            ObjectKind::Discriminator => self.object.get("mapping").and_then(Value::as_object),
            _ => None,
        };
        let mapped = mapping
            .into_iter()
            .flatten()
            .filter_map(|(value, target)| Some((value.clone(), target.as_str()?)))
            .filter(|(_, target)| is_mapping_reference(target));
        own.into_iter().chain(mapped)
    }

    /// Returns `true` if the object is a reference whose other members are ignored.
    fn is_opaque(&self) -> bool {
        self.kind != ObjectKind::Schema && self.reference().is_some()
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
    let mut walk = Walk { nodes: Vec::new() };
    walk.object(kind, value, Pointer::root(), None);
    walk.nodes
}

struct Walk<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Walk<'a> {
    fn object(
        &mut self,
        kind: ObjectKind,
        value: &'a Value,
        pointer: Pointer,
        parent: Option<usize>,
    ) {
        let Value::Object(object) = value else {
            return;
        };
        let node = Node {
            kind,
            #[cfg(feature = "lint")]
            value,
            object,
            pointer,
            parent,
        };
        let opaque = node.is_opaque();
        let index = self.nodes.len();
        self.nodes.push(node);
        if opaque {
            return;
        }
        for (key, value) in object {
            if let Some(expected) = kind.keyword(key).filter(|one| one.has_objects(value)) {
                let pointer = self.nodes[index].pointer.child(key);
                self.members(expected, value, pointer, index);
            }
        }
    }

    fn members(
        &mut self,
        expected: KeywordValue,
        value: &'a Value,
        pointer: Pointer,
        parent: usize,
    ) {
        match (expected, value) {
            (KeywordValue::One(kind), _) => self.object(kind, value, pointer, Some(parent)),
            (KeywordValue::SchemaOrFlag, _) => {
                self.object(ObjectKind::Schema, value, pointer, Some(parent));
            }
            (KeywordValue::List(kind), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.object(kind, element, pointer.index(index), Some(parent));
                }
            }
            (KeywordValue::Map(kind), Value::Object(members)) => {
                for (name, member) in members {
                    self.object(kind, member, pointer.child(name), Some(parent));
                }
            }
            _ => {}
        }
    }
}
