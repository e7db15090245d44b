//! What a request is given: its parameters and its body, as arguments or setters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Expr, Path};

use crate::model::{Body, Location, Operation, Serialization, ShapeId, ShapeKind, Type, ValueKind};

use super::context::Context;
use super::docs;
use super::fields::field;
use super::parameters::parameter;
use super::syntax::{self, Attributes, fixed};

/// The input that a body is.
pub(crate) const RESERVED_INPUTS: &[&str] = &["body"];

/// Something that a request is given: a parameter, the body, or a part of it.
pub(super) struct Input {
    pub name: Ident,
    /// Its name in the document; `body` for the body.
    pub key: String,
    pub origin: Origin,
    /// The type of the values that an argument or setter can be given when they come as JSON.
    pub value: syn::Type,
    /// The type that the argument or setter takes.
    pub ty: syn::Type,
    pub required: bool,
    /// Puts it into `request`.
    pub set: TokenStream,
    /// What its setter says.
    pub docs: Attributes,
}

/// What an input is in the document.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// A parameter.
    Parameter(Location),
    /// The body.
    Body,
    /// A field of a body that is a form.
    Field,
}

/// What the request of an operation is given; `named` writes the name of a type.
pub(super) fn inputs(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Input> {
    selected_inputs(context, operation, &|_| true, named)
}

/// What the request of an operation must be given.
pub(super) fn required_inputs(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Input> {
    selected_inputs(context, operation, &|required| required, named)
}

/// The inputs that are selected by whether they are required.
fn selected_inputs(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    is_selected: &impl Fn(bool) -> bool,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Input> {
    let parameters = operation
        .parameters
        .iter()
        .filter(|each| is_selected(each.required))
        .map(|each| parameter(context, each, named));
    let mut inputs: Vec<Input> = parameters.collect();
    match &operation.body {
        Some(Body::Json {
            content_type,
            ty,
            required,
        }) if is_selected(*required) => {
            inputs.push(json_body(context, ty, content_type, *required, named));
        }
        Some(Body::Form { encoding, fields }) => {
            inputs.extend(
                fields
                    .iter()
                    .filter(|each| is_selected(each.required))
                    .map(|each| field(context, *encoding, each, named)),
            );
        }
        Some(Body::Text {
            content_type,
            required,
        }) if is_selected(*required) => {
            let header = content_type_header(content_type);
            let set = quote!(#header request.text(body););
            let text = fixed!(syn::Type: String);
            inputs.push(plain_body(text, set, *required));
        }
        Some(Body::Binary {
            content_type,
            required,
        }) if is_selected(*required) => {
            let header = content_type_header(content_type);
            let set = quote!(#header request.bytes(body););
            let bytes = fixed!(syn::Type: ::intercom_codegen_runtime::Bytes);
            inputs.push(plain_body(bytes, set, *required));
        }
        Some(Body::Json { .. } | Body::Text { .. } | Body::Binary { .. }) | None => {}
    }
    inputs
}

/// Names the media type of the body, where that of its kind is not meant.
fn content_type_header(content_type: &Option<String>) -> Option<TokenStream> {
    let name = content_type.as_ref()?;
    Some(quote!(request.header("content-type", #name);))
}

fn plain_body(value: syn::Type, set: TokenStream, required: bool) -> Input {
    let docs = docs::lines("Sets the body.");
    Input {
        name: format_ident!("body"),
        key: "body".to_owned(),
        origin: Origin::Body,
        ty: syntax::impl_into(value.clone()),
        value,
        required,
        set,
        docs,
    }
}

fn json_body(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    content_type: &Option<String>,
    required: bool,
    named: &impl Fn(ShapeId) -> Path,
) -> Input {
    let name = format_ident!("body");
    let header = content_type_header(content_type);
    let value = context.ty(ty, named);
    let (ty, converted) = converted(context, ty, &name, named);
    let set = quote!(#converted #header request.json(&body););
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

/// How a value is taken and what is made of it.
pub(super) struct Argument {
    pub name: Ident,
    /// What is read from JSON, see [`Input::value`].
    pub value: syn::Type,
    /// What is taken, see [`Input::ty`].
    pub ty: syn::Type,
    /// What is written as text.
    pub text: TokenStream,
    /// Makes a value to be serialised of what is taken.
    pub converted: Option<TokenStream>,
}

pub(super) fn argument(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    serialization: Serialization,
    name: &Ident,
    named: &impl Fn(ShapeId) -> Path,
) -> Argument {
    let is_text = matches!(
        serialization,
        Serialization::Styled {
            value: ValueKind::Primitive | ValueKind::Array,
            ..
        }
    );
    let name = name.clone();
    if is_text {
        let (taken, text) = displayed(context, ty, &name, named);
        return Argument {
            value: text_value(context, ty, named),
            ty: taken,
            text,
            converted: None,
            name,
        };
    }
    let (taken, converted) = converted(context, ty, &name, named);
    Argument {
        value: context.ty(ty, named),
        ty: taken,
        text: quote!(#name),
        converted,
        name,
    }
}

/// How an argument that is written as JSON is taken, and what makes a value of it.
fn converted(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    name: &Ident,
    named: &impl Fn(ShapeId) -> Path,
) -> (syn::Type, Option<TokenStream>) {
    let (taken, value) = context.argument(ty, name, named);
    let plain = context.ty(ty, named);
    let changes = !matches!(value, Expr::Path(_));
    (taken, changes.then(|| quote!(let #name: #plain = #value;)))
}

/// How an argument that is written as text is taken, and what is written.
fn displayed(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    name: &Ident,
    named: &impl Fn(ShapeId) -> Path,
) -> (syn::Type, TokenStream) {
    let plain = context.ty(ty, named);
    match context.without_aliases(ty) {
        ty if takes_any_text(context, ty) => (any_text(), quote!(#name)),
        Type::Timestamp | Type::Named(_) => {
            let text = quote!(Into::<#plain>::into(#name));
            (syntax::impl_into(plain), text)
        }
        Type::Array(items) => {
            let items = if takes_any_text(context, items) {
                any_text()
            } else {
                context.ty(items, named)
            };
            (syntax::impl_trait(syntax::iterable(items)), quote!(#name))
        }
        _ => (plain, quote!(#name)),
    }
}

fn any_text() -> syn::Type {
    fixed!(syn::Type: impl std::fmt::Display)
}

/// What an argument that is written as text is read as from JSON: text, unless its type checks or
/// converts it.
fn text_value(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> syn::Type {
    match context.without_aliases(ty) {
        ty if takes_any_text(context, ty) => fixed!(syn::Type: String),
        Type::Array(items) if takes_any_text(context, items) => fixed!(syn::Type: Vec<String>),
        _ => context.ty(ty, named),
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
