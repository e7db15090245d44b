//! The configuration of a run: its inputs, its output and their options.

mod inputs;
mod layout;
mod parts;
mod types;

use std::collections::BTreeSet;
use std::path::PathBuf;

use heck::ToSnakeCase;

use crate::choices::Choices;
use crate::config::ConfigFile;
use crate::document::{Selection, Version};
use crate::input::Input;

/// A generator of a crate, or a module of a crate, from OpenAPI documents.
///
/// The program takes the same options as arguments, and both read them from a file: see
/// [`from_config`](Self::from_config).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    pub(crate) input: Input,
    versions: BTreeSet<String>,
    overlays: Vec<PathBuf>,
    pub(crate) descriptions: Option<PathBuf>,
    pub(crate) selection: Selection,
    name: Option<String>,
    description: Option<String>,
    additions: Option<PathBuf>,
    module: Option<String>,
    service: Option<String>,
    features: BTreeSet<String>,
    docs: bool,
    pub(crate) choices: Choices,
    presets: BTreeSet<String>,
    pub(crate) types_only: bool,
    cli: Option<String>,
    tag_features: bool,
    pub(crate) strict: bool,
    pub(crate) counts_findings: bool,
    /// `true` if the violations of rules of `lint` that affect the client are warnings.
    pub(crate) advises: bool,
    pub(crate) trust_required: bool,
    pub(crate) out_dir: Option<PathBuf>,
    /// The file of the options, if they come from one.
    pub(crate) config_file: ConfigFile,
}

/// The inputs.
impl Generator {
    /// Creates a generator for the documents of a folder, one for each version. Each version
    /// becomes a module. The folder is flat (`2.15.yaml`, `2.16.yaml`, `preview.yaml`) or has a
    /// folder for each version (`2.16/api.yaml` or `descriptions/2.16/api.yaml`). A version is two
    /// numbers, or `preview`; a document of another name is an error.
    ///
    /// An item that several versions share is documented, and `#[deprecated]`, as in the newest of
    /// them.
    pub fn documents(folder: impl Into<PathBuf>) -> Self {
        Self::new(Input::Folder(folder.into()))
    }

    /// Creates a generator for a single document.
    pub fn document(file: impl Into<PathBuf>) -> Self {
        Self::new(Input::Document(file.into(), None))
    }

    fn new(input: Input) -> Self {
        Self {
            input,
            versions: BTreeSet::new(),
            overlays: Vec::new(),
            descriptions: None,
            selection: Selection::default(),
            name: None,
            description: None,
            additions: None,
            module: None,
            service: None,
            features: BTreeSet::new(),
            docs: true,
            choices: Choices::default(),
            presets: BTreeSet::new(),
            types_only: false,
            cli: None,
            tag_features: false,
            strict: false,
            counts_findings: false,
            advises: false,
            trust_required: true,
            out_dir: None,
            config_file: ConfigFile::default(),
        }
    }

    /// Selects versions of a folder, such as `["2.15", "preview"]`. Defaults to all versions. Has
    /// no effect on a single document.
    #[must_use]
    pub fn versions(mut self, versions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.versions.extend(versions.into_iter().map(Into::into));
        self
    }

