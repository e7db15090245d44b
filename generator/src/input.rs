//! The documents of a run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::ConfigFile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::document::{Version, find_documents, omitted_versions};

/// The input of a generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// A folder with one document per version.
    Folder(PathBuf),
    /// A single document, and its version if it has one.
    Document(PathBuf, Option<Version>),
}

impl Input {
    /// Returns the path of the document or folder.
    pub(crate) fn path(&self) -> &Path {
        let (Self::Document(path, _) | Self::Folder(path)) = self;
        path
    }

    /// Returns the name of the document or folder, without extension.
    pub(crate) fn stem(&self) -> String {
        let stem = self.path().file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }

    /// Returns the versions of all documents of a folder; none for a single document, or if the
    /// folder has errors.
    pub(crate) fn versions(&self) -> Vec<Version> {
        let documents = match self {
            Self::Document(..) => return Vec::new(),
            Self::Folder(folder) => find_documents(folder).unwrap_or_default(),
        };
        documents.into_iter().map(|(version, _)| version).collect()
    }

    /// Returns the documents of the selected versions, oldest first; of all versions if none is
    /// selected.
    pub(crate) fn documents(
        &self,
        versions: &BTreeSet<String>,
        config: &ConfigFile,
    ) -> Result<Vec<(Option<Version>, PathBuf)>, Diagnostics> {
        let (folder, documents) = match self {
            Self::Document(file, version) => return Ok(vec![(*version, file.clone())]),
            Self::Folder(folder) => (folder, find_documents(folder)?),
        };
        let known = documents.iter().map(|(version, _)| *version).collect();
        let selected = selected(versions, folder, known, config)?;
        Ok(documents
            .into_iter()
            .filter(|(version, _)| selected.contains(version))
            .map(|(version, path)| (Some(version), path))
            .collect())
    }

    /// Returns a warning for each version of a folder besides the known ones whose document is in a
    /// folder that is not searched.
    pub(crate) fn omitted(&self, known: BTreeSet<Version>) -> Diagnostics {
        match self {
            Self::Document(..) => Diagnostics::new(),
            Self::Folder(folder) => omitted_versions(folder, known),
        }
    }
}

fn selected(
    versions: &BTreeSet<String>,
    folder: &Path,
    known: BTreeSet<Version>,
    config: &ConfigFile,
) -> Result<BTreeSet<Version>, Diagnostics> {
    if versions.is_empty() {
        return Ok(known);
    }
    let mut selected = BTreeSet::new();
    let mut found = Diagnostics::new();
    for name in versions {
        match name.parse::<Version>() {
            Ok(version) if known.contains(&version) => {
                selected.insert(version);
            }
            _ => {
                let unknown = unknown_version(folder, name, &known);
                found.push(config.locate(unknown, "versions", name));
            }
        }
    }
    found.into_result(selected)
}

fn unknown_version(folder: &Path, name: &str, known: &BTreeSet<Version>) -> Diagnostic {
    let labels: Vec<String> = known.iter().map(Version::label).collect();
    let message = format!("the folder has no document of version `{name}`");
    let mut help = format!("the versions are `{}`", labels.join("`, `"));
    if let Some(label) = nearest(name, labels.iter().map(String::as_str)) {
        help = format!("did you mean `{label}`? {help}");
    }
    Diagnostic::error(Code::UnknownVersion, folder, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(versions: &[&str]) -> Result<usize, Diagnostics> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["2.9.yaml", "2.16.yaml", "preview.yaml"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let versions = versions.iter().map(|&name| name.to_owned()).collect();
        let documents =
            Input::Folder(folder.path().to_owned()).documents(&versions, &ConfigFile::default());
        documents.map(|documents| documents.len())
    }

    #[test]
    fn known_versions_are_selected() {
        assert_eq!(selected(&[]).unwrap(), 3);
        assert_eq!(selected(&["2.9", "preview"]).unwrap(), 2);
    }

    #[test]
    fn an_unknown_version_is_reported_with_the_known_ones() {
        let help = |version| {
            let found = selected(&[version]).unwrap_err();
            found.into_iter().next().unwrap().help.unwrap()
        };
        assert_eq!(help("3.0"), "the versions are `2.9`, `2.16`, `Preview`");
        assert_eq!(
            help("preveiw"),
            "did you mean `Preview`? the versions are `2.9`, `2.16`, `Preview`"
        );
    }
}
