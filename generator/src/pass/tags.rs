//! Determines the discriminator values that objects contain when they are sent.
//!
//! A discriminator selects the member of a union when JSON is read. A member that is sent must
//! contain its value, which its schema need not declare: usually the property is any string.

use crate::hash::HashMap;
use crate::model::{Access, Api, Constant, Docs, EnumType, Property, SchemaId, SchemaKind, Type};
use crate::neutral::code_span;

use super::usage::Usage;

/// A schema and the discriminator that selects it.
type Key<'a> = (&'a SchemaId, &'a str);

/// Makes the discriminator of each object that is sent a constant, if all unions that contain the
/// object select it by the same value.
pub(super) fn write_tags(api: &mut Api, usage: &Usage) {
    let tags = tags(api);
    for (id, property, value) in tags {
        if usage.role(&id).is_sent() {
            write_tag(api, &id, property, value);
        }
    }
}

/// Returns the objects that one value of a discriminator selects, with the property and the value.
fn tags(api: &Api) -> Vec<(SchemaId, String, String)> {
    let mut values: HashMap<Key<'_>, Option<&str>> = HashMap::default();
    let mut pending: Vec<(&Type<SchemaId>, &str, Option<&str>)> = Vec::new();
    let unions = api
        .schemas
        .values()
        .filter_map(|schema| match &schema.kind {
            SchemaKind::Union(union) => Some(union),
            _ => None,
        });
    for member in unions.flat_map(|union| &union.members) {
        if let Some(tag) = &member.tag {
            pending.push((&member.ty, &tag.property, tag.sent()));
        }
    }
    while let Some((ty, property, value)) = pending.pop() {
        let Type::Named(id) = api.plain(ty) else {
            continue;
        };
        let Some(schema) = api.schemas.get(id) else {
            continue;
        };
        // Each schema is visited twice at most: with one value, and without one.
        let known = values.get(&(id, property)).copied();
        let value = match known {
            Some(None) => continue,
            Some(known) if known == value => continue,
            Some(_) => None,
            None => value,
        };
        values.insert((id, property), value);
        match &schema.kind {
            SchemaKind::Union(union) => {
                let untagged = union.members.iter().filter(|member| member.tag.is_none());
                pending.extend(untagged.map(|member| (&member.ty, property, value)));
            }
            SchemaKind::Object(_)
            | SchemaKind::Enum(_)
            | SchemaKind::Alias(_)
            | SchemaKind::Recursive(_) => {}
        }
    }
    let mut tags: Vec<_> = values
        .into_iter()
        .filter(|((id, _), _)| matches!(api.schemas[*id].kind, SchemaKind::Object(_)))
        .filter_map(|((id, property), value)| {
            Some((id.clone(), property.to_owned(), value?.to_owned()))
        })
        .collect();
    tags.sort_by_cached_key(|(id, property, _)| (id.to_string(), property.clone()));
    tags
}

/// Makes a property of an object its discriminator. It is added if the schema does not declare it.
fn write_tag(api: &mut Api, id: &SchemaId, name: String, value: String) {
    let Some(schema) = api.schemas.get(id) else {
        return;
    };
    let SchemaKind::Object(object) = &schema.kind else {
        return;
    };
    let mut property = match object.properties.get(&name) {
        Some(property) if !can_contain(api, property, &value) => return,
        Some(property) => property.clone(),
        None => Property {
            pointer: schema.pointer.clone(),
            docs: Docs::default(),
            ty: Type::String,
            nullable: false,
            required: true,
            access: Access::ReadWrite,
            always_present: false,
            constant: None,
            values: Vec::new(),
            tag: None,
            rust_name: None,
        },
    };
    if property.constant.is_none() {
        property
            .docs
            .notes
            .insert(0, format!("Always {}.", code_span(&format!("\"{value}\""))));
    }
    property.tag = Some(value);
    if let Some(SchemaKind::Object(object)) = api.schemas.get_mut(id).map(|schema| &mut schema.kind)
    {
        object.properties.insert(name, property);
    }
}

/// Returns whether a property is a string that may have this value.
fn can_contain(api: &Api, property: &Property, value: &str) -> bool {
    match &property.constant {
        Some(Constant::Text(constant)) => constant == value,
        Some(_) => false,
        None => is_text(api, &property.ty),
    }
}

/// Returns `true` if a type is a string or an enum of strings.
fn is_text(api: &Api, ty: &Type<SchemaId>) -> bool {
    match api.plain(ty) {
        Type::String => true,
        Type::Named(id) => {
            let kind = api.schemas.get(id).map(|schema| &schema.kind);
            matches!(kind, Some(SchemaKind::Enum(known)) if known.ty == EnumType::String)
        }
        _ => false,
    }
}
