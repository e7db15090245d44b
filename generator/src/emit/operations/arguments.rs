//! Arguments of functions, as written into requests.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::syntax;
use crate::model::{Argument, Element};

/// Returns a type. Called only where the code names the type, which imports it.
pub(in crate::emit) type TypeOf<'a> = Box<dyn Fn() -> syn::Type + 'a>;

/// An argument of a function that is written into the request.
pub(in crate::emit) struct Written<'a> {
    /// The name of the argument.
    pub name: Ident,
    /// The expression of the argument before its conversion: its name, or a constant.
    pub value: TokenStream,
    /// The type of the value that it is converted to.
    pub ty: TypeOf<'a>,
    /// The conversion of the argument to its value.
    pub argument: Argument,
    /// The type of the items if the value is a list.
    pub items: Option<TypeOf<'a>>,
    /// `true` if the value is a float, or contains floats in lists or maps.
    pub contains_floats: bool,
}

impl Written<'_> {
    /// Returns the text, or the list of texts, that the argument is serialized as.
    pub fn text(&self) -> TokenStream {
        let value = &self.value;
        match (self.argument, &self.items) {
            (Argument::Into, _) => {
                let ty = (self.ty)();
                quote!(Into::<#ty>::into(#value))
            }
            (Argument::Items(Element::Into), Some(items)) => {
                let items = items();
                quote!(#value.into_iter().map(Into::<#items>::into))
            }
            _ => value.clone(),
        }
    }

    /// Returns a reference to the converted value, which is serialized as JSON.
    pub fn reference(&self) -> TokenStream {
        let value = &self.value;
        if self.contains_floats {
            quote!(&::intercom_codegen_runtime::json::exact(&#value))
        } else {
            quote!(&#value)
        }
    }

    /// Returns the statement that converts the argument to its value; `None` if it is the value.
    pub fn conversion(&self) -> Option<TokenStream> {
        let name = &self.name;
        let value = syntax::converted(self.argument, name)?;
        let ty = (self.ty)();
        Some(quote!(let #name: #ty = #value;))
    }
}
