//! The re-exports of a version. Each item is documented once, in the newest version that has it;
//! the other versions link to that page.

use std::collections::BTreeMap;

use quote::quote;
use syn::{Item, Path};

use crate::emit::context::Context;
use crate::emit::syntax::{self, Attributes};

/// Emits the re-exports of items, each given with the versions that have it, in a version.
pub(in crate::emit) fn exports<'v>(
    context: &Context<'_>,
    version: usize,
    items: impl IntoIterator<Item = (&'v [usize], Path)>,
) -> Vec<Item> {
    let mut paths_by_page: BTreeMap<Option<usize>, Vec<Path>> = BTreeMap::new();
    for (versions, path) in items {
        let page = context
            .page_version(versions)
            .filter(|page| *page != version);
        paths_by_page.entry(page).or_default().push(path);
    }
    let exports = paths_by_page.into_iter().filter_map(|(page, paths)| {
        let attributes = page.map(|page| no_inline(context, page));
        let attributes = attributes.unwrap_or_default();
        syntax::imports(attributes, syntax::public(), paths)
    });
    exports.collect()
}

/// Returns the attributes that link to the page in a version, if that is compiled.
fn no_inline(context: &Context<'_>, page: usize) -> Attributes {
    let module = context
        .version_module(page)
        .map(|module| module.to_string());
    Attributes(vec![match module.filter(|_| context.has_features()) {
        Some(feature) => {
            syntax::attribute_list("cfg_attr", quote!(feature = #feature, doc(no_inline)))
        }
        None => syntax::attribute_list("doc", quote!(no_inline)),
    }])
}
