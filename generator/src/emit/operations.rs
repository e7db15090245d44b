//! `operations/`: one file per tag, with a request builder for every distinct operation.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::model::{Operation, Output, ShapeId, Type};

use super::context::{Context, ident};
use super::inputs::{Input, inputs};
use super::pages::paged;
use super::revisions::Revision;
use super::types::{declarations, inner_modules};
use super::{File, docs, syntax};

/// Names that the modules of builders use.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "Argument",
    "Binary",
    "Connection",
    "Empty",
    "File",
    "FnOnce",
    "Into",
    "IntoIterator",
    "Json",
    "Location",
    "Map",
    "Method",
    "None",
    "Ok",
    "Operation",
    "Option",
    "OutputOf",
    "PageParameter",
    "Paged",
    "Pagination",
    "PagingStyle",
    "Request",
    "Result",
    "Separator",
    "Some",
    "String",
    "Style",
    "Text",
    "Timestamp",
    "Value",
    "Vec",
];

/// Functions that a builder has besides its setters, and the variables that it is made with.
pub(crate) const RESERVED_INPUTS: &[&str] = &[
    "blocking",
    "connection",
    "download",
    "into_future",
    "into_request",
    "new",
    "request",
    "response",
    "send",
    "stream",
    "with",
];

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.operations.iter();
    let files = modules.map(|(module, revisions)| {
        File::syntax(format!("src/operations/{module}.rs"), move || {
            file(context, revisions)
        })
    });
    let root = File::rust("src/operations/mod.rs", || {
        let docs = docs::inner_lines("Every distinct operation, once.");
        let modules = declarations(context, &context.operations);
        quote!(#docs #modules)
    });
    files.chain([root]).collect()
}

fn file(context: &Context<'_>, revisions: &[Revision]) -> syn::File {
    let operations = &context.library.operations;
    let first = revisions.iter().flat_map(Revision::items).next();
    let tag = first.map_or("", |item| operations[item].item.tag.name.as_str());
    let docs = docs::inner_lines(&format!("Requests of {}.", docs::code(tag)));
    let modules = inner_modules(context, revisions, |part| {
        let items = part.items.iter();
        let builders = items.map(|item| builder(context, &operations[*item].item));
        syntax::items(quote!(use ::intercom_codegen_runtime::*; #(#builders)*))
    });
    syntax::file(docs, modules)
}

fn builder(context: &Context<'_>, operation: &Operation<ShapeId>) -> TokenStream {
    let name = ident(&operation.type_name);
    let docs = docs::lines(&words(context, operation));
    let inputs = inputs(context, operation, &|id| context.shape_path(id));
    let (required, optional): (Vec<_>, Vec<_>) =
        inputs.into_iter().partition(|input| input.required);
    let new = new(operation, &required);
    let setters = optional.iter().map(setter);
    let kind = kind(context, &operation.output);
    let download = matches!(operation.output, Output::Binary).then(|| quote!(download!(#name);));
    let paged = paged(context, operation);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or sent"]
        pub struct #name {
            request: Request,
        }

        impl #name {
            #new
            #(#setters)*
        }

        operation!(#name -> #kind);
        #download

        #paged
    }
}

/// What the request does, and where it comes from.
fn words(context: &Context<'_>, operation: &Operation<ShapeId>) -> String {
    let place = docs::code(&format!("{} {}", operation.method, operation.path));
    let method = &operation.method_name;
    let answer = answer(context, &operation.output);
    let facts = format!("The request of {place}, which `{method}` makes. It gives {answer}.");
    let text = operation.docs.text.as_deref();
    match text.and_then(docs::first_paragraph) {
        Some(summary) => format!("{summary}\n\n{facts}"),
        None => facts,
    }
}

/// What an answer is read as: a link to its type, or else words.
fn answer(context: &Context<'_>, output: &Output<ShapeId>) -> String {
    match output {
        Output::Json(ty) => match ty {
            Type::Named(id) => {
                let name = context.shape_name(*id).into_token_stream();
                // In a link, `#` begins a fragment: raw names stand there as they are.
                let path = context.shape_path(*id).into_token_stream().to_string();
                let path = path.replace(' ', "").replace("r#", "");
                format!("[`{name}`]({path})")
            }
            ty => {
                let ty = context.ty(ty, &|id| context.shape_name(id));
                docs::code(&ty.into_token_stream().to_string().replace(' ', ""))
            }
        },
        Output::Text => "text".to_owned(),
        Output::Binary => "the bytes of a file".to_owned(),
        Output::Empty => "nothing".to_owned(),
        Output::Location => "the address that the answer leads to".to_owned(),
    }
}

/// The type that says how an answer is read.
pub(super) fn kind(context: &Context<'_>, output: &Output<ShapeId>) -> TokenStream {
    match output {
        Output::Json(ty) => {
            let ty = context.ty(ty, &|id| context.shape_path(id));
            quote!(Json<#ty>)
        }
        Output::Text => quote!(Text),
        Output::Binary => quote!(Binary),
        Output::Empty => quote!(Empty),
        Output::Location => quote!(Location),
    }
}

/// Asks for what the kind of the answer does not name.
fn accept(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let accept = operation.accept.as_ref()?;
    Some(quote!(request.header("accept", #accept);))
}

fn new(operation: &Operation<ShapeId>, required: &[Input]) -> TokenStream {
    let method = format_ident!("{}", operation.method);
    let path = operation.path.target();
    let request = quote!(Request::new(connection, Method::#method, #path));
    let arguments = required.iter().map(|input| {
        let (name, ty) = (&input.name, &input.ty);
        quote!(#name: #ty)
    });
    let accept = accept(operation);
    let sets: Vec<&TokenStream> = required
        .iter()
        .map(|input| &input.set)
        .chain(&accept)
        .collect();
    let body = if sets.is_empty() {
        quote!(Self { request: #request })
    } else {
        quote!(let mut request = #request; #(#sets)* Self { request })
    };
    quote! {
        #[inline]
        pub(crate) fn new(connection: &Connection, #(#arguments),*) -> Self { #body }
    }
}

fn setter(input: &Input) -> TokenStream {
    let Input {
        name,
        ty,
        set,
        docs,
        ..
    } = input;
    quote! {
        #docs
        #[inline]
        pub fn #name(mut self, #name: #ty) -> Self {
            let request = &mut self.request;
            #set
            self
        }
    }
}
