//! What is to be generated, and from what.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use heck::ToSnakeCase;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Selection, Version, find_documents};
use crate::emit::{self, Additions, CrateOptions, Layout, ModuleOptions};
use crate::overlay::Overlay;

/// Reads documents and makes a crate, or a module of a crate, of them.
#[derive(Clone, Debug)]
pub struct Generator {
    input: Input,
    versions: BTreeSet<String>,
    overlays: Vec<PathBuf>,
    pub(crate) descriptions: Option<PathBuf>,
    pub(crate) selection: Selection,
    name: String,
    description: String,
    additions: Option<PathBuf>,
    module: Option<String>,
    service: Option<String>,
    features: BTreeSet<String>,
    docs: bool,
    pub(crate) out_dir: Option<PathBuf>,
}

#[derive(Clone, Debug)]
enum Input {
    /// A folder with one document per version.
    Folder(PathBuf),
    /// A document that stands alone, or is of one version.
    Document(PathBuf, Option<Version>),
}

/// What is read.
impl Generator {
    /// The documents of a folder, one for each version, each with a module of its own. The folder
    /// is flat (`2.15.yaml`, `2.16.yaml`, `preview.yaml`) or has a folder for each version
    /// (`descriptions/2.16/api.yaml`).
    pub fn documents(folder: impl Into<PathBuf>) -> Self {
        Self::new(Input::Folder(folder.into()))
    }

    /// A document without versions.
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
            name: "client".to_owned(),
            description: "A client generated from an OpenAPI document".to_owned(),
            additions: None,
            module: None,
            service: None,
            features: BTreeSet::new(),
            docs: true,
            out_dir: None,
        }
    }

    /// Takes only these versions of a folder: `["2.15", "preview"]`.
    #[must_use]
    pub fn versions(mut self, versions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.versions.extend(versions.into_iter().map(Into::into));
        self
    }

    /// Says which version a document describes: it then has the module and the feature of that
    /// version, and the corrections meant for it. Of no effect on a folder, whose documents are
    /// named by their versions.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        if let Input::Document(_, known) = &mut self.input {
            *known = Some(version);
        }
        self
    }

    /// The same, with the documents of another folder.
    #[must_use]
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.input = Input::Folder(folder.into());
        self
    }

    /// Corrects the documents with an overlay before anything else. Overlays are applied in the
    /// order in which they are added.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// Corrects the documents with the overlays of a folder, in the order of their names.
    #[must_use]
    pub fn overlays(self, folder: impl Into<PathBuf>) -> Self {
        self.overlay(folder)
    }

    /// Describes what the documents leave without a description, with the texts of a YAML file:
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
    /// An example has a `client`, and `{api}` in it stands for the module of the version: it is shown
    /// with the newest version that has a number, and has to compile there.
    ///
    /// `parameters` and `properties` are glossaries: what they say holds for every parameter and
    /// property of the name that has no text of its own. Those of `schema_properties` stand below the
    /// component that they are written in, or below the part of an operation: `operationId.request`,
    /// `.response` and `.parameters`. Their paths are made of the names of properties that are written
    /// inside each other.
    #[must_use]
    pub fn descriptions(mut self, file: impl Into<PathBuf>) -> Self {
        self.descriptions = Some(file.into());
        self
    }

    /// Takes only the operations that have one of these tags, and those named by
    /// [`operations`](Self::operations), with the types that they reach.
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        tags.into_iter().for_each(|tag| self.selection.add_tag(tag));
        self
    }

    /// Takes only these operations, and those with one of the [`tags`](Self::tags), with the types
    /// that they reach. Each is named by its `operationId`, or by method and path:
    /// `["listContacts", "GET /admins"]`.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = names.into_iter();
        names.for_each(|name| self.selection.add_operation(name));
        self
    }
}

/// What is made.
impl Generator {
    /// The name of the crate's package.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// What the crate is, in a sentence.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Gives the crate what else belongs into it, such as a readme and examples: the files of a
    /// folder. What its `Cargo.toml` holds goes into the manifest of the crate: keys of `[package]`,
    /// among them `version`, then whole tables such as `[dev-dependencies]`.
    #[must_use]
    pub fn additions(mut self, folder: impl Into<PathBuf>) -> Self {
        self.additions = Some(folder.into());
        self
    }

    /// Makes a module of another crate instead of a crate: one file of this name, which declares
    /// the module. The crate includes it at its root, or else the name says in which module:
    /// `api::petstore`.
    #[must_use]
    pub fn module_name(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Names the type that implements `Service` of `intercom-codegen-runtime` for the API, by its path:
    /// `"crate::harbour::Policy"`. It says how errors are read, which header has the id of a request,
    /// and which responses report an exceeded rate limit.
    ///
    /// Defaults to `crate::service::Policy` for a crate whose [`additions`](Self::additions) have a
    /// `src/service.rs`, and to `DefaultService`, which suits any API, for all others.
    #[must_use]
    pub fn service(mut self, path: impl Into<String>) -> Self {
        self.service = Some(path.into());
        self
    }

    /// Adds optional parts to a module: `dynamic`, `webhooks`. The application turns on the features
    /// of the same names of `intercom-codegen-runtime`.
    ///
    /// A module has no features of its own: what it has is emitted, and what its builders can do is
    /// up to the features of `intercom-codegen-runtime`. A crate has every part, each with the feature
    /// of its name.
    #[must_use]
    pub fn features(mut self, features: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.features.extend(features.into_iter().map(Into::into));
        self
    }

    /// Whether a module has documentation, which it has unless this is `false`.
    #[must_use]
    pub fn docs(mut self, docs: bool) -> Self {
        self.docs = docs;
        self
    }

    /// Where [`build_script`](Self::build_script) writes, instead of into `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }
}

impl Generator {
    /// Makes a module in any case: named after the document, or the folder, if it has no name.
    pub(crate) fn into_module(mut self) -> Self {
        let (Input::Document(path, _) | Input::Folder(path)) = &self.input;
        let stem = path.file_stem().unwrap_or_default();
        let name = stem.to_string_lossy().to_snake_case();
        self.module = self.module.or(Some(match name.chars().next() {
            Some(first) if first.is_ascii_digit() => format!("v{name}"),
            Some(_) => name,
            None => "api".to_owned(),
        }));
        self
    }

