//! Open string enums.

use proc_macro2::Ident;
use quote::quote;
use syn::{Item, Type};

use crate::model::StringEnum;

use crate::emit::context::ident;
use crate::emit::docs;
use crate::emit::syntax::{self, Attributes, fixed};

/// The variants that every enum has.
pub(crate) const RESERVED_VARIANTS: &[&str] = &["Unrecognized"];

/// Emits an enum; `is_required` if a required field holds it.
pub(in crate::emit) fn emit(
    name: &Ident,
    values: &StringEnum,
    is_required: bool,
    docs: Attributes,
) -> Vec<Item> {
    vec![
        declaration(name, values, docs),
        table(name, values, is_required),
    ]
}

fn declaration(name: &Ident, values: &StringEnum, docs: Attributes) -> Item {
    let attributes = docs.of_open_type(quote!(Clone, Debug, PartialEq));
    let variants = values.variants.iter().map(|variant| {
        let alias = docs::alias(&variant.value, &variant.rust_name);
        let docs = docs::lines(&docs::code(&variant.value)).with(alias);
        syntax::variant(docs, ident(&variant.rust_name), None)
    });
    let unrecognized = syntax::variant(
        docs::lines("A value unknown to this version of the client."),
        syntax::identifier("Unrecognized"),
        Some(fixed!(Type: UnrecognizedString)),
    );
    syntax::enumeration(attributes, name.clone(), variants.chain([unrecognized]))
}

/// Emits the table of values and variants.
fn table(name: &Ident, values: &StringEnum, is_required: bool) -> Item {
    let variants = values.variants.iter().map(|variant| {
        let (text, name) = (&variant.value, ident(&variant.rust_name));
        quote!(#text => #name,)
    });
    let blank = is_required.then(|| quote!(, blank));
    syntax::macro_call("json_enum", quote!(#name #blank { #(#variants)* }))
}
