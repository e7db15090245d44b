//! The members of unions: their names, types and discriminator values.

use openapiv3::Discriminator;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::document::grammar::DEFAULT_MAPPING;
use crate::document::{ComponentRef, DEFAULT_MAPPING_EXTENSION, EVENT_NAME_EXTENSION};
use crate::hash::{HashMap, HashSet, IndexSet};
use crate::model::{Member, MemberTag, SchemaId, SchemaKind, Step, Type};

use super::compose::Merged;
use super::facets::{Facets, SchemaRef};
use super::inclusion::Trail;
use super::schema::require;
use super::{Lowering, Site};

impl<'a> Lowering<'a> {
    /// Returns the members of a union. The common properties are added to each.
    pub(super) fn members(
        &mut self,
        common: &Merged<'a>,
        choices: &[&(SchemaRef<'a>, Site)],
        site: &Site,
    ) -> Vec<Member> {
        let tags = common
            .discriminator
            .map(|discriminator| self.discriminator_values(discriminator, choices))
            .unwrap_or_default();
        let default = common
            .discriminator
            .and_then(|discriminator| discriminator.extensions.get(DEFAULT_MAPPING_EXTENSION))
            .and_then(Value::as_str)
            .map(|target| self.document.mapped_schema(target));
        let mut known: HashSet<String> = HashSet::default();
        let mut members: Vec<Member> = Vec::new();
        for (index, (schema, at)) in choices.iter().copied().enumerate() {
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
            let tag = self
                .member_component(*schema)
                .filter(|_| !self.is_own(common, *schema))
                .and_then(|component| tags.get(component).cloned());
            let is_default =
                default.is_some() && self.member_component(*schema) == default.as_ref();
            members.push(Member {
                name,
                ty,
                tag,
                is_default,
            });
        }
        if let Some(default) = default
            && members.iter().all(|member| !member.is_default)
        {
            let message = format!(
                "`defaultMapping` refers to `{}`, which is not an alternative: it is ignored",
                default.name
            );
            let pointer = site.pointer.child("discriminator").child(DEFAULT_MAPPING);
            let help = "refer to one of the schemas of `oneOf` or `anyOf`";
            self.report(Code::UnknownValue, &pointer, message, help);
        }
        members
    }

    fn member(
        &mut self,
        common: &Merged<'a>,
        schema: SchemaRef<'a>,
        site: &Site,
    ) -> Type<SchemaId> {
        if self.is_infinitely_recursive(site) || !self.spend_items(1, &site.pointer) {
            return Type::Json;
        }
        let reference = match schema {
            SchemaRef::Reference(reference) => Some(reference),
            SchemaRef::Inline(_) => None,
        };
        let component = reference.and_then(|reference| self.target_name(reference));
        if common.object.properties.is_empty()
            || component.is_some_and(|name| self.includes_any(name, &common.trail, site))
        {
            return self.schema(schema, site).ty;
        }
        if component.is_some_and(|name| common.trail.contains(&name)) {
            return self.base(common, site);
        }
        let mut merged = Merged {
            object: self.copy(&common.object, &site.pointer),
            required: common.required.clone(),
            trail: common.trail.iter().copied().chain(component).collect(),
            ..Merged::default()
        };
        self.merge_part(
            &mut merged,
            schema,
            site,
            &mut Trail::of(common.trail.clone()),
        );
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
        let mut object = self.copy(&common.object, &site.pointer);
        require(&mut object, common.required.iter().copied());
        self.define_composed(SchemaKind::Object(object), site)
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
    fn includes_any(&mut self, name: &'a str, others: &[&str], site: &Site) -> bool {
        let mut included = IndexSet::from_iter([name]);
        let mut next = 0;
        while let Some(name) = included.get_index(next).copied() {
            let parts = self.included_by(name);
            if !self.spend_items(parts.len(), &site.pointer) {
                return false;
            }
            if parts.iter().any(|part| others.contains(part)) {
                return true;
            }
            included.extend(parts);
            next += 1;
        }
        false
    }

    /// Returns the name of a member: the component's or the chosen one, or else that of its event, its
    /// constant, the only key that it requires, or its type.
    fn member_name(&self, schema: SchemaRef<'_>) -> Option<String> {
        match schema {
            SchemaRef::Reference(reference) => self.target_name(reference).map(str::to_owned),
            SchemaRef::Inline(schema) => {
                let facets = Facets::of(schema);
                facets
                    .extension("x-rust-name")
                    .map(str::to_owned)
                    .or_else(|| facets.extension(EVENT_NAME_EXTENSION).map(str::to_owned))
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

    /// Returns the discriminator values of the members that are components: those of the mapping, and
    /// the name of the schema unless it is a value of another member.
    fn discriminator_values(
        &self,
        discriminator: &Discriminator,
        choices: &[&(SchemaRef<'a>, Site)],
    ) -> HashMap<ComponentRef, MemberTag> {
        let members: IndexSet<&ComponentRef> = choices
            .iter()
            .filter_map(|(schema, _)| self.member_component(*schema))
            .collect();
        let mut known: HashSet<&str> = HashSet::default();
        let mut mapped: HashMap<ComponentRef, Vec<String>> = HashMap::default();
        for (value, target) in &discriminator.mapping {
            let schema = self.document.mapped_schema(target);
            if members.contains(&schema) {
                known.insert(value);
                mapped.entry(schema).or_default().push(value.clone());
            }
        }
        let mut tags = HashMap::default();
        for member in members {
            let mapped = mapped.remove(member).unwrap_or_default();
            let name = self.document.declared_name(member);
            let name = name.filter(|name| known.insert(name)).map(str::to_owned);
            if name.is_some() || !mapped.is_empty() {
                let property = discriminator.property_name.clone();
                let tag = MemberTag {
                    property,
                    mapped,
                    name,
                    declared: Vec::new(),
                };
                tags.insert(member.clone(), tag);
            }
        }
        tags
    }

    /// Returns the component that a schema refers to.
    fn member_component(&self, schema: SchemaRef<'_>) -> Option<&ComponentRef> {
        match schema {
            SchemaRef::Reference(reference) => self.document.component(reference),
            SchemaRef::Inline(_) => None,
        }
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
    fn the_names_of_schemas_are_values_beside_a_mapping() {
        let schemas = "\
craft:
  oneOf:
  - {$ref: '#/components/schemas/yacht'}
  - {$ref: '#/components/schemas/barge'}
  - {$ref: '#/components/schemas/raft'}
  discriminator: {propertyName: kind, mapping: {sail: yacht, flat: barge, logs: raft}}
yacht: {type: object, properties: {kind: {type: string}}}
barge: {type: object, properties: {kind: {type: string, enum: [flat, barge]}}}
raft: {type: object, properties: {kind: {type: string, enum: [logs]}}}
";
        let types = types(schemas);
        for expected in [
            "object tagged kind: sail | yacht ",
            "object tagged kind: flat | barge ",
            "object tagged kind: logs with ",
        ] {
            assert!(types.contains(expected), "{types}");
        }
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
