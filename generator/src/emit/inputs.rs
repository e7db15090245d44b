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
    /// Its name in the document; `body` for the body.
    pub key: String,
    pub origin: Origin,
    /// The type of the values that an argument or setter can be given when they come as JSON.
    pub value: TokenStream,
    /// The type that the argument or setter takes.
    pub ty: TokenStream,
    pub required: bool,
    /// Puts it into `request`.
    pub set: TokenStream,
    /// What its setter says.
    pub docs: TokenStream,
}

/// What an input is in the document.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// A parameter.
    Parameter(Location),
    /// The body.
    Body,
    /// A field of a body that is a form.
    Part,
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
            inputs.push(plain_body(quote!(String), set, *required));
        }
        Some(Body::Binary {
            content_type,
            required,
        }) => {
            let set = quote!(request.header("content-type", #content_type); request.bytes(body););
            inputs.push(plain_body(quote!(bytes::Bytes), set, *required));
        }
    }
    inputs
}

fn plain_body(value: TokenStream, set: TokenStream, required: bool) -> Input {
    let docs = docs::lines("Sets the body.");
    Input {
        name: format_ident!("body"),
        key: "body".to_owned(),
        origin: Origin::Body,
        ty: quote!(impl Into<#value>),
        value,
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
    let value = context.ty(ty, named);
    let (ty, converted) = converted(context, ty, &name, named);
    let set = quote!(#converted request.json(&body););
    Input {
        name,
        key: "body".to_owned(),
        origin: Origin::Body,
        value,
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
    let (value, ty, set) = match parameter.location {
        Location::Query(Style::Exploded) => {
            let value = context.ty(&parameter.ty, named);
            let (ty, converted) = converted(context, &parameter.ty, &name, named);
            (value, ty, quote!(#converted request.query_object(&#name);))
        }
        location => {
            let value = text_value(context, &parameter.ty, named);
            let (ty, text) = displayed(context, &parameter.ty, &name, named);
            (value, ty, set_text(location, key, &text))
        }
    };
    let docs = docs::comment(&parameter.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        key: key.clone(),
        origin: Origin::Parameter(parameter.location),
        value,
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
    let (value, ty, set) = match &part.kind {
        PartKind::File => {
            let set = quote!(request.file(#key, #name););
            (quote!(File), quote!(File), set)
        }
        PartKind::Value(ty) if context.is_text(ty) => {
            let (taken, text) = displayed(context, ty, &name, named);
            let set = quote!(request.part(#key, #text););
            (text_value(context, ty, named), taken, set)
        }
        PartKind::Value(ty) if is_list_of_text(context, ty) => {
            let (taken, text) = displayed(context, ty, &name, named);
            let set = quote!(request.part_each(#key, #text););
            (text_value(context, ty, named), taken, set)
        }
        PartKind::Value(ty) => {
            let (taken, converted) = converted(context, ty, &name, named);
            let set = quote!(#converted request.part_json(#key, &#name););
            (context.ty(ty, named), taken, set)
        }
    };
    let docs = docs::comment(&part.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        key: key.clone(),
        origin: Origin::Part,
        value,
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

/// What an argument that is written as text is read as from JSON: text, unless its type checks or
/// converts it.
fn text_value(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> TokenStream {
    match context.without_aliases(ty) {
        ty if takes_any_text(context, ty) => quote!(String),
        Type::Array(items) if takes_any_text(context, items) => quote!(Vec<String>),
        _ => context.ty(ty, named),
    }
}

fn is_list_of_text(context: &Context<'_>, ty: &Type<ShapeId>) -> bool {
    matches!(context.without_aliases(ty), Type::Array(items) if context.is_text(items))
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
