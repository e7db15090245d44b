//! Arguments of functions, as written into requests.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::syntax;
use crate::model::{Argument, Element};

/// An argument of a function that is written into the request.
pub(in crate::emit) struct Written {
    /// The name of the argument.
    pub name: Ident,
    /// The type of the value that it is converted to.
    pub ty: syn::Type,
    /// The conversion of the argument to its value.
    pub argument: Argument,
    /// The type of the items if the value is a list.
    pub items: Option<syn::Type>,
    /// `true` if the value is a float, or contains floats in lists or maps.
    pub contains_floats: bool,
}

impl Written {
    /// Returns the text, or the list of texts, that the argument is serialized as.
    pub fn text(&self) -> TokenStream {
        let Self {
            name, ty, argument, ..
        } = self;
        match (argument, &self.items) {
            (Argument::Into, _) => quote!(Into::<#ty>::into(#name)),
            (Argument::Items(Element::Into), Some(items)) => {
                quote!(#name.into_iter().map(Into::<#items>::into))
            }
            _ => quote!(#name),
        }
    }

    /// Returns a reference to the converted value, which is serialized as JSON.
    pub fn reference(&self) -> TokenStream {
        let name = &self.name;
        if self.contains_floats {
            quote!(&::intercom_codegen_runtime::json::exact(&#name))
        } else {
            quote!(&#name)
        }
    }

    /// Returns the statement that converts the argument to its value; `None` if it is the value.
    pub fn conversion(&self) -> Option<TokenStream> {
        let Self {
            name, ty, argument, ..
        } = self;
        let value = syntax::converted(*argument, name)?;
        Some(quote!(let #name: #ty = #value;))
    }
}
