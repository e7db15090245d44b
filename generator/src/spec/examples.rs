//! Examples that the emitted crate carries.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

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
            let text = read(path, &mut found);
            files.push((lossy(path.file_name()), text));
        }
        let manifest = read(&folder.join("Cargo.toml"), &mut found);
        files.sort();
        found.into_result(Self { files, manifest })
    }
}

/// The text of a file; empty, and a diagnostic, when it cannot be read.
fn read(path: &Path, found: &mut Diagnostics) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| {
        let message = format!("the file cannot be read: {error}");
        found.push(Diagnostic::error(Code::UnreadableFile, path, message));
        String::new()
    })
}
