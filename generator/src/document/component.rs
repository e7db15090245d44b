//! Components and references to them.

use std::fmt;

use indexmap::IndexMap;
use openapiv3::{
    Components, Header, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme,
};
use serde_json::Value;

use super::reference::{Target, local_reference, mapping_reference};
use crate::diagnostic::Pointer;
use crate::hash::HashMap;

/// A section of `components`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Section {
    Callbacks,
    Examples,
    Headers,
    Links,
    Parameters,
    RequestBodies,
    Responses,
    Schemas,
    SecuritySchemes,
}

impl Section {
    const ALL: [Self; 9] = [
        Self::Callbacks,
        Self::Examples,
        Self::Headers,
        Self::Links,
        Self::Parameters,
        Self::RequestBodies,
        Self::Responses,
        Self::Schemas,
        Self::SecuritySchemes,
    ];

    /// Returns the key of the section in `components`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Callbacks => "callbacks",
            Self::Examples => "examples",
            Self::Headers => "headers",
            Self::Links => "links",
            Self::Parameters => "parameters",
            Self::RequestBodies => "requestBodies",
            Self::Responses => "responses",
            Self::Schemas => "schemas",
            Self::SecuritySchemes => "securitySchemes",
        }
    }

    /// Returns the section with a key in `components`.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }
}

/// A reference to a component, declared or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ComponentRef {
    /// The section of the component.
    pub section: Section,
    /// The name of the component.
    pub name: String,
}

impl ComponentRef {
    pub fn new(section: Section, name: impl Into<String>) -> Self {
        Self {
            section,
            name: name.into(),
        }
    }

    /// Creates a reference to a component of `schemas`.
    pub fn schema(name: impl Into<String>) -> Self {
        Self::new(Section::Schemas, name)
    }

    /// Parses the value of a `$ref`. Returns `None` if it does not refer to a whole component.
    pub fn parse(reference: &str) -> Option<Self> {
        Self::at(&Target::local(reference)?)
    }

    /// Returns the component at a location of the document, or `None` if there is none.
    pub fn at(pointer: &Pointer) -> Option<Self> {
        let (component, is_whole) = Self::first(pointer)?;
        is_whole.then_some(component)
    }

    /// Returns the component that is at, or contains, a location of the document.
    pub fn at_or_around(pointer: &Pointer) -> Option<Self> {
        Some(Self::first(pointer)?.0)
    }

    /// Returns the component that is at, or contains, a location of the document, and whether it is
    /// at the location.
    fn first(pointer: &Pointer) -> Option<(Self, bool)> {
        let mut tokens = pointer.parts();
        if tokens.next()? != "components" {
            return None;
        }
        let section = Section::of_key(&tokens.next()?)?;
        let component = Self::new(section, tokens.next()?);
        Some((component, tokens.next().is_none()))
    }

    /// Returns the location of the component.
    pub fn pointer(&self) -> Pointer {
        Pointer::root().within(["components", self.section.key(), &self.name])
    }

    /// Returns the component of a document, if it is declared.
    pub fn declared_in<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        document
            .get("components")?
            .get(self.section.key())?
            .get(&self.name)
    }
}

/// Formats the reference as the value of a `$ref`.
impl fmt::Display for ComponentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&local_reference(&self.pointer()))
    }
}

/// The references of a document to its components, by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct References(HashMap<String, ComponentRef>);

impl References {
    /// Adds the value of a `$ref`.
    pub fn add(&mut self, reference: &str) {
        if !self.0.contains_key(reference)
            && let Some(component) = ComponentRef::parse(reference)
        {
            self.0.insert(reference.to_owned(), component);
        }
    }

    /// Adds a value of a discriminator's `mapping`.
    pub fn add_mapping(&mut self, value: &str) {
        if let Some(component) = ComponentRef::parse(&mapping_reference(value)) {
            self.0.insert(value.to_owned(), component);
        }
    }

