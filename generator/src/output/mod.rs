//! The files that a run makes: write what changed, or check that nothing would.

mod transaction;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub use transaction::Transaction;

/// The list of generated files that [`Files::write`] keeps in the folder: one path a line.
pub const LIST: &str = ".generated-files";

/// Files to write, by their path relative to the folder they go into, with `/` between parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Files(BTreeMap<String, String>);

/// What a run changed in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have another text now.
    pub written: Vec<String>,
    /// Files of an earlier run that are gone.
    pub removed: Vec<String>,
    /// How many files had the right text already.
    pub unchanged: usize,
}

/// Where a folder differs from what a run would make of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Files with another text.
    pub changed: Vec<String>,
    /// Files of an earlier run that are no longer made.
    pub left_over: Vec<String>,
}

impl Stale {
    /// Whether nothing differs.
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
        for (what, paths) in groups {
            for path in paths {
                writeln!(f, "{what}: {path}")?;
            }
        }
        Ok(())
    }
}

/// Files by path and text; of two with the same path, the last.
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
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; one with the same path is replaced.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// A file's text.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The files by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes `dir` hold these files, touching only those that differ.
    ///
    /// Files of an earlier run that are no longer made are removed, by the list that is kept in
    /// `dir` under the name [`LIST`].
    ///
    /// # Errors
    /// When a file cannot be written, or one with another text is there that no earlier run made;
    /// nothing is written then.
    pub fn write(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        self.check_writable(dir)?;
        self.write_over(dir)
    }

    /// Fails as [`write`](Self::write) would before it writes anything.
    fn check_writable(&self, dir: &Path) -> Result<(), Diagnostics> {
        self.check_paths(dir)?;
        refuse_foreign(dir, &self.pending(dir)?, &read_list(dir)?)
    }

    /// Writes without asking whose the files are that are there.
    fn write_over(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        let listed = read_list(dir)?;
        let pending = self.pending(dir)?;
        let made: BTreeSet<String> = self.0.keys().cloned().collect();
        // A run that is interrupted leaves no file that the list does not name.
        write_list(dir, &made.union(&listed).cloned().collect())?;
        let written = self.write_pending(dir, &pending)?;
        let removed: Vec<String> = listed.difference(&made).cloned().collect();
        for path in &removed {
            remove(dir, path)?;
        }
        write_list(dir, &made)?;
        Ok(Changes {
            unchanged: self.len() - written.len(),
            written,
            removed,
        })
    }

    /// Puts these files into a folder that holds others as well: no list, nothing removed, and a
    /// file that is already there is replaced.
    ///
    /// # Errors
    /// When a file cannot be written.
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

    /// Says how `dir` differs from what [`Files::write`] would make of it. Writes nothing.
    ///
    /// # Errors
    /// When a file cannot be read.
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

    /// The files that are not there with the right text.
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

/// How a file differs from the one to write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Missing,
    Differs,
}

/// A file that no earlier run made is somebody's work.
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
            let message = format!("`{path}` is there already and was not made by this program");
            Diagnostic::error(Code::ForeignFile, dir.join(path), message)
                .help("choose another folder, or move the file away")
        })
        .collect();
    found.into_result(())
}

/// Whether a path stays inside the folder it is joined to.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    path.split('/').all(plain) && !path.contains(['\\', ':', '\n'])
}

fn outside(dir: &Path, path: &str) -> Diagnostic {
    let message = format!("`{path}` is no path of a file inside the folder");
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

/// Writes a file at once: whoever reads it meanwhile sees the old text or the new one.
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
        // Whether this succeeds changes nothing: the first error is the one to report.
        let _ = std::fs::remove_file(&temporary);
        failed(Code::UnwritableFile, path, &error)
    })
}

/// Removes a file, and the folders that are empty without it.
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
        // Fails for the first folder that still holds something, as it should.
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn failed(code: Code, path: &Path, error: &io::Error) -> Diagnostics {
    let what = match code {
        Code::UnreadableFile => "read",
        _ => "written",
    };
    Diagnostic::error(code, path, format!("the file cannot be {what}: {error}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dir: &Path, path: &str) -> Option<String> {
        std::fs::read_to_string(dir.join(path)).ok()
    }

    #[test]
    fn only_what_differs_is_written_and_what_is_gone_is_removed() {
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
    fn a_file_of_somebody_else_is_not_overwritten() {
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
    fn paths_stay_inside() {
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
