//! The files that are emitted.

use proc_macro2::TokenStream;

use super::syntax;

/// A file to be made: its path below the crate, and how to make what it holds.
pub(super) struct File<'a> {
    pub path: String,
    pub syntax: Box<dyn Fn() -> syn::File + Send + Sync + 'a>,
}

impl<'a> File<'a> {
    /// A Rust file that holds the tokens.
    pub fn rust(
        path: impl Into<String>,
        tokens: impl Fn() -> TokenStream + Send + Sync + 'a,
    ) -> Self {
        Self::syntax(path, move || syntax::parse(tokens()))
    }

    /// A Rust file of which the syntax tree is made.
    pub fn syntax(
        path: impl Into<String>,
        syntax: impl Fn() -> syn::File + Send + Sync + 'a,
    ) -> Self {
        Self {
            path: path.into(),
            syntax: Box::new(syntax),
        }
    }
}
