//! Changes of the conversions of responses into requests.

use crate::hash::{HashMap, IndexSet};
use crate::model::{Library, SchemaId};

use super::change::*;
use super::{Change, Rule, Side};

/// The conversions of a version: the Rust types of each response and of the request that is created
/// from it.
pub(super) struct Conversions(IndexSet<(String, String)>);

impl Conversions {
    /// Returns the conversions of each version of a library.
    pub(super) fn of_versions(library: &Library) -> Vec<Self> {
        let mut found = Vec::new();
        found.resize_with(library.versions.len(), || Self(IndexSet::default()));
        for (to, conversions) in library.shapes.iter().zip(&library.conversions) {
            for conversion in conversions {
                let from = library.shape(conversion.from).item.rust_path();
                for version in &conversion.versions {
                    if let Some(Self(pairs)) = found.get_mut(*version) {
                        pairs.insert((from.clone(), to.item.rust_path()));
                    }
                }
            }
        }
        found
    }
}

/// Compares the conversions between types that both versions have.
pub(super) fn compare(
    (old, before): (&Side, &Conversions),
    (new, after): (&Side, &Conversions),
    changes: &mut Vec<Change>,
) {
    let (Conversions(before), Conversions(after)) = (before, after);
    let (old_types, new_types) = (types(old), types(new));
    let mut add = |rule: &'static Rule, from: &String, to: &String, verb: &str| {
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
    for (from, to) in before.difference(after) {
        add(&CONVERSION_REMOVED, from, to, "is no longer");
    }
    for (from, to) in after.difference(before) {
        add(&CONVERSION_ADDED, from, to, "is");
    }
}

/// Returns the schema of each Rust type.
fn types(side: &Side) -> HashMap<String, &SchemaId> {
    let shapes = side.api.shapes.iter();
    shapes.map(|(id, shape)| (shape.rust_path(), id)).collect()
}
