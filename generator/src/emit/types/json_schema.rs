//! The attributes of `schemars`, by which a derived `JsonSchema` describes the JSON of a type
//! instead of its Rust fields. They are emitted if `schemars::JsonSchema` is derived.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Path};

use crate::emit::context::Context;
use crate::emit::syntax;
use crate::model::{EnumType, Field, Presence, RustName, ShapeId, Type, ValueVariant};

/// Returns the attribute of a field: its key, and a type from which `schemars` sees whether it may
/// be absent or null.
pub(super) fn field(
    context: &Context<'_>,
    field: &Field<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<Attribute> {
    if !context.derives_json_schema {
        return None;
    }
    let nullable = |ty| {
        let ty = context.ty(ty, named);
        Some(quote!(::intercom_codegen_runtime::Nullable<#ty>))
    };
    let described = match (field.presence, &field.ty) {
        (Presence::Nullable, ty) if field.is_argument => nullable(ty),
        (Presence::Nullable, ty) => {
            let ty = context.ty(ty, named);
            Some(quote!(Option<#ty>))
        }
        (Presence::Required, Type::Nullable(ty)) => nullable(ty),
        _ => None,
    };
    let described = described.map(|ty| ty.to_string());
    let with = described.map(|ty| quote!(with = #ty));
    let is_required = field.presence == Presence::Optional && field.is_argument;
    let required = is_required.then(|| quote!(required));
    let name = rename(&field.json_name, &field.rust_name);
    attribute(context, [name, with, required].into_iter().flatten())
}

/// Returns the attribute of the undocumented fields: they are beside the others.
pub(super) fn extra(context: &Context<'_>) -> Option<Attribute> {
    attribute(context, [quote!(flatten)])
}

/// Returns the attribute of a union, whose JSON is that of the variant.
pub(super) fn union(context: &Context<'_>) -> Option<Attribute> {
    attribute(context, [quote!(untagged)])
}

/// Returns the attribute of an enum: one of integers is described as an integer, with its known
/// values as examples.
pub(super) fn enumeration(
    context: &Context<'_>,
    ty: EnumType,
    values: &[TokenStream],
) -> Option<Attribute> {
    match ty {
        EnumType::String => None,
        EnumType::Integer => {
            let with = quote!(with = "UnrecognizedInteger");
            attribute(context, [with, quote!(extend("examples" = [#(#values),*]))])
        }
    }
}

/// Returns the attribute of a known value of an enum.
pub(super) fn value(
    context: &Context<'_>,
    ty: EnumType,
    variant: &ValueVariant,
) -> Option<Attribute> {
    let name = rename(&variant.value, &variant.rust_name);
    attribute(context, name.filter(|_| ty == EnumType::String))
}

/// Returns the attribute of the variant of unknown values, whose JSON is the value.
pub(super) fn unrecognized(context: &Context<'_>, ty: EnumType) -> Option<Attribute> {
    match ty {
        EnumType::String => attribute(context, [quote!(untagged)]),
        EnumType::Integer => None,
    }
}

fn rename(json: &str, rust: &RustName) -> Option<TokenStream> {
    (json != rust.as_str()).then(|| quote!(rename = #json))
}

/// Returns `#[schemars(parts)]`, unless there are none or the trait is not derived.
fn attribute(
    context: &Context<'_>,
    parts: impl IntoIterator<Item = TokenStream>,
) -> Option<Attribute> {
    let parts: Vec<TokenStream> = parts.into_iter().collect();
    (context.derives_json_schema && !parts.is_empty())
        .then(|| syntax::attribute_list("schemars", quote!(#(#parts),*)))
}
