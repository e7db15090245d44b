//! The documentation of responses, and the types that read them.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::hash::IndexMap;
use crate::model::{Operation, Output, Response, ShapeId, ShapeKind, Status, Type};

/// Returns the output of a request as a noun phrase, with a link to its type; `named` returns the
/// path of a type.
pub(in crate::emit) fn returns(
    context: &Context<'_>,
    output: &Output<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> String {
    match output {
        Output::Json(Type::Named(id)) => link(context, *id, named),
        Output::Json(ty) => {
            let ty = context.ty(ty, &|id| context.public_path(id));
            let ty = ty.into_token_stream().to_string().replace(' ', "");
            docs::code(&ty)
        }
        Output::Text => "the response body as text".to_owned(),
        Output::Binary => "the response body as bytes".to_owned(),
        Output::Empty => "`()`, as the response has no body".to_owned(),
        Output::Location => "the URL that the response redirects to".to_owned(),
    }
}

/// Returns a link to a type; `named` returns its path.
pub(super) fn link(context: &Context<'_>, id: ShapeId, named: &impl Fn(ShapeId) -> Path) -> String {
    let name = docs::link_target(&context.public_path(id));
    let path = docs::link_target(&named(id));
    docs::link::ty(&name, &path)
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

/// Returns the type that determines how a successful response is read, if that depends on its
/// status.
pub(super) fn kind_by_status(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let (_, is_optional) = union(operation)?;
    let builder = ident(&operation.type_name);
    let by_status = quote!(ByStatus<#builder>);
    Some(if is_optional {
        quote!(OrEmpty<#by_status>)
    } else {
        by_status
    })
}

/// Returns the union of the types of several statuses, and whether the body may be empty.
fn union(operation: &Operation<ShapeId>) -> Option<(ShapeId, bool)> {
    if operation.statuses.is_empty() {
        return None;
    }
    match &operation.output {
        Output::Json(Type::Named(id)) => Some((*id, false)),
        Output::Json(Type::Nullable(ty)) => ty.named().map(|id| (*id, true)),
        _ => None,
    }
}

/// Emits the implementation of `Statuses`, if the type of a response depends on its status.
pub(super) fn statuses(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<TokenStream> {
    let (id, _) = union(operation)?;
    let ShapeKind::Union(shape) = &context.library.shape(id).item.kind else {
        return None;
    };
    let (builder, union) = (ident(&operation.type_name), named(id));
    let mut statuses = operation.statuses.clone();
    // A status code precedes the range that contains it.
    statuses.sort_by_key(|(status, _)| *status);
    let rows = statuses.iter().filter_map(|(status, index)| {
        let pattern = match status {
            Status::Code(code) => Literal::u16_unsuffixed(*code).into_token_stream(),
            Status::Range(hundred) => {
                let first = Literal::u16_unsuffixed(hundred * 100);
                let last = Literal::u16_unsuffixed(hundred * 100 + 99);
                quote!(#first..=#last)
            }
            Status::Default => return None,
        };
        let variant = ident(&shape.variants.get(*index)?.rust_name);
        Some(quote!(#pattern => #variant,))
    });
    Some(quote!(by_status!(#builder -> #union { #(#rows)* });))
}

/// Returns the paragraph of the documentation that lists the types of the responses by their
/// status, except for a single type of success, which is that of the output.
pub(super) fn documented(context: &Context<'_>, operation: &Operation<ShapeId>) -> Option<String> {
    let mut responses: Vec<&Response<ShapeId>> = operation.responses.iter().collect();
    responses.sort_by_key(|response| response.status);
    let has_one_success = operation.statuses.is_empty();
    let mut types: IndexMap<String, Vec<String>> = IndexMap::default();
    for response in &responses {
        let is_said = has_one_success && is_success(response);
        if !is_said && response.content != Output::Empty {
            let text = if is_success(response) {
                returns(context, &response.content, &|id| context.shape_path(id))
            } else {
                body_of_error(context, &response.content)
            };
            let statuses = types.entry(text).or_default();
            statuses.push(docs::code(&response.status.to_string()));
        }
    }
    if types.is_empty() {
        return None;
    }
    let has_undecoded_errors = responses
        .iter()
        .any(|response| is_undecoded_error(response));
    if has_one_success && types.len() == 1 {
        let mut only = types.iter();
        return only.next().map(|(text, statuses)| {
            let statuses = statuses.join(", ");
            if has_undecoded_errors {
                format!("[`Error::body`] returns the body for {statuses}: {text}.")
            } else {
                format!("[`Error::decode`] returns {text} for {statuses}.")
            }
        });
    }
    let rows = types
        .iter()
        .map(|(text, statuses)| format!("- {}: {text}", statuses.join(", ")));
    let rows: Vec<String> = rows.collect();
    let rows = rows.join("\n");
    let title = if has_undecoded_errors {
        "Response bodies by status; of errors, [`Error::decode`] reads JSON, and [`Error::body`] \
         returns the others:"
    } else if has_documented_errors(operation) {
        "Response bodies by status; [`Error::decode`] reads those of errors:"
    } else {
        "Response bodies by status:"
    };
    Some(format!("{title}\n\n{rows}"))
}

/// Returns the body of an error as a noun phrase, with a link to its type.
fn body_of_error(context: &Context<'_>, content: &Output<ShapeId>) -> String {
    match content {
        Output::Text => "text".to_owned(),
        Output::Binary => "binary data".to_owned(),
        other => returns(context, other, &|id| context.shape_path(id)),
    }
}

/// Returns `true` if `Error::decode`, which reads JSON, cannot read the body of an error.
fn is_undecoded_error(response: &Response<ShapeId>) -> bool {
    !is_success(response) && matches!(response.content, Output::Text | Output::Binary)
}

/// Returns `true` if the documentation of the builder lists the types of errors.
pub(in crate::emit) fn has_documented_errors(operation: &Operation<ShapeId>) -> bool {
    let mut responses = operation.responses.iter();
    responses.any(|response| !is_success(response) && response.content != Output::Empty)
}

fn is_success(response: &Response<ShapeId>) -> bool {
    response.status.is_success() || response.content == Output::Location
}
