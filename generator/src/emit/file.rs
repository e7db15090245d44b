//! Emitted files.

use proc_macro2::TokenStream;

use super::syntax;

/// A file to emit: its path in the crate, and a function that creates its syntax tree.
pub(super) struct File<'a> {
    pub path: String,
    pub syntax: Box<dyn Fn() -> syn::File + Send + Sync + 'a>,
}

impl<'a> File<'a> {
    /// Creates a Rust file from tokens.
    pub fn rust(
        path: impl Into<String>,
        tokens: impl Fn() -> TokenStream + Send + Sync + 'a,
    ) -> Self {
        Self::syntax(path, move || syntax::parse(tokens()))
    }

    /// Creates a Rust file from a syntax tree.
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
