//! `types/`: one file per schema, with all distinct shapes of it, oldest first.

mod constructors;
mod conversions;
pub(super) mod enums;
pub(super) mod holders;
mod json_schema;
mod patterns;
pub(super) mod search;
pub(super) mod structs;
pub(super) mod unions;

use quote::quote;
use syn::{Item, Path};

use crate::model::{Container, Entry, RustName, Shape, ShapeId, ShapeKind, Step, Type};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::imports::{Imports, SHAPES, TYPES};
use crate::emit::inline_types::INLINE;
use crate::emit::revision_modules::{declarations, inner_modules};
use crate::emit::revisions::{Part, Revision};
use crate::emit::syntax::{self, Attributes, fixed};

/// The names that the modules of types use.
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
    "None",
    "Nullable",
    "Object",
    "Ok",
    "Option",
    "Pattern",
    "Result",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "StringEnum",
    "Timestamp",
    "TryFrom",
    "Union",
    "UnrecognizedInteger",
    "UnrecognizedJson",
    "UnrecognizedString",
    "Value",
    "Vec",
    INLINE,
    SHAPES,
    TYPES,
];

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.types.iter();
    let files = modules.map(|(module, revisions)| {
        File::syntax(
            format!("src/{}/{module}.rs", context.types_module()),
            move || file(context, module, revisions),
        )
    });
    let root = File::rust(format!("src/{}/mod.rs", context.types_module()), || {
        let docs = docs::inner_lines("The distinct shapes of all schemas.");
        let modules = declarations(context, &context.types);
        quote!(#docs #modules)
    });
    files.chain([root]).collect()
}

fn file(context: &Context<'_>, module: &RustName, revisions: &[Revision]) -> syn::File {
    let first = revisions.iter().flat_map(Revision::items).next();
    let name = first.map_or("", |item| &context.library.shapes[item].item.root);
    let modules = inner_modules(context, revisions, |part| {
        let mut ids: Vec<ShapeId> = part.items.iter().copied().map(ShapeId).collect();
        // Inline schemas come after the component that contains them.
        ids.sort_by_key(|id| context.library.shape(*id).item.is_inline());
        let imports = Imports::of_types(context, module, ids.iter().copied());
        let named = |id| imports.path(id);
        let types = ids.iter().flat_map(|id| {
            let mut items = shape(context, *id, &named);
            if let ShapeKind::Struct(object) = &context.library.shape(*id).item.kind {
                items.extend(conversions::emit(context, *id, object, part));
            }
            items
        });
        let types: Vec<Item> = types.collect();
        let mut items = Vec::from_iter(runtime(context, part));
        items.extend(imports.items());
        items.extend(types);
        items
    });
    syntax::file(docs::inner_lines(&docs::code(name)), modules)
}

/// Returns the import of the runtime, if the types need it.
fn runtime(context: &Context<'_>, part: &Part) -> Option<Item> {
    let mut entries = part.items.iter().map(|item| &context.library.shapes[*item]);
    let needs_runtime = entries.any(|entry| needs_runtime(&entry.item));
    needs_runtime.then(|| fixed!(Item: use ::intercom_codegen_runtime::json::*;))
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

fn shape(context: &Context<'_>, id: ShapeId, named: &impl Fn(ShapeId) -> Path) -> Vec<Item> {
    let entry = context.library.shape(id);
    let docs = shape_docs(context, entry);
    let name = ident(&entry.item.name);
    match &entry.item.kind {
        ShapeKind::Struct(object) => structs::emit(context, id, object, docs, named),
        ShapeKind::Enum(values) => {
            let is_required = context.holders.required.contains(&id);
            enums::emit(context, &name, values, is_required, docs)
        }
        ShapeKind::Union(union) => {
            let traits = unions::traits(context, id);
            unions::emit(context, &name, union, &traits, docs, named)
        }
        ShapeKind::Alias(ty) => {
            let ty = context.ty(ty, named);
            syntax::items(quote!(#docs pub type #name = #ty;))
        }
        ShapeKind::Recursive(ty) => {
            let ty = context.ty(ty, named);
            let derives = context.derives();
            let mut items = syntax::items(quote! {
                #docs
                #[derive(Clone, Debug, Default, PartialEq #derives)]
                pub struct #name(pub #ty);
            });
            items.push(syntax::macro_call("json_recursive", quote!(#name(#ty))));
            items
        }
    }
}

fn shape_docs(context: &Context<'_>, entry: &Entry<Shape<ShapeId>>) -> Attributes {
    let shape = &entry.item;
    let fallback = fallback(context, shape);
    let span = context.span(entry).map(|span| docs::sentence(&span));
    let alias = docs::alias(&shape.document_name, &shape.name).filter(|_| !shape.is_inline());
    docs::comment(&shape.docs, &fallback, &Vec::from_iter(span)).with(alias)
}

/// Returns the documentation of a shape without a description: its location in the document.
fn fallback(context: &Context<'_>, shape: &Shape<ShapeId>) -> String {
    let Some(Container { name, step }) = &shape.container else {
        return format!("Schema {}.", docs::code(&shape.document_name));
    };
    let outer = docs::code(name);
    let operation = || {
        context
            .endpoint(name)
            .map_or_else(|| docs::code(name), |one| docs::code(&one))
    };
    match step {
        Step::Request => format!("The request body of {}.", operation()),
        Step::Response(None) => format!("The response body of {}.", operation()),
        Step::Response(Some(status)) => {
            let status = status.phrase().replace('_', " ");
            format!("The response body of {} ({status}).", operation())
        }
        Step::Success => format!(
            "The response body of {}, which depends on the status.",
            operation()
        ),
        Step::Parameter(name) => format!("The parameter {} of {}.", docs::code(name), operation()),
        Step::Property(name) => format!("The property {} of {outer}.", docs::code(name)),
        Step::Variant(name) => format!("The variant {} of {outer}.", docs::code(name)),
        Step::Event => format!("The data of an item of the stream {outer}."),
        Step::Item => format!("An item of {outer}."),
        Step::Value => format!("A value of {outer}."),
        Step::Another(number) => format!("Type {number} of {outer}."),
    }
}
