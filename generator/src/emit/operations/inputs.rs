//! What a request is given: its parameters and its body, as arguments or setters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Path;

use crate::model::{Body, Operation, ShapeId, Type};

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::operations::arguments::converted;
use crate::emit::operations::form::field;
use crate::emit::operations::input::{Input, Origin};
use crate::emit::operations::parameters::parameter;
use crate::emit::syntax::{self, fixed};

/// The input that a body is.
pub(crate) const RESERVED_INPUTS: &[&str] = &["body"];

/// What the request of an operation is given; `named` writes the name of a type.
pub(in crate::emit) fn inputs(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Input> {
    selected_inputs(context, operation, &|_| true, named)
}

/// What the request of an operation must be given.
pub(in crate::emit) fn required_inputs(
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
