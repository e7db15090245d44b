//! `types.rs` of a version: the re-exports of its types, and of the modules of those that are
//! declared inline in another type.

use std::collections::BTreeSet;

use crate::model::{RustName, ShapeId};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::syntax::{self, Import};
use crate::emit::versions::exports::exports;

pub(super) fn file(context: &Context<'_>, version: usize, shapes: &[ShapeId]) -> syn::File {
    let (nested, whole): (Vec<ShapeId>, Vec<ShapeId>) = shapes
        .iter()
        .partition(|id| context.library.shape(**id).item.is_nested);
    let types = whole.into_iter().map(|id| {
        let versions = context.library.shape(id).versions.as_slice();
        let features = context.tag_features.of_shape(id);
        (versions, features, Import::from(context.shape_path(id)))
    });
    let modules = nested
        .into_iter()
        .map(|id| &context.library.shape(id).item.module);
    let modules: BTreeSet<&RustName> = modules.collect();
    let docs = if modules.is_empty() {
        "The types of this version."
    } else {
        "The types of this version.\n\nTypes that are declared inside another type are in the module \
         of its name. All others follow after the modules."
    };
    let modules = modules.into_iter().filter_map(|module| {
        let (inline, path) = context.inline_types(module, version)?;
        let import = Import {
            path,
            name: Some(ident(module)),
        };
        Some((inline.versions.as_slice(), inline.features.clone(), import))
    });
    syntax::file(
        docs::inner_lines(docs),
        exports(context, version, types.chain(modules)),
    )
}
