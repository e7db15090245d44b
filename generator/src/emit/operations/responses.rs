//! The documentation of responses, and the types that read them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use crate::emit::context::Context;
use crate::emit::docs;
use crate::model::{Output, ShapeId, Type};

/// Returns the output of a request as a noun phrase, with a link to its type; `named` returns the
/// path of a type.
pub(in crate::emit) fn returns(
    context: &Context<'_>,
    output: &Output<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> String {
    match output {
        Output::Json(Type::Named(id)) => {
            let name = docs::link_target(&context.shape_name(*id));
            let path = docs::link_target(&named(*id));
            if path == name {
                format!("[`{name}`]")
            } else {
                format!("[`{name}`]({path})")
            }
        }
        Output::Json(ty) => {
            let ty = context.ty(ty, &|id| context.shape_name(id));
            let ty = ty.into_token_stream().to_string().replace(' ', "");
            docs::code(&ty)
        }
        Output::Text => "the response body as text".to_owned(),
        Output::Binary => "the response body as bytes".to_owned(),
        Output::Empty => "`()`, as the response has no body".to_owned(),
        Output::Location => "the URL that the response redirects to".to_owned(),
    }
}

/// Returns the type that determines how a response is read.
pub(in crate::emit) fn kind(
    context: &Context<'_>,
    output: &Output<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> TokenStream {
    match output {
        Output::Json(ty) => {
            let ty = context.ty(ty, named);
            quote!(Json<#ty>)
        }
        Output::Text => quote!(Text),
        Output::Binary => quote!(Binary),
        Output::Empty => quote!(Empty),
        Output::Location => quote!(Location),
    }
}
