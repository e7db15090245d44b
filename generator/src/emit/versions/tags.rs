//! `v2_16/companies.rs`: the operations of one tag in one version, as methods.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, parse_quote};

use crate::model::{Body, Entry, Operation, OperationId, RustName, ShapeId};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::imports::Imports;
use crate::emit::operations::inputs::{AcceptedInput, inputs};
use crate::emit::operations::pagination;
use crate::emit::operations::responses::returns;
use crate::emit::syntax::Attributes;
use crate::emit::versions::exports::exports;

/// Names that the modules of a version use, and of modules beside those of tags.
pub(crate) const RESERVED_TAGS: &[&str] = &[
    "Builder",
    "Client",
    "Connection",
    "Dynamic",
    "File",
    "Into",
    "IntoIterator",
    "Map",
    "Option",
    "String",
    "Timestamp",
    "Types",
    "Value",
    "Vec",
];

/// Functions of a tag beside its operations.
pub(crate) const RESERVED_METHODS: &[&str] = &["new"];

/// The operations of a tag in a version.
pub(in crate::emit) struct Handle<'a> {
    pub tag: &'a str,
    /// What the document says about the tag.
    pub words: Option<&'a str>,
    pub module: RustName,
    pub name: RustName,
    pub operations: Vec<OperationId>,
}

impl Handle<'_> {
    /// What is said about the tag, or else its name.
    pub fn summary(&self) -> String {
        let words = self.words.and_then(docs::first_paragraph);
        words.unwrap_or_else(|| format!("Operations of {}.", docs::code(self.tag)))
    }
}

/// The tags of a version, in document order.
pub(in crate::emit) fn handles<'a>(context: &Context<'a>, version: usize) -> Vec<Handle<'a>> {
    let Some(api) = context.library.versions.get(version) else {
        return Vec::new();
    };
    let mut handles: IndexMap<RustName, Handle<'a>> = IndexMap::new();
    for id in &api.operations {
        let tag = &context.library.operation(*id).item.tag;
        let handle = handles.entry(tag.module.clone());
        let handle = handle.or_insert_with(|| Handle {
            tag: &tag.name,
            words: api.info.tags.get(&tag.name).map(String::as_str),
            module: tag.module.clone(),
            name: tag.type_name.clone(),
            operations: Vec::new(),
        });
        handle.operations.push(*id);
    }
    handles.into_values().collect()
}

/// The method that returns the builder of an operation, in the version that documents it.
pub(in crate::emit) fn method_path(
    context: &Context<'_>,
    entry: &Entry<Operation<ShapeId>>,
) -> Option<Path> {
    let version = context.page_version(&entry.versions)?;
    let tag = &entry.item.tag;
    let root = context.path();
    let version = context.client_module(version);
    let (module, name) = (ident(&tag.module), ident(&tag.type_name));
    let method = ident(&entry.item.method_name);
    Some(parse_quote!(#root::#version::#module::#name::#method))
}

pub(in crate::emit) fn file(
    context: &Context<'_>,
    version: usize,
    handle: &Handle<'_>,
) -> TokenStream {
    let name = ident(&handle.name);
    let inner = docs::inner_lines(&module_docs(handle));
    let docs = docs::lines(&handle.summary());
    let entries = handle
        .operations
        .iter()
        .map(|id| context.library.operation(*id));
    let paths = handle
        .operations
        .iter()
        .map(|id| context.operation_path(*id));
    let versions = entries.clone().map(|entry| entry.versions.as_slice());
    let exports = exports(context, version, versions.zip(paths));
    let builders = entries.map(|entry| entry.item.type_name.as_str());
    let reserved = RESERVED_TAGS.iter().copied();
    let taken = builders.chain(reserved).chain([handle.name.as_str()]);
    let imports = Imports::new(context, |id| exported(context, id), taken);
    let named = |id| imports.path(id);
    let operations = handle.operations.iter();
    let methods: Vec<TokenStream> = operations
        .map(|id| method(context, version, *id, &named))
        .collect();
    let imports = imports.item();
    quote! {
        #inner
        use ::intercom_codegen_runtime::*;
        #imports
        #(#exports)*

        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            connection: Connection,
        }

        impl #name {
            #[inline]
            pub(super) fn new(connection: &Connection) -> Self {
                Self { connection: connection.clone() }
            }
            #(#methods)*
        }
    }
}

/// The path of a type among those of the version.
fn exported(context: &Context<'_>, id: ShapeId) -> Path {
    let name = context.shape_name(id);
    parse_quote!(super::types::#name)
}

fn module_docs(handle: &Handle<'_>) -> String {
    let (module, name) = (&handle.module, &handle.name);
    let summary = handle.summary();
    format!(
        "{summary}\n\n[`Client::{module}`](super::Client::{module}) returns [`{name}`], which has \
         a method for each operation. The method returns the request builder of the same name."
    )
}

fn method(
    context: &Context<'_>,
    version: usize,
    id: OperationId,
    named: &impl Fn(ShapeId) -> Path,
) -> TokenStream {
    let entry = context.library.operation(id);
    let operation = &entry.item;
    let docs = method_docs(context, version, entry);
    let alias = docs::alias(&operation.id, &operation.method_name);
    let name = ident(&operation.method_name);
    let builder = ident(&operation.type_name);
    let required = inputs(context, id).filter(AcceptedInput::is_required);
    let required: Vec<AcceptedInput<'_>> = required.collect();
    let parameters = required.iter().map(|input| {
        let (name, ty) = (input.name(), input.argument(context, named));
        quote!(#name: #ty)
    });
    let arguments = required.iter().map(AcceptedInput::name);
    quote! {
        #docs
        #alias
        #[inline]
        pub fn #name(&self, #(#parameters),*) -> #builder {
            #builder::new(&self.connection, #(#arguments),*)
        }
    }
}

/// What the document says, what the arguments are, and where the operation is.
fn method_docs(
    context: &Context<'_>,
    version: usize,
    entry: &Entry<Operation<ShapeId>>,
) -> Attributes {
    let operation = &entry.item;
    let endpoint = docs::code(&format!("{} {}", operation.method, operation.path));
    let span = context.span(entry);
    let span = span.map(|span| format!(", {span}")).unwrap_or_default();
    let returns = returns(context, &operation.output, &|id| exported(context, id));
    let example = operation.docs.example.as_deref();
    let example = example.filter(|_| context.newest() == Some(version));
    let mut notes = Vec::from_iter(arguments(operation));
    notes.extend(pagination::note(operation));
    notes.push(format!("{endpoint}{span}. {returns}"));
    notes.extend(example.map(|body| context.example(version, body)));
    let fallback = format!("Operation {}.", docs::code(&operation.id));
    docs::comment(&operation.docs, &fallback, &notes)
}

/// A list of the arguments that something is said about.
fn arguments(operation: &Operation<ShapeId>) -> Option<String> {
    let parameters = operation.parameters.iter().filter(|one| one.required);
    let parameters = parameters.map(|one| (&one.rust_name, &one.docs));
    let fields = operation.body.iter().flat_map(Body::fields);
    let fields = fields.filter(|one| one.required);
    let fields = fields.map(|one| (&one.rust_name, &one.docs));
    let lines = parameters.chain(fields).filter_map(|(name, docs)| {
        let text = docs::first_paragraph(docs.text.as_deref()?)?;
        Some(format!("- `{name}`: {text}"))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
