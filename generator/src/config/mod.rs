//! The options of a generator as data: those of a file, and of the command line.

mod file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Version;

pub(crate) use file::ConfigFile;

/// The options of a [`Generator`] as data, which [`Generator::from_config`] reads from a file.
///
/// ```toml
/// # codegen.toml
/// document = "petstore.yaml"
/// overlays = ["corrections.yaml"]
/// tags = ["Pets"]
/// module_name = "api::petstore"
/// ```
///
/// Each option is named after the method of `Generator` that sets it. An option that is not set has
/// the default of that method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// A single document
    #[cfg_attr(feature = "cli", arg(long, value_name = "FILE"))]
    pub document: Option<PathBuf>,
    /// A folder with one document per version: `2.16.yaml`, `preview.yaml`, `2.16/api.yaml`
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "DIR", conflicts_with = "document")
    )]
    pub documents: Option<PathBuf>,
    /// The version of the single document, such as `2.16`
    #[cfg_attr(feature = "cli", arg(long, value_name = "VERSION"))]
    #[serde(deserialize_with = "version")]
    pub version: Option<Version>,
    /// The versions of the folder to generate, such as `2.15,preview` [default: all]
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "VERSIONS", value_delimiter = ',')
    )]
    pub versions: Vec<String>,
    /// An overlay, or a folder of overlays, that corrects the documents; can be repeated
    #[cfg_attr(
        feature = "cli",
        arg(long = "overlay", visible_alias = "overlays", value_name = "PATH")
    )]
    pub overlays: Vec<PathBuf>,
    /// Report each violation of the OpenAPI Specification as an error [default: false]
    #[cfg_attr(
        feature = "cli",
        arg(
            long,
            value_name = "BOOL",
            num_args = 0..=1,
            require_equals = true,
            default_missing_value = "true"
        )
    )]
    pub strict: Option<bool>,
    /// The file with descriptions of the items that the documents leave without one
    #[cfg_attr(feature = "cli", arg(long, value_name = "FILE"))]
    pub descriptions: Option<PathBuf>,
    /// Generate the operations with this tag, and the types that they refer to; can be repeated
    /// [default: all operations]
    #[cfg_attr(feature = "cli", arg(long, value_name = "TAG"))]
    pub tags: Vec<String>,
    /// Generate this operation, by `operationId` or by method and path, such as `GET /admins`; can
    /// be repeated [default: all operations]
    #[cfg_attr(feature = "cli", arg(long, value_name = "OPERATION"))]
    pub operations: Vec<String>,
    /// The name of the crate [default: the name of the document or folder]
    #[cfg_attr(feature = "cli", arg(long, value_name = "CRATE"))]
    pub name: Option<String>,
    /// The description of the crate
    #[cfg_attr(feature = "cli", arg(long, value_name = "TEXT"))]
    pub description: Option<String>,
    /// The folder with files that are added to the crate
    #[cfg_attr(feature = "cli", arg(long, value_name = "DIR"))]
    pub additions: Option<PathBuf>,
    /// Generate a module instead of a crate: one file, which declares the module of this path, such
    /// as `petstore` or `api::petstore`
    #[cfg_attr(feature = "cli", arg(long, value_name = "PATH"))]
    pub module_name: Option<String>,
    /// The path of the type that implements `Service` for the API, such as
    /// `crate::petstore::Policy`
    #[cfg_attr(feature = "cli", arg(long, value_name = "PATH"))]
    pub service: Option<String>,
    /// The optional parts of a module: `dynamic`, `mock`, `webhooks`
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "FEATURES", value_delimiter = ',')
    )]
    pub features: Vec<String>,
    /// Document the module [default: true]
    #[cfg_attr(feature = "cli", arg(long, value_name = "BOOL"))]
    pub docs: Option<bool>,
    /// Make required properties of responses plain fields instead of `Option`s [default: true]
    #[cfg_attr(feature = "cli", arg(long, value_name = "BOOL"))]
    pub trust_required: Option<bool>,
    /// The Rust type of strings of a format, such as `uuid=uuid::Uuid`; can be repeated
    /// [default: text]
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "FORMAT=TYPE", value_parser = choice)
    )]
    #[serde(deserialize_with = "choices")]
    pub format: Vec<(String, String)>,
    /// The types of well-known crates for formats: `base64`, `chrono`, `jiff`, `rust_decimal`,
    /// `schemars`, `time`, `url`, `uuid`
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "PRESETS", value_delimiter = ',')
    )]
    pub presets: Vec<String>,
    /// Use a Rust type for a component schema, such as `Money=crate::Money`; can be repeated
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "SCHEMA=TYPE", value_parser = choice)
    )]
    #[serde(deserialize_with = "choices")]
    pub replace: Vec<(String, String)>,
    /// Traits that all types derive, such as `Eq,Hash`
    #[cfg_attr(
        feature = "cli",
        arg(long, value_name = "TRAITS", value_delimiter = ',')
    )]
    pub derive: Vec<String>,
    /// Generate only the types, without a client [default: false]
    #[cfg_attr(
        feature = "cli",
        arg(
            long,
            value_name = "BOOL",
            num_args = 0..=1,
            require_equals = true,
            default_missing_value = "true"
        )
    )]
    pub types_only: Option<bool>,
    /// Add a command line, the program of this name [default: none]
    #[cfg_attr(feature = "cli", arg(long, value_name = "PROGRAM"))]
    pub cli: Option<String>,
    /// Make each tag a feature of the crate, all of which are enabled by default [default: false]
    #[cfg_attr(
        feature = "cli",
        arg(
            long,
            value_name = "BOOL",
            num_args = 0..=1,
            require_equals = true,
            default_missing_value = "true"
        )
    )]
    pub tag_features: Option<bool>,
    /// The folder of the crate, or of the file of the module
    #[cfg_attr(feature = "cli", arg(long = "out", value_name = "DIR"))]
    pub out_dir: Option<PathBuf>,
    /// The file that the options come from, if there is one.
    #[cfg_attr(feature = "cli", arg(skip))]
    #[serde(skip)]
    file: Option<PathBuf>,
}

