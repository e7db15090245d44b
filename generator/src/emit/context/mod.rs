//! The context of the emission: names, paths, and the versions of each item.

mod paths;
mod rust_types;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use crate::document::Version;
use crate::hash::{HashMap, HashSet};
use crate::model::{Entry, Library, OperationId, RustName, ShapeId};
use crate::pass::newest;

use crate::emit::inline_types::InlineTypes;
use crate::emit::package::{CrateOptions, ModuleOptions};
use crate::emit::revisions::{self, Modules};
use crate::emit::syntax::{self, fixed};
use crate::emit::tag_features::TagFeatures;
use crate::emit::types::holders::Holders;

/// The library, with the names and paths of its items in the emitted code.
pub(in crate::emit) struct Context<'a> {
    pub library: &'a Library,
    /// The path of the module that contains the code; empty for a standalone crate.
    root: &'a [String],
    /// The path of the crate in examples; `None` for a module, whose examples are not compiled.
    example_root: Option<String>,
    /// The path of the type that implements `Service`; `None` for the default one.
    service: Option<&'a str>,
    /// The optional parts to emit; `None` for a crate, where all parts and versions are features.
    parts: Option<&'a BTreeSet<String>>,
    /// `true` if only the types are emitted, without a client.
    pub types_only: bool,
    /// The name of the program of the command line, if there is one.
    cli: Option<&'a str>,
    /// The traits that all types derive besides those of every client.
    derives: Option<&'a BTreeSet<String>>,
    /// `true` if they include `schemars::JsonSchema`.
    pub derives_json_schema: bool,
    /// The operations by `operationId`.
    operations_by_id: HashMap<&'a str, OperationId>,
    /// The operations that return the states or results of jobs.
    pub job_operations: HashSet<OperationId>,
    /// The shapes by the types that hold them.
    pub holders: Holders,
    /// The features of tags.
    pub tag_features: TagFeatures,
    /// The modules in `types/`.
    pub types: Modules,
    /// The modules in `operations/`.
    pub operations: Modules,
    /// The modules in `tag_groups/`.
    pub tag_groups: Modules,
    /// The name of the revision of each shape.
    shape_revisions: Vec<Option<String>>,
    /// The name of the revision of each operation.
    operation_revisions: Vec<Option<String>>,
    /// The name of the revision of each tag group.
    tag_group_revisions: Vec<Option<String>>,
}

impl<'a> Context<'a> {
    /// Creates the context of a standalone crate.
    pub fn of_crate(library: &'a Library, options: &'a CrateOptions) -> Self {
        Self {
            example_root: Some(options.name.replace('-', "_")),
            service: options.service.as_deref(),
            derives: Some(&options.derives),
            derives_json_schema: derives_json_schema(&options.derives),
            types_only: options.types_only,
            cli: options.cli.as_deref(),
            ..Self::new(library, options.tag_features)
        }
    }

    /// Creates the context of a module of another crate.
    pub fn of_module(library: &'a Library, options: &'a ModuleOptions) -> Self {
        Self {
            root: &options.path,
            service: options.service.as_deref(),
            parts: Some(&options.features),
            derives: Some(&options.derives),
            derives_json_schema: derives_json_schema(&options.derives),
            types_only: options.types_only,
            cli: options.cli.as_deref(),
            ..Self::new(library, false)
        }
    }

    fn new(library: &'a Library, has_tag_features: bool) -> Self {
        let tag_features = if has_tag_features {
            TagFeatures::of(library)
        } else {
            TagFeatures::default()
        };
        let shapes = library.shapes.iter().enumerate().map(|(index, one)| {
            let features = tag_features.of_shape(ShapeId(index));
            (&one.item.module, one.versions.as_slice(), features)
        });
        let inline = InlineTypes::of(library, &tag_features);
        let types = revisions::modules(library, shapes, inline);
        let operations = library.operations.iter();
        let operations = operations.map(|one| {
            let module = &one.item.tag.module;
            (module, one.versions.as_slice(), tag_features.of_tag(module))
        });
        let operations = revisions::modules(library, operations, None);
        let tag_groups = library.tag_groups.iter();
        let tag_groups = tag_groups.map(|one| {
            let module = &one.tag.module;
            (module, one.versions.as_slice(), tag_features.of_tag(module))
        });
        let tag_groups = revisions::modules(library, tag_groups, None);
        Self {
            library,
            root: &[],
            example_root: None,
            service: None,
            parts: None,
            derives: None,
            derives_json_schema: false,
            types_only: false,
            cli: None,
            operations_by_id: ids(library),
            job_operations: job_operations(library),
            holders: Holders::of(library),
            shape_revisions: revision_names(&types, library.shapes.len()),
            operation_revisions: revision_names(&operations, library.operations.len()),
            tag_group_revisions: revision_names(&tag_groups, library.tag_groups.len()),
            tag_features,
            types,
            operations,
            tag_groups,
        }
    }

