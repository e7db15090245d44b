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
use crate::emit::operations::streams;
use crate::emit::syntax::Attributes;
use crate::emit::versions::exports::exports;

/// The names that the modules of a version use, including its modules besides those of tag groups.
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

/// The functions of a tag group besides its operations.
pub(crate) const RESERVED_METHODS: &[&str] = &["new"];

/// The operations of a tag in a version.
pub(in crate::emit) struct TagGroup<'a> {
    /// The name of the tag in the document.
    pub tag: &'a str,
    /// The description of the tag.
    pub description: Option<&'a str>,
    pub module: RustName,
    pub name: RustName,
    pub operations: Vec<OperationId>,
}

impl TagGroup<'_> {
    /// Returns the description of the tag, or else its name.
    pub fn summary(&self) -> String {
        self.description
            .and_then(docs::first_paragraph)
            .unwrap_or_else(|| format!("Operations tagged {}.", docs::code(self.tag)))
    }
}

/// Returns the tag groups of a version, in document order.
pub(in crate::emit) fn groups<'a>(context: &Context<'a>, version: usize) -> Vec<TagGroup<'a>> {
    let Some(api) = context.library.versions.get(version) else {
        return Vec::new();
    };
    let mut groups: IndexMap<RustName, TagGroup<'a>> = IndexMap::new();
    for id in &api.operations {
        let tag = &context.library.operation(*id).item.tag;
        let group = groups.entry(tag.module.clone());
        let group = group.or_insert_with(|| TagGroup {
            tag: &tag.name,
            description: api.info.tags.get(&tag.name).map(String::as_str),
            module: tag.module.clone(),
            name: tag.type_name.clone(),
            operations: Vec::new(),
        });
        group.operations.push(*id);
    }
    groups.into_values().collect()
}

/// Returns the path of the method that returns the builder of an operation, in the version that
/// documents it.
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
    group: &TagGroup<'_>,
) -> TokenStream {
    let name = ident(&group.name);
    let inner = docs::inner_lines(&module_docs(group));
    let docs = docs::lines(&group_docs(group));
    let entries = group
        .operations
        .iter()
        .map(|id| context.library.operation(*id));
    let paths = group
        .operations
        .iter()
        .map(|id| context.operation_path(*id));
    let versions = entries.clone().map(|entry| entry.versions.as_slice());
    let exports = exports(context, version, versions.zip(paths));
    let builders = entries.map(|entry| entry.item.type_name.as_str());
    let reserved = RESERVED_TAGS.iter().copied();
    let taken = builders.chain(reserved).chain([group.name.as_str()]);
    let imports = Imports::new(context, |id| exported(context, id), taken);
    let named = |id| imports.path(id);
    let operations = group.operations.iter();
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

/// Returns the path of a type, as re-exported by the version.
fn exported(context: &Context<'_>, id: ShapeId) -> Path {
    let name = context.shape_name(id);
    parse_quote!(super::types::#name)
}

fn group_docs(group: &TagGroup<'_>) -> String {
    let (module, summary) = (&group.module, group.summary());
    format!(
        "{summary}\n\nReturned by [`Client::{module}`](super::Client::{module}). Each method \
         returns a request builder, whose setters set the optional parameters; `.await` sends the \
         request."
    )
}

fn module_docs(group: &TagGroup<'_>) -> String {
    let (module, name) = (&group.module, &group.name);
    let summary = group.summary();
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

/// Returns the documentation of a method: description, arguments, pagination, endpoint and output.
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
    notes.extend(streams::note(operation));
    notes.push(format!("{endpoint}{span}. Returns {returns}."));
    notes.extend(example.map(|body| context.example(version, body)));
    let fallback = format!("Operation {}.", docs::code(&operation.id));
    docs::comment(&operation.docs, &fallback, &notes)
}

/// Returns the list of arguments that have a description.
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
