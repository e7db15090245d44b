//! Discovery of the documents in a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::version::Version;
use crate::document::{Source, parse};

/// The names, without extension, of files in such a folder that are not documents.
const OTHER_FILES: &[&str] = &["docs"];

/// Finds the documents of a folder, oldest version first.
///
/// The folder is either flat (`2.7.yaml` … `preview.yaml`), or has a folder for each version, which
/// contains a document of any name (`2.7/api.yaml` …, where `0` is the preview). These folders can be
/// in a folder `descriptions`. Documents have the extension `yaml`, `yml` or `json`. Other folders
/// are ignored unless they contain a document, which is a file that declares its version of OpenAPI.
///
/// # Errors
///
/// Returns an error if the folder cannot be read or contains no document, if the name of a document
/// or of its folder is not a version, or if two documents have the same version.
pub fn find_documents(folder: &Path) -> Result<Vec<(Version, PathBuf)>, Diagnostics> {
    let candidates = match descriptions(folder) {
        Some(descriptions) => documents_below(&descriptions, |_, _| true)?,
        None => documents_in_either(folder)?,
    };
    let mut found = Diagnostics::new();
    let mut documents = BTreeMap::new();
    for (name, path) in candidates {
        if OTHER_FILES.contains(&name.as_str()) {
            continue;
        }
        match name.parse::<Version>() {
            Err(error) => found.push(unknown_version(&path, &error.to_string())),
            Ok(version) => {
                if let Some(other) = documents.insert(version, path.clone()) {
                    found.push(duplicate_version(version, &path, &other));
                }
            }
        }
    }
    if documents.is_empty() && found.is_empty() {
        found.push(no_documents(folder));
    }
    found.into_result(documents.into_iter().collect())
}

/// Returns a warning for each version that has documents only in the folders of folders, which are not
/// searched.
pub(crate) fn omitted_versions(folder: &Path, mut known: BTreeSet<Version>) -> Diagnostics {
    let root = descriptions(folder).unwrap_or_else(|| folder.to_owned());
    let mut found = Diagnostics::new();
    for outer in folders(&root) {
        for inner in folders(&outer) {
            for (name, path) in documents_in(&inner).unwrap_or_default() {
                let names = [name, lossy(inner.file_name()), lossy(outer.file_name())];
                let version = names.iter().find_map(|name| name.parse::<Version>().ok());
                if let Some(version) = version
                    && !known.contains(&version)
                    && is_openapi_document(&path)
                {
                    known.insert(version);
                    found.push(omitted_version(version, &path));
                }
            }
        }
    }
    found
}

/// Returns the folder `descriptions` of a folder, if it has one.
fn descriptions(folder: &Path) -> Option<PathBuf> {
    let descriptions = folder.join("descriptions");
    descriptions.is_dir().then_some(descriptions)
}

/// Returns the folders of a folder, sorted; none if it cannot be read. Hidden ones are skipped.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let mut folders = entries(parent).unwrap_or_default();
    folders.retain(|path| path.is_dir() && !lossy(path.file_name()).starts_with('.'));
    folders
}

/// Returns `true` if a flat folder contains the document of any version.
#[cfg(feature = "lint")]
pub(crate) fn has_documents(folder: &Path) -> Result<bool, Diagnostics> {
    let documents = documents_in(folder)?;
    Ok(documents
        .iter()
        .any(|(name, _)| name.parse::<Version>().is_ok()))
}

/// Returns the names, without extension, and paths of the YAML and JSON files in a folder, sorted.
/// Hidden files are skipped.
pub(crate) fn documents_in(folder: &Path) -> Result<Vec<(String, PathBuf)>, Diagnostics> {
    let is_document = |path: &PathBuf| {
        let is_hidden = lossy(path.file_name()).starts_with('.');
        is_yaml_or_json(path) && !is_hidden && path.is_file()
    };
    let paths = entries(folder)?.into_iter().filter(is_document);
    Ok(paths.map(|path| (lossy(path.file_stem()), path)).collect())
}

