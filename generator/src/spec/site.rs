//! Every object of a raw document that OpenAPI gives a meaning, with its place.

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;
use crate::spec::grammar::{Kind, Shape};

/// An object of a document.
pub(crate) struct Site<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its members.
    pub object: &'a Map<String, Value>,
    /// Where it stands.
    pub pointer: Pointer,
    /// The index of the object around it.
    #[cfg_attr(not(feature = "lint"), expect(dead_code, reason = "rules ask for it"))]
    pub parent: Option<usize>,
}

impl<'a> Site<'a> {
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

    /// The last part of where it stands: its name, or its index.
    pub fn name(&self) -> String {
        self.pointer.last().unwrap_or_default()
    }

    /// What to call it in a message: its name, or its place in the list that it is in.
    #[cfg(feature = "lint")]
    pub fn label(&self) -> String {
        let name = self.name();
        let list = self.pointer.parent().and_then(|list| list.last());
        match (name.parse::<usize>(), list) {
            (Ok(index), Some(list)) => format!("element {index} of `{list}`"),
            _ => format!("`{name}`"),
        }
    }

    /// What it refers to, if it is a reference.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref").filter(|_| self.kind.is_referable())
    }

    /// All references that stand in it, by their keys: its own, and those that the values of a
    /// discriminator are mapped to by more than a name.
    pub fn references(&self) -> impl Iterator<Item = (String, &'a str)> + use<'a> {
        let own = self.reference().map(|text| ("$ref".to_owned(), text));
        let mapping = match self.kind {
            Kind::Discriminator => self.object.get("mapping").and_then(Value::as_object),
            _ => None,
        };
        let members = mapping.into_iter().flatten();
        let members = members.filter_map(|(value, target)| Some((value.clone(), target.as_str()?)));
        own.into_iter()
            .chain(members.filter(|(_, target)| target.contains(['#', '/', '.'])))
    }

    /// Whether its members have no meaning because it is a reference.
    fn is_opaque(&self) -> bool {
        self.kind != Kind::Schema && self.reference().is_some()
    }
}

/// All objects of a document, those around others before them.
///
/// What is not what OpenAPI 3.0 expects at its place is passed over: reading the document reports
/// it.
pub(crate) fn sites(document: &Value) -> Vec<Site<'_>> {
    sites_of(Kind::Document, document)
}

/// All objects in one of a kind; they stand where they do in that one.
pub(crate) fn sites_of(kind: Kind, value: &Value) -> Vec<Site<'_>> {
    let mut walk = Walk { sites: Vec::new() };
    walk.object(kind, value, Pointer::root(), None);
    walk.sites
}

struct Walk<'a> {
    sites: Vec<Site<'a>>,
}

impl<'a> Walk<'a> {
    fn object(&mut self, kind: Kind, value: &'a Value, pointer: Pointer, parent: Option<usize>) {
        let Value::Object(object) = value else {
            return;
        };
        let site = Site {
            kind,
            object,
            pointer: pointer.clone(),
            parent,
        };
        let opaque = site.is_opaque();
        let index = self.sites.len();
        self.sites.push(site);
        if opaque {
            return;
        }
        for (key, value) in object {
            if let Some(shape) = kind.keyword(key) {
                self.members(shape, value, pointer.child(key), index);
            }
        }
    }

    fn members(&mut self, shape: Shape, value: &'a Value, pointer: Pointer, parent: usize) {
        match (shape, value) {
            (Shape::One(kind), _) => self.object(kind, value, pointer, Some(parent)),
            (Shape::SchemaOrFlag, _) => self.object(Kind::Schema, value, pointer, Some(parent)),
            (Shape::List(kind), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.object(kind, element, pointer.index(index), Some(parent));
                }
            }
            (Shape::Map(kind), Value::Object(members)) => {
                for (name, member) in members {
                    self.object(kind, member, pointer.child(name), Some(parent));
                }
            }
            _ => {}
        }
    }
}
