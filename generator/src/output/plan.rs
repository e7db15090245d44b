//! The comparison of the files of a run with those of a folder.

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use super::folder::{Change, Folder};
use super::list::{LIST, List};
use super::{Changes, Files};

/// A file whose text is not the one to write.
pub(super) struct Differing<'f> {
    pub(super) path: &'f str,
    text: &'f str,
    /// The present content, if the file exists.
    pub(super) existing: Option<Vec<u8>>,
}

/// The changes that bring a folder of generated files up to date.
pub(super) struct Plan<'f> {
    files: &'f Files,
    /// The list of the files.
    pub(super) generated: List,
    /// The list in the folder.
    pub(super) listed: List,
    lists: Lists,
    pub(super) differing: Vec<Differing<'f>>,
    /// The paths and contents of existing files that are listed and no longer generated.
    pub(super) left_over: Vec<(String, Vec<u8>)>,
}

impl<'f> Plan<'f> {
    /// Compares the files and the list of a folder with those to be written, whose list is
    /// `generated`.
    pub(super) fn of(
        files: &'f Files,
        folder: &Folder,
        generated: List,
    ) -> Result<Self, Diagnostics> {
        let present = folder.read(LIST)?;
        let listed = List::parse(present.as_deref().unwrap_or_default(), folder)?;
        let mut left_over = Vec::new();
        for path in listed.paths().filter(|path| !files.0.contains_key(*path)) {
            if let Some(content) = folder.read(path)? {
                left_over.push((path.to_owned(), content));
            }
        }
        Ok(Self {
            files,
            lists: Lists {
                during: listed.clone().union(&generated).to_text(),
                after: generated.to_text(),
                present,
            },
            generated,
            differing: differing(files, folder)?,
            left_over,
            listed,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.differing.is_empty() && self.listed == self.generated && self.left_over.is_empty()
    }

    pub(super) fn changes(&self) -> Changes {
        let removed = self.left_over.iter().map(|(path, _)| path.clone());
        Changes {
            removed: removed.collect(),
            ..changes(self.files, &self.differing)
        }
    }

    /// Returns an error for each file that would be replaced or removed although its content was
    /// not generated.
    pub(super) fn refuse(&self, folder: &Folder) -> Result<(), Diagnostics> {
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
    pub(super) fn steps(&self) -> Vec<Change<'_>> {
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
pub(super) fn changes_of<'d>(differing: &'d [Differing<'_>]) -> Vec<Change<'d>> {
    let changes = differing.iter().map(|file| Change {
        path: file.path,
        former: file.existing.as_deref(),
        new: Some(file.text),
    });
    changes.collect()
}

/// Returns the files that do not exist with the right text.
pub(super) fn differing<'f>(
    files: &'f Files,
    folder: &Folder,
) -> Result<Vec<Differing<'f>>, Diagnostics> {
    let compared = files
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

/// Returns the result of writing the files that differ.
pub(super) fn changes(files: &Files, differing: &[Differing<'_>]) -> Changes {
    Changes {
        written: differing.iter().map(|file| file.path.to_owned()).collect(),
        removed: Vec::new(),
        unchanged: files.len() - differing.len(),
    }
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
