//! `x-constructors`: constructors of a struct besides `new`.

use serde_json::Value;

use crate::diagnostic::Code;
use crate::hash::IndexMap;
use crate::model::Constructor;

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
        let constructors = declared.into_iter().filter_map(|(name, arguments)| {
            let name = self.checked_name(&name, &pointer.child(&name))?;
            Some(Constructor { name, arguments })
        });
        let constructors = constructors.collect();
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

/// Returns the names of the properties by the name of the constructor.
fn declared(annotation: &Value) -> Option<IndexMap<String, Vec<String>>> {
    serde_json::from_value(annotation.clone()).ok()
}
