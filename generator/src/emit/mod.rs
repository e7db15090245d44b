//! From the model to the files of a crate: [`Library`] → [`Files`].
//!
//! One construct a file: each makes syntax trees, most of them of tokens, and [`format`] makes text
//! of them. Files are independent of each other and are made in parallel.
//!
//! Every emitted function is generic or `#[inline]`, so that the library itself compiles none of
//! them: an application compiles those it calls.

mod additions;
mod builder;
mod client_page;
mod context;
mod crate_page;
mod crate_root;
mod docs;
mod dynamic;
mod enums;
mod exports;
mod features;
mod fields;
mod format;
mod handles;
mod header;
mod imports;
mod inputs;
mod manifest;
mod markdown;
mod module;
mod operations;
mod pages;
mod parameters;
mod patterns;
mod region;
pub(crate) mod reserved;
mod revisions;
mod search;
mod structs;
mod syntax;
mod types;
mod unions;
mod versions;
mod webhooks;
mod wrap;

use proc_macro2::TokenStream;
use rayon::prelude::*;

use crate::model::Library;
use crate::output::Files;

pub use additions::Additions;
use context::Context;
pub use module::ModuleOptions;
pub(crate) use module::OPTIONAL_PARTS;

/// The versions of the runtime that the emitted code is for: `major.minor`, as the generator's.
const RUNTIME_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// What the emitted crate is called.
#[derive(Clone, Debug)]
pub struct CrateOptions {
    /// The name of the package, as in `intercom-client`.
    pub name: String,
    /// What the package is, in a sentence.
    pub description: String,
    /// The path of the type that implements `Service`; `None` for the default one.
    pub service: Option<String>,
    /// What it has beside what is emitted.
    pub additions: Additions,
}

/// What the emitted code is packed as.
#[derive(Clone, Debug)]
pub enum Layout {
    /// A crate of its own.
    Crate(CrateOptions),
    /// A module of another crate.
    Module(ModuleOptions),
}

impl Layout {
    /// Whether the code is a crate of its own.
    pub fn is_crate(&self) -> bool {
        matches!(self, Self::Crate(_))
    }
}

/// Whether the runtime has a feature of this name.
pub(crate) fn is_runtime_feature(name: &str) -> bool {
    features::FEATURES
        .iter()
        .any(|feature| feature.name == name)
}

/// Emits the code for all versions of the library.
pub fn emit(library: &Library, layout: &Layout) -> Files {
    match layout {
        Layout::Crate(options) => emit_crate(library, options),
        Layout::Module(options) => {
            let context = Context::of_module(library, options);
            let mut files = files(&context);
            files.push(crate_root::module_file(&context));
            module::files(&files, options)
        }
    }
}

fn emit_crate(library: &Library, options: &CrateOptions) -> Files {
    let context = Context::of_crate(library, options);
    let mut files = files(&context);
    files.push(crate_root::file(&context, options));
    let mut all: Files = texts(&files).into_iter().collect();
    for (path, text) in &options.additions.files {
        all.insert(path.clone(), text.clone());
    }
    all.insert("Cargo.toml", manifest::text(&context, options));
    all.insert("rustfmt.toml", format::RUSTFMT_CONFIGURATION);
    all
}

/// Everything but the root.
fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let mut files: Vec<File<'_>> = Vec::new();
    files.extend(types::files(context));
    files.extend(operations::files(context));
    files.extend(versions::files(context));
    if context.emits("dynamic") {
        files.extend(dynamic::files(context));
    }
    if context.emits("webhooks") {
        files.extend(webhooks::files(context));
    }
    files.extend(region::file(context));
    files.extend(header::file(context));
    files
}

/// The path and the text of each file, in parallel.
fn texts(files: &[File<'_>]) -> Vec<(String, String)> {
    let files = files.par_iter();
    // Some are a thousand times as large as others: no core is to wait at the end.
    let files = files.with_max_len(1);
    let texts = files.map(|file| (file.path.clone(), format::rust(&(file.syntax)())));
    texts.collect()
}

/// A file to be made: its path below the crate, and how to make what it holds.
struct File<'a> {
    path: String,
    syntax: Box<dyn Fn() -> syn::File + Send + Sync + 'a>,
}

impl<'a> File<'a> {
    /// A Rust file that holds the tokens.
    fn rust(path: impl Into<String>, tokens: impl Fn() -> TokenStream + Send + Sync + 'a) -> Self {
        Self::syntax(path, move || syntax::parse(tokens()))
    }

    /// A Rust file of which the syntax tree is made.
    fn syntax(path: impl Into<String>, syntax: impl Fn() -> syn::File + Send + Sync + 'a) -> Self {
        Self {
            path: path.into(),
            syntax: Box::new(syntax),
        }
    }
}
