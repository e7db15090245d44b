//! Items that the same versions have stand in one module, which is compiled, or not, as a whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Entry, Library, RustName};

/// The modules of a folder by name, and the groups of items in each.
pub(super) type Modules = BTreeMap<RustName, Vec<Group>>;

/// The items of a module that are in just the same versions.
pub(super) struct Group {
    /// The name of the inner module; `None` for a document that stands alone.
    pub name: Option<String>,
    /// The versions that have the items.
    pub versions: Vec<usize>,
    /// The indices of the items, in document order.
    pub items: Vec<usize>,
}

/// Sorts the entries into modules, and in each module groups those of the same versions, oldest
/// first.
pub(super) fn modules<T>(
    library: &Library,
    entries: &[Entry<T>],
    module: impl Fn(&T) -> RustName,
) -> Modules {
    let mut modules: BTreeMap<RustName, BTreeMap<&[usize], Vec<usize>>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let groups = modules.entry(module(&entry.item)).or_default();
        groups.entry(&entry.versions).or_default().push(index);
    }
    modules
        .into_iter()
        .map(|(module, groups)| (module, named(library, groups)))
        .collect()
}

/// A group is named by the first version that has its items: `v2_7`. When several begin with the
/// same version, the one of the most versions gets that name, and the others say which versions
/// they are for: `v2_7_only`, `v2_7_to_v2_10_and_v2_12`.
fn named(library: &Library, groups: BTreeMap<&[usize], Vec<usize>>) -> Vec<Group> {
    let first = |versions: &[usize]| versions.first().copied().unwrap_or(0);
    let mut most: BTreeMap<usize, usize> = BTreeMap::new();
    for versions in groups.keys() {
        let count = most.entry(first(versions)).or_default();
        *count = versions.len().max(*count);
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    groups
        .into_iter()
        .map(|(versions, items)| {
            let start = first(versions);
            let plain = most.get(&start) == Some(&versions.len()) && taken.insert(start);
            let name = if plain {
                version_module(library, start)
            } else {
                ranges(library, versions)
            };
            Group {
                name,
                versions: versions.to_vec(),
                items,
            }
        })
        .collect()
}

/// The module of a version; `None` for a document that stands alone.
pub(super) fn version_module(library: &Library, version: usize) -> Option<String> {
    Some(
        library
            .versions
            .get(version)?
            .info
            .version
            .as_ref()?
            .module(),
    )
}

/// `v2_7_only`, `v2_7_to_v2_10_and_v2_12`
fn ranges(library: &Library, versions: &[usize]) -> Option<String> {
    if let [only] = versions {
        return Some(format!("{}_only", version_module(library, *only)?));
    }
    let runs = versions.chunk_by(|before, after| before + 1 == *after);
    let names: Option<Vec<String>> = runs
        .map(|run| match run {
            [] => None,
            [only] => version_module(library, *only),
            [first, .., last] => {
                let (first, last) = (
                    version_module(library, *first)?,
                    version_module(library, *last)?,
                );
                Some(format!("{first}_to_{last}"))
            }
        })
        .collect();
    Some(names?.join("_and_"))
}