    /// Returns the module of a version's client; `api` for an unversioned document.
    pub fn client_module(&self, version: usize) -> Ident {
        self.version_module(version)
            .unwrap_or_else(|| format_ident!("api"))
    }

    /// Returns the module of a version, or `None` for an unversioned document.
    pub fn version_module(&self, version: usize) -> Option<Ident> {
        Some(format_ident!(
            "{}",
            revisions::version_module(self.library, version)?
        ))
    }

    /// Returns the newest version, which is the default.
    pub fn newest(&self) -> Option<usize> {
        newest(self.library.versions.iter().map(|one| one.info.version))
    }

    /// Returns the label of a version, such as `2.9`.
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

    /// Returns the API versions that have an item: `since version 2.8`, `in versions 2.7 to 2.9`,
    /// `only in version 2.8`. Returns `None` if all versions have it.
    pub fn span<T>(&self, entry: &Entry<T>) -> Option<String> {
        let version = |index: usize| self.library.versions.get(index)?.info.version;
        let (since, until) = (version(entry.since)?, version(entry.until)?);
        let is_current = entry.until + 1 == self.library.versions.len();
        if entry.since == 0 && is_current {
            return None;
        }
        Some(match since {
            Version::Preview => "only in the preview".to_owned(),
            since if is_current => format!("since version {since}"),
            since if since == until => format!("only in version {since}"),
            since => format!("in versions {since} to {until}"),
        })
    }

    /// Returns the method and path of an operation: `POST /contacts`.
    pub fn endpoint(&self, operation_id: &str) -> Option<String> {
        let id = self.operations_by_id.get(operation_id)?;
        let operation = &self.library.operation(*id).item;
        Some(format!("{} {}", operation.method, operation.path.target()))
    }

    /// Returns the version whose module documents an item of these versions: the newest that has a
    /// number.
    pub fn page_version(&self, versions: &[usize]) -> Option<usize> {
        let labels: Vec<_> = versions
            .iter()
            .filter_map(|version| self.library.versions.get(*version))
            .map(|one| one.info.version)
            .collect();
        let newest = newest(labels.into_iter())?;
        versions.get(newest).copied()
    }

    /// Returns a code block in which `client` is a client of the version, and `{api}` in `body` is
    /// replaced with the path of the version's module.
    pub fn example(&self, version: usize, body: &str) -> String {
        self.example_with("client: {api}::Client", version, body)
    }

