//! Output files: writing the changed ones, or checking that none is stale.

mod transaction;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub use transaction::Transaction;

/// The name of the list of generated files that [`Files::write`] keeps in the folder: one path per
/// line.
pub const LIST: &str = ".generated-files";

/// Files to write, by path relative to the output folder, with `/` as the separator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Files(BTreeMap<String, String>);

/// The changes of a run in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The files that were created or changed.
    pub written: Vec<String>,
    /// The files of an earlier run that were removed.
    pub removed: Vec<String>,
    /// The number of files that were up to date.
    pub unchanged: usize,
}

/// The differences of a folder from the output of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// The files that do not exist.
    pub missing: Vec<String>,
    /// The files with a different text.
    pub changed: Vec<String>,
    /// The files of an earlier run that are no longer generated.
    pub left_over: Vec<String>,
}

impl Stale {
    /// Returns `true` if the folder is up to date.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.left_over.is_empty()
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [
            ("missing", &self.missing),
            ("changed", &self.changed),
            ("left over", &self.left_over),
        ];
        for (label, paths) in groups {
            for path in paths {
                writeln!(f, "{label}: {path}")?;
            }
        }
        Ok(())
    }
}

/// Collects files by path and text. A later file replaces an earlier one with the same path.
impl<P: Into<String>, T: Into<String>> FromIterator<(P, T)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        let files = files.into_iter();
        Self(
            files
                .map(|(path, text)| (path.into(), text.into()))
                .collect(),
        )
    }
}

impl Files {
    /// Creates an empty set of files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one with the same path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// Returns the text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Returns the paths and texts, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if there are no files.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes the files that differ to `dir`, and removes the files of earlier runs that are no
    /// longer generated.
    ///
    /// The list [`LIST`] in `dir` names the generated files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written. Returns an error, and writes nothing, if a
    /// different file exists that no earlier run wrote.
    pub fn write(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        self.check_writable(dir)?;
        self.write_over(dir)
    }

    /// Returns the errors that [`write`](Self::write) returns before it writes anything.
    fn check_writable(&self, dir: &Path) -> Result<(), Diagnostics> {
        self.check_paths(dir)?;
        refuse_foreign(dir, &self.pending(dir)?, &read_list(dir)?)
    }

    /// Writes the files, and replaces existing ones whoever wrote them.
    fn write_over(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        let listed = read_list(dir)?;
        let pending = self.pending(dir)?;
        let generated: BTreeSet<String> = self.0.keys().cloned().collect();
        // The list names every file, also after a run that is interrupted.
        write_list(dir, &generated.union(&listed).cloned().collect())?;
        let written = self.write_pending(dir, &pending)?;
        let removed: Vec<String> = listed.difference(&generated).cloned().collect();
        for path in &removed {
            remove(dir, path)?;
        }
        write_list(dir, &generated)?;
        Ok(Changes {
            unchanged: self.len() - written.len(),
            written,
            removed,
        })
    }

    /// Writes the files that differ to a folder that contains other files: replaces existing files,
    /// removes none, and keeps no list.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub fn write_among_others(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        self.check_paths(dir)?;
        let pending = self.pending(dir)?;
        let written = self.write_pending(dir, &pending)?;
        Ok(Changes {
            unchanged: self.len() - written.len(),
            written,
            removed: Vec::new(),
        })
    }

    /// Returns the differences of `dir` from the output of [`Files::write`]. Writes nothing.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read.
    pub fn check(&self, dir: &Path) -> Result<Stale, Diagnostics> {
        self.check_paths(dir)?;
        let mut stale = Stale::default();
        for (path, state) in self.pending(dir)? {
            match state {
                State::Missing => stale.missing.push(path.to_owned()),
                State::Differs => stale.changed.push(path.to_owned()),
            }
        }
        let listed = read_list(dir)?;
        let left_over = listed.into_iter().filter(|path| !self.0.contains_key(path));
        stale.left_over = left_over.filter(|path| dir.join(path).exists()).collect();
        Ok(stale)
    }

    fn check_paths(&self, dir: &Path) -> Result<(), Diagnostics> {
        let bad = self
            .0
            .keys()
            .filter(|path| !is_inside(path) || *path == LIST);
        let found: Diagnostics = bad.map(|path| outside(dir, path)).collect();
        found.into_result(())
    }

    /// Returns the files that do not exist with the right text.
    fn pending(&self, dir: &Path) -> Result<Vec<(&str, State)>, Diagnostics> {
        let mut pending = Vec::new();
        for (path, text) in self.iter() {
            match std::fs::read(dir.join(path)) {
                Ok(bytes) if bytes == text.as_bytes() => {}
                Ok(_) => pending.push((path, State::Differs)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    pending.push((path, State::Missing));
                }
                Err(error) => return Err(failed(Code::UnreadableFile, &dir.join(path), &error)),
            }
        }
        Ok(pending)
    }

    fn write_pending(
        &self,
        dir: &Path,
        pending: &[(&str, State)],
    ) -> Result<Vec<String>, Diagnostics> {
        for (path, _) in pending {
            replace(&dir.join(path), self.get(path).unwrap_or_default())?;
        }
        Ok(pending.iter().map(|(path, _)| (*path).to_owned()).collect())
    }
}

/// The state of a file that differs from the one to write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Missing,
    Differs,
}