impl Config {
    /// The name of the file that the program reads if it exists in the current folder.
    pub const FILE: &str = "codegen.toml";

    /// Returns these options, and those of `defaults` where none is set. A list replaces a list,
    /// and `document` or `documents` replace both.
    #[must_use]
    pub fn or(self, defaults: Self) -> Self {
        let (document, documents) = if self.document.is_some() || self.documents.is_some() {
            (self.document, self.documents)
        } else {
            (defaults.document, defaults.documents)
        };
        Self {
            document,
            documents,
            version: self.version.or(defaults.version),
            versions: either(self.versions, defaults.versions),
            overlays: either(self.overlays, defaults.overlays),
            strict: self.strict.or(defaults.strict),
            descriptions: self.descriptions.or(defaults.descriptions),
            tags: either(self.tags, defaults.tags),
            operations: either(self.operations, defaults.operations),
            name: self.name.or(defaults.name),
            description: self.description.or(defaults.description),
            additions: self.additions.or(defaults.additions),
            module_name: self.module_name.or(defaults.module_name),
            service: self.service.or(defaults.service),
            features: either(self.features, defaults.features),
            docs: self.docs.or(defaults.docs),
            trust_required: self.trust_required.or(defaults.trust_required),
            format: either(self.format, defaults.format),
            presets: either(self.presets, defaults.presets),
            replace: either(self.replace, defaults.replace),
            derive: either(self.derive, defaults.derive),
            types_only: self.types_only.or(defaults.types_only),
            cli: self.cli.or(defaults.cli),
            tag_features: self.tag_features.or(defaults.tag_features),
            out_dir: self.out_dir.or(defaults.out_dir),
            file: self.file.or(defaults.file),
        }
    }

    /// Returns `true` if options come from a file.
    #[must_use]
    pub fn is_from_file(&self) -> bool {
        self.file.is_some()
    }

    /// Resolves relative paths against a folder.
    fn in_folder(self, folder: &Path) -> Self {
        let resolved = |path: PathBuf| folder.join(path);
        Self {
            document: self.document.map(resolved),
            documents: self.documents.map(resolved),
            overlays: self.overlays.into_iter().map(resolved).collect(),
            descriptions: self.descriptions.map(resolved),
            additions: self.additions.map(resolved),
            out_dir: self.out_dir.map(resolved),
            ..self
        }
    }
}

