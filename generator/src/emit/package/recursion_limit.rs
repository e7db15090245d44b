//! The recursion limit that the compiler needs for types that nest deeply.
//!
//! Futures of requests are `Send`, which the compiler proves through all types that a request or a
//! response consists of. Each struct, list and map on the way counts toward the limit of the crate,
//! 128 by default.

use crate::model::{Library, ShapeId, Type};

/// The depth that every crate may have. Estimates are too low by a factor of less than two.
const COMMON: usize = 64;

/// The depth of a field, and of a list, a map or a box in it.
const FIELD: usize = 2;
const LIST: usize = 3;
const MAP: usize = 7;
const BOX: usize = 2;

/// Returns the limit for the types of a library, unless the default is enough.
pub(crate) fn of(library: &Library) -> Option<usize> {
    let depth = depth(library);
    (depth > COMMON).then(|| depth.saturating_mul(4).next_power_of_two())
}

/// A type on the current path.
struct Step {
    id: ShapeId,
    /// The types in it that are left, with their depth.
    inner: Vec<(ShapeId, usize)>,
    /// The depth of this type in the one before.
    cost: usize,
    /// The depth of what is within this type.
    depth: usize,
}

/// Returns the depth of the type that nests the deepest. A type on the path to itself counts once.
fn depth(library: &Library) -> usize {
    let mut depths: Vec<Option<usize>> = vec![None; library.shapes.len()];
    let mut deepest = 0;
    for root in 0..library.shapes.len() {
        let mut path: Vec<Step> = Vec::new();
        let mut next = Some((ShapeId(root), 0));
        loop {
            if let Some((id, cost)) = next.take() {
                match depths[id.0] {
                    Some(depth) => {
                        if let Some(outer) = path.last_mut() {
                            outer.depth = outer.depth.max(depth + cost);
                        }
                    }
                    None => {
                        depths[id.0] = Some(0);
                        path.push(Step {
                            id,
                            inner: inner(library, id),
                            cost,
                            depth: 0,
                        });
                    }
                }
            }
            let Some(step) = path.last_mut() else { break };
            next = step.inner.pop();
            if next.is_none()
                && let Some(Step {
                    id, cost, depth, ..
                }) = path.pop()
            {
                depths[id.0] = Some(depth);
                deepest = deepest.max(depth);
                if let Some(outer) = path.last_mut() {
                    outer.depth = outer.depth.max(depth + cost);
                }
            }
        }
    }
    deepest
}

/// Returns the types in a type, the last one first.
fn inner(library: &Library, id: ShapeId) -> Vec<(ShapeId, usize)> {
    let types = library.shapes[id.0].item.types();
    types.into_iter().rev().filter_map(named).collect()
}

fn named(ty: &Type<ShapeId>) -> Option<(ShapeId, usize)> {
    let mut ty = ty;
    let mut cost = FIELD;
    loop {
        ty = match ty {
            Type::Named(id) => return Some((*id, cost)),
            Type::Nullable(inner) => inner,
            Type::Array(inner) => {
                cost += LIST;
                inner
            }
            Type::Map(inner) => {
                cost += MAP;
                inner
            }
            Type::Boxed(inner) => {
                cost += BOX;
                inner
            }
            _ => return None,
        };
    }
}
