//! The choice of media types: methods of builders that select those of the response or the body.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::model::{Body, Operation, Output, Representation, ShapeId};

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::operations::responses::{kind, returns};

/// The functions of builders that select the media type of the response.
pub(crate) const RESERVED_INPUTS: &[&str] =
    &["accept", "accept_bytes", "accept_json", "accept_text"];

/// The functions of builders that select the media type of the body.
pub(crate) const RESERVED_RAW_INPUTS: &[&str] = &["content_type"];

/// Emits the methods that select a media type.
pub(super) fn methods(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> TokenStream {
    let content_type = operation.body.as_ref().and_then(content_type);
    let accept = accept(operation);
    let others = operation.representations.iter();
    let others = others.filter_map(|other| representation(context, other, named));
    quote!(#content_type #accept #(#others)*)
}

/// Emits the setter of the media type of a body of bytes or text.
fn content_type(body: &Body<ShapeId>) -> Option<TokenStream> {
    if !matches!(body, Body::Binary { .. } | Body::Text { .. }) {
        return None;
    }
    let default = body.content_type().unwrap_or(body.default_content_type());
    let range = body.range().filter(|range| *range != "*/*");
    let range = range.map(|range| format!(", which is to be of {}", docs::code(range)));
    let docs = docs::lines(&format!(
        "Sets the media type of the body{}. Defaults to {}.",
        range.unwrap_or_default(),
        docs::code(default)
    ));
    Some(quote! {
        #docs
        #[inline]
        pub fn content_type(mut self, content_type: &str) -> Self {
            self.request.header("content-type", content_type);
            self
        }
    })
}

/// Emits the setter that selects one of several media types that are read alike.
fn accept(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let is_read_alike = matches!(operation.output, Output::Text | Output::Binary);
    if !is_read_alike || operation.accept.len() < 2 {
        return None;
    }
    let docs = docs::lines(&format!(
        "Requests one of the media types {}. Defaults to all of them.",
        list(&operation.accept)
    ));
    Some(quote! {
        #docs
        #[inline]
        pub fn accept(mut self, accept: &str) -> Self {
            self.request.header("accept", accept);
            self
        }
    })
}

/// Emits the method that requests another representation.
fn representation(
    context: &Context<'_>,
    other: &Representation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<TokenStream> {
    let name = match other.output {
        Output::Json(_) => quote!(accept_json),
        Output::Text => quote!(accept_text),
        Output::Binary => quote!(accept_bytes),
        Output::Empty | Output::Location => return None,
    };
    let returns = returns(context, &other.output, named);
    let docs = docs::lines(&format!(
        "Requests {}, and returns {returns}.",
        list(&other.media_types)
    ));
    let kind = kind(context, &other.output, named);
    let accepting = quote!(::intercom_codegen_runtime::Accepting<#kind>);
    let accept = other.media_types.join(", ");
    Some(quote! {
        #docs
        #[inline]
        pub fn #name(self) -> #accepting {
            ::intercom_codegen_runtime::Accepting::new(self.request, #accept)
        }
    })
}

fn list(media_types: &[String]) -> String {
    let names: Vec<String> = media_types.iter().map(|name| docs::code(name)).collect();
    names.join(" or ")
}
