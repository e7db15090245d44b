//! Finds what tells the variants of a union apart in JSON.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::model::{Api, JsonKind, Object, Pattern, SchemaId, SchemaKind, Tag, Type, Union};

/// How many unions deep a pattern looks: a union that holds itself ends here.
const DEPTH: usize = 8;

pub(super) fn patterns(api: &Api, union: &Union) -> Vec<Pattern> {
    let shallow = find(api, Keys::Own, union);
    if have_same_keys(&shallow) {
        find(api, Keys::OwnAndInner, union)
    } else {
        shallow
    }
}

fn find(api: &Api, keys: Keys, union: &Union) -> Vec<Pattern> {
    let finder = Finder { api, keys };
    let members = union.members.iter().enumerate();
    members
        .flat_map(|(variant, member)| {
            finder
                .kinds(&member.ty, member.tag.as_ref(), DEPTH)
                .into_iter()
                .map(move |kind| Pattern { variant, kind })
        })
        .collect()
}

/// Whether two of the variants are objects with the same keys, so that those of the objects in
/// them have to decide.
fn have_same_keys(patterns: &[Pattern]) -> bool {
    let keys = |pattern: &Pattern| match &pattern.kind {
        JsonKind::Object { known, .. } => Some(known.iter().cloned().collect::<BTreeSet<_>>()),
        _ => None,
    };
    patterns.iter().enumerate().any(|(index, one)| {
        let others = patterns[index + 1..].iter();
        let mut others = others.filter(|other| other.variant != one.variant);
        keys(one).is_some_and(|known| others.any(|other| keys(other).as_ref() == Some(&known)))
    })
}

/// Which keys of an object tell it from others.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    /// Those of its properties.
    Own,
    /// And those of the objects that these hold, as `outer.inner`.
    OwnAndInner,
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
        // A union that holds itself has no more forms than those found on the way.
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        match self.api.schemas.get(id).map(|schema| &schema.kind) {
            Some(SchemaKind::Object(properties)) => vec![self.object(properties, tag)],
            Some(SchemaKind::Enum(_)) => vec![JsonKind::String],
            // Unions that hold each other come to the same forms by many ways.
            Some(SchemaKind::Union(union)) => {
                let members = union.members.iter();
                let kinds = members
                    .flat_map(|member| self.kinds(&member.ty, member.tag.as_ref().or(tag), depth));
                kinds.collect::<IndexSet<_>>().into_iter().collect()
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

    /// The key of a property, and those of the object that it holds.
    fn known(self, name: &str, ty: &Type<SchemaId>) -> Vec<String> {
        let inner = match self.keys {
            Keys::Own => None,
            Keys::OwnAndInner => self.held(ty),
        };
        let inner = inner
            .into_iter()
            .flat_map(|object| object.properties.keys());
        let inner = inner.map(|key| format!("{name}.{key}"));
        std::iter::once(name.to_owned()).chain(inner).collect()
    }

    /// The object that a property is, or is a list of.
    fn held(&self, ty: &Type<SchemaId>) -> Option<&Object> {
        match ty {
            Type::Array(ty) | Type::Nullable(ty) | Type::Boxed(ty) => self.held(ty),
            Type::Named(id) => match &self.api.schemas.get(id)?.kind {
                SchemaKind::Object(object) => Some(object),
                SchemaKind::Alias(ty) => self.held(ty),
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
