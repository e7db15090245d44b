//! Arguments: the types that they take, and the conversions of their values.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Expr, Path};

use crate::emit::context::Context;
use crate::emit::syntax::{self, fixed};
use crate::model::{Serialization, ShapeId, ShapeKind, Type, ValueKind};

/// How a value is taken and what is made of it.
pub(in crate::emit) struct Argument {
    pub name: Ident,
    /// What is read from JSON, see [`Input::value`](super::input::Input::value).
    pub value: syn::Type,
    /// What is taken, see [`Input::ty`](super::input::Input::ty).
    pub ty: syn::Type,
    /// What is written as text.
    pub text: TokenStream,
    /// Makes a value to be serialised of what is taken.
    pub converted: Option<TokenStream>,
}

/// How the value of a parameter or of a field of a form is taken and written.
pub(in crate::emit) fn argument(
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
pub(in crate::emit) fn converted(
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
