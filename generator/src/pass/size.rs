//! Boxes large members, so that values of their types are small on the stack and in lists.
//!
//! Sizes are estimates for a 64-bit target, so the generated types do not depend on the target.

use crate::hash::{HashMap, IndexMap};
use crate::model::{Field, SchemaId, Shape, ShapeKind, Type};

/// The size in bytes above which members are boxed.
const LARGE_MEMBER: usize = 512;

/// The size in bytes of a struct above which its largest members are boxed as well.
const LARGE_STRUCT: usize = 2048;

const POINTER: usize = 8;
const TEXT: usize = 24;
const MAP: usize = 72;
/// `Extra` and the discriminants of `Option`.
const OVERHEAD: usize = 16;

type Shapes = IndexMap<SchemaId, Shape<SchemaId>>;

/// Boxes large members of all structs, innermost first.
pub(super) fn box_large_members(shapes: &mut Shapes) {
    let mut sizes: HashMap<SchemaId, usize> =
        HashMap::with_capacity_and_hasher(shapes.len(), Default::default());
    for id in innermost_first(shapes) {
        let Some(shape) = shapes.get_mut(&id) else {
            continue;
        };
        let size = match &mut shape.kind {
            ShapeKind::Struct(object) => shrink(&mut object.fields, &sizes),
            ShapeKind::Enum(_) => TEXT,
            ShapeKind::Union(union) => {
                let variants = union
                    .variants
                    .iter()
                    .map(|variant| size(&variant.ty, &sizes));
                variants.max().unwrap_or_default().max(MAP) + POINTER
            }
            ShapeKind::Alias(ty) | ShapeKind::Recursive(ty) => size(ty, &sizes),
        };
        sizes.insert(id, size);
    }
}

/// Boxes large fields. Returns the size of a struct of the fields.
fn shrink(fields: &mut [Field<SchemaId>], sizes: &HashMap<SchemaId, usize>) -> usize {
    let mut total = OVERHEAD;
    let mut named: Vec<(usize, &mut Field<SchemaId>)> = Vec::new();
    for field in fields {
        let size = size(&field.ty, sizes);
        total += size;
        if matches!(field.ty, Type::Named(_)) {
            named.push((size, field));
        }
    }
    // A stable sort: members of the same size are boxed in document order.
    named.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    for (size, field) in named {
        if size <= LARGE_MEMBER && (total <= LARGE_STRUCT || size <= MAP) {
            break;
        }
        let ty = std::mem::replace(&mut field.ty, Type::Json);
        field.ty = Type::Boxed(Box::new(ty));
        total = total + POINTER - size;
    }
    total
}

fn size(ty: &Type<SchemaId>, sizes: &HashMap<SchemaId, usize>) -> usize {
    match ty {
        Type::Integer | Type::Unsigned | Type::Number | Type::Decimal | Type::Timestamp => {
            2 * POINTER
        }
        Type::Boolean => 1,
        Type::String | Type::External(_) | Type::Array(_) => TEXT,
        Type::Json | Type::Map(_) => MAP,
        Type::Boxed(_) => POINTER,
        Type::Nullable(ty) => size(ty, sizes),
        // A recursive type is boxed already.
        Type::Named(id) => sizes.get(id).copied().unwrap_or(POINTER),
    }
}

/// Returns all schemas, each one after those that are stored inside it.
fn innermost_first(shapes: &Shapes) -> Vec<SchemaId> {
    let mut order = Vec::with_capacity(shapes.len());
    let mut seen: HashMap<&SchemaId, bool> =
        HashMap::with_capacity_and_hasher(shapes.len(), Default::default());
    let mut path: Vec<&SchemaId> = Vec::new();
    for root in shapes.keys() {
        path.push(root);
        while let Some(id) = path.last().copied() {
            if let Some(done) = seen.get_mut(id) {
                path.pop();
                if !std::mem::replace(done, true) {
                    order.push(id.clone());
                }
                continue;
            }
            seen.insert(id, false);
            let Some(shape) = shapes.get(id) else {
                continue;
            };
            let inner = shape.types().into_iter().filter_map(Type::stored_inline);
            path.extend(inner.filter(|id| !seen.contains_key(id)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use crate::model::{Docs, Presence, RustName};

    use super::*;

    fn field(ty: Type<SchemaId>, presence: Presence) -> Field<SchemaId> {
        Field {
            json_name: "member".to_owned(),
            rust_name: RustName::underscore(),
            clear_name: None,
            ty,
            presence,
            is_argument: false,
            constant: None,
            is_tag: false,
            is_read_only: false,
            docs: Docs::default(),
        }
    }

    fn id(name: &str) -> SchemaId {
        SchemaId::component(name)
    }

    fn boxed(fields: &[Field<SchemaId>]) -> Vec<bool> {
        let is_boxed = |field: &Field<SchemaId>| matches!(field.ty, Type::Boxed(_));
        fields.iter().map(is_boxed).collect()
    }

    #[test]
    fn large_members_are_boxed() {
        let sizes = HashMap::from_iter([(id("small"), 512), (id("large"), 513)]);
        let mut fields = [
            field(Type::Named(id("small")), Presence::Optional),
            field(Type::Named(id("large")), Presence::Optional),
            field(Type::Named(id("large")), Presence::Nullable),
            field(Type::Named(id("large")), Presence::Required),
        ];
        shrink(&mut fields, &sizes);
        assert_eq!(boxed(&fields), [false, true, true, true]);
    }

    #[test]
    fn many_members_are_boxed_until_the_struct_is_small() {
        let sizes = HashMap::from_iter([(id("some"), 400), (id("more"), 500)]);
        let mut fields = [
            field(Type::Named(id("some")), Presence::Optional),
            field(Type::Named(id("more")), Presence::Optional),
            field(Type::Named(id("some")), Presence::Optional),
            field(Type::Named(id("more")), Presence::Optional),
            field(Type::Named(id("some")), Presence::Optional),
        ];
        let size = shrink(&mut fields, &sizes);
        assert_eq!(boxed(&fields), [false, true, false, false, false]);
        assert!(size <= LARGE_STRUCT, "{size}");
    }
}
