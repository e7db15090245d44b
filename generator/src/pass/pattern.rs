//! Finds what tells the variants of a union apart in JSON.

use crate::ir::{Api, JsonKind, Object, Pattern, SchemaId, SchemaKind, Tag, Type, Union};

/// How many unions deep a pattern looks: a union that holds itself ends here.
const DEPTH: usize = 8;

pub(super) fn patterns(api: &Api, union: &Union) -> Vec<Pattern> {
    let members = union.members.iter().enumerate();
    members
        .flat_map(|(variant, member)| {
            kinds(api, &member.ty, member.tag.as_ref(), DEPTH)
                .into_iter()
                .map(move |kind| Pattern { variant, kind })
        })
        .collect()
}

fn kinds(api: &Api, ty: &Type<SchemaId>, tag: Option<&Tag>, depth: usize) -> Vec<JsonKind> {
    match ty {
        Type::String => vec![JsonKind::String],
        Type::Integer | Type::Timestamp => vec![JsonKind::Integer],
        Type::Number => vec![JsonKind::Number],
        Type::Boolean => vec![JsonKind::Boolean],
        Type::Json => vec![JsonKind::Any],
        Type::Array(items) => vec![JsonKind::Array(items_kinds(api, items, depth))],
        Type::Map(_) => vec![any_object(tag)],
        Type::Nullable(ty) | Type::Boxed(ty) => kinds(api, ty, tag, depth),
        Type::Named(id) => named(api, id, tag, depth),
    }
}

fn items_kinds(api: &Api, items: &Type<SchemaId>, depth: usize) -> Vec<JsonKind> {
    let kinds = match depth.checked_sub(1) {
        Some(depth) => kinds(api, items, None, depth),
        None => Vec::new(),
    };
    match kinds.contains(&JsonKind::Any) {
        true => Vec::new(),
        false => kinds,
    }
}

fn named(api: &Api, id: &SchemaId, tag: Option<&Tag>, depth: usize) -> Vec<JsonKind> {
    let Some(depth) = depth.checked_sub(1) else {
        return vec![JsonKind::Any];
    };
    match api.schemas.get(id).map(|schema| &schema.kind) {
        Some(SchemaKind::Object(properties)) => vec![object(properties, tag)],
        Some(SchemaKind::Enum(_)) => vec![JsonKind::String],
        Some(SchemaKind::Union(union)) => union
            .members
            .iter()
            .flat_map(|member| kinds(api, &member.ty, member.tag.as_ref().or(tag), depth))
            .collect(),
        Some(SchemaKind::Alias(ty)) => kinds(api, ty, tag, depth),
        None => vec![JsonKind::Any],
    }
}

fn object(object: &Object, tag: Option<&Tag>) -> JsonKind {
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
        known: properties().map(|(name, _)| name.clone()).collect(),
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
