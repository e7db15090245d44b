//! References to components.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use super::facets::SchemaRef;
use crate::diagnostic::{Code, Pointer, nearest};
use crate::document::{Component, ComponentRef, Section};

impl<'a> Lowering<'a> {
    /// Returns an inline object, or the component that the reference names and the component's
    /// name. Reports a reference to a component that does not exist.
    pub(super) fn referenced<T: Component>(
        &mut self,
        item: &'a ReferenceOr<T>,
        pointer: &Pointer,
    ) -> Option<(&'a T, Option<&'a str>)> {
        let reference = match item {
            ReferenceOr::Item(item) => return Some((item, None)),
            ReferenceOr::Reference { reference } => reference,
        };
        if let Some((name, ReferenceOr::Item(item))) = self.document.resolve(reference) {
            return Some((item, Some(name)));
        }
        self.dangling::<T>(reference, pointer);
        None
    }

    /// Returns the schema that a reference names, and the schema's name. Reports a reference to a
    /// schema that does not exist.
    pub(super) fn resolve(
        &mut self,
        reference: &str,
        pointer: &Pointer,
    ) -> Option<(&'a str, SchemaRef<'a>)> {
        let Some((name, schema)) = self.document.resolve::<Schema>(reference) else {
            self.dangling::<Schema>(reference, pointer);
            return None;
        };
        Some((name, SchemaRef::from(schema)))
    }

    /// Returns the schema that a reference names, without reporting a dangling reference.
    pub(super) fn target(&self, reference: &str) -> Option<SchemaRef<'a>> {
        let (_, schema) = self.document.resolve::<Schema>(reference)?;
        Some(SchemaRef::from(schema))
    }

    /// Returns the name of the schema in a reference, even if the schema does not exist.
    pub(super) fn target_name(&self, reference: &str) -> Option<&'a str> {
        let component = self.document.component(reference)?;
        (component.section == Section::Schemas).then_some(component.name.as_str())
    }

    fn dangling<T: Component>(&mut self, reference: &str, pointer: &Pointer) {
        let problem = format!("`{reference}` does not exist");
        let components = self.components.into_iter();
        let declared = components.flat_map(|components| T::declared(components).keys());
        let component = self.document.component(reference);
        let name = component.map_or(reference, |component| &component.name);
        // Comparing with all names takes time.
        let is_compared = self.suggestions.checked_sub(1).is_some();
        self.suggestions = self.suggestions.saturating_sub(1);
        let declared = declared.map(String::as_str).filter(|_| is_compared);
        let help = match nearest(name, declared) {
            Some(name) => format!("did you mean `{}`?", ComponentRef::new(T::SECTION, name)),
            None => format!(
                "declare it in `components/{}`, or correct the reference",
                T::SECTION.key()
            ),
        };
        let code = Code::DanglingReference;
        let consequence = match T::SECTION {
            Section::Schemas => "any value is accepted",
            Section::Responses => "the response is ignored",
            _ => return self.omit(code, pointer, &problem, &help),
        };
        self.report(code, pointer, format!("{problem}: {consequence}"), &help);
    }
}
