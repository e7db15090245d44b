//! Open enums of strings.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::StringEnum;

use super::context::ident;
use super::docs;
use super::syntax::Attributes;

pub(super) fn emit(name: &Ident, values: &StringEnum, docs: &Attributes) -> TokenStream {
    let variants = values.variants.iter().map(|variant| {
        let docs = docs::lines(&docs::code(&variant.value));
        let name = ident(&variant.rust_name);
        let alias = docs::alias(&variant.value, &variant.rust_name);
        quote!(#docs #alias #name)
    });
    let names: Vec<Ident> = values
        .variants
        .iter()
        .map(|variant| ident(&variant.rust_name))
        .collect();
    let texts: Vec<&str> = values
        .variants
        .iter()
        .map(|variant| variant.value.as_str())
        .collect();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the document does not list, kept as it came.
            Unrecognized(UnrecognizedString),
        }
        impl StringEnum for #name {
            #[inline]
            fn from_known(value: &str) -> Option<Self> {
                Some(match value {
                    #(#texts => Self::#names,)*
                    _ => return None,
                })
            }

            #[inline]
            fn from_unrecognized(value: UnrecognizedString) -> Self {
                Self::Unrecognized(value)
            }

            #[inline]
            fn text(&self) -> &str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }
        json_enum!(#name);
    }
}
