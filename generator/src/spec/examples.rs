//! Examples that the emitted crate carries.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics};

use super::folder::{entries, lossy};

/// Programs that show how the crate is used, written by hand.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Name and text of every Rust file, by name.
    pub files: Vec<(String, String)>,
    /// What the crate's manifest says about them: the tables `dev-dependencies` and `example`.
    pub manifest: String,
}

impl Examples {
    /// Reads the Rust files of a folder, and its `Cargo.toml`.
    ///
    /// # Errors
    /// When the folder or one of these files cannot be read.
    pub fn load_folder(folder: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let folder = folder.as_ref();
        let mut found = Diagnostics::new();
        let mut files = Vec::new();
        let is_rust = |path: &&std::path::PathBuf| path.extension().is_some_and(|it| it == "rs");
        for path in entries(folder)?.iter().filter(is_rust) {
            match read(path) {
                Ok(text) => files.push((lossy(path.file_name()), text)),
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        let manifest = read(&folder.join("Cargo.toml")).unwrap_or_else(|diagnostic| {
            found.push(diagnostic);
            String::new()
        });
        files.sort();
        found.into_result(Self { files, manifest })
    }
}

fn read(path: &Path) -> Result<String, Diagnostic> {
    std::fs::read_to_string(path).map_err(|error| {
        Diagnostic::error(
            "unreadable-file",
            path,
            format!("the file cannot be read: {error}"),
        )
    })
}
