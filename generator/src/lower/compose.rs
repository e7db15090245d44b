//! `allOf`, `oneOf` and `anyOf`: merged into one object, or a union.

use openapiv3::{Discriminator, ReferenceOr, Schema};

use crate::diagnostic::Code;
use crate::model::{Object, SchemaId, SchemaKind, Type, Union};

use super::facets::{Facets, SchemaRef};
use super::schema::{Lowered, require};
use super::{Lowering, Site};

/// How far below a component or an operation a composition may be written.
const MAX_STEPS: usize = 40;

/// A schema with `allOf` merged: what all values have, and what they are one of.
#[derive(Clone, Default)]
pub(super) struct Merged<'a> {
    /// The properties of the schema and of all that it includes.
    pub object: Object,
    /// The properties that are required, whichever part says so, before they are known or after.
    pub required: Vec<&'a [String]>,
    /// The schemas of `oneOf` and `anyOf`, and where each is written.
    pub alternatives: Vec<(SchemaRef<'a>, Site)>,
    /// What tells the alternatives apart.
    pub discriminator: Option<&'a Discriminator>,
    /// A type that is no object.
    pub other: Option<Type<SchemaId>>,
    /// The components on the way to this one, so that one which includes itself ends.
    pub trail: Vec<&'a str>,
}

impl<'a> Lowering<'a> {
    /// The type of a schema that is put together from others.
    pub(super) fn compose(&mut self, facets: &Facets<'a>, site: &Site) -> Lowered {
        if let Some(alias) = self.only_reference(facets, site) {
            return alias;
        }
        // A property that includes the object it is a property of comes here again from within.
        let ty = Type::Named(site.id.clone());
        if let Some(entered) = self.composing.get_mut(&site.id) {
            *entered = true;
            return Lowered::of(ty);
        }
        self.composing.insert(site.id.clone(), false);
        let lowered = self.composed(facets, site);
        let is_named = self.composing.remove(&site.id) == Some(true);
        if is_named && lowered.ty != ty {
            Lowered::of(self.define(facets, site, SchemaKind::Alias(lowered.ty)))
        } else {
            lowered
        }
    }

    /// Whether a choice contains itself at ever new positions, as one does whose alternatives include it.
    /// It is reported once: there may be very many ways down.
    pub(super) fn is_endless(&mut self, site: &Site) -> bool {
        if !self.endless && site.id.segments().count() > MAX_STEPS {
            self.endless = true;
            let message = format!("`{}` holds itself without end", site.id.root().name());
            let help = "give what it is one of a name in `components/schemas`, with an overlay";
            self.error(Code::NestingTooDeep, &site.pointer, message, help);
        }
        self.endless
    }

    fn composed(&mut self, facets: &Facets<'a>, site: &Site) -> Lowered {
        let own = site.id.component_name();
        let own = own.and_then(|name| self.document.declared::<Schema>(name));
        let mut trail = Vec::from_iter(own.map(|(name, _)| name));
        let mut merged = Merged {
            trail: trail.clone(),
            ..Merged::default()
        };
        self.merge(&mut merged, facets, site, &mut trail);
        self.finish(merged, facets, site)
    }

