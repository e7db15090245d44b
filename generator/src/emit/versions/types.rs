//! `types.rs` of a version: the re-exports of its types, with a module for those that are declared
//! inline in another type.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use crate::model::{RustName, ShapeId};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::syntax;
use crate::emit::tag_features::Features;
use crate::emit::versions::exports::exports;

/// The types of a module.
#[derive(Default)]
struct Module {
    /// The types whose names the module has.
    owners: Vec<ShapeId>,
    nested: Vec<ShapeId>,
}

pub(super) fn file(context: &Context<'_>, version: usize, shapes: &[ShapeId]) -> syn::File {
    let mut modules: BTreeMap<&RustName, Module> = BTreeMap::new();
    for id in shapes {
        let shape = &context.library.shape(*id).item;
        let module = modules.entry(&shape.module).or_default();
        if shape.is_nested {
            module.nested.push(*id);
        } else {
            module.owners.push(*id);
        }
    }
    let owners = modules.values().flat_map(|module| &module.owners);
    let mut items = re_exports(context, version, owners, &Features::default());
    let modules = modules.iter().filter(|(_, one)| !one.nested.is_empty());
    items
        .extend(modules.flat_map(|(name, one)| syntax::items(module(context, version, name, one))));
    let has_modules = items.iter().any(|item| matches!(item, Item::Mod(_)));
    let docs = if has_modules {
        "The types of this version.\n\nTypes that are declared inside another type are in the module \
         of its name. All others follow after the modules."
    } else {
        "The types of this version."
    };
    syntax::file(docs::inner_lines(docs), items)
}

fn module(context: &Context<'_>, version: usize, name: &RustName, module: &Module) -> TokenStream {
    let features: Vec<Features> = module
        .nested
        .iter()
        .map(|id| context.tag_features.of_shape(*id))
        .collect();
    let features = Features::of_any(&features);
    let docs = docs::lines(&summary(context, module));
    let cfg = features.cfg();
    let name = ident(name);
    let items = re_exports(context, version, &module.nested, &features);
    quote! {
        #docs
        #cfg
        pub mod #name {
            #(#items)*
        }
    }
}

/// Returns the first line of a module's page.
fn summary(context: &Context<'_>, module: &Module) -> String {
    let shape = |id: &ShapeId| &context.library.shape(*id).item;
    let owners = module
        .owners
        .iter()
        .map(|id| format!("[`{}`]", shape(id).name));
    let owners: Vec<String> = owners.collect();
    if !owners.is_empty() {
        return format!("The types inside {}.", owners.join(" and "));
    }
    let root = module.nested.first().map_or("", |id| &shape(id).root);
    let endpoint = context.endpoint(root);
    let root = docs::code(endpoint.as_deref().unwrap_or(root));
    format!("The types of {root}.")
}

/// Emits the re-exports of shapes in a module with these features.
fn re_exports<'s>(
    context: &Context<'_>,
    version: usize,
    shapes: impl IntoIterator<Item = &'s ShapeId>,
    outer: &Features,
) -> Vec<Item> {
    let items = shapes.into_iter().map(|id| {
        let versions = context.library.shape(*id).versions.as_slice();
        let features = context.tag_features.of_shape(*id);
        let features = if features == *outer {
            Features::default()
        } else {
            features
        };
        (versions, features, context.shape_path(*id))
    });
    exports(context, version, items)
}
