//! The features of tags. Each compiles the operations of a tag and the types that they refer to.
//!
//! A type that many tags refer to is compiled with any of them: otherwise the conditions would be
//! long, and would leave out little.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Library, RustName, ShapeId, Type};

use crate::emit::package::features::FEATURES;
use crate::emit::revisions::version_module;
use crate::emit::versions::webhooks::{self, WEBHOOKS};

/// The feature that enables the features of all tags. It compiles the types that no operation
/// refers to.
pub(in crate::emit) const FULL: &str = "full";

/// The most features that the condition of a type lists.
const MAX_FEATURES: usize = 6;

/// The features of tags that compile an item: each of them, or any if there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Features(BTreeSet<String>);

impl Features {
    fn one(feature: &str) -> Self {
        Self([feature.to_owned()].into())
    }

    /// Returns the features that compile at least one of several items.
    pub fn of_any<'f>(items: impl IntoIterator<Item = &'f Self>) -> Self {
        let mut union = BTreeSet::new();
        for Self(features) in items {
            if features.is_empty() {
                return Self::default();
            }
            union.extend(features.iter().cloned());
        }
        Self(union)
    }

    /// Returns `#[cfg(any(feature = "a", …))]`, or nothing if there are no features.
    pub fn cfg(&self) -> Option<TokenStream> {
        let condition = self.condition()?;
        Some(quote!(#[cfg(#condition)]))
    }

    /// Returns the attribute that shows the features in the documentation of an item, where those
    /// of tags are [not shown by default](TagFeatures::unlabelled).
    pub fn label(&self) -> Option<TokenStream> {
        let condition = self.condition()?;
        Some(quote!(#[cfg_attr(docsrs, doc(cfg(#condition)))]))
    }

    /// Returns the condition of [`cfg`](Self::cfg).
    pub fn condition(&self) -> Option<TokenStream> {
        let features: Vec<&String> = self.0.iter().collect();
        match features.as_slice() {
            [] => None,
            [feature] => Some(quote!(feature = #feature)),
            features => Some(quote!(any(#(feature = #features),*))),
        }
    }
}

/// The features of the tags of a library, and of its types; none if tags are not features.
#[derive(Default)]
pub(super) struct TagFeatures {
    /// The feature of each tag, by the module of its operations.
    tags: BTreeMap<RustName, Features>,
    /// The features of each shape.
    shapes: Vec<Features>,
}

impl TagFeatures {
    /// Finds the features of all tags and shapes.
    pub fn of(library: &Library) -> Self {
        let tags = tags(library);
        let mut reached = Reached {
            library,
            shapes: vec![Some(BTreeSet::new()); library.shapes.len()],
        };
        for entry in &library.operations {
            if let Some(feature) = tags.get(&entry.item.tag.module) {
                reached.extend(feature, entry.item.references());
            }
        }
        for version in &library.versions {
            reached.extend(WEBHOOKS, webhooks::shapes(library, version));
        }
        Self {
            shapes: reached.features(),
            tags: tags
                .into_iter()
                .map(|(module, feature)| (module, Features::one(&feature)))
                .collect(),
        }
    }

    /// Returns `true` if tags are not features.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// Returns the names of the features, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let features = self.tags.values().flat_map(|features| &features.0);
        features.map(String::as_str)
    }

    /// Returns the attribute of a module of types whose documentation does not show the features
    /// that compile them: there are many, and by default all are enabled.
    pub fn unlabelled(&self) -> Option<TokenStream> {
        (!self.is_empty()).then(|| quote!(#[cfg_attr(docsrs, doc(auto_cfg = false))]))
    }

    /// Returns the feature of the tag with this module.
    pub fn of_tag(&self, module: &RustName) -> Features {
        self.tags.get(module).cloned().unwrap_or_default()
    }

    /// Returns the features of a shape.
    pub fn of_shape(&self, id: ShapeId) -> Features {
        self.shapes.get(id.0).cloned().unwrap_or_default()
    }
}

/// Returns the feature of each tag: the name of its module, with a suffix if that is another
/// feature.
fn tags(library: &Library) -> BTreeMap<RustName, String> {
    let versions = 0..library.versions.len();
    let mut taken: BTreeSet<String> = versions
        .filter_map(|version| version_module(library, version))
        .chain(FEATURES.iter().map(|feature| feature.name.to_owned()))
        .chain(["default", FULL].map(str::to_owned))
        .collect();
    let modules: BTreeSet<&RustName> = library
        .operations
        .iter()
        .map(|entry| &entry.item.tag.module)
        .collect();
    let (free, others): (Vec<_>, Vec<_>) = modules
        .into_iter()
        .partition(|module| !taken.contains(module.as_str()));
    free.into_iter()
        .chain(others)
        .map(|module| {
            let mut feature = module.as_str().to_owned();
            while !taken.insert(feature.clone()) {
                feature.push_str("_tag");
            }
            (module.clone(), feature)
        })
        .collect()
}

/// The features by which each shape is reached; `None` for more than [`MAX_FEATURES`].
struct Reached<'a> {
    library: &'a Library,
    shapes: Vec<Option<BTreeSet<String>>>,
}

impl Reached<'_> {
    /// Adds a feature to these shapes and to all that they refer to. A shape is visited as many
    /// times as its features change, which is limited.
    fn extend(&mut self, feature: &str, roots: Vec<ShapeId>) {
        // A shape that a shape of many features refers to has as many.
        let mut pending: Vec<(ShapeId, bool)> = roots.into_iter().map(|id| (id, false)).collect();
        while let Some((id, has_many)) = pending.pop() {
            let Some(features) = &mut self.shapes[id.0] else {
                continue;
            };
            if !has_many && features.contains(feature) {
                continue;
            }
            let has_many = has_many || features.len() == MAX_FEATURES;
            if has_many {
                self.shapes[id.0] = None;
            } else {
                features.insert(feature.to_owned());
            }
            let types = self.library.shape(id).item.types().into_iter();
            pending.extend(types.filter_map(Type::named).map(|id| (*id, has_many)));
        }
    }

    fn features(self) -> Vec<Features> {
        let shapes = self.shapes.into_iter().map(|features| {
            let Some(mut features) = features else {
                return Features::default();
            };
            if features.iter().all(|feature| feature == WEBHOOKS) {
                features.insert(FULL.to_owned());
            }
            Features(features)
        });
        shapes.collect()
    }
}
