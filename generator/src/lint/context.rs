//! What the rules look at.

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;
use crate::document::Target;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::{Node, nodes};

/// How many references one after another are followed.
const MAX_REFERENCES: usize = 32;

/// A document, taken apart once for all rules.
pub(super) struct Context<'a> {
    /// The whole document.
    pub document: &'a Value,
    /// Its objects, those around others before them.
    pub nodes: Vec<Node<'a>>,
}

/// An operation of a path.
pub(super) struct PathOperation<'c, 'a> {
    /// The operation itself.
    pub node: &'c Node<'a>,
    /// What is around it.
    pub item: &'c Node<'a>,
    /// The path as it is written.
    pub path: String,
    /// The method, in upper case.
    pub method: String,
}

impl PathOperation<'_, '_> {
    /// What to call it in a message.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl<'a> Context<'a> {
    /// Takes a document apart.
    pub fn new(document: &'a Value) -> Self {
        Self {
            document,
            nodes: nodes(document),
        }
    }

    /// The objects of one kind.
    pub fn of(&self, kind: ObjectKind) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(move |node| node.kind == kind)
    }

    /// The object around another.
    pub fn around(&self, node: &Node<'a>) -> Option<&Node<'a>> {
        self.nodes.get(node.parent?)
    }

    /// A node as the value that it is in the document.
    pub fn value(&self, node: &Node<'a>) -> Option<&'a Value> {
        self.document.pointer(node.pointer.as_str())
    }

    /// The operations of the paths; those of callbacks are not called by a client.
    pub fn operations(&self) -> impl Iterator<Item = PathOperation<'_, 'a>> {
        self.of(ObjectKind::Operation).filter_map(|node| {
            let item = self.around(node)?;
            self.around(item)
                .filter(|up| up.kind == ObjectKind::Paths)?;
            Some(PathOperation {
                node,
                item,
                path: item.name(),
                method: node.name().to_uppercase(),
            })
        })
    }

    /// What a reference leads to: `None` when it leads to nothing, or out of the document.
    pub fn target(&self, reference: &str) -> Option<&'a Value> {
        let pointer = Target::local(reference)?;
        self.document.pointer(pointer.as_str())
    }

    /// An object, or the one that it refers to, across several references.
    pub fn resolved(&self, object: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
        let mut object = object;
        for _ in 0..MAX_REFERENCES {
            match object.get("$ref") {
                Some(Value::String(reference)) => object = self.target(reference)?.as_object()?,
                _ => return Some(object),
            }
        }
        None
    }

    /// The parameters that stand in the list of an operation or of a path, with their places;
    /// references are followed.
    pub fn parameters(
        &self,
        node: &Node<'a>,
    ) -> impl Iterator<Item = (&'a Map<String, Value>, Pointer)> {
        let pointer = node.pointer.child("parameters");
        let list = node.list("parameters").iter().enumerate();
        list.filter_map(move |(index, parameter)| {
            let parameter = self.resolved(parameter.as_object()?)?;
            Some((parameter, pointer.index(index)))
        })
    }
}

/// A member of an object that is text, or nothing.
pub(super) fn text<'a>(object: &'a Map<String, Value>, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}
