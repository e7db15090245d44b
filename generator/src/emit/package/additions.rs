//! Hand-written files of the emitted crate.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::entries;

/// Hand-written files to include in the emitted crate: README, changelog, examples, code.
///
/// A file `src/NAME.rs` is a module of the crate:
///
/// - `service`: its type `Policy` implements `Service` of `intercom-codegen-runtime` for the
///   clients.
/// - `webhooks`: compiled with the feature `webhooks`, and replaces the runtime's module.
/// - Any other module is public.
#[derive(Clone, Debug)]
pub struct Additions {
    /// The contents of the files, by their paths in the crate.
    pub files: BTreeMap<String, String>,
    /// Additions to the crate's manifest: keys of `[package]`, including `version`, followed by
    /// whole tables such as `[dev-dependencies]`.
    pub manifest: String,
}

impl Default for Additions {
    fn default() -> Self {
        Self {
            files: BTreeMap::new(),
            manifest: "version = \"0.1.0\"\n".to_owned(),
        }
    }
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
    /// Returns an error if the folder or one of its files cannot be read.
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
                name if name == "Cargo.toml" => additions.manifest = text,
                name => {
                    additions.files.insert(name, text);
                }
            }
        }
        found.into_result(additions)
    }
}