impl Generator {
    /// Creates a generator with the options of a TOML file, such as `codegen.toml`. Its keys are
    /// the fields of [`Config`], which are named after the methods of `Generator`; its paths are
    /// relative to its folder. [`build_script`](Self::build_script) reruns if the file changes.
    ///
    /// ```no_run
    /// # use intercom_codegen::Generator;
    /// # use intercom_codegen::diagnostic::Diagnostics;
    /// // build.rs
    /// fn main() -> Result<(), Diagnostics> {
    ///     Generator::from_config("codegen.toml")?.build_script()
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Config::load`], and an error unless the file has one of the keys
    /// `document` and `documents`.
    pub fn from_config(file: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        Self::try_from(Config::load(file)?)
    }
}

impl TryFrom<Config> for Generator {
    type Error = Diagnostics;

    /// Creates a generator with these options. Fails unless either `document` or `documents` is
    /// set.
    fn try_from(config: Config) -> Result<Self, Diagnostics> {
        let new = match (config.document, config.documents) {
            (Some(file), None) => Self::document(file),
            (None, Some(folder)) => Self::documents(folder),
            (document, _) => return Err(not_one_input(config.file, document.is_some())),
        };
        let new = config.overlays.into_iter().fold(new, Self::overlay);
        let new = new.versions(config.versions);
        let new = new.tags(config.tags).operations(config.operations);
        let new = new.features(config.features).presets(config.presets);
        let new = new.derive(config.derive);
        let formats = config.format.into_iter();
        let new = formats.fold(new, |new, (format, ty)| new.format(format, ty));
        let replaced = config.replace.into_iter();
        let new = replaced.fold(new, |new, (schema, ty)| new.replace(schema, ty));
        let new = set(new, config.version, Self::version);
        let new = set(new, config.strict, Self::strict);
        let new = set(new, config.descriptions, Self::descriptions);
        let new = set(new, config.name, Self::name);
        let new = set(new, config.description, Self::description);
        let new = set(new, config.additions, Self::additions);
        let new = set(new, config.module_name, Self::module_name);
        let new = set(new, config.service, Self::service);
        let new = set(new, config.docs, Self::docs);
        let new = set(new, config.types_only, Self::types_only);
        let new = set(new, config.cli, Self::cli);
        let new = set(new, config.tag_features, Self::tag_features);
        let new = set(new, config.trust_required, Self::trust_required);
        let mut new = set(new, config.out_dir, Self::out_dir);
        new.config_file = ConfigFile::new(config.file);
        Ok(new)
    }
}

fn set<T>(
    generator: Generator,
    value: Option<T>,
    setter: impl FnOnce(Generator, T) -> Generator,
) -> Generator {
    match value {
        Some(value) => setter(generator, value),
        None => generator,
    }
}

fn either<T>(list: Vec<T>, default: Vec<T>) -> Vec<T> {
    if list.is_empty() { default } else { list }
}

fn version<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Version>, D::Error> {
    let name = String::deserialize(value)?;
    name.parse().map(Some).map_err(de::Error::custom)
}

/// Parses a choice of a type: `uuid=uuid::Uuid`.
#[cfg(feature = "cli")]
fn choice(text: &str) -> Result<(String, String), String> {
    let (name, ty) = text.split_once('=').ok_or("`=` is missing")?;
    Ok((name.to_owned(), ty.to_owned()))
}

/// Reads a table of types.
fn choices<'de, D: Deserializer<'de>>(table: D) -> Result<Vec<(String, String)>, D::Error> {
    let table = BTreeMap::<String, String>::deserialize(table)?;
    Ok(table.into_iter().collect())
}

fn not_one_input(file: Option<PathBuf>, has_both: bool) -> Diagnostics {
    let message = if has_both {
        "`document` and `documents` exclude each other"
    } else {
        "neither `document` nor `documents` is set"
    };
    let help = "set `document` to a file, or `documents` to a folder with one file per version";
    let file = file.unwrap_or_else(|| Config::FILE.into());
    Diagnostic::error(Code::InvalidConfig, file, message)
        .help(help)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Source;

    fn config(text: &str) -> Result<Config, Diagnostics> {
        file::parse(&Source::new("codegen.toml", text))
    }

    #[test]
    fn one_input_is_required() {
        let message = |text: &str| {
            let found = Generator::try_from(config(text).unwrap()).unwrap_err();
            found.into_iter().next().unwrap().message
        };
        assert_eq!(message(""), "neither `document` nor `documents` is set");
        assert_eq!(
            message("document = 'a'\ndocuments = 'b'"),
            "`document` and `documents` exclude each other"
        );
    }

    #[test]
    fn options_replace_defaults() {
        let given = config("document = 'a.yaml'\ntags = ['A']\ndocs = false").unwrap();
        let defaults =
            config("documents = 'spec'\ntags = ['B', 'C']\nname = 'b'\noperations = ['o']");
        let merged = given.or(defaults.unwrap());
        let expected =
            "document = 'a.yaml'\ntags = ['A']\ndocs = false\nname = 'b'\noperations = ['o']";
        assert_eq!(merged, config(expected).unwrap());
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("codegen.toml");
        std::fs::write(&file, "document = 'a.yaml'\noverlays = ['/b', 'c']").unwrap();
        let config = Config::load(&file).unwrap();
        assert_eq!(config.document, Some(folder.path().join("a.yaml")));
        assert_eq!(config.overlays, ["/b".into(), folder.path().join("c")]);
        let generator = Generator::try_from(config).unwrap();
        assert!(generator.files_read().contains(&file));
    }
}
