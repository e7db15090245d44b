//! Output files: writing the changed ones, or checking that none is stale.
//!
//! Nothing outside of the output folder is read or written, and no file in it is replaced or
//! removed unless the program wrote it.

mod folder;
mod list;
mod transaction;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};

use folder::{Change, Folder, is_internal};
use list::List;

pub use list::LIST;
use transaction::JOURNAL;
pub use transaction::{Transaction, pending_update};

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
    /// All files are missing.
    fn all_missing(files: &Files) -> Self {
        Self {
            missing: files.0.keys().cloned().collect(),
            ..Self::default()
        }
    }

    /// The files that differ are missing or changed.
    fn of(differing: &[Differing<'_>]) -> Self {
        let mut stale = Self::default();
        for file in differing {
            match file.existing {
                Some(_) => stale.changed.push(file.path.to_owned()),
                None => stale.missing.push(file.path.to_owned()),
            }
        }
        stale
    }

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
    /// The list [`LIST`] in `dir` names the generated files. Concurrent runs wait for each other,
    /// at most 30 seconds.
    ///
    /// # Errors
    /// Returns an error, and writes nothing, if a file would be replaced or removed that no earlier
    /// run wrote, or that was changed since (see [`overwrite`](Self::overwrite)), or if a path
    /// leads out of the folder. Returns an error, and leaves all files as they were, if a file
    /// cannot be written.
    pub fn write(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        self.write_with(dir, OtherContent::Refused)
    }

    /// Writes the files like [`write`](Self::write), and also replaces and removes files that were
    /// changed since they were generated, and replaces those that no earlier run wrote.
    ///
    /// # Errors
    /// Returns an error if a path leads out of the folder, or a file cannot be written.
    pub fn overwrite(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        self.write_with(dir, OtherContent::Replaced)
    }

    fn write_with(&self, dir: &Path, other: OtherContent) -> Result<Changes, Diagnostics> {
        self.check_paths(dir)?;
        let generated = List::of(self);
        // A folder that is up to date need not be writable.
        if let Some(folder) = Folder::existing(dir)? {
            let plan = self.plan(&folder, generated.clone())?;
            if plan.is_empty() && folder.remains().is_empty() {
                return Ok(plan.changes());
            }
        }
        let folder = Folder::create(dir)?;
        let _lock = folder.lock()?;
        let plan = self.plan(&folder, generated)?;
        if other == OtherContent::Refused {
            plan.refuse(&folder)?;
        }
        folder.apply(&plan.steps())?;
        Ok(plan.changes())
    }

    /// Writes the files that differ to a folder that contains other files: replaces existing files,
    /// removes none, and keeps no list.
    ///
    /// # Errors
    /// Returns an error if a path leads out of the folder, or a file cannot be written.
    pub fn write_among_others(&self, dir: &Path) -> Result<Changes, Diagnostics> {
        self.check_paths(dir)?;
        if let Some(folder) = Folder::existing(dir)? {
            let differing = self.differing(&folder)?;
            if differing.is_empty() && folder.remains().is_empty() {
                return Ok(self.changes(&differing));
            }
        }
        let folder = Folder::create(dir)?;
        let _lock = folder.lock()?;
        let differing = self.differing(&folder)?;
        folder.apply(&changes_of(&differing))?;
        Ok(self.changes(&differing))
    }

    /// Returns the differences of `dir` from the output of [`Files::write`], and the files that an
    /// interrupted run left behind. Writes nothing.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or a path leads out of the folder.
    pub fn check(&self, dir: &Path) -> Result<Stale, Diagnostics> {
        self.check_paths(dir)?;
        let Some(folder) = Folder::existing(dir)? else {
            return Ok(Stale::all_missing(self));
        };
        let plan = self.plan(&folder, List::of(self))?;
        let left_over = plan.left_over.into_iter().map(|(path, _)| path);
        let mut stale = Stale {
            left_over: folder.remains().into_iter().chain(left_over).collect(),
            ..Stale::of(&plan.differing)
        };
        if stale.is_empty() && plan.listed != plan.generated {
            stale.changed.push(LIST.to_owned());
        }
        Ok(stale)
    }

    /// Returns the differences of `dir` from the output of [`Files::write_among_others`]: files
    /// that do not exist or have another text. Writes nothing.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or a path leads out of the folder.
    pub fn check_among_others(&self, dir: &Path) -> Result<Stale, Diagnostics> {
        self.check_paths(dir)?;
        let Some(folder) = Folder::existing(dir)? else {
            return Ok(Stale::all_missing(self));
        };
        Ok(Stale::of(&self.differing(&folder)?))
    }

    /// Returns an error for each path that leads out of the folder. `origin` is the file or folder
    /// to report.
    fn check_paths(&self, origin: &Path) -> Result<(), Diagnostics> {
        let bad = self.0.keys().filter(|path| !is_inside(path));
        let found: Diagnostics = bad
            .map(|path| {
                let path = escape_control(path);
                let message = format!("`{path}` is not the path of an output file");
                Diagnostic::error(Code::InvalidFilePath, origin, message)
            })
            .collect();
        found.into_result(())
    }

    /// Compares the files and the list of a folder with those to be written, whose list is
    /// `generated`.
    fn plan(&self, folder: &Folder, generated: List) -> Result<Plan<'_>, Diagnostics> {
        let present = folder.read(LIST)?;
        let listed = List::parse(present.as_deref().unwrap_or_default(), folder)?;
        let mut left_over = Vec::new();
        for path in listed.paths().filter(|path| !self.0.contains_key(*path)) {
            if let Some(content) = folder.read(path)? {
                left_over.push((path.to_owned(), content));
            }
        }
        Ok(Plan {
            files: self,
            lists: Lists {
                during: listed.clone().union(&generated).to_text(),
                after: generated.to_text(),
                present,
            },
            generated,
            differing: self.differing(folder)?,
            left_over,
            listed,
        })
    }

    /// Returns the files that do not exist with the right text.
    fn differing(&self, folder: &Folder) -> Result<Vec<Differing<'_>>, Diagnostics> {
        let compared = self
            .0
            .par_iter()
            .filter_map(|(path, text)| match folder.read(path) {
                Ok(Some(existing)) if existing == text.as_bytes() => None,
                existing => Some(existing.map(|existing| Differing {
                    path,
                    text,
                    existing,
                })),
            });
        let differing: Vec<_> = compared.collect();
        // In the order of the paths, so that the same error is reported whatever the threads do.
        differing.into_iter().collect()
    }

    fn changes(&self, differing: &[Differing<'_>]) -> Changes {
        Changes {
            written: differing.iter().map(|file| file.path.to_owned()).collect(),
            removed: Vec::new(),
            unchanged: self.len() - differing.len(),
        }
    }
}