    /// Sets the version of a single document: it then has the module and the feature of that
    /// version, and overlays for that version apply to it. Has no effect on a folder, whose
    /// documents are named by their versions.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        if let Input::Document(_, known) = &mut self.input {
            *known = Some(version);
        }
        self
    }

    /// Replaces the documents by those of a folder.
    #[must_use]
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.input = Input::Folder(folder.into());
        self
    }

    /// Adds an overlay (OpenAPI Overlay 1.1) that corrects the documents before they are read.
    /// Overlays are applied in the order in which they are added.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// Adds the overlays of a folder, in the order of their names.
    #[must_use]
    pub fn overlays(self, folder: impl Into<PathBuf>) -> Self {
        self.overlay(folder)
    }

    /// Adds descriptions, from a YAML file, of the items that the documents leave without one:
    ///
    /// ```yaml
    /// tags: {Companies: "…"}
    /// operations: {createOrUpdateCompany: "…"}
    /// examples: {createOrUpdateCompany: "let company = …;"}
    /// parameters: {per_page: "…"}
    /// operation_parameters: {listAllCompanies: {order: "…"}}
    /// schemas: {company: "…"}
    /// properties: {created_at: "…"}
    /// schema_properties: {company: {plan.id: "…"}, createNote.request: {body: "…"}}
    /// ```
    ///
    /// In an example, `client` is the client, and `{api}` the module of the version. The example is
    /// documented at the newest numbered version, where it must compile.
    ///
    /// `parameters` and `properties` are glossaries: a text applies to every parameter or property
    /// of the name that has no text of its own. `schema_properties` has texts for one schema: a
    /// component, or the `operationId.request`, `.response` or `.parameters` of an operation. The
    /// keys are paths of property names from that schema to nested properties.
    #[must_use]
    pub fn descriptions(mut self, file: impl Into<PathBuf>) -> Self {
        self.descriptions = Some(file.into());
        self
    }

    /// Sets whether each violation of the OpenAPI Specification is an error. Defaults to `false`: a
    /// violation that leaves no doubt about the client, such as a path variable without a
    /// parameter, is a warning that states its consequence, and an operation that cannot be
    /// generated is left out with a warning. Violations that do not affect the client, such as a
    /// path parameter that is not `required`, are reported only if set, and by `lint`. See
    /// [`Code::is_lenient`](crate::diagnostic::Code::is_lenient).
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Selects the operations with one of these tags, in addition to those of
    /// [`operations`](Self::operations), and the types that they refer to. Defaults to all
    /// operations.
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        tags.into_iter().for_each(|tag| self.selection.add_tag(tag));
        self
    }

    /// Selects operations by `operationId`, or by method and path, such as
    /// `["listContacts", "GET /admins"]`, in addition to those with one of the
    /// [`tags`](Self::tags), and the types that they refer to. Defaults to all operations.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = names.into_iter();
        names.for_each(|name| self.selection.add_operation(name));
        self
    }
}

/// The output.
impl Generator {
    /// Sets the name of the package. Defaults to the name of the document or folder, in lower case
    /// and with hyphens.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the description of the package. Defaults to one with the title of the document, whose
    /// description, version, contact and licence are then on the page of the crate, too.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Adds the files of a folder to the crate, such as a readme and examples. The content of its
    /// `Cargo.toml` is added to the manifest: keys of `[package]`, such as `version`, then tables,
    /// such as `[dev-dependencies]`. What it declares replaces the generated keys and tables;
    /// `[package.metadata]` is merged. All files are text in UTF-8. The folder may contain no
    /// symbolic links and no file with the path of a generated one, and is neither in the folder of
    /// the crate nor around it.
    #[must_use]
    pub fn additions(mut self, folder: impl Into<PathBuf>) -> Self {
        self.additions = Some(folder.into());
        self
    }

