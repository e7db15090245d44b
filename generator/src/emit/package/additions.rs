//! Hand-written files of the emitted crate.

use std::collections::BTreeMap;
use std::path::Path;

use toml_edit::{DocumentMut, TomlError};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, escape_control};
use crate::document::entries;
use crate::model::is_device;

/// Hand-written files to include in the emitted crate: README, changelog, examples, code.
///
/// A file `src/NAME.rs` is a module of the crate:
///
/// - `service`: its type `Policy` implements `Service` of `intercom-codegen-runtime` for the
///   clients.
/// - `webhooks`: compiled with the feature `webhooks`, and replaces the runtime's module.
/// - Any other module is public.
///
/// A file `docs/crate.md` is the main part of the crate's page, in place of the example
/// `examples/quick_start.rs` and of the overview. It is left out if a version that it names is not
/// enabled.
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

    /// Reads all files of a folder and its subfolders, which are text in UTF-8. `Cargo.toml` becomes
    /// the addition to the manifest.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder or one of its files cannot be read or is not UTF-8, if an entry
    /// of the folder is a symbolic link, device or pipe, or has a name that Windows reserves, if its `Cargo.toml` is not valid TOML, or if the name of
    /// a module is not a Rust identifier.
    pub fn load_folder(folder: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let folder = folder.as_ref();
        let mut additions = Self::default();
        let mut found = Diagnostics::new();
        let mut open = entries(folder)?;
        while let Some(path) = open.pop() {
            let text = match read(&path) {
                Ok(Entry::Folder) => {
                    open.extend(entries(&path)?);
                    continue;
                }
                Ok(Entry::File(text)) => text,
                Err(unreadable) => {
                    found.extend(unreadable);
                    continue;
                }
            };
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
        for path in additions.files.keys() {
            let is_reserved = |part: &&str| {
                let stem = part.split('.').next().unwrap_or_default();
                is_device(&stem.to_lowercase())
            };
            if let Some(part) = path.split('/').find(is_reserved) {
                let message = format!("`{}` is reserved on Windows", escape_control(part));
                let path = folder.join(path);
                found.push(
                    Diagnostic::error(Code::InvalidFilePath, path, message).help("rename it"),
                );
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

/// An entry of the folder.
enum Entry {
    Folder,
    /// A file, with its text.
    File(String),
}

/// Reads an entry of the folder. Links are not followed: they could lead out of the folder, and the
/// crate would contain any file of the computer.
fn read(path: &Path) -> Result<Entry, Diagnostics> {
    let unreadable = |error: std::io::Error| {
        let message = format!("the file cannot be read: {error}");
        Diagnostics::from(Diagnostic::error(Code::UnreadableFile, path, message))
    };
    let kind = std::fs::symlink_metadata(path)
        .map_err(unreadable)?
        .file_type();
    if kind.is_dir() {
        return Ok(Entry::Folder);
    }
    if !kind.is_file() {
        let (message, help) = if kind.is_symlink() {
            (
                "a symbolic link cannot be added to the crate",
                "copy the file",
            )
        } else {
            ("only files can be added to the crate", "remove it")
        };
        let one = Diagnostic::error(Code::InvalidFilePath, path, message);
        return Err(one.help(help).into());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let message = "the file is not UTF-8: only text can be added to the crate";
        let one = Diagnostic::error(Code::NotUtf8, path, message);
        Diagnostics::from(one.help("convert or remove the file"))
    })?;
    Ok(Entry::File(text))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_not_read() {
        use std::os::unix::fs::symlink;

        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("crate");
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::write(outer.path().join("secret"), "mine").unwrap();
        std::fs::write(folder.join("README.md"), "text").unwrap();
        symlink("../secret", folder.join("file")).unwrap();
        symlink("README.md", folder.join("inside")).unwrap();
        symlink("..", folder.join("src/folder")).unwrap();
        let pipe = std::process::Command::new("mkfifo")
            .arg(folder.join("pipe"))
            .status();
        assert!(pipe.unwrap().success());
        let found = Additions::load_folder(&folder).unwrap_err();
        let mut names: Vec<_> = found
            .iter()
            .map(|one| (one.code, one.file.file_name().unwrap().to_str().unwrap()))
            .collect();
        names.sort_unstable();
        let expected = ["file", "folder", "inside", "pipe"];
        assert_eq!(names, expected.map(|name| (Code::InvalidFilePath, name)));
        for name in ["file", "inside", "src/folder", "pipe"] {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
        // The folder itself may be a link.
        let link = outer.path().join("link");
        symlink(&folder, &link).unwrap();
        let additions = Additions::load_folder(link).unwrap();
        assert_eq!(additions.files["README.md"], "text");
    }
}