    /// Every file that is read, or the folder that it is in.
    pub(crate) fn files_read(&self) -> Vec<PathBuf> {
        let (Input::Document(path, _) | Input::Folder(path)) = &self.input;
        let mut files = vec![path.clone()];
        files.extend(self.overlays.iter().cloned());
        files.extend(self.descriptions.clone());
        files
    }

    pub(crate) fn layout(&self) -> Result<Layout, Diagnostics> {
        let service = self.service_path()?;
        if let Some(name) = &self.module {
            return Ok(Layout::Module(self.module_options(name, service)?));
        }
        let additions = match &self.additions {
            Some(folder) => Additions::load_folder(folder)?,
            None => Additions::default(),
        };
        Ok(Layout::Crate(CrateOptions {
            name: self.name.clone(),
            description: self.description.clone(),
            service: service.or_else(|| additions.service()),
            additions,
        }))
    }

    /// The path of the service's type, if it is one.
    fn service_path(&self) -> Result<Option<String>, Diagnostics> {
        match &self.service {
            Some(path) if syn::parse_str::<syn::Path>(path).is_err() => {
                let (Input::Document(file, _) | Input::Folder(file)) = &self.input;
                let message = format!("`{path}` is not the path of a Rust type");
                let help =
                    "name the type that implements `Service`, such as `crate::service::Policy`";
                let one = Diagnostic::error(Code::InvalidRustName, file, message);
                Err(one.help(help).into())
            }
            service => Ok(service.clone()),
        }
    }

    fn module_options(
        &self,
        name: &str,
        service: Option<String>,
    ) -> Result<ModuleOptions, Diagnostics> {
        let mut found = Diagnostics::new();
        let (Input::Document(file, _) | Input::Folder(file)) = &self.input;
        let is_name = |part: &str| syn::parse_str::<syn::Ident>(part).is_ok();
        if !name.split("::").all(is_name) {
            let message = format!("`{name}` cannot be the name of a module");
            let help = "choose one such as `petstore`, or `api::petstore` for a module in another";
            found.push(Diagnostic::error(Code::InvalidRustName, file, message).help(help));
        }
        let is_part = |name: &&String| emit::OPTIONAL_PARTS.contains(&name.as_str());
        for feature in self.features.iter().filter(|name| !is_part(name)) {
            let message = format!("there is no part `{feature}` that a module can have");
            let help = if emit::is_runtime_feature(feature) {
                format!(
                    "turn on the feature `{feature}` of `intercom-codegen-runtime` in Cargo.toml"
                )
            } else {
                format!("the parts are `{}`", emit::OPTIONAL_PARTS.join("`, `"))
            };
            found.push(Diagnostic::error(Code::UnknownFeature, file, message).help(help));
        }
        found.into_result(ModuleOptions {
            path: name.split("::").map(str::to_owned).collect(),
            service,
            features: self.features.clone(),
            docs: self.docs,
        })
    }

    pub(crate) fn load_overlays(&self) -> Result<Vec<Overlay>, Diagnostics> {
        let mut overlays = Vec::new();
        let mut found = Diagnostics::new();
        for path in &self.overlays {
            let loaded = if path.is_dir() {
                Overlay::load_folder(path)
            } else {
                Overlay::load(path).map(|overlay| vec![overlay])
            };
            match loaded {
                Ok(loaded) => overlays.extend(loaded),
                Err(faults) => found.extend(faults),
            }
        }
        found.into_result(overlays)
    }

    pub(crate) fn inputs(&self) -> Result<Vec<(Option<Version>, PathBuf)>, Diagnostics> {
        let (folder, documents) = match &self.input {
            Input::Document(file, version) => return Ok(vec![(*version, file.clone())]),
            Input::Folder(folder) => (folder, find_documents(folder)?),
        };
        let wanted = self.wanted_versions(folder, &documents)?;
        let documents = documents.into_iter();
        let documents = documents.filter(|(version, _)| wanted.contains(version));
        Ok(documents
            .map(|(version, path)| (Some(version), path))
            .collect())
    }

    fn wanted_versions(
        &self,
        folder: &Path,
        documents: &[(Version, PathBuf)],
    ) -> Result<BTreeSet<Version>, Diagnostics> {
        let known: BTreeSet<Version> = documents.iter().map(|(version, _)| *version).collect();
        if self.versions.is_empty() {
            return Ok(known);
        }
        let mut wanted = BTreeSet::new();
        let mut found = Diagnostics::new();
        for name in &self.versions {
            match name.parse::<Version>() {
                Ok(version) if known.contains(&version) => {
                    wanted.insert(version);
                }
                _ => {
                    let labels: Vec<String> = known.iter().map(Version::label).collect();
                    let message = format!("the folder has no version `{name}`");
                    let help = format!("it has {}", labels.join(", "));
                    let one = Diagnostic::error(Code::UnknownVersion, folder, message);
                    found.push(one.help(help));
                }
            }
        }
        found.into_result(wanted)
    }
}
