//! From the model to the files of a crate: [`Library`] → [`Files`].
//!
//! One construct a file: each makes syntax trees, most of them of tokens, and [`format`] makes text
//! of them. Files are independent of each other and are made in parallel.
//!
//! Every emitted function is generic or `#[inline]`, so that the library itself compiles none of
//! them: an application compiles those it calls.

mod context;
mod docs;
mod file;
mod format;
mod imports;
mod operations;
mod package;
pub(crate) mod reserved;
mod revision_modules;
mod revisions;
mod syntax;
mod types;
mod versions;

use rayon::prelude::*;

use crate::model::Library;
use crate::output::Files;

use context::Context;
use file::File;
pub use package::additions::Additions;
pub(crate) use package::module::OPTIONAL_PARTS;
pub use package::{CrateOptions, ModuleOptions};

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
    package::features::FEATURES
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
            files.push(package::root::module_file(&context));
            package::module::files(&files, options)
        }
    }
}

fn emit_crate(library: &Library, options: &CrateOptions) -> Files {
    let context = Context::of_crate(library, options);
    let mut files = files(&context);
    files.push(package::root::file(&context, options));
    let mut all: Files = texts(&files).into_iter().collect();
    for (path, text) in &options.additions.files {
        all.insert(path.clone(), text.clone());
    }
    all.insert("Cargo.toml", package::manifest::text(&context, options));
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
        files.extend(operations::dynamic::files(context));
    }
    if context.emits("webhooks") {
        files.extend(versions::webhooks::files(context));
    }
    files.extend(package::region::file(context));
    files.extend(package::version_header::file(context));
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
