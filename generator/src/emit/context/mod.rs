//! What every construct needs to know: names, paths, and which versions an item is in.

mod rust_types;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Path, Token};

use crate::model::{Entry, Library, OperationId, RustName, ShapeId};
use crate::pass::newest;

use crate::emit::package::{CrateOptions, ModuleOptions};
use crate::emit::revisions::{self, Modules};
use crate::emit::syntax::{self, fixed};

pub(in crate::emit) struct Context<'a> {
    pub library: &'a Library,
    /// The names of the modules around the code: none for a crate of its own.
    root: &'a [String],
    /// The path of the crate in examples; `None` for a module, whose examples are not compiled.
    example_root: Option<String>,
    /// The path of the type that implements `Service`, if it is not the default one.
    service: Option<&'a str>,
    /// The optional parts that are emitted; `None` for a crate, which has all of them, and versions
    /// too, as features.
    parts: Option<&'a BTreeSet<String>>,
    /// `types/`
    pub types: Modules,
    /// `operations/`
    pub operations: Modules,
    /// The revision of every shape.
    shape_revisions: Vec<Option<String>>,
    /// The revision of every operation.
    operation_revisions: Vec<Option<String>>,
}

impl<'a> Context<'a> {
    /// For a crate of its own.
    pub fn of_crate(library: &'a Library, options: &'a CrateOptions) -> Self {
        Self {
            example_root: Some(options.name.replace('-', "_")),
            service: options.service.as_deref(),
            ..Self::new(library)
        }
    }

    /// For a module of another crate.
    pub fn of_module(library: &'a Library, options: &'a ModuleOptions) -> Self {
        Self {
            root: &options.path,
            service: options.service.as_deref(),
            parts: Some(&options.features),
            ..Self::new(library)
        }
    }

    fn new(library: &'a Library) -> Self {
        let types = revisions::modules(library, &library.shapes, |shape| shape.module.clone());
        let operations = revisions::modules(library, &library.operations, |operation| {
            operation.tag.module.clone()
        });
        Self {
            library,
            root: &[],
            example_root: None,
            service: None,
            parts: None,
            shape_revisions: revision_names(&types, library.shapes.len()),
            operation_revisions: revision_names(&operations, library.operations.len()),
            types,
            operations,
        }
    }

    /// The module of a version's client; `api` for a document that stands alone.
    pub fn client_module(&self, version: usize) -> Ident {
        self.version_module(version)
            .unwrap_or_else(|| format_ident!("api"))
    }

    /// The module of a version, or `None` for a document that stands alone.
    pub fn version_module(&self, version: usize) -> Option<Ident> {
        Some(format_ident!(
            "{}",
            revisions::version_module(self.library, version)?
        ))
    }

    /// The version that an application gets that asks for none.
    pub fn newest(&self) -> Option<usize> {
        newest(self.library.versions.iter().map(|one| one.info.version))
    }

    /// How users call a version: `2.9`.
    pub fn version_label(&self, version: usize) -> Option<String> {
        Some(
            self.library
                .versions
                .get(version)?
                .info
                .version
                .as_ref()?
                .label(),
        )
    }

    /// `since 2.7`, and the last version of what the newest document has no more. `None` for a document
    /// that stands alone.
    pub fn span<T>(&self, entry: &Entry<T>) -> Option<String> {
        let since = self.version_label(entry.since)?;
        if entry.until + 1 < self.library.versions.len() {
            Some(format!(
                "since {since}, last in {}",
                self.version_label(entry.until)?
            ))
        } else {
            Some(format!("since {since}"))
        }
    }

    /// The version whose pages document what these versions have: the newest that has a number.
    pub fn page_version(&self, versions: &[usize]) -> Option<usize> {
        let infos = versions
            .iter()
            .filter_map(|version| self.library.versions.get(*version));
        let newest = newest(
            infos
                .map(|one| one.info.version)
                .collect::<Vec<_>>()
                .into_iter(),
        )?;
        versions.get(newest).copied()
    }

    /// A block of Rust that has a `client` of the version at hand, whose module `{api}` stands for.
    pub fn example(&self, version: usize, body: &str) -> String {
        self.example_with("client: {api}::Client", version, body)
    }

    /// A block of Rust that makes its own client.
    pub fn example_without_client(&self, version: usize, body: &str) -> String {
        self.example_with("", version, body)
    }