    /// Returns a code block that creates its own client.
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
            // The root re-exports the client and the types of an unversioned document.
            None => root,
        };
        let body = body.trim();
        let block = format!(
            "```{language}\n# async fn example({arguments}) -> Result<(), Box<dyn \
             std::error::Error>> {{\n{body}\n# Ok(())\n# }}\n```"
        );
        block.replace("{api}", &api)
    }

    /// Returns the path of the type that implements `Service`.
    pub fn service(&self) -> Path {
        let named = self.service.and_then(|path| syn::parse_str(path).ok());
        named.unwrap_or_else(|| fixed!(Path: DefaultService))
    }

    /// Returns the chosen traits, each after a comma.
    pub fn derives(&self) -> TokenStream {
        self.derives_but(&[])
    }

    /// Returns the chosen traits of an open enum of values, which implements `Eq` and `Hash`
    /// itself.
    pub fn derives_of_values(&self) -> TokenStream {
        self.derives_but(&["Eq", "Hash"])
    }

    fn derives_but(&self, implemented: &[&str]) -> TokenStream {
        let names = self.derives.into_iter().flatten();
        let names = names.filter(|name| !implemented.contains(&name.as_str()));
        let paths = names.filter_map(|name| syn::parse_str::<Path>(name).ok());
        paths.map(|path| quote!(, #path)).collect()
    }

    /// Returns `true` if an optional part is emitted.
    pub fn emits(&self, part: &str) -> bool {
        !self.types_only && self.parts.is_none_or(|parts| parts.contains(part))
    }

    /// Returns the name of the program of the command line, if there is one.
    pub fn cli(&self) -> Option<&'a str> {
        self.cli.filter(|_| !self.types_only)
    }

    /// Returns `#[cfg(feature = "name")]` in a crate; `None` in a module, which has no features.
    pub fn feature(&self, name: &str) -> Option<TokenStream> {
        self.has_features().then(|| quote!(#[cfg(feature = #name)]))
    }

    /// Returns `true` if the response of an operation can be read as a stream.
    pub fn has_streams(&self) -> bool {
        let mut operations = self.library.operations.iter();
        !self.types_only && operations.any(|operation| operation.item.stream.is_some())
    }

    /// Returns `true` if the code has features, as that of a crate does.
    pub fn has_features(&self) -> bool {
        self.parts.is_none()
    }

    /// Returns `#[cfg(any(feature = "v2_7", …))]`, or nothing if versions are not features.
    pub fn cfg<'v>(&self, versions: impl IntoIterator<Item = &'v usize>) -> TokenStream {
        let versions: BTreeSet<usize> = versions.into_iter().copied().collect();
        self.any_feature(&self.version_features(versions))
    }

    /// Returns the features of versions; none for an unversioned document.
    pub fn version_features(&self, versions: impl IntoIterator<Item = usize>) -> Vec<String> {
        versions
            .into_iter()
            .filter_map(|version| revisions::version_module(self.library, version))
            .collect()
    }

    /// Returns the condition that one of the features is enabled, or nothing in a module.
    pub fn any_feature(&self, features: &[String]) -> TokenStream {
        if !self.has_features() {
            return TokenStream::new();
        }
        match features {
            [] => TokenStream::new(),
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }

    /// Returns the [`cfg`](Self::cfg) of an item in `types/` or `operations/`, which are compiled
    /// with any version: nothing if all versions have the item.
    pub fn inner_cfg<'v>(&self, versions: impl IntoIterator<Item = &'v usize>) -> TokenStream {
        let versions: BTreeSet<&usize> = versions.into_iter().collect();
        if versions.len() == self.library.versions.len() {
            TokenStream::new()
        } else {
            self.cfg(versions)
        }
    }
}

/// Returns the identifier of a name, raw if it is a keyword.
pub(in crate::emit) fn ident(name: &RustName) -> Ident {
    if name.is_keyword() {
        Ident::new_raw(name.as_str(), Span::call_site())
    } else {
        Ident::new(name.as_str(), Span::call_site())
    }
}

/// Returns the identifier of a name that may have the prefix `r#`.
pub(in crate::emit) fn ident_of(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Returns the path `Self::Variant`.
pub(in crate::emit) fn own_variant(name: &RustName) -> Path {
    syntax::associated("Self", ident(name))
}

/// Returns `true` if the traits include `schemars::JsonSchema`, the path of which may begin with
/// `::`.
fn derives_json_schema(derives: &BTreeSet<String>) -> bool {
    let mut paths = derives.iter().map(|name| name.trim_start_matches("::"));
    paths.any(|path| path == "schemars::JsonSchema")
}

/// Returns the operations by `operationId`.
fn ids(library: &Library) -> HashMap<&str, OperationId> {
    let operations = library.operations.iter().enumerate();
    operations
        .map(|(index, entry)| (entry.item.id.as_str(), OperationId(index)))
        .collect()
}

/// Returns the name of the revision of each item.
fn revision_names(modules: &Modules, count: usize) -> Vec<Option<String>> {
    let mut names = vec![None; count];
    for revision in modules.values().flatten() {
        for item in revision.items() {
            names[item].clone_from(&revision.name);
        }
    }
    names
}

/// Returns the operations that return the states or results of jobs.
fn job_operations(library: &Library) -> HashSet<OperationId> {
    let operations = library.operations.iter();
    let jobs = operations.filter_map(|operation| operation.item.job.as_ref());
    jobs.flat_map(|job| [Some(job.poll), job.result])
        .flatten()
        .collect()
}
