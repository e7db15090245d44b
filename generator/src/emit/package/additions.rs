//! Hand-written files of the emitted crate.

use std::collections::BTreeMap;
use std::path::Path;

use toml_edit::{DocumentMut, TomlError};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position};
use crate::document::entries;

/// Hand-written files to include in the emitted crate: README, changelog, examples, code.
///
/// A file `src/NAME.rs` is a module of the crate:
///
/// - `service`: its type `Policy` implements `Service` of `intercom-codegen-runtime` for the
///   clients.
/// - `webhooks`: compiled with the feature `webhooks`, and replaces the runtime's module.
/// - Any other module is public.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// The contents of the files, by their paths in the crate.
    pub files: BTreeMap<String, String>,
    /// Additions to the crate's manifest: keys of `[package]`, such as `version`, followed by whole
    /// tables such as `[dev-dependencies]`.
    pub manifest: DocumentMut,
}

impl Additions {
    /// Returns the names of the modules in `src/`.
    pub(in crate::emit) fn modules(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|path| {
            let name = path.strip_prefix("src/")?.strip_suffix(".rs")?;
            (!name.contains('/')).then_some(name)
        })
    }

    /// Returns the path of the type that implements `Service`, if there is a file for it.
    pub(crate) fn service(&self) -> Option<String> {
        let has_service = self.modules().any(|name| name == "service");
        has_service.then(|| "crate::service::Policy".to_owned())
    }

    /// Reads all files of a folder and its subfolders. `Cargo.toml` becomes the addition to the
    /// manifest.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder or one of its files cannot be read, if its `Cargo.toml` is not
    /// valid TOML, or if the name of a module is not a Rust identifier.
    pub fn load_folder(folder: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let folder = folder.as_ref();
        let mut additions = Self::default();
        let mut found = Diagnostics::new();
        let mut open = entries(folder)?;
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(entries(&path)?);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
                let message = format!("the file cannot be read: {error}");
                found.push(Diagnostic::error(Code::UnreadableFile, &path, message));
                String::new()
            });
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            match parts.join("/") {
                name if name == "Cargo.toml" => match text.parse() {
                    Ok(manifest) => additions.manifest = manifest,
                    Err(error) => found.push(invalid_manifest(&path, &text, &error)),
                },
                name => {
                    additions.files.insert(name, text);
                }
            }
        }
        for name in additions.modules() {
            if syn::parse_str::<syn::Ident>(name).is_err() {
                let path = folder.join("src").join(format!("{name}.rs"));
                let message = format!("`{name}` is not the name of a Rust module");
                let help = "rename the file";
                found.push(Diagnostic::error(Code::InvalidRustName, path, message).help(help));
            }
        }
        found.into_result(additions)
    }
}

fn invalid_manifest(path: &Path, text: &str, error: &TomlError) -> Diagnostic {
    let before = error.span().and_then(|span| text.get(..span.start));
    let position = before.map(|before| {
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    });
    let message = format!(
        "the addition to the manifest is not valid: {}",
        error.message()
    );
    Diagnostic::error(Code::InvalidManifest, path, message).at_position(position)
}
