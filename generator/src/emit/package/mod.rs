//! The package of the emitted code: a crate with its root and manifest, or a module.

mod about;
pub(super) mod additions;
pub(super) mod features;
pub(super) mod manifest;
pub(super) mod module;
pub(super) mod name;
pub(super) mod recursion_limit;
pub(super) mod region;
pub(super) mod root;
mod root_page;
mod unicode_names;
pub(super) mod version_header;

use std::collections::BTreeSet;

use additions::Additions;

use crate::preset::Preset;

/// The version of the runtime that the emitted code requires: the generator's `major.minor`.
pub(crate) const RUNTIME_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// The options of an emitted crate.
#[derive(Clone, Debug)]
pub struct CrateOptions {
    /// The name of the package, such as `intercom-client`.
    pub name: String,
    /// The description of the package, in a sentence; `None` for one with the title of the
    /// document.
    pub description: Option<String>,
    /// The path of the type that implements `Service`; `None` for the default one.
    pub service: Option<String>,
    /// `true` if only the types are emitted, without a client.
    pub types_only: bool,
    /// The name of the program of the command line, if there is one.
    pub cli: Option<String>,
    /// `true` if each tag is a feature.
    pub tag_features: bool,
    /// The traits that all types derive besides those of every client.
    pub derives: BTreeSet<String>,
    /// The presets of types, whose dependencies the package has.
    pub presets: Vec<&'static Preset>,
    /// The hand-written files of the package.
    pub additions: Additions,
}

/// The options of an emitted module.
#[derive(Clone, Debug)]
pub struct ModuleOptions {
    /// The path of the module in the crate that includes it: the names of the enclosing modules,
    /// followed by its own.
    pub path: Vec<String>,
    /// The path of the type that implements `Service`; `None` for the default one.
    pub service: Option<String>,
    /// The optional parts to emit: `dynamic`, `mock`, `webhooks`.
    pub features: BTreeSet<String>,
    /// `true` if only the types are emitted, without a client.
    pub types_only: bool,
    /// The name of the program of the command line, if there is one.
    pub cli: Option<String>,
    /// The traits that all types derive besides those of every client.
    pub derives: BTreeSet<String>,
    /// `true` if documentation is emitted.
    pub docs: bool,
}
