//! Moves of inline schemas, and of the references to them.

use crate::hash::{HashMap, HashSet};
use crate::model::{Api, Output, SchemaId, SchemaKind, Type};

/// Moves schemas to other positions, unless there is one already, and removes schemas.
pub(super) fn relocate(
    api: &mut Api,
    removed: &HashSet<SchemaId>,
    moved: &HashMap<SchemaId, SchemaId>,
) {
    for (id, schema) in std::mem::take(&mut api.schemas) {
        if let Some(position) = moved.get(&id) {
            api.schemas.entry(position.clone()).or_insert(schema);
        } else if !removed.contains(&id) {
            api.schemas.insert(id, schema);
        }
    }
}

/// Replaces the references of responses and schemas for which `position` returns another one.
pub(super) fn rename<'a>(api: &mut Api, position: impl Fn(&SchemaId) -> Option<&'a SchemaId>) {
    let rename = |ty: &mut Type<SchemaId>| {
        if ty.named().and_then(&position).is_some() {
            *ty = ty.map(&mut |id| position(id).unwrap_or(id).clone());
        }
    };
    for schema in api.schemas.values_mut() {
        match &mut schema.kind {
            SchemaKind::Object(object) => {
                let properties = object.properties.values_mut();
                properties.for_each(|property| rename(&mut property.ty));
                object.additional.iter_mut().for_each(rename);
            }
            SchemaKind::Union(union) => {
                let members = union.members.iter_mut();
                members.for_each(|member| rename(&mut member.ty));
            }
            SchemaKind::Alias(ty) | SchemaKind::Recursive(ty) => rename(ty),
            SchemaKind::Enum(_) => {}
        }
    }
    for operation in &mut api.operations {
        let responses = operation.responses.iter_mut();
        let contents = responses.map(|response| &mut response.content);
        let others = operation
            .representations
            .iter_mut()
            .map(|one| &mut one.output);
        for content in contents.chain([&mut operation.output]).chain(others) {
            if let Output::Json(ty) = content {
                rename(ty);
            }
        }
        if let Some(stream) = &mut operation.stream {
            rename(&mut stream.item);
        }
    }
}
