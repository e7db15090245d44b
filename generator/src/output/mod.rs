//! Output files: writing the changed ones, or checking that none is stale.
//!
//! Nothing outside of the output folder is read or written, and no file in it is replaced or
//! removed unless the program wrote it.

mod folder;
mod list;
mod plan;
mod stale;
mod transaction;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};

use folder::{Folder, is_internal};
use list::List;
use plan::{Plan, changes, changes_of, differing};

pub use list::LIST;
pub use stale::Stale;
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
            let plan = Plan::of(self, &folder, generated.clone())?;
            if plan.is_empty() && folder.remains().is_empty() {
                return Ok(plan.changes());
            }
        }
        let folder = Folder::create(dir)?;
        let _lock = folder.lock()?;
        let plan = Plan::of(self, &folder, generated)?;
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
            let differing = differing(self, &folder)?;
            if differing.is_empty() && folder.remains().is_empty() {
                return Ok(changes(self, &differing));
            }
        }
        let folder = Folder::create(dir)?;
        let _lock = folder.lock()?;
        let differing = differing(self, &folder)?;
        folder.apply(&changes_of(&differing))?;
        Ok(changes(self, &differing))
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
        let plan = Plan::of(self, &folder, List::of(self))?;
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
        Ok(Stale::of(&differing(self, &folder)?))
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
}

/// The treatment of files whose content was not generated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OtherContent {
    Refused,
    Replaced,
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
