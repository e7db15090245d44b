//! The emission of Rust code: [`Library`] → [`Files`].
//!
//! Each module emits one kind of construct as a syntax tree, mostly parsed from tokens; [`format`]
//! prints it. Files are independent of each other and are emitted in parallel.
//!
//! Every emitted function is generic or `#[inline]`, so the library itself compiles none of them:
//! an application compiles only those it calls.

mod cli;
mod constants;
mod context;
mod docs;
mod file;
mod format;
mod imports;
mod inline_modules;
mod inline_types;
mod mock;
mod operations;
mod package;
pub(crate) mod reserved;
mod revision_modules;
mod revisions;
mod syntax;
mod tag_features;
mod tag_groups;
#[cfg(test)]
mod tests;
mod types;
mod versions;

use rayon::prelude::*;

use crate::model::Library;
use crate::output::Files;

use context::Context;
use file::File;
pub(crate) use package::RUNTIME_VERSION;
pub use package::additions::Additions;
pub(crate) use package::module::OPTIONAL_PARTS;
pub(crate) use package::name::package_name_of;
pub(crate) use package::name::problem as package_name_problem;
pub(crate) use package::recursion_limit::of as recursion_limit;
pub use package::{CrateOptions, ModuleOptions};

/// The layout of the emitted code.
#[derive(Clone, Debug)]
pub enum Layout {
    /// A standalone crate.
    Crate(Box<CrateOptions>),
    /// A module of another crate.
    Module(ModuleOptions),
}

impl Layout {
    /// Returns `true` if the code is a standalone crate.
    pub fn is_crate(&self) -> bool {
        matches!(self, Self::Crate(_))
    }
}

/// Returns `true` if the runtime has a feature of this name.
pub(crate) fn is_runtime_feature(name: &str) -> bool {
    package::features::FEATURES
        .iter()
        .any(|feature| feature.name == name)
}

/// Emits the code of all versions of the library, without additions.
pub fn emit(library: &Library, layout: &Layout) -> Files {
    match layout {
        Layout::Crate(options) => emit_crate(library, options),
        Layout::Module(options) => {
            let context = Context::of_module(library, options);
            let mut files = files(&context);
            files.extend(cli::files(&context));
            files.push(package::root::module_file(&context));
            package::module::files(&files, options)
        }
    }
}

fn emit_crate(library: &Library, options: &CrateOptions) -> Files {
    let context = Context::of_crate(library, options);
    // The tables of the command line are collected before its files, on one thread.
    let (texts, cli) = rayon::join(
        || {
            let mut files = files(&context);
            files.push(package::root::file(&context, options));
            texts(&files)
        },
        || {
            let mut files = cli::files(&context);
            files.extend(cli::program(&context, &options.name));
            texts(&files)
        },
    );
    let mut all: Files = texts.into_iter().chain(cli).collect();
    all.insert("Cargo.toml", package::manifest::text(&context, options));
    all.insert("rustfmt.toml", format::RUSTFMT_CONFIGURATION);
    all
}

/// Returns all files except the root and those of the command line.
fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let mut files: Vec<File<'_>> = Vec::new();
    files.extend(types::files(context));
    files.extend(versions::files(context));
    if context.types_only {
        return files;
    }
    files.extend(operations::files(context));
    files.extend(tag_groups::files(context));
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

/// Prints the files in parallel and returns the path and the text of each.
fn texts(files: &[File<'_>]) -> Vec<(String, String)> {
    files
        .par_iter()
        // Sizes differ by a factor of a thousand: one file per job keeps all cores busy.
        .with_max_len(1)
        .map(|file| (file.path.clone(), format::rust(&(file.syntax)())))
        .collect()
}
