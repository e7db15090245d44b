//! Open enums of strings.

use proc_macro2::Ident;
use quote::quote;
use syn::{Item, Type};

use crate::model::StringEnum;

use crate::emit::context::ident;
use crate::emit::docs;
use crate::emit::syntax::{self, Attributes, fixed};

/// Variants that every enum has.
pub(crate) const RESERVED_VARIANTS: &[&str] = &["Unrecognized"];

pub(in crate::emit) fn emit(name: &Ident, values: &StringEnum, docs: Attributes) -> Vec<Item> {
    vec![declaration(name, values, docs), table(name, values)]
}

fn declaration(name: &Ident, values: &StringEnum, docs: Attributes) -> Item {
    let attributes = docs.of_open_type(quote!(Clone, Debug, PartialEq));
    let variants = values.variants.iter().map(|variant| {
        let alias = docs::alias(&variant.value, &variant.rust_name);
        let docs = docs::lines(&docs::code(&variant.value)).with(alias);
        syntax::variant(docs, ident(&variant.rust_name), None)
    });
    let unrecognized = syntax::variant(
        docs::lines("An unknown value, preserved verbatim."),
        syntax::identifier("Unrecognized"),
        Some(fixed!(Type: UnrecognizedString)),
    );
    syntax::enumeration(attributes, name.clone(), variants.chain([unrecognized]))
}

/// The text of each variant.
fn table(name: &Ident, values: &StringEnum) -> Item {
    let variants = values.variants.iter().map(|variant| {
        let (text, name) = (&variant.value, ident(&variant.rust_name));
        quote!(#text => #name,)
    });
    syntax::macro_call("json_enum", quote!(#name { #(#variants)* }))
}
