//! Changes between two versions of an API, in terms of the generated Rust.
//!
//! As in [oasdiff](https://www.oasdiff.com), every change has the id of a rule and a level. Unlike
//! there, the models are compared, not the documents: a different notation of the same thing is no
//! change. A change is breaking if it breaks an application that uses the generated crate. A new
//! property of a response is not breaking, and neither is a new value of an enum, since enums are
//! open. A new required property of a request is breaking, and so is the removal of a property of
//! a response.

mod body;
mod change;
mod client;
mod conversions;
mod locations;
mod operations;
mod render;
mod requests;
mod rust;
mod structs;
mod types;
mod unions;
mod webhooks;

pub use change::{Change, Level, RULES, Rule, Subject};
pub(crate) use locations::Locations;
pub(crate) use render::changelog_of;
pub use render::{Format, changelog, render};

use crate::model::{Shape, ShapedApi};
use crate::pass::{Merged, unify};
use conversions::Conversions;

/// One version of an API.
#[derive(Clone, Debug)]
pub struct Side {
    /// The name: a version such as `2.16`, or the path of the document.
    pub label: String,
    pub(crate) api: ShapedApi,
    /// The locations of its schemas in its document.
    pub(crate) locations: Locations,
    /// The component of each inline object that was merged into one.
    pub(crate) merged: Merged,
}

impl Side {
    /// Returns the method and path of each operation, in document order.
    pub fn operations(&self) -> impl Iterator<Item = (&str, String)> {
        let operations = self.api.operations.iter();
        operations.map(|operation| (operation.method.as_str(), operation.path.to_string()))
    }

    /// Returns the Rust name of each type.
    pub fn types(&self) -> impl Iterator<Item = String> {
        self.api.shapes.values().map(Shape::rust_path)
    }

    /// Returns the inline objects that became a component since they have its properties, each with
    /// the name of the component, in document order.
    pub fn merged(&self) -> impl Iterator<Item = (String, String)> {
        let merged = self.merged.iter();
        merged.map(|(derived, component)| (derived.to_string(), component.to_string()))
    }

    /// Returns the name of each component schema that is a type, in document order.
    pub fn schemas(&self) -> impl Iterator<Item = &str> {
        let shapes = self.api.shapes.values().filter(|shape| !shape.is_inline());
        shapes.map(|shape| shape.document_name.as_str())
    }
}

/// Returns the changes from one version to another: the client, operations and types, in document
/// order.
pub fn diff(old: &Side, new: &Side) -> Vec<Change> {
    let library = unify(&[&old.api, &new.api]);
    let conversions = Conversions::of_versions(&library);
    match conversions.as_slice() {
        [before, after] => compare((old, before), (new, after)),
        _ => Vec::new(),
    }
}

/// Compares two versions, each with its conversions.
fn compare(old: (&Side, &Conversions), new: (&Side, &Conversions)) -> Vec<Change> {
    let mut changes = Vec::new();
    client::compare(old.0, new.0, &mut changes);
    operations::compare(old.0, new.0, &mut changes);
    types::compare(old.0, new.0, &mut changes);
    conversions::compare(old, new, &mut changes);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Generator;
    use crate::neutral::is_hidden;

    fn side(text: &str) -> Side {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.json");
        std::fs::write(&path, text).unwrap();
        Generator::document(path).sides().unwrap().remove(0)
    }

    /// Names and values of a document that end a line, a code span, or change the direction of
    /// text.
    #[test]
    fn text_of_documents_is_neutral() {
        let name = "a`\n\n# b\r\u{202e}\u{1b}[31m";
        let parameters = serde_json::json!([
            {"name": name, "in": "query", "schema": {"type": "string", "enum": [name]}},
        ]);
        let document = |path: &str, parameters: &serde_json::Value| {
            let operation = serde_json::json!({
                "tags": [format!("{path}{name}")],
                "parameters": parameters,
                "responses": {"200": {"description": "ok"}},
            });
            let document = serde_json::json!({
                "openapi": "3.0.3",
                "info": {"title": "T", "version": "1"},
                "paths": {format!("/{name}"): {"get": operation}, path: {"put": operation}},
                "components": {"schemas": {
                    name: {"type": "string", "enum": ["x", format!("{path}{name}")]},
                }},
            });
            side(&document.to_string())
        };
        let none = serde_json::json!([]);
        let (old, new) = (document("/old", &none), document("/new", &parameters));
        let changes: Vec<Change> = [diff(&old, &new), diff(&new, &old)].concat();
        assert!(changes.len() > 10);
        for format in [Format::Text, Format::Markdown] {
            let text = render(&changes, format);
            assert!(!text.contains(is_hidden), "{text}");
            assert!(!text.lines().any(|line| line.starts_with("# b")), "{text}");
        }
    }
}
