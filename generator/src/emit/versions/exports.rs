//! The re-exports of a version. Each item is documented once, in the newest version that has it;
//! the other versions link to that page.

use std::collections::BTreeMap;

use quote::quote;
use syn::{Attribute, Item};

use crate::emit::context::Context;
use crate::emit::syntax::{self, Attributes, Import};
use crate::emit::tag_features::Features;

/// Emits the re-exports of items in a version, each given with the versions that have it and the
/// features of tags that compile it.
pub(in crate::emit) fn exports<'v, I: Into<Import>>(
    context: &Context<'_>,
    version: usize,
    items: impl IntoIterator<Item = (&'v [usize], Features, I)>,
) -> Vec<Item> {
    let mut imports: BTreeMap<(Option<usize>, Features), Vec<I>> = BTreeMap::new();
    for (versions, features, import) in items {
        let page = context
            .page_version(versions)
            .filter(|page| *page != version);
        imports.entry((page, features)).or_default().push(import);
    }
    let exports = imports
        .into_iter()
        .filter_map(|((page, features), imports)| {
            let condition = features.condition().into_iter();
            let cfg = condition.map(|condition| syntax::attribute_list("cfg", condition));
            let page = page.map(|page| no_inline(context, page));
            let attributes = Attributes::default().with(cfg).with(page);
            syntax::imports(attributes, syntax::public(), imports)
        });
    exports.collect()
}

/// Returns the attribute that links to the page in a version, if that is compiled.
fn no_inline(context: &Context<'_>, page: usize) -> Attribute {
    let module = context
        .version_module(page)
        .map(|module| module.to_string());
    match module.filter(|_| context.has_features()) {
        Some(feature) => {
            syntax::attribute_list("cfg_attr", quote!(feature = #feature, doc(no_inline)))
        }
        None => syntax::attribute_list("doc", quote!(no_inline)),
    }
}
