//! Resolves how streams are requested and what their items are, from the types of a document.

use crate::hash::HashSet;
use crate::model::{Body, Field, SchemaId, ShapeKind, ShapedApi, Type};

use super::types::Types;

/// The boolean property of a request body that requests a stream.
const FLAG: &str = "stream";

/// Determines the type of the items, and the properties that request a stream.
///
/// The schema of the whole body is an array of the items (OpenAPI 3.2), but many documents declare
/// the schema of an item.
pub(super) fn resolve(api: &mut ShapedApi) {
    let types = Types(&api.shapes);
    for operation in &mut api.operations {
        let Some(stream) = &mut operation.stream else {
            continue;
        };
        if let Type::Array(items) = types.plain(&stream.item) {
            stream.item = (**items).clone();
        }
        let body = operation.body.as_ref();
        stream.flag = body
            .is_some_and(|body| has_flag(types, body))
            .then(|| FLAG.to_owned());
    }
}

/// Returns whether a body, or a variant of a body that is a union, has the flag.
fn has_flag<N>(types: Types<'_>, body: &Body<SchemaId, N>) -> bool {
    let Body::Json { ty, .. } = body else {
        return false;
    };
    let mut seen = HashSet::default();
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        let Type::Named(id) = types.plain(ty) else {
            continue;
        };
        match types.0.get(id).map(|shape| &shape.kind) {
            Some(ShapeKind::Struct(object)) => {
                let is_flag = |field: &Field<SchemaId>| {
                    field.json_name == FLAG && *types.plain(&field.ty) == Type::Boolean
                };
                if object.fields.iter().any(is_flag) {
                    return true;
                }
            }
            Some(ShapeKind::Union(union)) if seen.insert(id) => {
                pending.extend(union.variants.iter().map(|variant| &variant.ty));
            }
            _ => {}
        }
    }
    false
}
