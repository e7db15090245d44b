//! References to components.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use super::facets::SchemaRef;
use super::security::BY_HAND;
use crate::diagnostic::{Code, Pointer, nearest};
use crate::document::{CYCLE_HELP, Component, ComponentRef, Section, cycle};

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
        let (problem, help) = match self.document.cycle(reference) {
            // It is reported already.
            Some(_) if T::SECTION == Section::Headers => return,
            Some(members) => (cycle(reference, members), CYCLE_HELP.to_owned()),
            None => {
                let problem = format!("`{reference}` does not exist");
                (problem, self.missing_help::<T>(reference))
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
    use serde_json::{Map, Value, json};

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
    fn a_cycle_of_objects_in_place_is_reported_with_its_members() {
        let at = |rest: &str| json!({"$ref": format!("#/paths/~1ships~1%7Bid%7D/get/{rest}")});
        let mut operation = operation();
        operation["parameters"] = json!([at("parameters/1"), at("parameters/0")]);
        operation["responses"]["404"] = at("responses/500");
        operation["responses"]["500"] = at("responses/404");
        operation["responses"]["200"]["headers"] = json!({
            "X-A": at("responses/200/headers/X-B"),
            "X-B": at("responses/200/headers/X-A"),
        });
        let (_, found) = with_operation(&operation, &json!({})).unwrap();
        let messages = messages(&found);
        for part in [
            "parameters/0",
            "parameters/1",
            "responses/404",
            "responses/500",
        ] {
            let start =
                format!("`#/paths/~1ships~1%7Bid%7D/get/{part}` leads to a cycle of references, ");
            assert!(
                messages.iter().any(|one| one.starts_with(&start)),
                "{found}"
            );
        }
        let headers = messages
            .iter()
            .filter(|one| one.contains("/headers/X-A` leads"));
        assert_eq!(headers.count(), 1, "{found}");
        assert!(!found.to_string().contains("does not exist"), "{found}");
    }

    /// A chain is followed once, whatever its length.
    #[test]
    fn chains_of_aliases_may_be_long() {
        const LENGTH: usize = 2_000;
        let reference = |name: &str| json!({"$ref": format!("#/components/responses/{name}")});
        let mut operation = operation();
        for (index, last) in ["end", "gone", "0"].into_iter().enumerate() {
            let next = |at: usize| {
                if at == LENGTH {
                    last.to_owned()
                } else {
                    at.to_string()
                }
            };
            let chain = (0..LENGTH).map(|at| (at.to_string(), reference(&next(at + 1))));
            let mut responses: Map<String, Value> = chain.collect();
            responses.insert("end".to_owned(), json!({"description": "The end."}));
            operation["responses"]["404"] = reference("0");
            let components = json!({"responses": responses});
            let (_, found) = with_operation(&operation, &components).unwrap();
            let expected = [
                None,
                Some("`#/components/responses/gone` does not exist: the response is ignored"),
                Some("`#/components/responses/0` leads to a cycle of references, "),
            ];
            match (expected[index], messages(&found).as_slice()) {
                (None, []) => {}
                (Some(expected), [one]) => assert!(one.starts_with(expected), "{one}"),
                _ => panic!("{found}"),
            }
        }
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
