//! Changes of the conversions of responses into requests.

use crate::hash::{HashMap, IndexSet};
use crate::model::SchemaId;
use crate::pass::unify;

use super::change::*;
use super::{Change, Rule, Side};

/// The Rust types of a response and of the request that is created from it.
type Pair = (String, String);

/// Compares the conversions between types that both versions have.
pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (conversions(old), conversions(new));
    let (old_types, new_types) = (types(old), types(new));
    let mut add = |rule: &'static Rule, (from, to): &Pair, verb: &str| {
        if let (Some(_), Some(_), Some(_), Some(id)) = (
            old_types.get(from),
            old_types.get(to),
            new_types.get(from),
            new_types.get(to),
        ) {
            changes.push(Change {
                rule,
                rust_path: to.clone(),
                pointer: new.locations.schema(id),
                message: format!("{verb} created from `{from}`"),
            });
        }
    };
    for pair in before.iter().filter(|pair| !after.contains(*pair)) {
        add(&CONVERSION_REMOVED, pair, "is no longer");
    }
    for pair in after.iter().filter(|pair| !before.contains(*pair)) {
        add(&CONVERSION_ADDED, pair, "is");
    }
}

/// Returns the types that are converted into each other.
fn conversions(side: &Side) -> IndexSet<Pair> {
    let library = unify(&[&side.api]);
    let path = |index: usize| {
        library
            .shapes
            .get(index)
            .map(|shape| shape.item.rust_path())
    };
    let mut pairs = IndexSet::default();
    for (to, conversions) in library.conversions.iter().enumerate() {
        for conversion in conversions {
            pairs.extend(path(conversion.from.0).zip(path(to)));
        }
    }
    pairs
}

/// Returns the schema of each Rust type.
fn types(side: &Side) -> HashMap<String, &SchemaId> {
    let shapes = side.api.shapes.iter();
    shapes.map(|(id, shape)| (shape.rust_path(), id)).collect()
}
