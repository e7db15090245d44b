//! Resolves how streams are requested and what their items are, from the types of a document.

use crate::hash::{HashSet, IndexMap};
use crate::model::{Body, Field, SchemaId, Shape, ShapeKind, ShapedApi, Type};

type Shapes = IndexMap<SchemaId, Shape<SchemaId>>;

/// The boolean property of a request body that requests a stream.
const FLAG: &str = "stream";

/// Determines the type of the items, and the properties that request a stream.
///
/// The schema of the whole body is an array of the items (OpenAPI 3.2), but many documents declare
/// the schema of an item.
pub(super) fn resolve(api: &mut ShapedApi) {
    let shapes = &api.shapes;
    for operation in &mut api.operations {
        let Some(stream) = &mut operation.stream else {
            continue;
        };
        if let Type::Array(items) = plain(shapes, &stream.item) {
            stream.item = (**items).clone();
        }
        let body = operation.body.as_ref();
        stream.flag = body
            .is_some_and(|body| has_flag(shapes, body))
            .then(|| FLAG.to_owned());
    }
}

/// Returns whether a body, or a variant of a body that is a union, has the flag.
fn has_flag<N>(shapes: &Shapes, body: &Body<SchemaId, N>) -> bool {
    let Body::Json { ty, .. } = body else {
        return false;
    };
    let mut seen = HashSet::default();
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        let Type::Named(id) = plain(shapes, ty) else {
            continue;
        };
        match shapes.get(id).map(|shape| &shape.kind) {
            Some(ShapeKind::Struct(object)) => {
                let is_flag = |field: &Field<SchemaId>| {
                    field.json_name == FLAG && *plain(shapes, &field.ty) == Type::Boolean
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

/// Returns the type without null, boxes and aliases.
fn plain<'a>(shapes: &'a Shapes, mut ty: &'a Type<SchemaId>) -> &'a Type<SchemaId> {
    loop {
        ty = match ty {
            Type::Nullable(inner) | Type::Boxed(inner) => inner,
            Type::Named(id) => match shapes.get(id).map(|shape| &shape.kind) {
                Some(ShapeKind::Alias(target)) => target,
                _ => return ty,
            },
            _ => return ty,
        };
    }
}
