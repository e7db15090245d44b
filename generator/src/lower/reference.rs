//! References to components.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use super::facets::SchemaRef;
use super::security::BY_HAND;
use crate::diagnostic::{Code, Pointer, nearest};
use crate::document::{CYCLE_HELP, Component, ComponentRef, Section, cycle};

/// The maximum number of aliases that are followed for a message.
const MAX_ALIASES: usize = 64;

/// The end of a chain of aliases without a target.
enum End<'a> {
    /// A reference to a component that does not exist.
    Missing(&'a str),
    /// The references that lead to each other.
    Cycle(Vec<String>),
}

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
        let (problem, help) = match self.end_of_aliases::<T>(reference) {
            End::Cycle(members) => (cycle(reference, &members), CYCLE_HELP.to_owned()),
            End::Missing(missing) => {
                let problem = format!("`{missing}` does not exist");
                (problem, self.missing_help::<T>(missing))
            }
        };
        let code = Code::DanglingReference;
        let consequence = match T::SECTION {
            Section::Schemas => "any value is accepted",
            Section::Responses => "the response is ignored",
            Section::SecuritySchemes => BY_HAND,
            _ => return self.omit(code, pointer, &problem, &help),
        };
        self.report(code, pointer, format!("{problem}: {consequence}"), &help);
    }

    /// Returns where the aliases end that a reference leads to, which has no target.
    fn end_of_aliases<'r, T: Component + 'r>(&self, reference: &'r str) -> End<'r>
    where
        'a: 'r,
    {
        let mut followed: Vec<&str> = Vec::new();
        let mut last = reference;
        loop {
            if let Some(start) = followed.iter().position(|known| *known == last) {
                let members = followed[start..].iter().copied();
                return End::Cycle(members.map(str::to_owned).collect());
            }
            match self.document.resolve::<T>(last) {
                Some((_, ReferenceOr::Reference { reference })) if followed.len() < MAX_ALIASES => {
                    followed.push(last);
                    last = reference;
                }
                _ => return End::Missing(last),
            }
        }
    }

    /// Returns what to do about a component that does not exist.
    fn missing_help<T: Component>(&mut self, reference: &str) -> String {
        let components = self.components.into_iter();
        let declared = components.flat_map(|components| T::declared(components).keys());
        let component = self.document.component(reference);
        let name = component.map_or(reference, |component| &component.name);
        // Comparing with all names takes time.
        let is_compared = self.suggestions.checked_sub(1).is_some();
        self.suggestions = self.suggestions.saturating_sub(1);
        let declared = declared.map(String::as_str).filter(|_| is_compared);
        match nearest(name, declared) {
            Some(name) => format!("did you mean `{}`?", ComponentRef::new(T::SECTION, name)),
            None if component.is_none() => "correct the reference".to_owned(),
            None => format!(
                "declare it in `components/{}`, or correct the reference",
                T::SECTION.key()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::tests::{messages, operation, with_operation};

    #[test]
    fn a_cycle_of_components_is_reported_with_its_members() {
        let reference = |name: &str| json!({"$ref": format!("#/components/{name}")});
        let mut operation = operation();
        operation["requestBody"] = reference("requestBodies/a");
        operation["responses"]["404"] = reference("responses/a");
        let components = json!({
            "requestBodies": {"a": reference("requestBodies/a")},
            "responses": {"a": reference("responses/b"), "b": reference("responses/a")},
        });
        let (_, found) = with_operation(&operation, &components).unwrap();
        assert_eq!(
            messages(&found),
            [
                "`#/components/requestBodies/a` leads to a cycle of references, \
                 `#/components/requestBodies/a` → `#/components/requestBodies/a`: the operation is \
                 left out",
                "`#/components/responses/a` leads to a cycle of references, \
                 `#/components/responses/a` → `#/components/responses/b` → \
                 `#/components/responses/a`: the response is ignored",
            ]
        );
    }

    #[test]
    fn the_end_of_aliases_is_what_does_not_exist() {
        let mut operation = operation();
        operation["responses"]["404"] = json!({"$ref": "#/components/responses/a"});
        let components = json!({"responses": {"a": {"$ref": "#/components/responses/gone"}}});
        let (_, found) = with_operation(&operation, &components).unwrap();
        assert_eq!(
            messages(&found),
            ["`#/components/responses/gone` does not exist: the response is ignored"]
        );
    }
}
