//! Compositions: `allOf` is merged into one object, `oneOf` and `anyOf` are unions.

use std::rc::Rc;

use openapiv3::{Discriminator, ReferenceOr, Schema};

use crate::diagnostic::Code;
use crate::hash::IndexSet;
use crate::model::{Object, Root, SchemaId, SchemaKind, Type, Union};

use super::facets::{Facets, SchemaRef};
use super::inclusion::{Choices, Trail};
use super::schema::{Lowered, require};
use super::{Lowering, Site};

/// The maximum number of steps from a component or an operation to a composition.
const MAX_STEPS: usize = 40;

/// The maximum number of compositions in each other, since lowering them is recursive.
const MAX_NESTED: usize = 64;

/// A schema whose `allOf` is merged: its common properties and its alternatives.
#[derive(Clone, Default)]
pub(super) struct Merged<'a> {
    /// The properties of the schema and of all schemas that it includes.
    pub object: Object,
    /// The names in the `required` lists of all members of `allOf`; they may precede the
    /// declaration of a property.
    pub required: IndexSet<&'a str>,
    /// The schemas of each `oneOf` and `anyOf`.
    pub choices: Vec<Rc<Choices<'a>>>,
    /// The discriminator of the alternatives.
    pub discriminator: Option<&'a Discriminator>,
    /// A type that is not an object.
    pub other: Option<Type<SchemaId>>,
    /// The `format` of a scalar, which another member than that of its type may declare.
    pub format: Option<&'a str>,
    /// The components that lead to the schema; stops components that include themselves.
    pub trail: Vec<&'a str>,
}

impl<'a> Lowering<'a> {
    /// Returns the type of a composed schema.
    pub(super) fn compose(&mut self, facets: &Facets<'a>, site: &Site) -> Lowered {
        if let Some(alias) = self.only_reference(facets, site) {
            return alias;
        }
        // A property that includes its own object leads here again.
        let ty = Type::Named(site.id.clone());
        if let Some(is_recursive) = self.composing.get_mut(&site.id) {
            *is_recursive = true;
            return Lowered {
                nullable: facets.has_null_alternative(),
                ..Lowered::of(ty)
            };
        }
        if self.composing.len() >= MAX_NESTED {
            self.report_nesting(site);
            return Lowered::of(Type::Json);
        }
        self.composing.insert(site.id.clone(), false);
        let lowered = self.composed(facets, site);
        let is_recursive = self
            .composing
            .pop()
            .is_some_and(|(_, is_recursive)| is_recursive);
        if is_recursive && lowered.ty != ty {
            Lowered {
                ty: self.define(facets, site, SchemaKind::Alias(lowered.ty)),
                ..lowered
            }
        } else {
            lowered
        }
    }

    /// Returns whether a union is infinitely recursive, as one whose inline alternatives include
    /// it.
    pub(super) fn is_infinitely_recursive(&mut self, site: &Site) -> bool {
        if site.id.steps().len() >= MAX_STEPS {
            self.report_nesting(site);
        }
        self.nests_too_deep
    }

    /// Reports an infinitely recursive composition, but only the first: there may be very many
    /// paths to the same one.
    pub(super) fn report_nesting(&mut self, site: &Site) {
        if self.nests_too_deep {
            return;
        }
        self.nests_too_deep = true;
        let message = match site.id.root() {
            Root::Component(name) => format!("schema `{name}` is infinitely recursive"),
            Root::Response(name) | Root::Operation(name) => {
                format!("a schema of `{name}` is infinitely recursive")
            }
        };
        let help = "move the alternatives of `oneOf` to named component schemas \
                    (an overlay can do it)";
        self.report(Code::NestingTooDeep, &site.pointer, message, help);
    }

    fn composed(&mut self, facets: &Facets<'a>, site: &Site) -> Lowered {
        let own = site
            .id
            .component_name()
            .and_then(|name| self.document.declared::<Schema>(name));
        let names = Vec::from_iter(own.map(|(name, _)| name));
        let mut merged = Merged {
            trail: names.clone(),
            ..Merged::default()
        };
        let is_cut = self.is_cut;
        self.merge(&mut merged, facets, site, &mut Trail::of(names));
        merged.object.base = self.base_component(facets);
        let allows_null = merged.choices.iter().any(|choices| choices.allow_null);
        let mut lowered = self.finish(merged, facets, site);
        lowered.nullable |= allows_null;
        // The trail of an enclosing composition is another one.
        self.is_cut = is_cut;
        lowered
    }

    /// Returns the component that a schema derives from: the only reference of its `allOf`.
    fn base_component(&self, facets: &Facets<'a>) -> Option<SchemaId> {
        let mut references = facets.all_of.iter().filter_map(|part| match part {
            ReferenceOr::Reference { reference } => Some(reference),
            ReferenceOr::Item(_) => None,
        });
        let base = references.next()?;
        let is_only = references.next().is_none();
        self.target_name(base)
            .filter(|_| is_only)
            .map(SchemaId::component)
    }

