//! The document that the rules check.

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::{Node, nodes};
use crate::document::{Dialect, Identifiers, RawDocument, Target, child};

/// The maximum length of a chain of references.
const MAX_REFERENCES: usize = 32;

/// A document and its objects, which are collected once for all rules.
pub(super) struct Context<'a> {
    /// The document as it was read.
    pub raw: &'a RawDocument,
    /// The whole document.
    pub document: &'a Value,
    /// The version of OpenAPI that it is written in.
    pub dialect: Dialect,
    /// Its objects, parents before their children.
    pub nodes: Vec<Node<'a>>,
    /// The identifiers of schemas; empty for OpenAPI 3.0, which has none.
    identifiers: Identifiers,
}

/// An operation of a path.
pub(super) struct PathOperation<'c, 'a> {
    /// The operation itself.
    pub node: &'c Node<'a>,
    /// The path item that contains it.
    pub item: &'c Node<'a>,
    /// The path in the document.
    pub path: String,
    /// The method, in upper case.
    pub method: String,
}

impl PathOperation<'_, '_> {
    /// Returns the name of the operation in messages: `GET /ships`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl<'a> Context<'a> {
    /// Collects the objects of a document.
    pub fn new(raw: &'a RawDocument) -> Self {
        let document = &raw.value;
        let dialect = Dialect::declared(document).unwrap_or(Dialect::V3_0);
        let nodes = nodes(document);
        let identifiers = if dialect > Dialect::V3_0 {
            Identifiers::of_document(&nodes)
        } else {
            Identifiers::default()
        };
        Self {
            raw,
            document,
            dialect,
            nodes,
            identifiers,
        }
    }

    /// Returns the objects of one kind.
    pub fn of(&self, kind: ObjectKind) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(move |node| node.kind == kind)
    }

    /// Returns the object that contains another.
    pub fn parent(&self, node: &Node<'a>) -> Option<&Node<'a>> {
        self.nodes.get(node.parent?)
    }

    /// Returns the operations of the paths. The operations of callbacks are not called by a client.
    pub fn operations(&self) -> impl Iterator<Item = PathOperation<'_, 'a>> {
        self.of(ObjectKind::Operation).filter_map(|node| {
            let item = self.parent(node)?;
            self.parent(item)
                .filter(|parent| parent.kind == ObjectKind::Paths)?;
            Some(PathOperation {
                node,
                item,
                path: item.name(),
                method: node.name().to_uppercase(),
            })
        })
    }

    /// Returns the references of an object: `$ref`, and `$dynamicRef` of schemas.
    pub fn references(&self, node: &Node<'a>) -> impl Iterator<Item = &'a str> {
        let has_dynamic = self.dialect > Dialect::V3_0 && node.kind == ObjectKind::Schema;
        let dynamic = node.text("$dynamicRef").filter(|_| has_dynamic);
        node.reference().into_iter().chain(dynamic)
    }

    /// Returns the location that a reference of the object at `at` leads to; `None` if it is in
    /// another document.
    pub fn location(&self, at: &Pointer, reference: &str) -> Option<Pointer> {
        let identified = self.identifiers.target(self.document, at, reference);
        identified.or_else(|| Target::local(reference))
    }

    /// Returns the target of a reference of the document itself; `None` if it does not exist or is
    /// in another document.
    pub fn target(&self, reference: &str) -> Option<&'a Value> {
        self.target_from(&Pointer::root(), reference)
    }

    /// Returns the target of a reference of the object at `at`; `None` if it does not exist or is in
    /// another document.
    pub fn target_from(&self, at: &Pointer, reference: &str) -> Option<&'a Value> {
        let pointer = self.location(at, reference)?;
        let mut parts = pointer.parts();
        parts.try_fold(self.document, |value, part| child(value, &part))
    }

    /// Returns an object, or the target of its chain of references.
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

    /// Returns the parameters of an operation or a path item with their locations. References are
    /// resolved.
    pub fn parameters(
        &self,
        node: &Node<'a>,
    ) -> impl Iterator<Item = (&'a Map<String, Value>, Pointer)> {
        let pointer = node.pointer.child("parameters");
        node.list("parameters")
            .iter()
            .enumerate()
            .filter_map(move |(index, parameter)| {
                let parameter = self.resolved(parameter.as_object()?)?;
                Some((parameter, pointer.index(index)))
            })
    }
}

/// Returns a member of an object that is a string, or else an empty string.
pub(super) fn text<'a>(object: &'a Map<String, Value>, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}
