//! Syntax trees, made piece by piece.
//!
//! What stands once in a crate, or once for each operation, is written with `quote` and parsed, so
//! that it can be formatted. Parsing is slow, though, and most of a crate is types: they are made as
//! the trees that they would be parsed to.

mod conversion;
mod expression;
mod item;
mod path;
mod pattern;

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt as _};
use syn::{
    AttrStyle, Attribute, File, Item, MacroDelimiter, Meta, MetaList, MetaNameValue, parse_quote,
};

pub(super) use conversion::*;
pub(super) use expression::*;
pub(super) use item::*;
pub(super) use path::*;
pub(super) use pattern::*;

/// What is the same wherever it stands: parsed once by each thread, as threads cannot share a tree,
/// and copied.
macro_rules! fixed {
    ($ty:ty: $($tokens:tt)*) => {{
        thread_local!(static TREE: $ty = syn::parse_quote!($($tokens)*));
        TREE.with(Clone::clone)
    }};
}
pub(super) use fixed;

/// A file of these items, with the documentation of its module.
pub(super) fn file(docs: Attributes, items: Vec<Item>) -> File {
    File {
        shebang: None,
        frontmatter: None,
        attrs: docs.0,
        items,
    }
}

/// The file that tokens are.
///
/// Tokens that are no Rust are a defect of the emitter: the compiler tells of it.
pub(super) fn parse(tokens: TokenStream) -> File {
    syn::parse2(tokens).unwrap_or_else(|error| {
        let message = format!("the generator emitted no Rust: {error}");
        parse_quote!(compile_error!(#message);)
    })
}

/// The items that tokens are.
pub(super) fn items(tokens: TokenStream) -> Vec<Item> {
    parse(tokens).items
}

/// Attributes of an item, among them the lines of its documentation.
#[derive(Default)]
pub(super) struct Attributes(pub Vec<Attribute>);

impl ToTokens for Attributes {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}

impl Attributes {
    /// These, and others after them.
    pub fn with(mut self, attributes: impl IntoIterator<Item = Attribute>) -> Self {
        self.0.extend(attributes);
        self
    }

    /// What stands before a type that later versions of the crate may add to.
    pub fn of_open_type(self, derived: TokenStream) -> Self {
        self.with([
            attribute_list("derive", derived),
            attribute("non_exhaustive"),
        ])
    }
}

/// `#[doc = "text"]`
pub(super) fn doc(text: &str) -> Attribute {
    outer(Meta::NameValue(MetaNameValue {
        path: path("doc"),
        eq_token: Default::default(),
        value: string(text),
    }))
}

/// `#[word]`
pub(super) fn attribute(word: &str) -> Attribute {
    outer(Meta::Path(path(word)))
}

/// `#[word(content)]`
pub(super) fn attribute_list(word: &str, content: TokenStream) -> Attribute {
    outer(Meta::List(MetaList {
        path: path(word),
        delimiter: MacroDelimiter::Paren(Default::default()),
        tokens: content,
    }))
}

/// `#[inline]`, of a function that has no other attribute.
pub(super) fn inline() -> Attributes {
    Attributes(vec![attribute("inline")])
}

fn outer(meta: Meta) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta,
    }
}
