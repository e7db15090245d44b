//! What a request is given: its parameters and its body, as arguments or setters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{
    Body, Location, Operation, Parameter, Part, PartKind, ShapeId, ShapeKind, Style, Type,
};

use super::context::{Context, ident};
use super::docs;

/// Something that a request is given: a parameter, the body, or a part of it.
pub(super) struct Input {
    pub name: Ident,
    /// The type that the argument or setter takes.
    pub ty: TokenStream,
    pub required: bool,
    /// Puts it into `request`.
    pub set: TokenStream,
    /// What its setter says.
    pub docs: TokenStream,
}

/// What the request of an operation is given; `named` writes the name of a type.
pub(super) fn inputs(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Vec<Input> {
    let parameters = operation
        .parameters
        .iter()
        .map(|each| parameter(context, each, named));
    let mut inputs: Vec<Input> = parameters.collect();
    match &operation.body {
        None => {}
        Some(Body::Json { ty, required }) => {
            inputs.push(json_body(context, ty, *required, named));
        }
        Some(Body::Multipart(parts)) => {
            inputs.extend(parts.iter().map(|each| part(context, each, named)));
        }
        Some(Body::Text { required }) => {
            let set = quote!(request.text(body););
            inputs.push(plain_body(quote!(impl Into<String>), set, *required));
        }
        Some(Body::Binary {
            content_type,
            required,
        }) => {
            let set = quote!(request.header("content-type", #content_type); request.bytes(body););
            inputs.push(plain_body(quote!(impl Into<bytes::Bytes>), set, *required));
        }
    }
    inputs
}

fn plain_body(ty: TokenStream, set: TokenStream, required: bool) -> Input {
    let docs = docs::lines("Sets the body.");
    Input {
        name: format_ident!("body"),
        ty,
        required,
        set,
        docs,
    }
}

fn json_body(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    required: bool,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let name = format_ident!("body");
    let (ty, converted) = converted(context, ty, &name, named);
    let set = quote!(#converted request.json(&body););
    Input {
        name,
        ty,
        required,
        set,
        docs: docs::lines("Sets the body."),
    }
}

fn parameter(
    context: &Context<'_>,
    parameter: &Parameter<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let (key, name) = (&parameter.name, ident(&parameter.rust_name));
    let (ty, set) = match parameter.location {
        Location::Query(Style::Exploded) => {
            let (ty, converted) = converted(context, &parameter.ty, &name, named);
            (ty, quote!(#converted request.query_object(&#name);))
        }
        location => {
            let (ty, value) = displayed(context, &parameter.ty, &name, named);
            (ty, set_text(location, key, &value))
        }
    };
    let docs = docs::comment(&parameter.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        ty,
        required: parameter.required,
        set,
        docs,
    }
}

fn set_text(location: Location, key: &str, value: &TokenStream) -> TokenStream {
    match location {
        Location::Path => quote!(request.path(#key, #value);),
        Location::Header => quote!(request.header(#key, #value);),
        Location::Query(Style::Plain | Style::Exploded) => quote!(request.query(#key, #value);),
        Location::Query(Style::Repeated) => quote!(request.query_each(#key, #value);),
        Location::Query(Style::CommaSeparated) => list(key, value, "Comma"),
        Location::Query(Style::SpaceSeparated) => list(key, value, "Space"),
        Location::Query(Style::PipeSeparated) => list(key, value, "Pipe"),
    }
}

fn list(key: &str, value: &TokenStream, separator: &str) -> TokenStream {
    let separator = format_ident!("{separator}");
    quote!(request.query_list(#key, #value, Separator::#separator);)
}

fn part(
    context: &Context<'_>,
    part: &Part<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let name = ident(&part.rust_name);
    let key = &part.name;
    let (ty, set) = match &part.kind {
        PartKind::File => (quote!(File), quote!(request.file(#key, #name);)),
        PartKind::Value(ty) if context.is_text(ty) => {
            let (ty, value) = displayed(context, ty, &name, named);
            (ty, quote!(request.part(#key, #value);))
        }
        PartKind::Value(ty) => match context.without_aliases(ty) {
            Type::Array(items) if context.is_text(items) => {
                let (ty, value) = displayed(context, ty, &name, named);
                (ty, quote!(request.part_each(#key, #value);))
            }
            _ => {
                let (ty, converted) = converted(context, ty, &name, named);
                (ty, quote!(#converted request.part_json(#key, &#name);))
            }
        },
    };
    let docs = docs::comment(&part.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        ty,
        required: part.required,
        set,
        docs,
    }
}

/// How an argument that is written as JSON is taken, and what makes a value of it.
fn converted(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    name: &Ident,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> (TokenStream, Option<TokenStream>) {
    let (taken, value) = context.argument(ty, name, named);
    let plain = context.ty(ty, named);
    let changes = *name != value.to_string();
    (taken, changes.then(|| quote!(let #name: #plain = #value;)))
}

/// How an argument that is written as text is taken, and what is written.
fn displayed(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    name: &Ident,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> (TokenStream, TokenStream) {
    let plain = context.ty(ty, named);
    let into = || {
        (
            quote!(impl Into<#plain>),
            quote!(Into::<#plain>::into(#name)),
        )
    };
    match context.without_aliases(ty) {
        ty if takes_any_text(context, ty) => (quote!(impl std::fmt::Display), quote!(#name)),
        Type::Timestamp | Type::Named(_) => into(),
        Type::Array(items) => {
            let items = match takes_any_text(context, items) {
                true => quote!(impl std::fmt::Display),
                false => context.ty(items, named),
            };
            (quote!(impl IntoIterator<Item = #items>), quote!(#name))
        }
        _ => (plain, quote!(#name)),
    }
}

/// Whether the text of an argument says all about it: no type needs to check or convert it.
fn takes_any_text(context: &Context<'_>, ty: &Type<ShapeId>) -> bool {
    match context.without_aliases(ty) {
        Type::String | Type::Json => true,
        Type::Named(id) => {
            let kind = &context.library.shape(*id).item.kind;
            matches!(kind, ShapeKind::Union(_)) && context.is_text(ty)
        }
        _ => false,
    }
}
