//! The files that a generator reads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::Generator;
use crate::diagnostic::Diagnostics;
use crate::document::Version;
use crate::overlay::Overlay;

impl Generator {
    /// Returns the files and folders that are read.
    pub(crate) fn files_read(&self) -> Vec<PathBuf> {
        let input = self.input.path().to_owned();
        let mut files = vec![input];
        files.extend(self.overlays.iter().cloned());
        files.extend(self.descriptions.clone());
        files.extend(self.config_file.path().map(Path::to_owned));
        files
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
                Err(errors) => found.extend(errors),
            }
        }
        let versions = self.input.versions();
        if !versions.is_empty() {
            let checked = overlays.iter().map(|one| one.check_versions(&versions));
            checked.for_each(|errors| found.extend(errors));
        }
        found.into_result(overlays)
    }

    pub(crate) fn inputs(&self) -> Result<Vec<(Option<Version>, PathBuf)>, Diagnostics> {
        self.input.documents(&self.versions, &self.config_file)
    }

    /// Returns a warning for each version besides the known ones that is left out, unless versions
    /// are selected.
    pub(crate) fn omitted_versions(&self, known: BTreeSet<Version>) -> Diagnostics {
        if self.versions.is_empty() {
            self.input.omitted(known)
        } else {
            Diagnostics::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A selection of versions does not invalidate the overlays of the others.
    #[test]
    fn versions_of_overlays_are_those_of_the_documents() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for name in ["2.9.yaml", "2.10.yaml"] {
            std::fs::write(path.join(name), "").unwrap();
        }
        let overlay = path.join("docs.yaml");
        let head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\n";
        let action = "actions: [{target: $.x, remove: true, x-versions: ['2.10', '9.0']}]";
        std::fs::write(&overlay, format!("{head}{action}")).unwrap();
        let versions = Generator::documents(path).versions(["2.9"]);
        let found = versions.overlay(&overlay).load_overlays().unwrap_err();
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["`9.0` in `x-versions` matches no document"]);
        let document = Generator::document(path.join("2.9.yaml")).overlay(&overlay);
        assert!(document.load_overlays().is_ok());
    }
}
