//! Constructors of syntax trees.
//!
//! Code that is emitted once per crate or once per operation is written with `quote` and parsed, so
//! that it can be formatted. Parsing is slow, and most of a crate is types: their trees are
//! constructed directly.

mod conversion;
mod expression;
mod item;
mod path;
mod pattern;

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt as _};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{
    AttrStyle, Attribute, Block, Expr, File, ImplItem, Item, MacroDelimiter, Meta, MetaList,
    MetaNameValue, Stmt, parse_quote,
};

pub(super) use conversion::*;
pub(super) use expression::*;
pub(super) use item::*;
pub(super) use path::*;
pub(super) use pattern::*;

/// Parses a fixed tree once per thread, as threads cannot share a tree, and clones it.
macro_rules! fixed {
    ($ty:ty: $($tokens:tt)*) => {{
        thread_local!(static TREE: $ty = syn::parse_quote!($($tokens)*));
        TREE.with(Clone::clone)
    }};
}
pub(super) use fixed;

/// Returns a file with these items and the documentation of its module.
pub(super) fn file(docs: Attributes, items: Vec<Item>) -> File {
    File {
        shebang: None,
        frontmatter: None,
        attrs: docs.0,
        items,
    }
}

/// Parses tokens as a file.
///
/// Invalid tokens are a bug in the emitter: the returned file fails to compile with a message.
pub(super) fn parse(tokens: TokenStream) -> File {
    syn::parse2(tokens).unwrap_or_else(|error| invalid(&error))
}

/// Parses tokens as items.
pub(super) fn items(tokens: TokenStream) -> Vec<Item> {
    parse(tokens).items
}

/// Parses tokens as the items of an `impl`.
pub(super) fn members(tokens: TokenStream) -> Vec<ImplItem> {
    let members = |input: ParseStream<'_>| {
        let mut members = Vec::new();
        while !input.is_empty() {
            members.push(input.parse()?);
        }
        Ok(members)
    };
    let parsed = members.parse2(tokens);
    parsed.unwrap_or_else(|error| vec![invalid(&error)])
}

/// Parses tokens as the statements of a function.
pub(super) fn statements(tokens: TokenStream) -> Vec<Stmt> {
    let parsed = Block::parse_within.parse2(tokens);
    parsed.unwrap_or_else(|error| vec![invalid(&error)])
}

fn invalid<T: Parse>(error: &syn::Error) -> T {
    let message = format!("the generator emitted invalid Rust: {error}");
    parse_quote!(compile_error!(#message);)
}

/// The attributes of an item, including the lines of its documentation.
#[derive(Default)]
pub(super) struct Attributes(pub Vec<Attribute>);

impl ToTokens for Attributes {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}

impl Attributes {
    /// Appends attributes.
    pub fn with(mut self, attributes: impl IntoIterator<Item = Attribute>) -> Self {
        self.0.extend(attributes);
        self
    }

    /// Appends `#[derive(derived)]` and `#[non_exhaustive]`.
    pub fn of_open_type(self, derived: TokenStream) -> Self {
        self.with([
            attribute_list("derive", derived),
            attribute("non_exhaustive"),
        ])
    }
}

/// Returns `#[doc = "text"]`.
pub(super) fn doc(text: &str) -> Attribute {
    attribute_value("doc", raw_string(text))
}

/// Returns `#[name = value]`.
pub(super) fn attribute_value(name: &str, value: Expr) -> Attribute {
    outer(Meta::NameValue(MetaNameValue {
        path: path(name),
        eq_token: Default::default(),
        value,
    }))
}

/// Returns `#[name]`.
pub(super) fn attribute(name: &str) -> Attribute {
    outer(Meta::Path(path(name)))
}

/// Returns `#[name(content)]`.
pub(super) fn attribute_list(name: &str, content: TokenStream) -> Attribute {
    outer(Meta::List(MetaList {
        path: path(name),
        delimiter: MacroDelimiter::Paren(Default::default()),
        tokens: content,
    }))
}

/// Returns `#[inline]`, unless an argument makes the function generic: then it is compiled where it
/// is called in any case.
pub(super) fn inline_unless_generic<'t>(
    arguments: impl IntoIterator<Item = &'t syn::Type>,
) -> Option<Attribute> {
    let mut arguments = arguments.into_iter();
    let is_generic = arguments.any(|ty| matches!(ty, syn::Type::ImplTrait(_)));
    (!is_generic).then(|| attribute("inline"))
}

/// Returns `#[inline]`, as the only attribute of a function.
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
