//! Inline types: those that a module in `types` of a version contains, as they are declared inline
//! in the type that the module is named after.
//!
//! Several versions mostly have the same ones. Each distinct set is part of the revision that
//! introduced it.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::IndexMap;
use crate::model::{Library, RustName, ShapeId};

use super::tag_features::{Features, TagFeatures};

/// The name of the module of inline types in a revision.
pub(super) const INLINE: &str = "inline";

/// The inline types of a module, which the same versions have.
pub(super) struct InlineTypes {
    pub set: InlineSet,
    /// The versions that have exactly these types.
    pub versions: Vec<usize>,
    /// The features of tags that compile one of the types.
    pub features: Features,
}

/// The inline types of a module of one version.
#[derive(Default, PartialEq, Eq, Hash)]
pub(super) struct InlineSet {
    /// The types that the module is named after; none if it is named after an operation.
    pub owners: BTreeSet<ShapeId>,
    pub types: BTreeSet<ShapeId>,
}

impl InlineTypes {
    /// Finds the distinct sets of all versions, each with its module.
    pub fn of<'a>(
        library: &'a Library,
        tag_features: &TagFeatures,
    ) -> impl Iterator<Item = (&'a RustName, Self)> {
        let mut distinct: IndexMap<(&RustName, InlineSet), Vec<usize>> = IndexMap::default();
        for (version, api) in library.versions.iter().enumerate() {
            let sets = InlineSet::of_version(library, &api.shapes).into_iter();
            for set in sets.filter(|(_, set)| !set.types.is_empty()) {
                distinct.entry(set).or_default().push(version);
            }
        }
        distinct.into_iter().map(|((module, set), versions)| {
            let features = set.types.iter().map(|id| tag_features.of_shape(*id));
            let features = Features::of_any(&features.collect::<Vec<_>>());
            let inline = Self {
                set,
                versions,
                features,
            };
            (module, inline)
        })
    }
}

impl InlineSet {
    fn of_version<'a>(library: &'a Library, shapes: &[ShapeId]) -> BTreeMap<&'a RustName, Self> {
        let mut sets: BTreeMap<&RustName, Self> = BTreeMap::new();
        for id in shapes {
            let shape = &library.shape(*id).item;
            let set = sets.entry(&shape.module).or_default();
            if shape.is_nested {
                set.types.insert(*id);
            } else {
                set.owners.insert(*id);
            }
        }
        sets
    }
}
