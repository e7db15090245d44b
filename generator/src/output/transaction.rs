//! Writing files of several folders as one transaction.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostics};

use super::{Changes, Files, failed, replace};

/// The name of the journal: the files that are being written.
const JOURNAL: &str = ".pending-update.json";

/// Files for several folders that are written all or not at all.
///
/// They are first written to a journal, atomically. From then on they count as written: if the run
/// is interrupted, the next one completes it with [`recover`](Self::recover).
#[derive(Debug, Serialize, Deserialize)]
pub struct Transaction {
    #[serde(skip)]
    journal: PathBuf,
    parts: Vec<Part>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Part {
    folder: PathBuf,
    /// `true` if the folder contains generated files only, so that stale ones are removed.
    is_whole: bool,
    files: Files,
}

impl Transaction {
    /// Creates a transaction with its journal in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            journal: folder.join(JOURNAL),
            parts: Vec::new(),
        }
    }

    /// Adds files that are written like by [`Files::write`].
    #[must_use]
    pub fn whole(self, folder: &Path, files: &Files) -> Self {
        self.with(folder, files, true)
    }

    /// Adds files that are written like by [`Files::write_among_others`].
    #[must_use]
    pub fn among_others(self, folder: &Path, files: &Files) -> Self {
        self.with(folder, files, false)
    }

    fn with(mut self, folder: &Path, files: &Files, is_whole: bool) -> Self {
        self.parts.push(Part {
            folder: folder.to_owned(),
            is_whole,
            files: files.clone(),
        });
        self
    }

    /// Writes the files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written. If the journal is written by then, the next
    /// run completes the transaction.
    pub fn commit(&self) -> Result<Changes, Diagnostics> {
        for part in self.parts.iter().filter(|part| part.is_whole) {
            part.files.check_writable(&part.folder)?;
        }
        let text = serde_json::to_string(self)
            .map_err(|error| failed(Code::UnwritableFile, &self.journal, &error.into()))?;
        replace(&self.journal, &text)?;
        self.apply()
    }

    /// Completes the transaction whose journal is in `folder`. Returns `true` if there was one.
    ///
    /// # Errors
    /// Returns an error if the journal cannot be read or a file cannot be written.
    pub fn recover(folder: &Path) -> Result<bool, Diagnostics> {
        let journal = folder.join(JOURNAL);
        let text = match std::fs::read_to_string(&journal) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(failed(Code::UnreadableFile, &journal, &error)),
        };
        let mut transaction: Self = serde_json::from_str(&text)
            .map_err(|error| failed(Code::UnreadableFile, &journal, &error.into()))?;
        transaction.journal = journal;
        transaction.apply()?;
        Ok(true)
    }

    /// Writes the files and removes the journal. Idempotent.
    fn apply(&self) -> Result<Changes, Diagnostics> {
        let mut all = Changes::default();
        for part in &self.parts {
            let changes = if part.is_whole {
                part.files.write_over(&part.folder)?
            } else {
                part.files.write_among_others(&part.folder)?
            };
            all.written.extend(changes.written);
            all.removed.extend(changes.removed);
            all.unchanged += changes.unchanged;
        }
        std::fs::remove_file(&self.journal)
            .map_err(|error| failed(Code::UnwritableFile, &self.journal, &error))?;
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: PathBuf) -> Option<String> {
        std::fs::read_to_string(path).ok()
    }

    #[test]
    fn an_interrupted_run_is_completed() {
        let root = tempfile::tempdir().unwrap();
        let (spec, out) = (root.path().join("spec"), root.path().join("crate"));
        std::fs::create_dir_all(&spec).unwrap();
        std::fs::write(spec.join("kept"), "mine").unwrap();
        Files::from_iter([("lib.rs", "old"), ("gone.rs", "old")])
            .write(&out)
            .unwrap();
        let transaction = Transaction::new(&spec)
            .among_others(&spec, &Files::from_iter([("2.7.yaml", "new")]))
            .whole(&out, &Files::from_iter([("lib.rs", "new")]));

        // A run that was interrupted right after it wrote the journal.
        let text = serde_json::to_string(&transaction).unwrap();
        std::fs::write(spec.join(JOURNAL), text).unwrap();
        assert_eq!(read(out.join("lib.rs")).as_deref(), Some("old"));

        assert!(Transaction::recover(&spec).unwrap());
        assert_eq!(read(out.join("lib.rs")).as_deref(), Some("new"));
        assert_eq!(read(out.join("gone.rs")), None);
        assert_eq!(read(spec.join("2.7.yaml")).as_deref(), Some("new"));
        assert_eq!(read(spec.join("kept")).as_deref(), Some("mine"));
        assert!(!Transaction::recover(&spec).unwrap(), "recovered once");
        assert!(transaction.commit().unwrap().written.is_empty());
    }

    #[test]
    fn a_foreign_file_fails_the_transaction_before_anything_is_written() {
        let root = tempfile::tempdir().unwrap();
        let (spec, out) = (root.path().join("spec"), root.path().join("crate"));
        std::fs::create_dir_all(&out).unwrap();
        std::fs::write(out.join("lib.rs"), "mine").unwrap();
        let transaction = Transaction::new(&spec)
            .among_others(&spec, &Files::from_iter([("2.7.yaml", "new")]))
            .whole(&out, &Files::from_iter([("lib.rs", "new")]));
        assert!(transaction.commit().is_err());
        assert_eq!(read(spec.join("2.7.yaml")), None);
        assert_eq!(read(out.join("lib.rs")).as_deref(), Some("mine"));
    }
}
