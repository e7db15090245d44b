//! An input of a request: an argument or a setter of its builder.

use proc_macro2::{Ident, TokenStream};

use crate::emit::syntax::Attributes;
use crate::model::Location;

/// Something that a request is given: a parameter, the body, or a part of it.
pub(in crate::emit) struct Input {
    pub name: Ident,
    /// Its name in the document; `body` for the body.
    pub key: String,
    pub origin: Origin,
    /// The type of the values that an argument or setter can be given when they come as JSON.
    pub value: syn::Type,
    /// The type that the argument or setter takes.
    pub ty: syn::Type,
    pub required: bool,
    /// Puts it into `request`.
    pub set: TokenStream,
    /// What its setter says.
    pub docs: Attributes,
}

/// What an input is in the document.
#[derive(Clone, Copy)]
pub(in crate::emit) enum Origin {
    /// A parameter.
    Parameter(Location),
    /// The body.
    Body,
    /// A field of a body that is a form.
    Field,
}
