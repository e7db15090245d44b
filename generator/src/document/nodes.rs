//! The tree of a raw document: every object that OpenAPI defines, with its location.

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::reference::is_mapping_reference;

/// An object that OpenAPI defines, as it appears in a document.
pub(crate) struct Node<'a> {
    /// The kind of object.
    pub kind: ObjectKind,
    /// Its members.
    pub object: &'a Map<String, Value>,
    /// Its location.
    pub pointer: Pointer,
    /// The index of the enclosing object.
    #[cfg_attr(not(feature = "lint"), expect(dead_code, reason = "rules ask for it"))]
    pub parent: Option<usize>,
}

impl<'a> Node<'a> {
    /// A member that is text.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.object.get(key)?.as_str()
    }

    /// A member that is a list; an empty one when it is something else.
    #[cfg(feature = "lint")]
    pub fn list(&self, key: &str) -> &'a [Value] {
        match self.object.get(key) {
            Some(Value::Array(elements)) => elements,
            _ => &[],
        }
    }

    /// The last token of its location: its name or its index.
    pub fn name(&self) -> String {
        self.pointer.last().unwrap_or_default()
    }

    /// The designation of the object in a message: its name, or its index in a list.
    #[cfg(feature = "lint")]
    pub fn label(&self) -> String {
        let name = self.name();
        let list = self.pointer.parent().and_then(|list| list.last());
        match (name.parse::<usize>(), list) {
            (Ok(index), Some(list)) => format!("element {index} of `{list}`"),
            _ => format!("`{name}`"),
        }
    }

    /// The value of `$ref`, if it is a reference.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref").filter(|_| self.kind.is_referable())
    }

    /// The references that it contains, each with its key: `$ref`, and the values of a
    /// discriminator's `mapping` that are references and not plain names.
    pub fn references(&self) -> impl Iterator<Item = (String, &'a str)> + use<'a> {
        let own = self.reference().map(|text| ("$ref".to_owned(), text));
        let mapping = match self.kind {
            ObjectKind::Discriminator => self.object.get("mapping").and_then(Value::as_object),
            _ => None,
        };
        let members = mapping.into_iter().flatten();
        let members = members.filter_map(|(value, target)| Some((value.clone(), target.as_str()?)));
        own.into_iter()
            .chain(members.filter(|(_, value)| is_mapping_reference(value)))
    }

    /// Returns `true` if its other members are ignored because it is a reference.
    fn is_opaque(&self) -> bool {
        self.kind != ObjectKind::Schema && self.reference().is_some()
    }
}

/// Returns the objects of a document, enclosing objects first.
///
/// Values that OpenAPI 3.0 does not allow at their location are skipped: parsing the document
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
            object,
            pointer: pointer.clone(),
            parent,
        };
        let opaque = node.is_opaque();
        let index = self.nodes.len();
        self.nodes.push(node);
        if opaque {
            return;
        }
        for (key, value) in object {
            if let Some(shape) = kind.keyword(key) {
                self.members(shape, value, pointer.child(key), index);
            }
        }
    }

    fn members(&mut self, shape: KeywordValue, value: &'a Value, pointer: Pointer, parent: usize) {
        match (shape, value) {
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
