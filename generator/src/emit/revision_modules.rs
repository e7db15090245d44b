//! The modules of revisions in `types/` and `operations/`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, ItemMod, parse_quote};

use super::context::{Context, ident};
use super::docs;
use super::inline_modules;
use super::revisions::{self, Modules, Part, Revision};
use super::tag_features::Features;

/// Returns `mod company;` for each module, compiled if one of its revisions is.
pub(super) fn declarations(context: &Context<'_>, modules: &Modules) -> TokenStream {
    let modules = modules.iter().map(|(module, revisions)| {
        let cfg = context.inner_cfg(revisions.iter().flat_map(Revision::versions));
        let tags = outer_features(revisions).cfg();
        let module = ident(module);
        quote!(#tags #cfg pub(crate) mod #module;)
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
    let outer = outer_features(revisions);
    let modules = revisions.iter().map(|revision| {
        let own = revision.features();
        let mut content: Vec<Item> = match revision.parts.as_slice() {
            [part] if part.features == own && revision.has_only(&part.versions) => items(part),
            parts => (1..)
                .zip(parts)
                .flat_map(|(number, one)| part(context, revision, &own, number, one, &items))
                .collect(),
        };
        let inline = revision.inline.as_ref();
        content
            .extend(inline.map(|inline| inline_modules::module(context, revision, inline, &own)));
        let Some(name) = &revision.name else {
            return content;
        };
        let tags = (own != outer).then(|| own.cfg()).flatten();
        let cfg = (revisions.len() > 1).then(|| context.inner_cfg(revision.versions()));
        let cfg = quote!(#tags #cfg);
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

/// Returns the features of tags that compile one of the revisions.
fn outer_features(revisions: &[Revision]) -> Features {
    let features: Vec<Features> = revisions.iter().map(Revision::features).collect();
    Features::of_any(&features)
}

/// Returns the items of a part of a revision, which has the outer features: a module, compiled with
/// fewer versions or tags, whose items are re-exported.
fn part(
    context: &Context<'_>,
    revision: &Revision,
    outer: &Features,
    number: usize,
    part: &Part,
    items: impl Fn(&Part) -> Vec<Item>,
) -> Vec<Item> {
    let tags = (part.features != *outer).then(|| part.features.cfg());
    let versions = &part.versions;
    let versions = (!revision.has_only(versions)).then(|| context.inner_cfg(versions));
    let tags = tags.flatten();
    let cfg = quote!(#tags #versions);
    let name = format!("part{number}");
    let ident = format_ident!("{name}");
    let import = parse_quote!(#cfg pub use #ident::*;);
    let module = inner_module(context, cfg, &name, &part.versions, items(part));
    vec![import, module]
}

fn inner_module<'v>(
    context: &Context<'_>,
    cfg: TokenStream,
    name: &str,
    versions: impl IntoIterator<Item = &'v usize>,
    content: Vec<Item>,
) -> Item {
    let name = format_ident!("{name}");
    let docs = revisions::label(context.library, versions).map(|label| docs::lines(&label));
    let mut module: ItemMod = parse_quote!(#docs #cfg pub(crate) mod #name {});
    module.content = Some((Default::default(), content));
    Item::Mod(module)
}
