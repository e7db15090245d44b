//! `x-constructors`: constructors of a struct besides `new`.

use serde_json::Value;

use crate::diagnostic::Code;
use crate::hash::IndexMap;
use crate::model::{Constructor, RustName};

use super::facets::Facets;
use super::{Lowering, Site};

const ANNOTATION: &str = "x-constructors";

impl<'a> Lowering<'a> {
    /// Stores the constructors of the annotation in the schema at `site`.
    pub(super) fn constructors(&mut self, facets: &Facets<'a>, site: &Site) {
        let Some(annotation) = facets.data.extensions.get(ANNOTATION) else {
            return;
        };
        let pointer = site.pointer.child(ANNOTATION);
        let Some(declared) = declared(annotation) else {
            let message = "`x-constructors` is not a map of lists of properties";
            let help = "write `x-constructors: {from_size: [name, size]}`";
            self.report(Code::InvalidConstructor, &pointer, message.to_owned(), help);
            return;
        };
        let mut constructors: Vec<Constructor<String>> = Vec::new();
        for (declared, arguments) in declared {
            let pointer = pointer.child(&declared);
            let Some(name) = self.checked_name(&declared, &pointer) else {
                continue;
            };
            let name = in_snake_case(name);
            if constructors.iter().any(|known| known.name == name) {
                let message = format!("`{declared}` is another constructor `{name}`");
                let help = "choose another name for one of them";
                self.report(Code::InvalidConstructor, &pointer, message, help);
            } else {
                constructors.push(Constructor { name, arguments });
            }
        }
        match self.schemas.get_mut(&site.id) {
            Some(schema) => schema.constructors = constructors,
            None => {
                let message = "`x-constructors` is on a schema that has no type of its own";
                let help = "declare it on a schema with `properties`";
                self.report(Code::InvalidConstructor, &pointer, message.to_owned(), help);
            }
        }
    }
}

/// Returns the name of a function from a name in the style of any language.
fn in_snake_case(name: RustName) -> RustName {
    if name.as_str().contains(char::is_uppercase) || name.as_str().contains("__") {
        RustName::snake(name.as_str())
    } else {
        name
    }
}

/// Returns the names of the properties by the name of the constructor.
fn declared(annotation: &Value) -> Option<IndexMap<String, Vec<String>>> {
    serde_json::from_value(annotation.clone()).ok()
}
