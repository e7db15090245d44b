//! Inclusion of components by `allOf`. What a component contributes is merged once, however many
//! schemas include it.

use std::rc::Rc;
use std::slice;

use openapiv3::{ReferenceOr, Schema};

use crate::hash::HashSet;

use super::compose::Merged;
use super::facets::{Facets, SchemaRef};
use super::{Lowering, Site};

/// The maximum number of components that include each other, since merging them is recursive.
/// Longer chains are merged from their ends.
const MAX_TRAIL: usize = 64;

/// The schemas of a `oneOf` or `anyOf`.
pub(super) struct Choices<'a> {
    /// The schemas with their sites, without those that allow nothing but null.
    pub schemas: Vec<(SchemaRef<'a>, Site)>,
    /// `true` if one of the schemas is null or allows null.
    pub allow_null: bool,
    /// The components among the schemas.
    names: HashSet<&'a str>,
}

impl<'a> Choices<'a> {
    /// Returns whether one of the schemas is one of the components. The alternatives of a base are
    /// its subtypes, which include the base: they inherit its properties, not its alternatives.
    pub fn name_any(&self, components: &[&str]) -> bool {
        components.iter().any(|name| self.names.contains(name))
    }
}

/// The components that lead to a schema, each including the next one.
pub(super) struct Trail<'a> {
    names: Vec<&'a str>,
    /// The index of the component whose content is being merged for all schemas that include it.
    start: Option<usize>,
}

impl<'a> Trail<'a> {
    pub fn of(names: Vec<&'a str>) -> Self {
        Self { names, start: None }
    }

    /// Returns the components that include the last one.
    pub fn includers(&self) -> &[&'a str] {
        let last = self.visible().split_last();
        last.map_or(&[], |(_, includers)| includers)
    }

    /// Returns the components from the one whose content is being merged on.
    fn visible(&self) -> &[&'a str] {
        self.names.get(self.start.unwrap_or(0)..).unwrap_or(&[])
    }
}

impl<'a> Merged<'a> {
    /// Adds the alternatives of a keyword, unless it is added already.
    pub fn add_choices(&mut self, choices: Rc<Choices<'a>>) {
        let is_known = |known: &Rc<Choices<'a>>| Rc::ptr_eq(known, &choices);
        if !self.choices.iter().any(is_known) {
            self.choices.push(choices);
        }
    }

    /// Adds the content of a component. `includers` are the components that include it.
    fn add(&mut self, part: &Self, includers: &[&str]) {
        for (name, property) in &part.object.properties {
            let properties = &mut self.object.properties;
            properties.insert(name.clone(), property.clone());
        }
        if part.object.additional.is_some() {
            self.object.additional.clone_from(&part.object.additional);
        }
        for choices in &part.choices {
            if !choices.name_any(includers) {
                self.add_choices(Rc::clone(choices));
            }
        }
        self.discriminator = self.discriminator.or(part.discriminator);
        self.required.extend(&part.required);
        self.format = self.format.or(part.format);
        if part.other.is_some() {
            self.other.clone_from(&part.other);
        }
    }
}