    /// Returns the type of an `allOf` that contains one reference and adds nothing to it, such as a
    /// format with a chosen type.
    ///
    /// In responses, `required` alone adds nothing: their fields are optional anyway.
    pub(super) fn only_reference(&mut self, facets: &Facets<'a>, site: &Site) -> Option<Lowered> {
        if facets.properties.is_some() || !(facets.one_of.is_empty() && facets.any_of.is_empty()) {
            return None;
        }
        let is_received = site.id.is_in_response();
        let requires = |facets: &Facets<'a>| {
            let has_type = facets
                .format
                .map(|format| self.choices.formats.contains_key(format));
            has_type == Some(true) || !facets.required.is_empty() && !is_received
        };
        let adds = |schema: &&'a ReferenceOr<Schema>| match schema {
            ReferenceOr::Reference { .. } => true,
            ReferenceOr::Item(schema) => {
                let facets = Facets::of(schema);
                !facets.only_constrains() || requires(&facets)
            }
        };
        if requires(facets) {
            return None;
        }
        let mut parts = facets.all_of.iter().filter(adds);
        match (parts.next(), parts.next()) {
            // A subtype that adds nothing is the base without its alternatives.
            (Some(ReferenceOr::Reference { reference }), None)
                if site.id.component_name().is_some() && self.has_subtypes(reference) =>
            {
                None
            }
            (Some(part @ ReferenceOr::Reference { .. }), None) => {
                Some(self.schema(SchemaRef::from(part), &site.all_of(0)))
            }
            _ => None,
        }
    }

    /// Returns whether a reference names a base whose alternatives include it by `allOf`.
    fn has_subtypes(&self, reference: &str) -> bool {
        let base = self.target_name(reference);
        base.is_some_and(|base| self.document.lists_subtypes(base))
    }

    /// Merges a schema into `merged`. `trail` contains the components that lead here; it stops
    /// components that include themselves.
    pub(super) fn merge(
        &mut self,
        merged: &mut Merged<'a>,
        facets: &Facets<'a>,
        site: &Site,
        trail: &mut Trail<'a>,
    ) {
        for (index, part) in facets.all_of.iter().enumerate() {
            self.merge_part(merged, SchemaRef::from(part), &site.all_of(index), trail);
        }
        for (keyword, schemas) in [("oneOf", facets.one_of), ("anyOf", facets.any_of)] {
            if schemas.is_empty() || self.is_base_of(merged, site) {
                continue;
            }
            let choices = self.choices(schemas, site, keyword);
            if !choices.name_any(trail.includers()) {
                merged.add_choices(Rc::new(choices));
            }
        }
        merged.discriminator = merged.discriminator.or(facets.data.discriminator.as_ref());
        // Properties beside an `allOf` are merged like one of its members.
        let own = Site {
            in_all_of: site.in_all_of || !facets.all_of.is_empty(),
            ..site.clone()
        };
        self.add_properties(&mut merged.object, facets, &own);
        let required = facets.required.iter().map(String::as_str);
        merged.required.extend(required);
        merged.format = merged.format.or(facets.format);
        if !facets.is_composed() && facets.properties.is_none() && !facets.only_constrains() {
            merged.other = Some(self.inline(facets, site).ty);
        } else if merged.other.is_none() {
            merged.other = self.type_beside(facets, site);
        }
    }

    /// Returns the type that a composed schema declares itself, unless it is an object with
    /// properties. The schemas of the composition can only constrain it. The alternatives of a
    /// union may be narrower types, which take precedence over lists.
    fn type_beside(&mut self, facets: &Facets<'a>, site: &Site) -> Option<Type<SchemaId>> {
        let is_scalar = matches!(facets.ty, Some("string" | "integer" | "number" | "boolean"));
        let is_list = facets.items.is_some() || !facets.values.is_empty();
        let is_union = !(facets.one_of.is_empty() && facets.any_of.is_empty());
        if facets.properties.is_some() || !(is_scalar || is_list && !is_union) {
            return None;
        }
        Some(if facets.values.is_empty() || is_union {
            self.plain(facets, site)
        } else {
            self.enumeration(facets, site).ty
        })
    }

    /// Merges a member of `allOf`, or an alternative of a union, into `merged`. The inline types of
    /// a component keep their names.
    pub(super) fn merge_part(
        &mut self,
        merged: &mut Merged<'a>,
        schema: SchemaRef<'a>,
        site: &Site,
        trail: &mut Trail<'a>,
    ) {
        match schema {
            SchemaRef::Inline(schema) => self.merge(merged, &Facets::of(schema), site, trail),
            SchemaRef::Reference(reference) => {
                if let Some((name, target)) = self.resolve(reference, &site.pointer) {
                    self.include(merged, name, target, site, trail);
                }
            }
        }
    }

    /// Defines the type of a merged schema.
    pub(super) fn finish(
        &mut self,
        mut merged: Merged<'a>,
        facets: &Facets<'a>,
        site: &Site,
    ) -> Lowered {
        let all = std::mem::take(&mut merged.choices);
        let all = all.iter().flat_map(|choices| &choices.schemas);
        let (constraints, choices) = alternatives(all.collect(), &merged.object);
        match choices.as_slice() {
            [] => self.without_choice(merged, facets, site),
            [(schema, at)] if constraints.is_empty() && merged.object.properties.is_empty() => {
                self.only_choice(*schema, at)
            }
            [(schema, at)] => {
                self.merge_optional(&mut merged, *schema, at);
                self.without_choice(merged, facets, site)
            }
            _ => {
                let is_plain = constraints.is_empty()
                    && merged.object.properties.is_empty()
                    && merged.discriminator.is_none();
                if is_plain && let Some(values) = self.enum_of_choices(&choices, facets, site) {
                    return values;
                }
                let members = self.members(&merged, &choices, site);
                let union = SchemaKind::Union(Union { members });
                Lowered::of(self.define(facets, site, union))
            }
        }
    }

    /// Returns the type of the only alternative of a composed schema, which has the same position.
    fn only_choice(&mut self, schema: SchemaRef<'a>, site: &Site) -> Lowered {
        match schema {
            SchemaRef::Inline(schema) if Facets::of(schema).is_composed() => {
                let facets = Facets::of(schema);
                let alias = self.only_reference(&facets, site);
                let mut lowered = alias.unwrap_or_else(|| self.composed(&facets, site));
                lowered.nullable |= facets.allows_null();
                lowered
            }
            schema => self.schema(schema, site),
        }
    }

    fn without_choice(
        &mut self,
        mut merged: Merged<'a>,
        facets: &Facets<'a>,
        site: &Site,
    ) -> Lowered {
        require(&mut merged.object, merged.required.iter().copied());
        let other = merged.other.map(|ty| self.with_format(ty, merged.format));
        match other {
            Some(ty) if merged.object.properties.is_empty() => Lowered::of(ty),
            _ if merged.object.properties.is_empty() => Lowered::of(Type::Json),
            _ => Lowered::of(self.define(facets, site, SchemaKind::Object(merged.object))),
        }
    }

    /// Returns the type of a scalar that has a `format`, too: `allOf` applies each keyword by itself
    /// (JSON Schema, 10.2.1.1).
    fn with_format(&self, ty: Type<SchemaId>, format: Option<&str>) -> Type<SchemaId> {
        let name = match ty {
            Type::String => "string",
            Type::Integer => "integer",
            Type::Number => "number",
            _ => return ty,
        };
        self.scalar(name, format).unwrap_or(ty)
    }

    /// Merges the only alternative that has properties. They are optional, since the other
    /// alternatives do not have them.
    fn merge_optional(&mut self, merged: &mut Merged<'a>, schema: SchemaRef<'a>, at: &Site) {
        let required = merged.required.clone();
        let mut trail = Trail::of(merged.trail.clone());
        self.merge_part(merged, schema, at, &mut trail);
        merged.choices.clear();
        merged.required = required;
    }

    /// Returns whether the schema is included by another and its alternatives are its subtypes,
    /// which the including schema does not inherit.
    fn is_base_of(&self, merged: &Merged<'a>, site: &Site) -> bool {
        let name = site.id.component_name().filter(|_| !site.in_all_of);
        name.is_some_and(|name| {
            self.document.lists_subtypes(name) && merged.trail.first() != Some(&name)
        })
    }
}

/// An alternative of a union.
type Alternative<'c, 'a> = &'c (SchemaRef<'a>, Site);

/// Separates alternatives that only constrain the common properties, such as by `required`, from
/// those that are types. Without common properties, an alternative that requires nothing is one: it
/// allows any value.
fn alternatives<'c, 'a>(
    all: Vec<Alternative<'c, 'a>>,
    common: &Object,
) -> (Vec<Alternative<'c, 'a>>, Vec<Alternative<'c, 'a>>) {
    let constraint = |(schema, _): &(SchemaRef<'a>, Site)| match schema {
        SchemaRef::Inline(schema) => Some(Facets::of(schema)).filter(Facets::only_constrains),
        SchemaRef::Reference(_) => None,
    };
    let has_types = all.iter().any(|one| constraint(one).is_none());
    let allows_any = has_types && common.properties.is_empty();
    all.into_iter().partition(|one| {
        constraint(one).is_some_and(|facets| !(allows_any && facets.required.is_empty()))
    })
}

#[cfg(test)]
mod tests;
