//! What changed between two versions of an API, in the words of the Rust that is made of them.
//!
//! Like oasdiff it goes by rules: every change has the name of its rule and a level. Unlike it, a
//! change is one of the model, so that what two documents only write differently is none; and it
//! is breaking when it breaks an application that uses the emitted crate. So a new property of an
//! answer breaks nothing, nor does a new value of an enum, as enums are open; a new property that a
//! request must have does, and so does one that an answer no longer has.

mod change;
mod locations;
mod operations;
mod render;
mod rust;
mod types;

pub use change::{Change, Level, RULES, Rule, Subject};
pub(crate) use locations::Locations;
pub use render::{Format, changelog, render};

use crate::model::ShapedApi;

/// One version of an API.
#[derive(Clone, Debug)]
pub struct Side {
    /// What it is called: `2.16`, or the name of a file.
    pub label: String,
    pub(crate) api: ShapedApi,
    /// The locations of its schemas in its document.
    pub(crate) locations: Locations,
}

impl Side {
    /// Returns the method and path of each operation, in document order.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, String)> {
        let operations = self.api.operations.iter();
        operations.map(|operation| (operation.method, operation.path.to_string()))
    }

    /// Returns the Rust name of each type.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let shapes = self.api.shapes.values();
        shapes.map(|shape| shape.name.as_str())
    }

    /// Returns the name of each component schema that is a type, in document order.
    pub fn schemas(&self) -> impl Iterator<Item = &str> {
        let shapes = self.api.shapes.values().filter(|shape| !shape.is_inline());
        shapes.map(|shape| shape.document_name.as_str())
    }
}

/// What changed from one version to another: operations first, then types, in document order.
pub fn diff(old: &Side, new: &Side) -> Vec<Change> {
    let mut changes = Vec::new();
    operations::compare(old, new, &mut changes);
    types::compare(old, new, &mut changes);
    changes
}
