//! Determines the patterns that select the variant of a union for a JSON value.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexSet;

use crate::model::{
    Api, EnumType, JsonKind, Object, Pattern, SchemaId, SchemaKind, Tag, Type, Union,
};

/// The maximum depth of unions within a union; stops recursive unions.
const DEPTH: usize = 8;

/// Returns the patterns of the variants of a union.
pub(super) fn patterns(api: &Api, union: &Union) -> Vec<Pattern> {
    let shallow = find(api, Keys::Own, union);
    if have_same_keys(&shallow) {
        find(api, Keys::OwnAndNested, union)
    } else {
        shallow
    }
}

fn find(api: &Api, keys: Keys, union: &Union) -> Vec<Pattern> {
    let mut finder = Finder {
        api,
        keys,
        known: HashMap::new(),
    };
    union
        .members
        .iter()
        .enumerate()
        .flat_map(|(variant, member)| {
            finder
                .kinds(&member.ty, member.tag.as_ref(), DEPTH)
                .into_iter()
                .map(move |kind| Pattern { variant, kind })
        })
        .collect()
}

/// Returns whether two variants are objects with the same keys, so that the keys of nested objects
/// are needed to distinguish them.
fn have_same_keys(patterns: &[Pattern]) -> bool {
    let mut variants: HashMap<BTreeSet<&str>, usize> = HashMap::new();
    patterns.iter().any(|pattern| match &pattern.kind {
        JsonKind::Object { known, .. } => {
            let keys = known.iter().map(String::as_str).collect();
            *variants.entry(keys).or_insert(pattern.variant) != pattern.variant
        }
        _ => false,
    })
}

/// The keys of an object that distinguish it from others.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    /// The keys of its properties.
    Own,
    /// The keys of its properties, and those of nested objects as `outer.inner`.
    OwnAndNested,
}

struct Finder<'a> {
    api: &'a Api,
    keys: Keys,
    /// The kinds of unions that are found already, since there are many paths to a union.
    known: HashMap<UnionKey<'a>, Vec<JsonKind>>,
}

/// A union, the tag of its members and the remaining depth.
type UnionKey<'a> = (&'a SchemaId, Option<&'a Tag>, usize);

impl<'a> Finder<'a> {
    fn kinds(
        &mut self,
        ty: &'a Type<SchemaId>,
        tag: Option<&'a Tag>,
        depth: usize,
    ) -> Vec<JsonKind> {
        match ty {
            Type::String => vec![JsonKind::String],
            Type::Integer | Type::Unsigned | Type::Timestamp => vec![JsonKind::Integer],
            Type::Number => vec![JsonKind::Number],
            Type::Boolean => vec![JsonKind::Boolean],
            Type::Json => vec![JsonKind::Any],
            Type::Array(items) => vec![JsonKind::Array(self.items_kinds(items, depth))],
            Type::Map(_) => vec![any_object(tag)],
            Type::Nullable(ty) | Type::Boxed(ty) => self.kinds(ty, tag, depth),
            Type::Named(id) => self.named(id, tag, depth),
        }
    }

    fn items_kinds(&mut self, items: &'a Type<SchemaId>, depth: usize) -> Vec<JsonKind> {
        let kinds = match depth.checked_sub(1) {
            Some(depth) => self.kinds(items, None, depth),
            None => Vec::new(),
        };
        if kinds.contains(&JsonKind::Any) {
            Vec::new()
        } else {
            kinds
        }
    }

    fn named(&mut self, id: &'a SchemaId, tag: Option<&'a Tag>, depth: usize) -> Vec<JsonKind> {
        // A recursive union has no further kinds.
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        match self.api.schemas.get(id).map(|schema| &schema.kind) {
            Some(SchemaKind::Object(properties)) => vec![self.object(properties, tag)],
            Some(SchemaKind::Enum(values)) => vec![match values.ty {
                EnumType::String => JsonKind::String,
                EnumType::Integer => JsonKind::Integer,
            }],
            Some(SchemaKind::Union(union)) => {
                if let Some(known) = self.known.get(&(id, tag, depth)) {
                    return known.clone();
                }
                // Mutually recursive unions have the same kinds on many paths.
                let kinds: IndexSet<JsonKind> = union
                    .members
                    .iter()
                    .flat_map(|member| self.kinds(&member.ty, member.tag.as_ref().or(tag), depth))
                    .collect();
                let kinds: Vec<JsonKind> = kinds.into_iter().collect();
                self.known.insert((id, tag, depth), kinds.clone());
                kinds
            }
            Some(SchemaKind::Alias(ty) | SchemaKind::Recursive(ty)) => self.kinds(ty, tag, depth),
            None => vec![JsonKind::Any],
        }
    }

    fn object(&self, object: &Object, tag: Option<&Tag>) -> JsonKind {
        let properties = || object.properties.iter();
        JsonKind::Object {
            tag: tag.cloned(),
            constants: properties()
                .filter_map(|(name, property)| Some((name.clone(), property.constant.clone()?)))
                .collect(),
            required: properties()
                .filter(|(_, property)| property.required)
                .map(|(name, _)| name.clone())
                .collect(),
            known: properties()
                .flat_map(|(name, property)| self.known(name, &property.ty))
                .collect(),
        }
    }

    /// Returns the key of a property, and the keys of its nested object.
    fn known(&self, name: &str, ty: &Type<SchemaId>) -> Vec<String> {
        let nested = match self.keys {
            Keys::Own => None,
            Keys::OwnAndNested => self.nested_object(ty),
        };
        let nested_keys = nested
            .into_iter()
            .flat_map(|object| object.properties.keys())
            .map(|key| format!("{name}.{key}"));
        std::iter::once(name.to_owned())
            .chain(nested_keys)
            .collect()
    }

    /// Returns the object type of a property or of its array items.
    fn nested_object(&self, ty: &Type<SchemaId>) -> Option<&Object> {
        match ty {
            Type::Array(ty) | Type::Nullable(ty) | Type::Boxed(ty) => self.nested_object(ty),
            Type::Named(id) => match &self.api.schemas.get(id)?.kind {
                SchemaKind::Object(object) => Some(object),
                SchemaKind::Alias(ty) => self.nested_object(ty),
                SchemaKind::Enum(_) | SchemaKind::Union(_) | SchemaKind::Recursive(_) => None,
            },
            _ => None,
        }
    }
}

fn any_object(tag: Option<&Tag>) -> JsonKind {
    JsonKind::Object {
        tag: tag.cloned(),
        constants: Vec::new(),
        required: Vec::new(),
        known: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_with_the_same_keys_are_found_among_many() {
        let pattern = |variant: usize, key: usize| Pattern {
            variant,
            kind: JsonKind::Object {
                tag: None,
                constants: Vec::new(),
                required: Vec::new(),
                known: vec!["id".to_owned(), format!("key{key}")],
            },
        };
        let mut patterns: Vec<Pattern> = (0..20_000).map(|index| pattern(index, index)).collect();
        patterns.push(pattern(19_999, 19_999));
        assert!(!have_same_keys(&patterns));
        patterns.push(pattern(20_000, 7));
        assert!(have_same_keys(&patterns));
    }
}
