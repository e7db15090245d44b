//! Names beyond ASCII, some of which the compiler warns of.

use crate::model::{
    ApiInfo, Input, Library, Operation, RustName, Scheme, Shape, ShapeId, ShapeKind,
};

/// Returns whether an item of a library has a name that is not ASCII.
pub(super) fn are_used(library: &Library) -> bool {
    let is_unicode = |name: &RustName| !name.as_str().is_ascii();
    let mut shapes = library.shapes.iter().map(|entry| &entry.item);
    let mut operations = library.operations.iter().map(|entry| &entry.item);
    let mut versions = library.versions.iter().map(|version| &version.info);
    let mut header = library.version_header.iter();
    shapes.any(|shape| of_shape(shape).into_iter().any(is_unicode))
        || operations.any(|operation| of_operation(operation).any(is_unicode))
        || versions.any(|info| of_info(info).any(is_unicode))
        || header.any(|header| {
            let values = header.values.variants.iter();
            is_unicode(&header.name) || values.map(|value| &value.rust_name).any(is_unicode)
        })
}

fn of_shape(shape: &Shape<ShapeId>) -> Vec<&RustName> {
    let mut names = vec![&shape.name];
    match &shape.kind {
        ShapeKind::Struct(object) => {
            names.extend(object.fields.iter().map(|field| &field.rust_name));
            names.extend(object.constructors.iter().map(|one| &one.name));
        }
        ShapeKind::Enum(values) => names.extend(values.variants.iter().map(|one| &one.rust_name)),
        ShapeKind::Union(union) => names.extend(union.variants.iter().map(|one| &one.rust_name)),
        ShapeKind::Alias(_) | ShapeKind::Recursive(_) => {}
    }
    names
}

fn of_operation(operation: &Operation<ShapeId>) -> impl Iterator<Item = &RustName> {
    let inputs = operation.inputs().filter_map(|input| match input {
        Input::Parameter(parameter) => Some(&parameter.rust_name),
        Input::Field(_, field) => Some(&field.rust_name),
        Input::Body(_) => None,
    });
    let page_size = operation.page_size.iter().map(|size| &size.rust_name);
    [&operation.method_name, &operation.type_name]
        .into_iter()
        .chain(inputs)
        .chain(page_size)
}

fn of_info(info: &ApiInfo) -> impl Iterator<Item = &RustName> {
    let servers = info.servers.iter();
    let regions = servers.filter_map(|server| Some(&server.region.as_ref()?.rust_name));
    let keys = info
        .security
        .schemes()
        .iter()
        .filter_map(|scheme| match scheme {
            Scheme::ApiKey { rust_name, .. } => Some(rust_name),
            Scheme::Bearer | Scheme::Basic => None,
        });
    let webhooks = info.webhooks.iter().map(|webhook| &webhook.rust_name);
    regions.chain(keys).chain(webhooks)
}
