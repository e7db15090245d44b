//! Arguments in the code that sends them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::syntax;
use crate::model::Argument;

/// An argument of a function, to be written into the request.
pub(in crate::emit) struct Written {
    /// The name of the argument.
    pub name: Ident,
    /// The type of the value that it becomes.
    pub ty: syn::Type,
    /// How it is accepted.
    pub argument: Argument,
}

impl Written {
    /// The text or the texts that the argument is written as.
    pub fn text(&self) -> TokenStream {
        let Self { name, ty, argument } = self;
        match argument {
            Argument::Into => quote!(Into::<#ty>::into(#name)),
            _ => quote!(#name),
        }
    }

    /// The statement that makes a value of the argument, unless it is one.
    pub fn conversion(&self) -> Option<TokenStream> {
        let Self { name, ty, argument } = self;
        let value = syntax::converted(*argument, name)?;
        Some(quote!(let #name: #ty = #value;))
    }
}