    fn example_with(&self, arguments: &str, version: usize, body: &str) -> String {
        let (language, root) = match &self.example_root {
            Some(root) => ("no_run", root.clone()),
            None => ("ignore", self.path_text()),
        };
        let api = match self.version_module(version) {
            Some(module) => format!("{root}::{module}"),
            None => format!("{root}::api"),
        };
        let body = body.trim();
        let block = format!(
            "```{language}\n# async fn example({arguments}) -> Result<(), Box<dyn \
             std::error::Error>> {{\n{body}\n# Ok(())\n# }}\n```"
        );
        block.replace("{api}", &api)
    }

    /// The type that implements `Service`.
    pub fn service(&self) -> Path {
        let named = self.service.and_then(|path| syn::parse_str(path).ok());
        named.unwrap_or_else(|| fixed!(Path: DefaultService))
    }

    /// Whether an optional part is emitted.
    pub fn emits(&self, part: &str) -> bool {
        self.parts.is_none_or(|parts| parts.contains(part))
    }

    /// `#[cfg(feature = "name")]` in a crate. A module has no features: everything in it is on.
    pub fn feature(&self, name: &str) -> Option<TokenStream> {
        self.has_features().then(|| quote!(#[cfg(feature = #name)]))
    }

    /// Whether the code has features: those of a crate.
    pub fn has_features(&self) -> bool {
        self.parts.is_none()
    }

    /// `#[cfg(any(feature = "v2_7", …))]`, or nothing where there is no feature for a version.
    pub fn cfg<'v>(&self, versions: impl IntoIterator<Item = &'v usize>) -> TokenStream {
        if !self.has_features() {
            return TokenStream::new();
        }
        let versions: BTreeSet<usize> = versions.into_iter().copied().collect();
        let features: Vec<String> = versions
            .into_iter()
            .filter_map(|version| revisions::version_module(self.library, version))
            .collect();
        match features.as_slice() {
            [] => TokenStream::new(),
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }

    /// `crate`, or the path of the module.
    pub fn path(&self) -> Path {
        self.path_to([])
    }

    /// The path of an item of the emitted code.
    fn path_to(&self, names: impl IntoIterator<Item = Ident>) -> Path {
        let start = [Token![crate](Span::call_site()).into()];
        syntax::long_path(
            start
                .into_iter()
                .chain(self.root.iter().map(|name| ident_of(name)))
                .chain(names),
        )
    }

    fn path_text(&self) -> String {
        let names = self.root.iter().map(|name| format!("::{name}"));
        format!("crate{}", names.collect::<String>())
    }

    /// [`cfg`](Self::cfg) below the roots of types and operations, which are compiled with any version:
    /// nothing for what all versions have.
    pub fn inner_cfg<'v>(&self, versions: impl IntoIterator<Item = &'v usize>) -> TokenStream {
        let versions: BTreeSet<&usize> = versions.into_iter().collect();
        if versions.len() == self.library.versions.len() {
            TokenStream::new()
        } else {
            self.cfg(versions)
        }
    }

    /// `crate::types::company::rev1::Company`
    pub fn shape_path(&self, id: ShapeId) -> Path {
        let shape = &self.library.shape(id).item;
        self.item_path(
            "types",
            &shape.module,
            self.shape_revisions[id.0].as_deref(),
            &shape.name,
        )
    }

    /// `crate::operations::companies::rev1::ListCompanies`
    pub fn operation_path(&self, id: OperationId) -> Path {
        let operation = &self.library.operation(id).item;
        let revision = self.operation_revisions[id.0].as_deref();
        self.item_path(
            "operations",
            &operation.tag.module,
            revision,
            &operation.type_name,
        )
    }

    fn item_path(
        &self,
        folder: &str,
        module: &RustName,
        revision: Option<&str>,
        name: &RustName,
    ) -> Path {
        let start = [syntax::identifier(folder), ident(module)];
        let revision = revision.map(syntax::identifier);
        self.path_to(start.into_iter().chain(revision).chain([ident(name)]))
    }

    /// The name of a shape.
    pub fn shape_name(&self, id: ShapeId) -> Path {
        ident(&self.library.shape(id).item.name).into()
    }
}

/// A Rust identifier, raw where it is a keyword.
pub(in crate::emit) fn ident(name: &RustName) -> Ident {
    if name.is_keyword() {
        Ident::new_raw(name.as_str(), Span::call_site())
    } else {
        Ident::new(name.as_str(), Span::call_site())
    }
}

/// An identifier that may be written as a raw one.
pub(in crate::emit) fn ident_of(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// `Self::Variant`
pub(in crate::emit) fn own_variant(name: &RustName) -> Path {
    syntax::associated("Self", ident(name))
}

fn revision_names(modules: &Modules, count: usize) -> Vec<Option<String>> {
    let mut names = vec![None; count];
    for revision in modules.values().flatten() {
        for item in revision.items() {
            names[item].clone_from(&revision.name);
        }
    }
    names
}
