//! Resolves how streams are requested and what their items are, from the types of a document.

use indexmap::IndexMap;

use crate::model::{Body, SchemaId, Shape, ShapeKind, ShapedApi, StreamFormat, Type};

type Shapes = IndexMap<SchemaId, Shape<SchemaId>>;

/// The boolean property of a request body that requests a stream.
const FLAG: &str = "stream";

/// Determines which events have text as data, and the properties that request a stream.
pub(super) fn resolve(api: &mut ShapedApi) {
    let shapes = &api.shapes;
    for operation in &mut api.operations {
        let Some(stream) = &mut operation.stream else {
            continue;
        };
        if stream.format == StreamFormat::Events && is_text(shapes, &stream.item) {
            stream.format = StreamFormat::TextEvents;
        }
        let body = operation.body.as_ref();
        stream.flag = body
            .is_some_and(|body| has_flag(shapes, body))
            .then(|| FLAG.to_owned());
    }
}

fn is_text(shapes: &Shapes, ty: &Type<SchemaId>) -> bool {
    match plain(shapes, ty) {
        Type::String => true,
        Type::Named(id) => matches!(
            shapes.get(id).map(|shape| &shape.kind),
            Some(ShapeKind::Enum(_))
        ),
        _ => false,
    }
}

fn has_flag<N>(shapes: &Shapes, body: &Body<SchemaId, N>) -> bool {
    let Body::Json { ty, .. } = body else {
        return false;
    };
    let Type::Named(id) = plain(shapes, ty) else {
        return false;
    };
    match shapes.get(id).map(|shape| &shape.kind) {
        Some(ShapeKind::Struct(object)) => object
            .fields
            .iter()
            .any(|field| field.json_name == FLAG && *plain(shapes, &field.ty) == Type::Boolean),
        _ => false,
    }
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
