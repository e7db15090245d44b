//! `types/`: one file per schema, with every shape that it has had, oldest first.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Entry, RustName, Shape, ShapeId, ShapeKind, Type};

use super::context::{Context, ident, versions_of};
use super::{File, docs, enums, structs, unions};

type ShapeEntry = Entry<Shape<ShapeId>>;

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let mut modules: BTreeMap<&RustName, Vec<&ShapeEntry>> = BTreeMap::new();
    for entry in &context.library.shapes {
        modules.entry(&entry.item.module).or_default().push(entry);
    }
    let list: Vec<(&RustName, BTreeSet<usize>)> = modules
        .iter()
        .map(|(module, entries)| (*module, versions_of(entries.iter().copied())))
        .collect();
    let mut files = vec![File::rust("src/types/mod.rs", move || root(context, &list))];
    for (module, entries) in modules {
        let path = format!("src/types/{module}.rs");
        files.push(File::rust(path, move || file(context, &entries)));
    }
    files
}

fn root(context: &Context<'_>, modules: &[(&RustName, BTreeSet<usize>)]) -> TokenStream {
    let docs = docs::inner_lines("Every distinct shape of every schema, once.");
    let modules = modules.iter().map(|(module, versions)| {
        let cfg = context.cfg(versions);
        let module = ident(module);
        quote!(#cfg pub(crate) mod #module;)
    });
    quote!(#docs #(#modules)*)
}

fn file(context: &Context<'_>, entries: &[&ShapeEntry]) -> TokenStream {
    let name = entries.first().map_or("", |entry| {
        entry.item.document_name.split('.').next().unwrap_or_default()
    });
    let docs = docs::inner_lines(&format!("`{name}`"));
    let mut by_version: BTreeMap<usize, Vec<&ShapeEntry>> = BTreeMap::new();
    for entry in entries {
        by_version.entry(entry.first()).or_default().push(entry);
    }
    let outer = versions_of(entries.iter().copied());
    let modules = by_version.into_iter().map(|(version, entries)| {
        let versions = versions_of(entries.iter().copied());
        let Some(module) = context.version_module(version) else {
            return items(context, &entries, &versions);
        };
        let cfg = context.cfg_within(&versions, &outer);
        let items = items(context, &entries, &versions);
        quote!(#cfg pub(crate) mod #module { #items })
    });
    quote!(#docs #(#modules)*)
}

fn items(
    context: &Context<'_>,
    entries: &[&ShapeEntry],
    outer: &BTreeSet<usize>,
) -> TokenStream {
    let imports = imports(context, entries, outer);
    let shapes = entries.iter().map(|entry| {
        let cfg = context.cfg_within(&entry.versions.iter().copied().collect(), outer);
        shape(context, entry, &cfg)
    });
    quote!(#imports #(#shapes)*)
}

/// What the shapes use of the runtime and of each other. An import is compiled when one of the
/// shapes that need it is.
fn imports(
    context: &Context<'_>,
    entries: &[&ShapeEntry],
    outer: &BTreeSet<usize>,
) -> TokenStream {
    let mut runtime = BTreeSet::new();
    let mut others: IndexMap<ShapeId, BTreeSet<usize>> = IndexMap::new();
    for entry in entries {
        if needs_runtime(&entry.item) {
            runtime.extend(entry.versions.iter().copied());
        }
        for id in entry.item.types().into_iter().filter_map(Type::named) {
            let here = entries.iter().any(|entry| std::ptr::eq(*entry, context.library.shape(*id)));
            if !here {
                others.entry(*id).or_default().extend(entry.versions.iter().copied());
            }
        }
    }
    let runtime = (!runtime.is_empty()).then(|| {
        let cfg = context.cfg_within(&runtime, outer);
        quote!(#cfg use crate::runtime::json::*;)
    });
    let others = others.into_iter().map(|(id, versions)| {
        let cfg = context.cfg_within(&versions, outer);
        let path = context.shape_path(id);
        quote!(#cfg use #path;)
    });
    quote!(#runtime #(#others)*)
}

fn needs_runtime(shape: &Shape<ShapeId>) -> bool {
    fn alias_needs(ty: &Type<ShapeId>) -> bool {
        match ty {
            Type::Timestamp | Type::Json | Type::Map(_) => true,
            Type::Array(ty) | Type::Nullable(ty) | Type::Boxed(ty) => alias_needs(ty),
            _ => false,
        }
    }
    match &shape.kind {
        ShapeKind::Alias(ty) => alias_needs(ty),
        _ => true,
    }
}

fn shape(context: &Context<'_>, entry: &ShapeEntry, cfg: &TokenStream) -> TokenStream {
    let docs = shape_docs(context, entry);
    let name = ident(&entry.item.name);
    match &entry.item.kind {
        ShapeKind::Struct(object) => {
            structs::emit(context, &entry.item, object, &docs, cfg)
        }
        ShapeKind::Enum(values) => enums::emit(&name, values, &docs, cfg),
        ShapeKind::Union(union) => unions::emit(context, &name, union, &docs, cfg),
        ShapeKind::Alias(ty) => {
            let ty = context.ty(ty, &|id| {
                let name = ident(&context.library.shape(id).item.name);
                quote!(#name)
            });
            quote!(#cfg #docs pub type #name = #ty;)
        }
    }
}

fn shape_docs(context: &Context<'_>, entry: &ShapeEntry) -> TokenStream {
    let fallback = format!("`{}` of the document.", entry.item.document_name);
    let since = context.version_label(entry.since).map(|label| format!("Since {label}."));
    docs::comment(&entry.item.docs, &fallback, &Vec::from_iter(since))
}
