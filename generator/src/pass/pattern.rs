//! Determines the patterns that select the variant of a union for a JSON value.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::model::{Api, JsonKind, Object, Pattern, SchemaId, SchemaKind, Tag, Type, Union};

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
    let finder = Finder { api, keys };
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
    let keys = |pattern: &Pattern| match &pattern.kind {
        JsonKind::Object { known, .. } => Some(known.iter().cloned().collect::<BTreeSet<_>>()),
        _ => None,
    };
    patterns.iter().enumerate().any(|(index, one)| {
        keys(one).is_some_and(|known| {
            patterns[index + 1..]
                .iter()
                .filter(|other| other.variant != one.variant)
                .any(|other| keys(other).as_ref() == Some(&known))
        })
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

#[derive(Clone, Copy)]
struct Finder<'a> {
    api: &'a Api,
    keys: Keys,
}

impl Finder<'_> {
    fn kinds(self, ty: &Type<SchemaId>, tag: Option<&Tag>, depth: usize) -> Vec<JsonKind> {
        match ty {
            Type::String => vec![JsonKind::String],
            Type::Integer | Type::Timestamp => vec![JsonKind::Integer],
            Type::Number => vec![JsonKind::Number],
            Type::Boolean => vec![JsonKind::Boolean],
            Type::Json => vec![JsonKind::Any],
            Type::Array(items) => vec![JsonKind::Array(self.items_kinds(items, depth))],
            Type::Map(_) => vec![any_object(tag)],
            Type::Nullable(ty) | Type::Boxed(ty) => self.kinds(ty, tag, depth),
            Type::Named(id) => self.named(id, tag, depth),
        }
    }

    fn items_kinds(self, items: &Type<SchemaId>, depth: usize) -> Vec<JsonKind> {
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

    fn named(self, id: &SchemaId, tag: Option<&Tag>, depth: usize) -> Vec<JsonKind> {
        // A recursive union has no further kinds.
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        match self.api.schemas.get(id).map(|schema| &schema.kind) {
            Some(SchemaKind::Object(properties)) => vec![self.object(properties, tag)],
            Some(SchemaKind::Enum(_)) => vec![JsonKind::String],
            // Mutually recursive unions have the same kinds on many paths.
            Some(SchemaKind::Union(union)) => {
                let kinds: IndexSet<JsonKind> = union
                    .members
                    .iter()
                    .flat_map(|member| self.kinds(&member.ty, member.tag.as_ref().or(tag), depth))
                    .collect();
                kinds.into_iter().collect()
            }
            Some(SchemaKind::Alias(ty)) => self.kinds(ty, tag, depth),
            None => vec![JsonKind::Any],
        }
    }

    fn object(self, object: &Object, tag: Option<&Tag>) -> JsonKind {
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
    fn known(self, name: &str, ty: &Type<SchemaId>) -> Vec<String> {
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
                SchemaKind::Enum(_) | SchemaKind::Union(_) => None,
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