/// Returns `true` if the extension of a path, in any case, is `yaml`, `yml` or `json`.
fn is_yaml_or_json(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["yaml", "yml", "json"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns the YAML and JSON files of a folder, and the documents in its folders: the files of those
/// that are named after a version, and the OpenAPI documents of the others.
fn documents_in_either(folder: &Path) -> Result<Vec<(String, PathBuf)>, Diagnostics> {
    let mut documents = documents_in(folder)?;
    let is_included =
        |name: &str, path: &Path| name.parse::<Version>().is_ok() || is_openapi_document(path);
    documents.extend(documents_below(folder, is_included)?);
    Ok(documents)
}

/// Returns `true` if a file declares its version of OpenAPI, also one that is not valid YAML or JSON.
fn is_openapi_document(path: &Path) -> bool {
    let Ok(source) = Source::read(path) else {
        return false;
    };
    match parse(&source) {
        Ok(value) => value.get("openapi").or(value.get("swagger")).is_some(),
        Err(_) => source.text().lines().any(declares_openapi),
    }
}

/// Returns `true` if a line begins with the key of the version of OpenAPI, in YAML or JSON.
fn declares_openapi(line: &str) -> bool {
    let json = line.trim_start_matches([' ', '\t', '{']);
    ["openapi:", "swagger:"]
        .iter()
        .any(|key| line.starts_with(key))
        || ["\"openapi\"", "\"swagger\""]
            .iter()
            .any(|key| json.starts_with(key))
}

/// Returns the YAML and JSON files in the folders of a folder that are `included` by the name of
/// their folder and their path, each with the name of its folder. Hidden folders are skipped.
fn documents_below(
    parent: &Path,
    included: impl Fn(&str, &Path) -> bool,
) -> Result<Vec<(String, PathBuf)>, Diagnostics> {
    let mut documents = Vec::new();
    for folder in entries(parent)? {
        let name = lossy(folder.file_name());
        if folder.is_dir() && !name.starts_with('.') {
            let found = documents_in(&folder)?.into_iter().map(|(_, path)| path);
            let found = found.filter(|path| included(&name, path));
            documents.extend(found.map(|path| (name.clone(), path)));
        }
    }
    Ok(documents)
}

/// Returns the paths of the entries of a folder, sorted.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Diagnostics> {
    let unreadable = |error: std::io::Error| {
        let message = format!("the folder cannot be read: {error}");
        Diagnostics::from(Diagnostic::error(Code::UnreadableFolder, folder, message))
    };
    let entries: Result<Vec<PathBuf>, _> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect();
    let mut paths = entries.map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}

fn lossy(name: Option<&std::ffi::OsStr>) -> String {
    name.unwrap_or_default().to_string_lossy().into_owned()
}

fn unknown_version(path: &Path, message: &str) -> Diagnostic {
    Diagnostic::error(Code::UnknownVersion, path, message).help(
        "name the document, or its folder, after its version, which is two numbers such as `2.16` \
         or `preview`; or move it out of the folder",
    )
}

fn duplicate_version(version: Version, path: &Path, other: &Path) -> Diagnostic {
    let other = other.display();
    let message = format!("version `{version}` has two documents: the other one is `{other}`");
    Diagnostic::error(Code::DuplicateVersion, path, message).help("remove one of the documents")
}

fn omitted_version(version: Version, path: &Path) -> Diagnostic {
    let message =
        format!("version `{version}` is left out: its document is in a folder of another folder");
    Diagnostic::warning(Code::NoDocuments, path, message).help(
        "move the document to a folder that is named after the version, such as `2.16/api.yaml`; \
         other documents can be generated with `--document`",
    )
}

fn no_documents(folder: &Path) -> Diagnostic {
    Diagnostic::error(Code::NoDocuments, folder, "the folder contains no document").help(
        "name documents, or their folders, after their version, such as `2.16.yaml`, \
             `preview.yaml` or `2.16/api.yaml`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn touch(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
    }

    fn labels(folder: &Path) -> Vec<String> {
        let documents = find_documents(folder).unwrap();
        documents
            .iter()
            .map(|(version, _)| version.label())
            .collect()
    }

    #[test]
    fn a_flat_folder_is_sorted_by_version() {
        let folder = tempfile::tempdir().unwrap();
        let others = [
            "LICENSE.md",
            "sources.toml",
            "docs.yaml",
            ".pending-update.json",
            "overlays/ids.yaml",
        ];
        touch(folder.path(), &["2.10.yaml", "preview.yaml", "2.9.yaml"]);
        touch(folder.path(), &others);
        assert_eq!(labels(folder.path()), ["2.9", "2.10", "Preview"]);
    }

    #[test]
    fn documents_are_found_in_the_folders_of_their_versions() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["README.md", "descriptions/0/api.yaml", "fern/x.yaml"];
        touch(folder.path(), &names);
        touch(folder.path(), &["descriptions/2.7/harbour.yml"]);
        assert_eq!(labels(folder.path()), ["2.7", "Preview"]);
        assert_eq!(
            labels(&folder.path().join("descriptions")),
            ["2.7", "Preview"]
        );
    }

    #[test]
    fn other_folders_beside_the_folders_of_versions_are_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["2.7/api.yaml", "2.8.yaml", "overlays/ids.yaml", "docs.yaml"];
        touch(folder.path(), &names);
        assert_eq!(labels(folder.path()), ["2.7", "2.8"]);
    }

    /// Folders of schemas, examples or overlays are not those of a version.
    #[test]
    fn documents_in_folders_that_are_not_versions_are_reported() {
        let with_text = |names: &[&str], text: &str| {
            let folder = tempfile::tempdir().unwrap();
            touch(folder.path(), &["1.0/api.yaml", "schemas/ship.yaml"]);
            touch(folder.path(), names);
            for name in names {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            let found = find_documents(folder.path()).unwrap_err();
            let messages = found.iter().map(|one| one.message.clone());
            messages.collect::<Vec<_>>()
        };
        let unknown = |names: &[&str]| with_text(names, "{\"openapi\": \"3.0.3\"}");
        assert_eq!(
            unknown(&["2024-05-01/api.yaml", "v2/api.JSON"]),
            ["`2024-05-01` is not a version", "`v2` is not a version"]
        );
        // Documents that are not valid YAML or JSON.
        for text in ["openapi: 3.0.3\n[", "{\n  \"openapi\": \"3.0.3\",\n"] {
            let found = with_text(&["v2/api.yaml"], text);
            assert_eq!(found, ["`v2` is not a version"], "{text}");
        }
        assert_eq!(unknown(&["v2.0.yaml"]), ["`v2.0` is not a version"]);
    }

    #[test]
    fn versions_in_folders_of_folders_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let documents = [
            "2.9/nested/api.yaml",
            "apis/2.10/api.yaml",
            "apis/2.10/copy.yaml",
            "apis/old/preview.json",
            "apis/2.7/api.yaml",
            "apis/next/api.yaml",
        ];
        let others = ["2.7.yaml", "2.7/schemas/2.8.yaml", ".git/2.8/api.yaml"];
        touch(folder.path(), &documents);
        touch(folder.path(), &others);
        for name in documents {
            std::fs::write(folder.path().join(name), "{\"openapi\": \"3.0.3\"}").unwrap();
        }
        let known = BTreeSet::from(["2.7".parse().unwrap()]);
        let found = omitted_versions(folder.path(), known);
        let paths = found.iter().map(|one| {
            let path = one.file.strip_prefix(folder.path()).unwrap();
            path.to_str().unwrap().replace('\\', "/")
        });
        assert_eq!(
            paths.collect::<Vec<_>>(),
            [
                "2.9/nested/api.yaml",
                "apis/2.10/api.yaml",
                "apis/old/preview.json"
            ]
        );
        assert!(found.iter().all(|one| one.severity == Severity::Warning));
    }

    #[test]
    fn extensions_are_compared_without_case() {
        let folder = tempfile::tempdir().unwrap();
        touch(folder.path(), &["1.0.yml", "2.0.YAML", "3.0/api.Json"]);
        assert_eq!(labels(folder.path()), ["1.0", "2.0", "3.0"]);
    }

    #[test]
    fn unexpected_names_are_reported() {
        let code = |names: &[&str]| {
            let folder = tempfile::tempdir().unwrap();
            touch(folder.path(), names);
            let found = find_documents(folder.path()).unwrap_err();
            found
                .iter()
                .map(|one| one.code.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(code(&["2.7.yaml", "petstore.yaml"]), ["unknown-version"]);
        assert_eq!(code(&["descriptions/next/api.yaml"]), ["unknown-version"]);
        assert_eq!(code(&["2.7.yaml", "2.7.json"]), ["duplicate-version"]);
        let two = ["descriptions/2.7/api.yaml", "descriptions/2.7/other.yaml"];
        assert_eq!(code(&two), ["duplicate-version"]);
        assert_eq!(code(&["2.7/api.yaml", "2.7.yaml"]), ["duplicate-version"]);
        assert_eq!(code(&["README.md"]), ["no-documents"]);
    }
}