    /// Returns the schema that a value of a `mapping` refers to, which may be a plain name.
    pub fn mapped_schema(&self, value: &str) -> ComponentRef {
        let component = self.get(value).cloned();
        component.unwrap_or_else(|| ComponentRef::schema(value))
    }

    /// Returns the component that the value of a `$ref` or of a `mapping` refers to.
    pub fn get(&self, reference: &str) -> Option<&ComponentRef> {
        self.0.get(reference)
    }
}

/// The first references of cycles, by the references of the document that lead to them.
pub(super) type Cycles = HashMap<String, Vec<String>>;

/// The names in the document of the components that bundling and hoisting named.
///
/// A component is named after its location if its own name is taken, or is unique only where it is
/// declared. Values of discriminators are the names in the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeclaredNames(HashMap<ComponentRef, Option<String>>);

impl DeclaredNames {
    /// Records the name of the object that became a component, or `None` if it had no name.
    pub fn record(&mut self, component: ComponentRef, name: Option<String>) {
        self.0.insert(component, name);
    }

    /// Returns `true` if bundling or hoisting named a component.
    pub fn contains(&self, component: &ComponentRef) -> bool {
        self.0.contains_key(component)
    }

    /// Returns the name of a component in the document, or `None` if the document does not name it.
    pub fn get<'a>(&'a self, component: &'a ComponentRef) -> Option<&'a str> {
        match self.0.get(component) {
            Some(name) => name.as_deref(),
            None => Some(&component.name),
        }
    }
}

/// An object that can be a component.
pub(crate) trait Component: Sized {
    /// The section of `components` for the object.
    const SECTION: Section;

    /// Returns the components of the section, by name.
    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>>;
}

impl Component for Parameter {
    const SECTION: Section = Section::Parameters;

    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.parameters
    }
}

impl Component for RequestBody {
    const SECTION: Section = Section::RequestBodies;

    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.request_bodies
    }
}

impl Component for Response {
    const SECTION: Section = Section::Responses;

    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.responses
    }
}

impl Component for Header {
    const SECTION: Section = Section::Headers;

    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.headers
    }
}

impl Component for SecurityScheme {
    const SECTION: Section = Section::SecuritySchemes;

    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.security_schemes
    }
}

impl Component for Schema {
    const SECTION: Section = Section::Schemas;

    fn declared(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.schemas
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointer_and_uri_escapes_are_decoded() {
        for (reference, section, name) in [
            ("#/components/schemas/ship", Section::Schemas, "ship"),
            ("#/components/schemas/a~1b~0c", Section::Schemas, "a/b~c"),
            ("#/components/headers/%7Bid%7D", Section::Headers, "{id}"),
            (
                "#/components/responses/a%2520b",
                Section::Responses,
                "a%20b",
            ),
            ("#/components/schemas/~01", Section::Schemas, "~1"),
        ] {
            let component = ComponentRef::new(section, name);
            assert_eq!(
                ComponentRef::parse(reference),
                Some(component),
                "{reference}"
            );
        }
    }

    #[test]
    fn other_references_are_rejected() {
        for reference in [
            "#/components/schemas",
            "#/components/schemas/ship/properties/flag",
            "#/components/pathItems/ship",
            "#/definitions/ship",
            "#ship",
            "fleet.yaml#/components/schemas/ship",
            "ship",
            "",
        ] {
            assert_eq!(ComponentRef::parse(reference), None, "{reference}");
        }
    }

    #[test]
    fn a_formatted_reference_parses_to_the_same_component() {
        for name in [
            "ship", "a/b", "~1", "a b", "100%", "%7B", "{id}", "#", "\u{e4}",
        ] {
            let component = ComponentRef::schema(name);
            assert_eq!(ComponentRef::parse(&component.to_string()), Some(component));
        }
        let braces = ComponentRef::schema("{id}/x").to_string();
        assert_eq!(braces, "#/components/schemas/%7Bid%7D~1x");
    }
}
