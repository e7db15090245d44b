//! Revisions: the items of a module that were introduced by the same version.
//!
//! Revisions are numbered, oldest first, so that a new version renames none. Items that only the
//! preview has are in the revision `preview`, as it can change without notice.

use std::collections::BTreeMap;

use crate::document::Version;
use crate::model::{Library, RustName};

use super::inline_types::InlineTypes;
use super::tag_features::Features;

/// The revisions of each module of a folder, by module name.
pub(super) type Modules = BTreeMap<RustName, Vec<Revision>>;

/// The items of a module that were introduced by the same version.
pub(super) struct Revision {
    /// The name of the inner module; `None` for an unversioned document.
    pub name: Option<String>,
    /// The items, grouped by the versions that have them and the tags that refer to them.
    pub parts: Vec<Part>,
    /// The module of inline types that was introduced with the items, if there is one.
    pub inline: Option<InlineTypes>,
}

/// The items of a revision that the same versions have and the same tags refer to.
pub(super) struct Part {
    /// The versions that have the items.
    pub versions: Vec<usize>,
    /// The features of tags that compile the items.
    pub features: Features,
    /// The indices of the items, in document order.
    pub items: Vec<usize>,
}

impl Revision {
    /// Returns the versions that have one of the items or the inline types, with duplicates.
    pub fn versions(&self) -> impl Iterator<Item = &usize> {
        let parts = self.parts.iter().map(|part| &part.versions);
        parts
            .chain(self.inline.iter().map(|inline| &inline.versions))
            .flatten()
    }

    /// Returns `true` if the revision has no other versions than these.
    pub fn has_only(&self, versions: &[usize]) -> bool {
        self.versions().all(|version| versions.contains(version))
    }

    /// Returns the features of tags that compile one of the items or the inline types.
    pub fn features(&self) -> Features {
        let parts = self.parts.iter().map(|part| &part.features);
        Features::of_any(parts.chain(self.inline.iter().map(|inline| &inline.features)))
    }

    /// Returns the indices of the items.
    pub fn items(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().flat_map(|part| &part.items).copied()
    }
}

/// Groups items by module and revision, oldest revision first. Each item is given as its module,
/// the versions that have it and the features of tags that compile it.
pub(super) fn modules<'a>(
    library: &Library,
    items: impl Iterator<Item = (&'a RustName, &'a [usize], Features)>,
    inline: impl IntoIterator<Item = (&'a RustName, InlineTypes)>,
) -> Modules {
    #[derive(Default)]
    struct Content<'a> {
        parts: BTreeMap<(&'a [usize], Features), Vec<usize>>,
        inline: Option<InlineTypes>,
    }
    let first = |versions: &[usize]| versions.first().copied().unwrap_or_default();
    let mut modules: BTreeMap<&RustName, BTreeMap<usize, Content<'_>>> = BTreeMap::new();
    for (index, (module, versions, features)) in items.enumerate() {
        let revisions = modules.entry(module).or_default();
        let parts = &mut revisions.entry(first(versions)).or_default().parts;
        parts.entry((versions, features)).or_default().push(index);
    }
    for (module, inline) in inline {
        let revisions = modules.entry(module).or_default();
        let revision = revisions.entry(first(&inline.versions)).or_default();
        revision.inline = Some(inline);
    }
    modules
        .into_iter()
        .map(|(module, revisions)| {
            let revisions = revisions.into_iter().enumerate();
            let revisions = revisions.map(|(index, (first, content))| Revision {
                name: name(library, index, first),
                parts: content
                    .parts
                    .into_iter()
                    .map(|((versions, features), items)| Part {
                        versions: versions.to_vec(),
                        features,
                        items,
                    })
                    .collect(),
                inline: content.inline,
            });
            (module.clone(), revisions.collect())
        })
        .collect()
}

/// Returns the name of a revision, such as `rev1`; `None` for an unversioned document.
fn name(library: &Library, index: usize, first: usize) -> Option<String> {
    match version(library, first)? {
        Version::Preview => Some("preview".to_owned()),
        Version::Number { .. } => Some(format!("rev{}", index + 1)),
    }
}

/// Returns the module of a version; `None` for an unversioned document.
pub(super) fn version_module(library: &Library, index: usize) -> Option<String> {
    version(library, index).map(|version| version.module())
}

fn version(library: &Library, index: usize) -> Option<Version> {
    library.versions.get(index)?.info.version
}

/// Returns a sentence that lists the versions: `Versions 2.7 to 2.10 and 2.12.`
pub(super) fn label<'v>(
    library: &Library,
    versions: impl IntoIterator<Item = &'v usize>,
) -> Option<String> {
    let mut versions: Vec<usize> = versions.into_iter().copied().collect();
    versions.sort_unstable();
    versions.dedup();
    let label = |index: usize| version(library, index).map(|version| version.label());
    let runs: Option<Vec<String>> = versions
        .chunk_by(|before, after| before + 1 == *after)
        .map(|run| match run {
            [first, .., last] => Some(format!("{} to {}", label(*first)?, label(*last)?)),
            [only] => label(*only),
            [] => None,
        })
        .collect();
    let noun = if versions.len() == 1 {
        "Version"
    } else {
        "Versions"
    };
    Some(match runs?.as_slice() {
        [before @ .., last] if !before.is_empty() => {
            format!("{noun} {} and {last}.", before.join(", "))
        }
        runs => format!("{noun} {}.", runs.concat()),
    })
}
