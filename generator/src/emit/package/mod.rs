//! The package that the emitted code is: a crate with its root and manifest, or a module.

pub(super) mod additions;
pub(super) mod features;
pub(super) mod manifest;
pub(super) mod module;
pub(super) mod region;
pub(super) mod root;
mod root_page;
pub(super) mod version_header;

use std::collections::BTreeSet;

use additions::Additions;

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

/// How the module is made.
#[derive(Clone, Debug)]
pub struct ModuleOptions {
    /// The path of the module in the crate that includes it: its name, after those of the modules
    /// around it.
    pub path: Vec<String>,
    /// The path of the type that implements `Service`; `None` for the default one.
    pub service: Option<String>,
    /// The optional parts that are emitted: `dynamic`, `webhooks`.
    pub features: BTreeSet<String>,
    /// Whether the code has its documentation.
    pub docs: bool,
}
