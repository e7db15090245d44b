//! `dynamic/`: calls of builders with JSON, once for each distinct operation, and the list of
//! operations of each version.
//!
//! They are separate files, so that the compiler does not even read them without the feature.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::hash::{HashSet, IndexMap};
use crate::model::{ApiVersion, Body, Input, Location, Operation, OperationId, Response, ShapeId};

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::operations::inputs::{AcceptedInput, inputs};
use crate::emit::operations::responses::kind;
use crate::emit::revision_modules::declarations;
use crate::emit::revisions::Revision;

pub(in crate::emit) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.operations.iter();
    let files = modules.map(|(module, revisions)| {
        File::rust(format!("src/dynamic/{module}.rs"), move || {
            file(context, revisions)
        })
    });
    let root = File::rust("src/dynamic/mod.rs", || root(context));
    let versions = context.library.versions.iter().enumerate();
    let lists = versions.map(|(version, api)| {
        let path = format!("src/{}/dynamic.rs", context.client_module(version));
        File::rust(path, move || list(context, api))
    });
    files.chain([root]).chain(lists).collect()
}

fn root(context: &Context<'_>) -> TokenStream {
    let docs = docs::inner_lines(
        "Operations called by id, with JSON input and output, for scripts and tests.",
    );
    let modules = declarations(context, &context.operations);
    // The list of an unversioned document is re-exported here.
    let unversioned = context.version_module(0).is_none().then(|| {
        let module = context.client_module(0);
        let path = context.path();
        quote!(pub use #path::#module::dynamic::{OPERATIONS, operation};)
    });
    quote! {
        #docs
        #modules
        #[doc(inline)]
        pub use ::intercom_codegen_runtime::dynamic::Operation;
        #unversioned
    }
}

fn list(context: &Context<'_>, api: &ApiVersion) -> TokenStream {
    let docs = docs::inner_lines(
        "The operations of this version, called by id.\n\n\
         [`operation`] finds one. [`Operation::call`] takes a client and the arguments, and returns \
         the response body, as JSON.",
    );
    let operations = api.operations.iter().zip(&api.paths);
    let root = context.path();
    let entries = operations.map(|(id, path)| {
        let builder = context.operation_path(*id);
        let path = path.to_string();
        let tag = &context.library.operation(*id).item.tag;
        let cfg = context.tag_features.of_tag(&tag.module).cfg();
        quote!(#cfg #path => #builder,)
    });
    quote! {
        #docs
        use super::Client;

        /// An operation of this version.
        pub type Operation = #root::dynamic::Operation<Client>;

        ::intercom_codegen_runtime::operations!({ #(#entries)* });

        /// Returns the operation with this `operationId`.
        #[inline]
        #[must_use]
        pub fn operation(id: &str) -> Option<&'static Operation> {
            OPERATIONS.iter().find(|operation| operation.id == id)
        }
    }
}

fn file(context: &Context<'_>, revisions: &[Revision]) -> TokenStream {
    let operations = &context.library.operations;
    let first = revisions.iter().flat_map(Revision::items).next();
    let tag = first.map_or("", |item| &operations[item].item.tag.name);
    let text = format!(
        "Request builders of {}, created from JSON.",
        docs::code(tag)
    );
    let docs = docs::inner_lines(&text);
    let tables = revisions.iter().flat_map(Revision::items).map(|item| {
        let cfg = context.inner_cfg(&operations[item].versions);
        let table = table(context, OperationId(item));
        quote!(#cfg #table)
    });
    quote! {
        #docs
        use ::intercom_codegen_runtime::*;
        #(#tables)*
    }
}

/// Emits the table that describes the arguments of the builder and its declared responses.
fn table(context: &Context<'_>, id: OperationId) -> TokenStream {
    let operation = &context.library.operation(id).item;
    let builder = context.operation_path(id);
    let (required, setters) = arguments(context, operation, inputs(context, id));
    let (id, tag) = (&operation.id, &operation.tag.name);
    let body = match &operation.body {
        Some(Body::Json { ty, .. }) => {
            let ty = context.ty(ty, &|id| context.shape_path(id));
            Some(quote!(, body = #ty))
        }
        _ => None,
    };
    let responses = responses(context, &operation.responses);
    let fields = operation.body.as_ref().map_or(&[][..], Body::fields);
    let open_body = (!fields.is_empty()).then(|| quote!(; open_body));
    quote! {
        dynamic!(#builder = #id, tag = #tag #body #open_body => new(#(#required),*) {
            #(#setters)*
        } {
            #(#responses)*
        });
    }
}

/// Emits a row for each kind of response: its statuses and how they are read.
fn responses(context: &Context<'_>, responses: &[Response<ShapeId>]) -> Vec<TokenStream> {
    let mut rows: IndexMap<String, (TokenStream, Vec<String>)> = IndexMap::default();
    for response in responses {
        // The kind of the builder reads each of several success responses.
        let kind = if response.status.is_success() {
            quote!(Self::Kind)
        } else {
            kind(context, &response.content, &|id| context.shape_path(id))
        };
        let (_, statuses) = rows.entry(kind.to_string()).or_insert((kind, Vec::new()));
        statuses.push(response.status.to_string());
    }
    let rows = rows.into_values();
    rows.map(|(kind, statuses)| quote!(#(#statuses)|* => #kind,))
        .collect()
}

/// Returns the arguments of `new`, and a row for each setter.
fn arguments<'a>(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    inputs: impl Iterator<Item = AcceptedInput<'a>>,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let body = operation.body.as_ref().map(|_| "body".to_owned());
    let mut taken: HashSet<String> = body.into_iter().collect();
    let mut required = Vec::new();
    let mut setters = Vec::new();
    for input in inputs {
        let (name, ty) = (
            input.name(),
            input.json(context, &|id| context.shape_path(id)),
        );
        let key = key(input.input, &mut taken);
        if !input.is_required() {
            setters.push(quote!(#key => #name #ty,));
        } else if let Some(index) = path_index(operation, input.input) {
            let index = Literal::usize_unsuffixed(index);
            required.push(quote!(path::<#ty>(#index)));
        } else {
            required.push(quote!(required::<#ty>(#key)));
        }
    }
    (required, setters)
}

/// Returns the index of the path variable that the input is; `None` for other inputs.
fn path_index(operation: &Operation<ShapeId>, input: Input<'_, ShapeId>) -> Option<usize> {
    match input {
        Input::Parameter(parameter) if parameter.location == Location::Path => {
            let mut variables = operation.path.variables();
            variables.position(|name| name == parameter.name)
        }
        _ => None,
    }
}

/// Returns the key of the argument: its name in the document, prefixed with its location if the
/// name is taken.
fn key(input: Input<'_, ShapeId>, taken: &mut HashSet<String>) -> String {
    let parameter = match input {
        Input::Body(_) => return "body".to_owned(),
        Input::Field(_, field) => return format!("body.{}", field.name),
        Input::Parameter(parameter) => parameter,
    };
    let key = &parameter.name;
    if taken.insert(key.clone()) {
        return key.clone();
    }
    match parameter.location {
        Location::Path => format!("path.{key}"),
        Location::Query | Location::QueryString => format!("query.{key}"),
        Location::Header => format!("header.{key}"),
        Location::Cookie => format!("cookie.{key}"),
    }
}
