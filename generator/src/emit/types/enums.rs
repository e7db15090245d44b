//! Open enums of strings and integers.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Item, Type};

use crate::model::{EnumShape, EnumType};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::syntax::{self, Attributes, fixed};
use crate::emit::types::json_schema;

/// The variants that every enum has.
pub(crate) const RESERVED_VARIANTS: &[&str] = &["Unrecognized"];

/// Emits an enum; `is_required` if a required field holds it.
pub(in crate::emit) fn emit(
    context: &Context<'_>,
    name: &Ident,
    values: &EnumShape,
    is_required: bool,
    docs: Attributes,
) -> Vec<Item> {
    vec![
        declaration(context, name, values, docs),
        table(name, values, is_required),
    ]
}

fn declaration(context: &Context<'_>, name: &Ident, values: &EnumShape, docs: Attributes) -> Item {
    let derives = context.derives_of_values();
    let attributes = docs.of_open_type(quote!(Clone, Debug, PartialEq #derives));
    let known = values.variants.iter();
    let known: Vec<TokenStream> = known.map(|one| literal(values.ty, &one.value)).collect();
    let attributes = attributes.with(json_schema::enumeration(context, values.ty, &known));
    let variants = values.variants.iter().map(|variant| {
        let alias = docs::alias(&variant.value, &variant.rust_name);
        let value = docs::code(&variant.value);
        let described = variant.docs.text.as_ref();
        let note: Vec<String> = described
            .map(|_| format!("In JSON: {value}."))
            .into_iter()
            .collect();
        let docs = docs::comment(&variant.docs, &value, &note).with(alias);
        let docs = docs.with(json_schema::value(context, values.ty, variant));
        syntax::variant(docs, ident(&variant.rust_name), None)
    });
    let unrecognized = syntax::variant(
        docs::lines("A value unknown to this version of the client.")
            .with(json_schema::unrecognized(context, values.ty)),
        syntax::identifier("Unrecognized"),
        Some(match values.ty {
            EnumType::String => fixed!(Type: UnrecognizedString),
            EnumType::Integer => fixed!(Type: UnrecognizedInteger),
        }),
    );
    syntax::enumeration(attributes, name.clone(), variants.chain([unrecognized]))
}

/// Emits the table of values and variants.
fn table(name: &Ident, values: &EnumShape, is_required: bool) -> Item {
    let variants = values.variants.iter().map(|variant| {
        let (value, name) = (
            literal(values.ty, &variant.value),
            ident(&variant.rust_name),
        );
        quote!(#value => #name,)
    });
    let table = match values.ty {
        EnumType::String => "json_enum",
        EnumType::Integer => "json_integer_enum",
    };
    let blank = is_required.then(|| quote!(, blank));
    syntax::macro_call(table, quote!(#name #blank { #(#variants)* }))
}

fn literal(ty: EnumType, value: &str) -> TokenStream {
    match (ty, value.parse()) {
        (EnumType::Integer, Ok(value)) => syntax::integer(value).into_token_stream(),
        _ => quote!(#value),
    }
}