/// The treatment of files whose content was not generated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OtherContent {
    Refused,
    Replaced,
}

/// A file whose text is not the one to write.
struct Differing<'f> {
    path: &'f str,
    text: &'f str,
    /// The present content, if the file exists.
    existing: Option<Vec<u8>>,
}

/// The changes that bring a folder of generated files up to date.
struct Plan<'f> {
    files: &'f Files,
    /// The list of the files.
    generated: List,
    /// The list in the folder.
    listed: List,
    lists: Lists,
    differing: Vec<Differing<'f>>,
    /// The paths and contents of existing files that are listed and no longer generated.
    left_over: Vec<(String, Vec<u8>)>,
}

impl Plan<'_> {
    fn is_empty(&self) -> bool {
        self.differing.is_empty() && self.listed == self.generated && self.left_over.is_empty()
    }

    fn changes(&self) -> Changes {
        let removed = self.left_over.iter().map(|(path, _)| path.clone());
        Changes {
            removed: removed.collect(),
            ..self.files.changes(&self.differing)
        }
    }

    /// Returns an error for each file that would be replaced or removed although its content was
    /// not generated.
    fn refuse(&self, folder: &Folder) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for file in &self.differing {
            let content = file.existing.as_deref();
            if content.is_some_and(|content| !self.listed.contains_text(file.path, content)) {
                found.push(if self.listed.contains(file.path) {
                    modified(folder, file.path, "replaced")
                } else {
                    foreign(folder, file.path)
                });
            }
        }
        for (path, content) in &self.left_over {
            if !self.listed.contains_text(path, content) {
                found.push(modified(folder, path, "removed"));
            }
        }
        found.into_result(())
    }

    /// Returns the changes of files, in order. The list comes first, since a run may be
    /// interrupted: then it has the old and the new text of each file.
    fn steps(&self) -> Vec<Change<'_>> {
        let lists = &self.lists;
        let list = |former, new| Change {
            path: LIST,
            former,
            new,
        };
        let removed = self.left_over.iter().map(|(path, content)| Change {
            path,
            former: Some(content),
            new: None,
        });
        let before = list(lists.present.as_deref(), Some(lists.during.as_str()));
        let after = list(Some(lists.during.as_bytes()), Some(lists.after.as_str()));
        std::iter::once(before)
            .chain(changes_of(&self.differing))
            .chain(removed)
            .chain([after])
            .collect()
    }
}

/// The texts of the list in the course of a run.
struct Lists {
    present: Option<Vec<u8>>,
    during: String,
    after: String,
}

/// Returns the changes that write the files.
fn changes_of<'d>(differing: &'d [Differing<'_>]) -> Vec<Change<'d>> {
    let changes = differing.iter().map(|file| Change {
        path: file.path,
        former: file.existing.as_deref(),
        new: Some(file.text),
    });
    changes.collect()
}

/// Returns the names of the files that an interrupted run left behind in a folder. The next run
/// that writes to the folder removes them.
///
/// # Errors
/// Returns an error if the folder cannot be read.
pub fn remains(dir: &Path) -> Result<Vec<String>, Diagnostics> {
    let folder = Folder::existing(dir)?;
    Ok(folder.map(|folder| folder.remains()).unwrap_or_default())
}

fn foreign(folder: &Folder, path: &str) -> Diagnostic {
    let message = format!("`{path}` already exists and was not written by this program");
    Diagnostic::error(Code::ForeignFile, folder.shown(path), message)
        .help("choose another folder, or move the file; `generate --overwrite` replaces it")
}

fn modified(folder: &Folder, path: &str, fate: &str) -> Diagnostic {
    let message = format!("`{path}` was changed since it was generated, and would be {fate}");
    Diagnostic::error(Code::ModifiedFile, folder.shown(path), message)
        .help("move the change elsewhere; `generate --overwrite` discards it")
}

/// Returns `true` if a path is within the folder that it is relative to, and is not that of a file
/// that the program needs itself.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    let unusual = |c: char| matches!(c, '\\' | ':') || c.is_control();
    let is_own = path == LIST || path == JOURNAL || is_internal(path);
    path.split('/').all(plain) && !path.contains(unusual) && !is_own
}

fn failed(code: Code, path: &Path, error: &io::Error) -> Diagnostics {
    let action = match code {
        Code::UnreadableFile => "read",
        _ => "written",
    };
    Diagnostic::error(code, path, format!("the file cannot be {action}: {error}")).into()
}