/// Refuses to replace files that no earlier run wrote.
fn refuse_foreign(
    dir: &Path,
    pending: &[(&str, State)],
    listed: &BTreeSet<String>,
) -> Result<(), Diagnostics> {
    let foreign = pending
        .iter()
        .filter(|(path, state)| *state == State::Differs && !listed.contains(*path));
    let found: Diagnostics = foreign
        .map(|(path, _)| {
            let message = format!("`{path}` already exists and was not written by this program");
            Diagnostic::error(Code::ForeignFile, dir.join(path), message)
                .help("choose another folder, or move the file")
        })
        .collect();
    found.into_result(())
}

/// Returns `true` if a path is within the folder that it is relative to.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    path.split('/').all(plain) && !path.contains(['\\', ':', '\n'])
}

fn outside(dir: &Path, path: &str) -> Diagnostic {
    let message = format!("`{path}` is not the path of a file inside the folder");
    Diagnostic::error(Code::InvalidFilePath, dir.join(LIST), message)
}

fn read_list(dir: &Path) -> Result<BTreeSet<String>, Diagnostics> {
    let path = dir.join(LIST);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(failed(Code::UnreadableFile, &path, &error)),
    };
    let bad = text.lines().filter(|line| !is_inside(line));
    let found: Diagnostics = bad.map(|line| outside(dir, line)).collect();
    found.into_result(text.lines().map(str::to_owned).collect())
}

fn write_list(dir: &Path, paths: &BTreeSet<String>) -> Result<(), Diagnostics> {
    let text: String = paths.iter().map(|path| format!("{path}\n")).collect();
    let path = dir.join(LIST);
    match std::fs::read(&path) {
        Ok(bytes) if bytes == text.as_bytes() => Ok(()),
        _ => replace(&path, &text),
    }
}

/// Writes a file atomically: a concurrent reader sees the old text or the new one.
fn replace(path: &Path, text: &str) -> Result<(), Diagnostics> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let write = || {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&temporary, text)?;
        std::fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        // A failure to remove it is ignored: the first error is the one to report.
        let _ = std::fs::remove_file(&temporary);
        failed(Code::UnwritableFile, path, &error)
    })
}

/// Removes a file, and the folders that are empty then.
fn remove(dir: &Path, path: &str) -> Result<(), Diagnostics> {
    let file = dir.join(path);
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(failed(Code::UnwritableFile, &file, &error));
        }
        _ => {}
    }
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != dir);
    for folder in folders {
        // Fails for the first folder that is not empty.
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn failed(code: Code, path: &Path, error: &io::Error) -> Diagnostics {
    let action = match code {
        Code::UnreadableFile => "read",
        _ => "written",
    };
    Diagnostic::error(code, path, format!("the file cannot be {action}: {error}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dir: &Path, path: &str) -> Option<String> {
        std::fs::read_to_string(dir.join(path)).ok()
    }

    #[test]
    fn changed_files_are_written_and_stale_files_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        let first = Files::from_iter([("a", "1"), ("src/b/c.rs", "2"), ("d", "3")]);
        assert_eq!(first.write(dir).unwrap().written.len(), 3);
        std::fs::write(dir.join("mine"), "kept").unwrap();

        let second = Files::from_iter([("a", "1"), ("d", "4")]);
        let stale = second.check(dir).unwrap();
        assert_eq!(stale.to_string(), "changed: d\nleft over: src/b/c.rs\n");
        let changes = second.write(dir).unwrap();
        assert_eq!(changes.written, ["d"]);
        assert_eq!(changes.removed, ["src/b/c.rs"]);
        assert_eq!(changes.unchanged, 1);
        assert!(!dir.join("src").exists());
        assert_eq!(read(dir, "mine").as_deref(), Some("kept"));
        assert_eq!(read(dir, LIST).as_deref(), Some("a\nd\n"));
        assert!(second.check(dir).unwrap().is_empty());
        assert_eq!(second.write(dir).unwrap().written, Vec::<String>::new());
    }

    #[test]
    fn a_foreign_file_is_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("Cargo.toml"), "mine").unwrap();
        let files = Files::from_iter([("Cargo.toml", "ours"), ("src/lib.rs", "")]);
        let found = files.write(dir.path()).unwrap_err();
        assert_eq!(found.iter().next().unwrap().code.as_str(), "foreign-file");
        assert_eq!(read(dir.path(), "Cargo.toml").as_deref(), Some("mine"));
        assert!(!dir.path().join("src").exists());
        files.write_among_others(dir.path()).unwrap();
        assert_eq!(read(dir.path(), "Cargo.toml").as_deref(), Some("ours"));
    }

    #[test]
    fn paths_outside_the_folder_are_refused() {
        let outer = tempfile::tempdir().unwrap();
        let dir = outer.path().join("dir");
        std::fs::create_dir(&dir).unwrap();
        std::fs::write(outer.path().join("victim"), "").unwrap();
        for path in ["../victim", "/etc/x", "a//b", "a/../../victim", ""] {
            assert!(
                Files::from_iter([(path, "")]).write(&dir).is_err(),
                "{path}"
            );
            std::fs::write(dir.join(LIST), format!("{path}\n")).unwrap();
            assert!(Files::from_iter([("a", "")]).write(&dir).is_err(), "{path}");
            std::fs::remove_file(dir.join(LIST)).unwrap();
        }
        assert!(outer.path().join("victim").exists());
    }
}