    /// Generates a module instead of a crate: one file, which declares the module. `name` is the path
    /// of the module in the crate that includes the file.
    ///
    /// The file of `api::petstore` is `petstore.rs` and declares `pub mod petstore`. Its code refers
    /// to itself as `crate::api::petstore`, so that the file must be included in the module `api`;
    /// that of `petstore` is included at the root of the crate:
    ///
    /// ```ignore
    /// // src/lib.rs
    /// pub mod api {
    ///     include!(concat!(env!("OUT_DIR"), "/petstore.rs"));
    /// }
    ///
    /// use api::petstore::{Client, api::pets::CreatePet, types::Pet};
    /// ```
    ///
    /// The request builders of a single document are in the module `api` of the module, by tag. Those
    /// of several documents are in the modules of the versions.
    #[must_use]
    pub fn module_name(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Sets the path of the type that implements `Service` of `intercom-codegen-runtime` for the
    /// API, such as `"crate::harbour::Policy"`. It defines how errors are decoded, which header has
    /// the id of a request, and which responses report an exceeded rate limit.
    ///
    /// Defaults to `crate::service::Policy` for a crate whose [`additions`](Self::additions) have a
    /// `src/service.rs`, and to `DefaultService`, which suits any API, for all others.
    #[must_use]
    pub fn service(mut self, path: impl Into<String>) -> Self {
        self.service = Some(path.into());
        self
    }

    /// Adds optional parts to a module: `dynamic`, `mock`, `webhooks`. Each requires the feature of
    /// the same name of `intercom-codegen-runtime`, which the application enables.
    ///
    /// A module has no features: its parts are selected here, and the features of
    /// `intercom-codegen-runtime` determine what its builders can do. A crate has every part, each
    /// behind the feature of its name. Types without a client have none.
    #[must_use]
    pub fn features(mut self, features: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.features.extend(features.into_iter().map(Into::into));
        self
    }

    /// Sets whether a module has documentation. Defaults to `true`.
    #[must_use]
    pub fn docs(mut self, docs: bool) -> Self {
        self.docs = docs;
        self
    }

    /// Sets whether [`Output::findings`](crate::Output::findings) is counted. Defaults to `false`.
    #[cfg(feature = "lint")]
    #[must_use]
    pub fn count_findings(mut self, counts: bool) -> Self {
        self.counts_findings = counts;
        self
    }

    /// Sets whether the required properties of responses are plain fields: a response that lacks
    /// one is an error, or an [`Anomaly`] if it is part of another value. Otherwise they are
    /// `Option`s, for an API that does not keep to its document. Defaults to `true`.
    ///
    /// `x-trust-required` of a document, schema or operation overrides it. Required properties of
    /// requests are arguments of `new` in either case.
    ///
    /// [`Anomaly`]: https://docs.rs/intercom-codegen-runtime/latest/intercom_codegen_runtime/struct.Anomaly.html
    #[must_use]
    pub fn trust_required(mut self, trust: bool) -> Self {
        self.trust_required = trust;
        self
    }

    /// Sets whether only the types are generated, without a client and its operations. Defaults to
    /// `false`. The types implement `Serialize` and `Deserialize` of `serde`.
    ///
    /// A crate of types depends on `intercom-codegen-runtime` without its feature `client`, and so
    /// on no HTTP client and no async runtime. An application that includes a module of types
    /// declares the dependency with `default-features = false`.
    #[must_use]
    pub fn types_only(mut self, types_only: bool) -> Self {
        self.types_only = types_only;
        self
    }

    /// Adds a command line, the program `name`, such as `petstore`. Defaults to none.
    ///
    /// A crate has the program as a binary target, which requires its feature `cli`:
    /// `cargo install petstore-client --features cli`. A module has the function `cli::run`, for
    /// the `main` of an application that enables the feature `cli` of `intercom-codegen-runtime`.
    /// The environment variables of the program begin with its name: `PETSTORE_TOKEN`.
    #[must_use]
    pub fn cli(mut self, name: impl Into<String>) -> Self {
        self.cli = Some(name.into());
        self
    }

    /// Sets whether each tag is a feature of the crate, named like the module of its operations.
    /// Defaults to `false`. A crate without the feature of a tag has neither the operations of the
    /// tag nor the types that they alone refer to; a type that many tags refer to is always
    /// compiled. The feature `full`, which is enabled by default, enables all of them.
    ///
    /// The suffix `_tag` is added to the name of a feature that the crate has already, such as
    /// `webhooks_tag`. Has no effect on a module, which has no features.
    #[must_use]
    pub fn tag_features(mut self, tag_features: bool) -> Self {
        self.tag_features = tag_features;
        self
    }

    /// Sets the folder that [`build_script`](Self::build_script) writes to. Defaults to `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }
}

impl Generator {
    /// Selects a module as the output. Its name defaults to that of the document or folder.
    pub(crate) fn into_module(mut self) -> Self {
        let name = self.input.stem().to_snake_case();
        self.module = self.module.or(Some(match name.chars().next() {
            Some(first) if first.is_ascii_digit() => format!("v{name}"),
            Some(_) => name,
            None => "api".to_owned(),
        }));
        self
    }

    /// Returns `true` if all operations of all versions are generated.
    pub(crate) fn is_complete(&self) -> bool {
        self.versions.is_empty() && self.selection.is_everything()
    }
}