/// Returns whether an inline schema meets a condition.
fn is(schema: &ReferenceOr<Schema>, condition: fn(&Facets<'_>) -> bool) -> bool {
    match schema {
        ReferenceOr::Item(schema) => condition(&Facets::of(schema)),
        ReferenceOr::Reference { .. } => false,
    }
}

impl<'a> Lowering<'a> {
    /// Returns the alternatives of a keyword.
    pub(super) fn choices(
        &self,
        schemas: &'a [ReferenceOr<Schema>],
        site: &Site,
        keyword: &str,
    ) -> Choices<'a> {
        let pointer = site.pointer.child(keyword);
        let names = references(schemas).filter_map(|reference| self.target_name(reference));
        let is_null = null_of(schemas);
        Choices {
            names: names.collect(),
            allow_null: schemas
                .iter()
                .any(|schema| is(schema, |facets| facets.allows_null())),
            schemas: schemas
                .iter()
                .enumerate()
                .filter(|(_, schema)| !is(schema, is_null))
                .map(|(index, schema)| (SchemaRef::from(schema), site.at(pointer.index(index))))
                .collect(),
        }
    }

    /// Merges a component into the schema that includes it.
    pub(super) fn include(
        &mut self,
        merged: &mut Merged<'a>,
        name: &'a str,
        target: SchemaRef<'a>,
        site: &Site,
        trail: &mut Trail<'a>,
    ) {
        if trail.names.contains(&name) {
            self.is_cut = true;
            return;
        }
        if trail.names.len() >= MAX_TRAIL {
            self.report_nesting(site);
        }
        if self.nests_too_deep || !self.spend_items(1, &site.pointer) {
            return;
        }
        self.warn_of_inclusion(name, &site.pointer);
        if merged.trail.first() == Some(&name) && self.document.lists_subtypes(name) {
            // A base as an alternative: its own alternatives are part of it.
            let site = Site::component(name);
            trail.names.push(name);
            self.merge_part(merged, target, &site, trail);
            trail.names.pop();
            return;
        }
        if trail.start.is_none() {
            self.include_innermost(name, trail);
        }
        let part = self.contribution(name, target, trail);
        if self.spend_content(&part, site) {
            merged.add(&part, trail.visible());
        }
    }

    /// Merges the components that a component or its properties include, innermost first, so that
    /// the depth of the recursion does not depend on the length of the chain.
    fn include_innermost(&mut self, name: &'a str, trail: &mut Trail<'a>) {
        if self.included.contains_key(name) {
            return;
        }
        let mut seen = HashSet::from_iter([name]);
        let mut path = vec![(name, self.merged_with(name).into_iter())];
        while let Some((name, parts)) = path.last_mut() {
            let name = *name;
            let next = parts.find(|part| !self.included.contains_key(part) && seen.insert(part));
            if let Some(part) = next {
                path.push((part, self.merged_with(part).into_iter()));
                continue;
            }
            path.pop();
            if let Some((name, target)) = self.document.declared::<Schema>(name)
                && !path.is_empty()
                && !trail.names.contains(&name)
            {
                self.contribution(name, SchemaRef::from(target), trail);
            }
        }
    }

    /// Returns the content of a component for the schemas that include it.
    fn contribution(
        &mut self,
        name: &'a str,
        target: SchemaRef<'a>,
        trail: &mut Trail<'a>,
    ) -> Rc<Merged<'a>> {
        if let Some(known) = self.included.get(name) {
            return Rc::clone(known);
        }
        let start = trail.start.replace(trail.names.len());
        let is_outer_cut = std::mem::take(&mut self.is_cut);
        trail.names.push(name);
        let mut content = Merged::default();
        let site = Site::component(name);
        self.merge_part(&mut content, target, &site, trail);
        trail.names.pop();
        trail.start = start;
        let content = Rc::new(content);
        // A composition that is being lowered is referred to by its position, which does not depend
        // on the schema that includes the component.
        if !self.is_cut {
            self.included.insert(name, Rc::clone(&content));
        }
        self.is_cut |= is_outer_cut;
        content
    }

    /// Returns the components that a component includes by `allOf`.
    pub(super) fn included_by(&self, name: &str) -> Vec<&'a str> {
        let mut names = Vec::new();
        let Some((_, schema)) = self.document.declared::<Schema>(name) else {
            return names;
        };
        let mut pending = vec![slice::from_ref(schema).iter()];
        while let Some(parts) = pending.last_mut() {
            match parts.next() {
                None => drop(pending.pop()),
                Some(ReferenceOr::Reference { reference }) => {
                    names.extend(self.target_name(reference));
                }
                Some(ReferenceOr::Item(schema)) => pending.push(Facets::of(schema).all_of.iter()),
            }
        }
        names
    }

    /// Returns the components whose content is merged when that of a component is: those that it
    /// includes, and those that the compositions in its properties include.
    fn merged_with(&self, name: &'a str) -> Vec<&'a str> {
        let mut names = self.included_by(name);
        let Some((_, ReferenceOr::Item(schema))) = self.document.declared::<Schema>(name) else {
            return names;
        };
        let mut pending = vec![(Facets::of(schema), false)];
        while let Some((facets, is_nested)) = pending.pop() {
            if is_nested {
                let references = merged_references(&facets);
                names.extend(references.filter_map(|reference| self.target_name(reference)));
            }
            let inline = |schema| match schema {
                SchemaRef::Inline(schema) => Some(Facets::of(schema)),
                SchemaRef::Reference(_) => None,
            };
            let parts = facets.all_of.iter().map(SchemaRef::from);
            pending.extend(parts.filter_map(inline).map(|part| (part, is_nested)));
            let properties = facets.properties.into_iter().flat_map(|all| all.values());
            let nested = properties.map(SchemaRef::from).chain(facets.items);
            pending.extend(nested.filter_map(inline).map(|part| (part, true)));
        }
        names
    }
}

/// Returns the references of a composition whose components are merged, and are not only named.
fn merged_references<'a>(facets: &Facets<'a>) -> impl Iterator<Item = &'a str> {
    let has_own = facets.properties.is_some() || !facets.required.is_empty();
    let has_choices = !(facets.one_of.is_empty() && facets.any_of.is_empty());
    let is_merged = has_own || has_choices || facets.all_of.len() > 1;
    let included = references(facets.all_of).filter(move |_| is_merged);
    included.chain(merged_alternatives(facets))
}

/// Returns the alternatives that are references and that the rest of a schema is merged with: each
/// one beside properties or `allOf`, otherwise the only one that is not a constraint.
fn merged_alternatives<'a>(facets: &Facets<'a>) -> Vec<&'a str> {
    if facets.properties.is_some() || !facets.all_of.is_empty() {
        let one_of = references(facets.one_of);
        return one_of.chain(references(facets.any_of)).collect();
    }
    let keywords = [facets.one_of, facets.any_of];
    let schemas = keywords.into_iter().flat_map(|schemas| {
        let is_null = null_of(schemas);
        schemas.iter().filter(move |schema| !is(schema, is_null))
    });
    let (constraints, types): (Vec<_>, Vec<_>) =
        schemas.partition(|schema| is(schema, |facets| facets.only_constrains()));
    match types.as_slice() {
        [ReferenceOr::Reference { reference }] if !constraints.is_empty() => vec![reference],
        _ => Vec::new(),
    }
}

/// Returns the condition that the alternatives meet which allow null and no other value. Among
/// references, `{type: object, nullable: true}` is one.
fn null_of(schemas: &[ReferenceOr<Schema>]) -> fn(&Facets<'_>) -> bool {
    let is_null: fn(&Facets<'_>) -> bool = |facets| facets.is_null() || facets.is_odata_null();
    let has_types = schemas
        .iter()
        .any(|schema| matches!(schema, ReferenceOr::Item(_)) && !is(schema, is_null));
    let has_references = references(schemas).next().is_some();
    if has_references && !has_types {
        is_null
    } else {
        |facets| facets.is_null()
    }
}

fn references(schemas: &[ReferenceOr<Schema>]) -> impl Iterator<Item = &str> {
    schemas.iter().filter_map(|schema| match schema {
        ReferenceOr::Reference { reference } => Some(reference.as_str()),
        ReferenceOr::Item(_) => None,
    })
}
