//! The modules of revisions in `types/` and `operations/`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, ItemMod, parse_quote};

use super::context::{Context, ident};
use super::docs;
use super::revisions::{self, Modules, Part, Revision};

/// Returns `mod company;` for each module, compiled if one of its revisions is.
pub(super) fn declarations(context: &Context<'_>, modules: &Modules) -> TokenStream {
    let modules = modules.iter().map(|(module, revisions)| {
        let cfg = context.inner_cfg(revisions.iter().flat_map(Revision::versions));
        let module = ident(module);
        quote!(#cfg pub(crate) mod #module;)
    });
    quote!(#(#modules)*)
}

/// Returns the items of a file, with each revision in its own module unless the document is
/// unversioned.
pub(super) fn inner_modules(
    context: &Context<'_>,
    revisions: &[Revision],
    items: impl Fn(&Part) -> Vec<Item>,
) -> Vec<Item> {
    let modules = revisions.iter().map(|revision| {
        let Some(name) = &revision.name else {
            return revision.parts.iter().flat_map(&items).collect();
        };
        let cfg = (revisions.len() > 1).then(|| context.inner_cfg(revision.versions()));
        let content = match revision.parts.as_slice() {
            [part] => items(part),
            parts => (1..)
                .zip(parts)
                .flat_map(|(number, one)| part(context, number, one, &items))
                .collect(),
        };
        vec![inner_module(
            context,
            cfg,
            name,
            revision.versions(),
            content,
        )]
    });
    modules.flatten().collect()
}

/// Returns the items of a part of a revision: a module, compiled with fewer versions, whose items
/// are re-exported.
fn part(
    context: &Context<'_>,
    number: usize,
    part: &Part,
    items: impl Fn(&Part) -> Vec<Item>,
) -> Vec<Item> {
    let cfg = context.inner_cfg(&part.versions);
    let name = format!("part{number}");
    let ident = format_ident!("{name}");
    let import = parse_quote!(#cfg pub use #ident::*;);
    let module = inner_module(context, Some(cfg), &name, &part.versions, items(part));
    vec![import, module]
}

fn inner_module<'v>(
    context: &Context<'_>,
    cfg: Option<TokenStream>,
    name: &str,
    versions: impl IntoIterator<Item = &'v usize>,
    content: Vec<Item>,
) -> Item {
    let name = format_ident!("{name}");
    let docs = revisions::label(context.library, versions).map(|label| docs::inner_lines(&label));
    let mut module: ItemMod = parse_quote!(#cfg pub(crate) mod #name { #docs });
    module.content = Some((Default::default(), content));
    Item::Mod(module)
}
