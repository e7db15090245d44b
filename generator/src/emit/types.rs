//! `types/`: one file per schema, with every shape that it has had, oldest first.

use indexmap::IndexSet;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, ItemMod, Visibility, parse_quote};

use crate::model::{Container, Entry, Shape, ShapeId, ShapeKind, Step, Type};

use super::context::{Context, ident};
use super::groups::{Group, Modules};
use super::syntax::{self, Attributes, fixed};
use super::{File, docs, enums, structs, unions};

/// Names that the modules of types use.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "Blank",
    "Box",
    "Constant",
    "Default",
    "Deserialize",
    "Deserializer",
    "Err",
    "Extra",
    "From",
    "Into",
    "IntoIterator",
    "Map",
    "MapAccess",
    "Members",
    "None",
    "Nullable",
    "Object",
    "Ok",
    "Option",
    "Pattern",
    "Result",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Some",
    "String",
    "StringEnum",
    "Timestamp",
    "TryFrom",
    "Union",
    "UnrecognizedJson",
    "UnrecognizedString",
    "Value",
    "Vec",
];

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.types.iter();
    let files = modules.map(|(module, groups)| {
        File::syntax(format!("src/types/{module}.rs"), move || {
            file(context, groups)
        })
    });
    let root = File::rust("src/types/mod.rs", || {
        let docs = docs::inner_lines("Every distinct shape of every schema, once.");
        let modules = declarations(context, &context.types);
        quote!(#docs #modules)
    });
    files.chain([root]).collect()
}

/// `mod company;` for every module, compiled when one of its groups is.
pub(super) fn declarations(context: &Context<'_>, modules: &Modules) -> TokenStream {
    let modules = modules.iter().map(|(module, groups)| {
        let cfg = context.cfg(groups.iter().flat_map(|group| &group.versions));
        let module = ident(module);
        quote!(#cfg pub(crate) mod #module;)
    });
    quote!(#(#modules)*)
}

/// The groups of a file, each in a module of its own, unless the document stands alone.
pub(super) fn inner_modules(
    context: &Context<'_>,
    groups: &[Group],
    items: impl Fn(&Group) -> Vec<Item>,
) -> Vec<Item> {
    let modules = groups.iter().map(|group| {
        let items = items(group);
        match &group.name {
            None => items,
            Some(name) => {
                let cfg = (groups.len() > 1).then(|| context.cfg(&group.versions));
                let name = format_ident!("{name}");
                let mut module: ItemMod = parse_quote!(#cfg pub(crate) mod #name {});
                module.content = Some((Default::default(), items));
                vec![Item::Mod(module)]
            }
        }
    });
    modules.flatten().collect()
}

fn file(context: &Context<'_>, groups: &[Group]) -> syn::File {
    let first = groups.iter().flat_map(|group| &group.items).next();
    let name = first.map_or("", |item| &context.library.shapes[*item].item.root);
    let modules = inner_modules(context, groups, |group| {
        let mut entries: Vec<_> = group
            .items
            .iter()
            .map(|item| &context.library.shapes[*item])
            .collect();
        // What is written inline comes after the schema that it is written in.
        entries.sort_by_key(|entry| entry.item.is_inline());
        let mut items = imports(context, group, &entries);
        items.extend(entries.into_iter().flat_map(|entry| shape(context, entry)));
        items
    });
    syntax::file(docs::inner_lines(&docs::code(name)), modules)
}

/// What the shapes use of the runtime and of other groups.
fn imports(context: &Context<'_>, group: &Group, entries: &[&Entry<Shape<ShapeId>>]) -> Vec<Item> {
    let needs_runtime = entries.iter().any(|entry| needs_runtime(&entry.item));
    let runtime = needs_runtime.then(|| fixed!(Item: use ::intercom_codegen_runtime::json::*;));
    let types = entries.iter().flat_map(|entry| entry.item.types());
    let others: IndexSet<ShapeId> = types
        .filter_map(|ty| ty.named().copied())
        .filter(|id| !group.items.contains(&id.0))
        .collect();
    let mut others: Vec<_> = others.into_iter().collect();
    others.sort_by_key(|id| &context.library.shape(*id).item.name);
    let paths = others.into_iter().map(|id| context.shape_path(id));
    let others = paths.filter_map(|path| syntax::import(Visibility::Inherited, path));
    runtime.into_iter().chain(others).collect()
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

fn shape(context: &Context<'_>, entry: &Entry<Shape<ShapeId>>) -> Vec<Item> {
    let docs = shape_docs(context, entry);
    let name = ident(&entry.item.name);
    match &entry.item.kind {
        ShapeKind::Struct(object) => structs::emit(context, &entry.item, object, docs),
        ShapeKind::Enum(values) => enums::emit(&name, values, docs),
        ShapeKind::Union(union) => unions::emit(context, &name, union, docs),
        ShapeKind::Alias(ty) => {
            let ty = context.ty(ty, &|id| context.shape_name(id));
            syntax::items(quote!(#docs pub type #name = #ty;))
        }
    }
}

fn shape_docs(context: &Context<'_>, entry: &Entry<Shape<ShapeId>>) -> Attributes {
    let shape = &entry.item;
    let fallback = fallback(shape);
    let span = context.span(entry);
    let span = span.map(|span| format!("{}.", span.replacen('s', "S", 1)));
    let alias = docs::alias(&shape.document_name, &shape.name).filter(|_| !shape.is_inline());
    docs::comment(&shape.docs, &fallback, &Vec::from_iter(span)).with(alias)
}

/// Describes a shape that has no description: by its position in the document.
fn fallback(shape: &Shape<ShapeId>) -> String {
    let Some(Container { name, step }) = &shape.container else {
        return format!("Schema {}.", docs::code(&shape.document_name));
    };
    let outer = docs::code(name);
    match step {
        Step::Item => format!("An item of {outer}."),
        Step::Value => format!("A value of {outer}."),
        Step::Request => format!("The body of {outer}."),
        Step::Response(None) => format!("The answer to {outer}."),
        step => format!("{} of {outer}.", docs::code(&step.word())),
    }
}
