//! The members of unions: their names, types and discriminator values.

use std::collections::HashSet;

use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use crate::model::{Member, SchemaId, Step, Tag, Type};

use super::compose::Merged;
use super::facets::{Facets, SchemaRef};
use super::schema::require;
use super::{Lowering, Site};

/// The maximum length of a chain of `allOf`.
const DEPTH: usize = 32;

impl<'a> Lowering<'a> {
    /// Returns the members of a union. The common properties are added to each.
    pub(super) fn members(
        &mut self,
        common: &Merged<'a>,
        choices: &[(SchemaRef<'a>, Site)],
        site: &Site,
    ) -> Vec<Member> {
        let mut known: HashSet<String> = HashSet::new();
        let mut members: Vec<Member> = Vec::new();
        for (index, (schema, at)) in choices.iter().enumerate() {
            let name = self
                .member_name(*schema)
                .filter(|name| !known.contains(name))
                .unwrap_or_else(|| format!("variant{}", index + 1));
            known.insert(name.clone());
            let member = Site {
                id: site.id.child(Step::Variant(name.clone())),
                ..at.clone()
            };
            let ty = self.member(common, *schema, &member);
            let discriminator = common
                .discriminator
                .filter(|_| !self.is_own(common, *schema));
            let tag = discriminator.and_then(|discriminator| self.tag(discriminator, *schema));
            members.push(Member { name, ty, tag });
        }
        members
    }

    fn member(
        &mut self,
        common: &Merged<'a>,
        schema: SchemaRef<'a>,
        site: &Site,
    ) -> Type<SchemaId> {
        if self.is_infinitely_recursive(site) {
            return Type::Json;
        }
        let reference = match schema {
            SchemaRef::Reference(reference) => Some(reference),
            SchemaRef::Inline(_) => None,
        };
        let component = reference.and_then(|reference| self.target_name(reference));
        let includes = |name: &str| self.includes_any(name, &common.trail, DEPTH);
        if common.object.properties.is_empty() || component.is_some_and(includes) {
            return self.schema(schema, site).ty;
        }
        if component.is_some_and(|name| common.trail.contains(&name)) {
            return self.base(common, site);
        }
        let mut merged = Merged {
            object: common.object.clone(),
            required: common.required.clone(),
            trail: common.trail.iter().copied().chain(component).collect(),
            ..Merged::default()
        };
        self.merge_part(&mut merged, schema, site, &mut common.trail.clone());
        let facets = match schema {
            SchemaRef::Inline(schema) => Some(Facets::of(schema)),
            SchemaRef::Reference(reference) => match self.resolve(reference, &site.pointer) {
                Some((_, SchemaRef::Inline(schema))) => Some(Facets::of(schema)),
                _ => None,
            },
        };
        match facets {
            Some(facets) => self.finish(merged, &facets, site).ty,
            None => self.schema(schema, site).ty,
        }
    }

    /// Defines the member that is the union's own schema: an object of the common properties.
    fn base(&mut self, common: &Merged<'a>, site: &Site) -> Type<SchemaId> {
        let mut object = common.object.clone();
        for names in &common.required {
            require(&mut object, names);
        }
        self.define_object(object, site)
    }

    /// Returns whether a member is the union's own schema, which is the type of all values that
    /// match no other member.
    fn is_own(&self, common: &Merged<'_>, schema: SchemaRef<'_>) -> bool {
        match schema {
            SchemaRef::Reference(reference) => self
                .target_name(reference)
                .is_some_and(|name| common.trail.contains(&name)),
            SchemaRef::Inline(_) => false,
        }
    }

    /// Returns whether a component includes one of the others by `allOf`, so that it has all their
    /// properties already.
    fn includes_any(&self, name: &str, others: &[&str], depth: usize) -> bool {
        let Some((_, ReferenceOr::Item(schema))) = self.document.declared::<Schema>(name) else {
            return false;
        };
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let parts = Facets::of(schema).all_of;
        parts.iter().any(|part| match part {
            ReferenceOr::Reference { reference } => {
                self.target_name(reference).is_some_and(|part| {
                    others.contains(&part) || self.includes_any(part, others, depth)
                })
            }
            ReferenceOr::Item(_) => false,
        })
    }

    /// Returns the name of a member: the component's or the chosen one, or else its constant, the
    /// only key that it requires, or its type.
    fn member_name(&self, schema: SchemaRef<'_>) -> Option<String> {
        match schema {
            SchemaRef::Reference(reference) => self.target_name(reference).map(str::to_owned),
            SchemaRef::Inline(schema) => {
                let facets = Facets::of(schema);
                facets
                    .extension("x-rust-name")
                    .map(str::to_owned)
                    .or_else(|| constant_name(&facets))
                    .or_else(|| only_required(&facets))
                    .or_else(|| self.type_name(&facets))
            }
        }
    }

    fn type_name(&self, facets: &Facets<'_>) -> Option<String> {
        match (facets.ty?, facets.items) {
            ("object", _) if facets.properties.is_some() => None,
            ("array", Some(items)) => Some(match self.member_name(items) {
                Some(item) => format!("{item}_array"),
                None => "array".to_owned(),
            }),
            (ty, _) => Some(ty.to_owned()),
        }
    }

    /// Returns the discriminator values of a schema: those of the mapping, or else the schema's
    /// name.
    fn tag(&self, discriminator: &Discriminator, schema: SchemaRef<'_>) -> Option<Tag> {
        let SchemaRef::Reference(reference) = schema else {
            return None;
        };
        let component = self.document.component(reference)?;
        let mapped: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| self.document.mapped_schema(target) == *component)
            .map(|(value, _)| value.clone())
            .collect();
        let values = if mapped.is_empty() {
            vec![component.name.clone()]
        } else {
            mapped
        };
        Some(Tag {
            property: discriminator.property_name.clone(),
            values,
        })
    }
}

fn constant_name(facets: &Facets<'_>) -> Option<String> {
    facets
        .properties?
        .values()
        .find_map(|property| match SchemaRef::from(property) {
            SchemaRef::Inline(schema) => match Facets::of(schema).values.as_slice() {
                [Value::String(value)] => Some(value.clone()),
                _ => None,
            },
            SchemaRef::Reference(_) => None,
        })
}

fn only_required(facets: &Facets<'_>) -> Option<String> {
    match facets.required {
        [name] if facets.properties?.contains_key(name) => Some(name.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::types;

    #[test]
    fn a_discriminator_without_a_mapping_uses_the_names_of_the_schemas() {
        let schemas = "\
craft:
  oneOf: [{$ref: '#/components/schemas/yacht'}, {$ref: '#/components/schemas/barge'}]
  discriminator: {propertyName: kind}
yacht: {type: object, properties: {kind: {type: string}}}
barge: {type: object, properties: {kind: {type: string}}}
";
        let types = types(schemas);
        assert!(
            types.contains("Yacht(Yacht): object tagged kind: yacht "),
            "{types}"
        );
        assert!(
            types.contains("Barge(Barge): object tagged kind: barge "),
            "{types}"
        );
    }

    #[test]
    fn a_property_beside_one_of_is_added_to_each_alternative() {
        let schemas = "\
craft:
  type: object
  properties: {name: {type: string}}
  oneOf:
  - {type: object, properties: {masts: {type: integer}}}
  - {type: object, properties: {tons: {type: number}}}
";
        let types = types(schemas);
        assert_eq!(
            types.matches("  name: Option<String>\n").count(),
            2,
            "{types}"
        );
    }
}
