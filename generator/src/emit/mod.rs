//! From the model to the files of a crate: [`Library`] → [`Files`].
//!
//! One construct a file: each makes tokens, [`format`] makes text of them. Files are independent of
//! each other and are made in parallel.
//!
//! Every emitted function is generic or `#[inline]`, so that the library itself compiles none of
//! them: an application compiles those it calls.

mod context;
mod crate_page;
mod crate_root;
mod docs;
mod dynamic;
mod enums;
mod features;
mod format;
mod groups;
mod handles;
mod header;
mod inputs;
mod manifest;
mod markdown;
mod operations;
mod pages;
mod region;
mod runtime;
mod search;
mod structs;
mod types;
mod unions;
mod versions;
mod webhooks;

use rayon::prelude::*;

use crate::ir::Library;
use crate::output::Files;
use crate::spec::Examples;

use context::Context;

/// What the emitted crate is called.
#[derive(Clone, Debug)]
pub struct CrateOptions {
    /// The name of the package, as in `intercom-client`.
    pub name: String,
    /// What the package is, in a sentence.
    pub description: String,
    /// Programs that show how it is used.
    pub examples: Examples,
}

/// Emits the crate for all versions of the library.
pub fn emit(library: &Library, options: &CrateOptions) -> Files {
    let context = Context::new(library, &options.name);
    let mut files: Vec<File<'_>> = Vec::new();
    files.extend(types::files(&context));
    files.extend(operations::files(&context));
    files.extend(versions::files(&context));
    files.extend(dynamic::files(&context));
    files.extend(webhooks::files(&context));
    files.extend(region::file(&context));
    files.extend(header::file(&context));
    files.push(crate_root::file(&context, options));
    let emitted: Vec<(String, String)> = files
        .par_iter()
        .map(|file| (file.path.clone(), (file.text)()))
        .collect();
    let mut all = Files::default();
    for (path, text) in emitted.into_iter().chain(runtime::files()) {
        all.insert(path, text);
    }
    for (name, text) in &options.examples.files {
        all.insert(format!("examples/{name}"), text.clone());
    }
    all.insert("Cargo.toml", manifest::text(&context, options));
    all.insert("rustfmt.toml", format::RUSTFMT_CONFIGURATION);
    all
}

/// A file to be made: its path below the crate, and how to make its text.
struct File<'a> {
    path: String,
    text: Box<dyn Fn() -> String + Send + Sync + 'a>,
}

impl<'a> File<'a> {
    /// A Rust file that holds the tokens.
    fn rust(
        path: impl Into<String>,
        tokens: impl Fn() -> proc_macro2::TokenStream + Send + Sync + 'a,
    ) -> Self {
        Self {
            path: path.into(),
            text: Box::new(move || format::rust(tokens())),
        }
    }
}