    /// `allOf` of one reference and nothing that adds to it is that reference.
    ///
    /// What is required is said of what is sent: answers are not trusted with it.
    fn only_reference(&mut self, facets: &Facets<'a>, site: &Site) -> Option<Lowered> {
        if facets.properties.is_some() || !(facets.one_of.is_empty() && facets.any_of.is_empty()) {
            return None;
        }
        let is_received = site.id.is_in_response();
        let requires = |facets: &Facets<'a>| !facets.required.is_empty() && !is_received;
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
            // A subtype that adds nothing is what its base is without any.
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

    /// Whether a reference is to a base whose alternatives are what includes it.
    fn has_subtypes(&self, reference: &str) -> bool {
        let base = self.target_name(reference);
        base.is_some_and(|base| self.document.lists_subtypes(base))
    }

    /// Adds what a schema says to `merged`. `trail` holds the components on the way here, so that
    /// one which includes itself ends.
    pub(super) fn merge(
        &mut self,
        merged: &mut Merged<'a>,
        facets: &Facets<'a>,
        site: &Site,
        trail: &mut Vec<&'a str>,
    ) {
        for (index, part) in facets.all_of.iter().enumerate() {
            self.merge_part(merged, SchemaRef::from(part), &site.all_of(index), trail);
        }
        for (keyword, schemas) in [("oneOf", facets.one_of), ("anyOf", facets.any_of)] {
            if self.is_base_of(merged, site) || self.lists_an_includer(schemas, trail) {
                continue;
            }
            for (index, schema) in schemas.iter().enumerate() {
                let pointer = site.pointer.child(keyword).index(index);
                merged
                    .alternatives
                    .push((SchemaRef::from(schema), site.at(pointer)));
            }
        }
        merged.discriminator = merged.discriminator.or(facets.data.discriminator.as_ref());
        // Properties beside an `allOf` are one more part of it.
        let own = Site {
            in_all_of: site.in_all_of || !facets.all_of.is_empty(),
            ..site.clone()
        };
        self.add_properties(&mut merged.object, facets, &own);
        merged.required.push(facets.required);
        if !facets.is_composed() && facets.properties.is_none() && !facets.only_constrains() {
            merged.other = Some(self.inline(facets, site).ty);
        }
    }

    /// Adds a part of `allOf`, or a member of a union, to `merged`. What a component brings along
    /// keeps the names that it has there.
    pub(super) fn merge_part(
        &mut self,
        merged: &mut Merged<'a>,
        schema: SchemaRef<'a>,
        site: &Site,
        trail: &mut Vec<&'a str>,
    ) {
        match schema {
            SchemaRef::Inline(schema) => self.merge(merged, &Facets::of(schema), site, trail),
            SchemaRef::Reference(reference) => {
                let Some((name, target)) = self.resolve(reference, &site.pointer) else {
                    return;
                };
                if trail.contains(&name) {
                    return;
                }
                let site = Site::component(name, self.document);
                trail.push(name);
                self.merge_part(merged, target, &site, trail);
                trail.pop();
            }
        }
    }

    /// Makes a type of what was merged.
    pub(super) fn finish(
        &mut self,
        mut merged: Merged<'a>,
        facets: &Facets<'a>,
        site: &Site,
    ) -> Lowered {
        let (constraints, choices): (Vec<_>, Vec<_>) =
            std::mem::take(&mut merged.alternatives).into_iter().partition(|(schema, _)| {
                matches!(schema, SchemaRef::Inline(schema) if Facets::of(schema).only_constrains())
            });
        match choices.as_slice() {
            [] => self.without_choice(merged, facets, site),
            [(schema, at)] if constraints.is_empty() && merged.object.properties.is_empty() => {
                self.schema(*schema, at)
            }
            [(schema, at)] => {
                self.merge_optional(&mut merged, *schema, at);
                self.without_choice(merged, facets, site)
            }
            _ => {
                let members = self.members(&merged, &choices, site);
                let union = SchemaKind::Union(Union { members });
                Lowered::of(self.define(facets, site, union))
            }
        }
    }

    fn without_choice(
        &mut self,
        mut merged: Merged<'a>,
        facets: &Facets<'a>,
        site: &Site,
    ) -> Lowered {
        for names in &merged.required {
            require(&mut merged.object, names);
        }
        match merged.other {
            Some(ty) if merged.object.properties.is_empty() => Lowered::of(ty),
            _ if merged.object.properties.is_empty() => Lowered::of(Type::Json),
            _ => Lowered::of(self.define(facets, site, SchemaKind::Object(merged.object))),
        }
    }

    /// The one alternative that has properties, beside others that have none: its properties may
    /// be there or not.
    fn merge_optional(&mut self, merged: &mut Merged<'a>, schema: SchemaRef<'a>, at: &Site) {
        let required = merged.required.clone();
        let mut trail = merged.trail.clone();
        self.merge_part(merged, schema, at, &mut trail);
        merged.alternatives.clear();
        merged.required = required;
    }

    /// Whether the alternatives of a schema are its subtypes, and it is included by another: these
    /// are of no interest to what has its properties.
    fn is_base_of(&self, merged: &Merged<'a>, site: &Site) -> bool {
        let name = site.id.component_name().filter(|_| !site.in_all_of);
        name.is_some_and(|name| {
            self.document.lists_subtypes(name) && merged.trail.first() != Some(&name)
        })
    }

    /// Whether the alternatives of the last component on the trail name one that includes it: a
    /// base that lists its subtypes. A subtype takes over the base's properties, not the choice.
    fn lists_an_includer(&self, alternatives: &[ReferenceOr<Schema>], trail: &[&str]) -> bool {
        let includers = trail
            .split_last()
            .map_or(&[][..], |(_, includers)| includers);
        alternatives.iter().any(|schema| match schema {
            ReferenceOr::Reference { reference } => self
                .target_name(reference)
                .is_some_and(|name| includers.contains(&name)),
            ReferenceOr::Item(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::types;

    #[test]
    fn parts_of_all_of_become_one_struct() {
        let schemas = "\
craft: {type: object, properties: {name: {type: string}}}
ship:
  allOf:
  - {$ref: '#/components/schemas/craft'}
  - {type: object, properties: {masts: {type: integer}}}
";
        let ship = "struct Ship in ship: ship, response\n  \
                    name: Option<String>\n  masts: Option<Integer>\n";
        assert!(types(schemas).contains(ship), "{}", types(schemas));
    }

    #[test]
    fn all_of_one_reference_is_that_reference() {
        let schemas = "\
craft: {type: object, properties: {name: {type: string}}}
ship: {type: object, properties: {tug: {allOf: [{$ref: '#/components/schemas/craft'}]}}}
";
        assert!(types(schemas).contains("  tug: Option<Craft>\n"));
    }

    #[test]
    fn a_schema_may_include_itself() {
        let schemas = "\
ship:
  allOf:
  - {$ref: '#/components/schemas/ship'}
  - {type: object, properties: {name: {type: string}}}
";
        let expected = "struct Ship in ship: ship, response\n  name: Option<String>\n";
        assert_eq!(types(schemas), expected);
    }
}
