//! Access to a folder that files are written to, without ever leaving it.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use same_file::Handle;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use super::failed;

/// The name of the folder that new texts are written to before they replace files. A run that is
/// killed may leave it behind; the next run removes it.
const TEMPORARY: &str = ".intercom-codegen.tmp";

/// The name of the file that is locked during a run.
const LOCK: &str = ".intercom-codegen.lock";

/// The time to wait for another run. Writing takes less than a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder that files are written to.
///
/// Paths in it are relative, with `/` as the separator. A path that contains a symbolic link is
/// refused: the file would be elsewhere.
#[derive(Debug)]
pub(super) struct Folder {
    /// The path that the user gave, for messages.
    given: PathBuf,
    /// The canonical path.
    root: PathBuf,
}

/// A change of a file.
#[derive(Clone, Copy)]
pub(super) struct Change<'c> {
    pub path: &'c str,
    /// The present content, if the file exists.
    pub former: Option<&'c [u8]>,
    /// The new text, unless the file is removed.
    pub new: Option<&'c str>,
}

/// The failure of changes.
#[derive(Debug)]
pub(super) struct Failure {
    pub found: Diagnostics,
    /// `true` if all files are as they were before.
    pub is_undone: bool,
}

impl Failure {
    /// A failure before anything was changed.
    fn unchanged(found: Diagnostics) -> Self {
        Self {
            found,
            is_undone: true,
        }
    }
}

impl From<Failure> for Diagnostics {
    fn from(failure: Failure) -> Self {
        failure.found
    }
}

impl Folder {
    /// Opens a folder, and creates it if it does not exist.
    pub(super) fn create(dir: &Path) -> Result<Self, Diagnostics> {
        fs::create_dir_all(dir).map_err(|error| failed(Code::UnwritableFile, dir, &error))?;
        Self::open(dir).map_err(|error| failed(Code::UnwritableFile, dir, &error))
    }

    /// Opens a folder. Returns `None` if it does not exist.
    pub(super) fn existing(dir: &Path) -> Result<Option<Self>, Diagnostics> {
        match Self::open(dir) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(Code::UnreadableFile, dir, &error)),
        }
    }

    fn open(dir: &Path) -> io::Result<Self> {
        Ok(Self {
            given: dir.to_owned(),
            root: dir.canonicalize()?,
        })
    }

    /// Returns the canonical path.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of a file for messages.
    pub(super) fn shown(&self, path: &str) -> PathBuf {
        self.given.join(path)
    }

    /// Reads a file. Returns `None` if it does not exist.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostics> {
        if !self.contains(path)? {
            return Ok(None);
        }
        match fs::read(self.root.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(Code::UnreadableFile, &self.shown(path), &error)),
        }
    }

    /// Returns `true` if a file exists. Returns an error if its path contains a symbolic link, or
    /// is that of a folder, device or pipe.
    fn contains(&self, path: &str) -> Result<bool, Diagnostics> {
        let mut at = self.root.clone();
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            at.push(part);
            let kind = match fs::symlink_metadata(&at) {
                Ok(metadata) => metadata.file_type(),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
                Err(error) => {
                    return Err(failed(Code::UnreadableFile, &self.shown(path), &error));
                }
            };
            let expected = match parts.peek() {
                Some(_) if kind.is_dir() => continue,
                Some(_) => "a folder",
                None if kind.is_file() => return Ok(true),
                None => "a file",
            };
            let problem = if kind.is_symlink() {
                "is a symbolic link".to_owned()
            } else {
                format!("is not {expected}")
            };
            let below = at.strip_prefix(&self.root).unwrap_or(&at).display();
            let message = format!("`{below}` {problem}");
            let one = Diagnostic::error(Code::InvalidFilePath, self.shown(path), message);
            return Err(one.help("remove it, or choose another folder").into());
        }
        Ok(false)
    }

    /// Makes all changes, or none if one of them fails. A concurrent reader sees the old text of a
    /// file or the new one.
    pub(super) fn apply(&self, changes: &[Change<'_>]) -> Result<(), Failure> {
        let applied = self.stage(changes).and_then(|()| self.make(changes));
        // A failure to remove it is ignored: the next run removes it.
        let _ = remove_any(&self.root.join(TEMPORARY));
        applied
    }

    /// Writes all new texts to the temporary folder, where they take the space that they need.
    fn stage(&self, changes: &[Change<'_>]) -> Result<(), Failure> {
        let temporary = self.root.join(TEMPORARY);
        let create = || {
            remove_any(&temporary)?;
            fs::create_dir(&temporary)
        };
        create().map_err(|error| self.failure(TEMPORARY, &error))?;
        let staged = changes.par_iter().enumerate().map(|(index, change)| {
            self.contains(change.path).map_err(Failure::unchanged)?;
            match change.new {
                Some(text) => fs::write(self.staged(index), text)
                    .map_err(|error| self.failure(change.path, &error)),
                None => Ok(()),
            }
        });
        let staged: Vec<Result<(), Failure>> = staged.collect();
        // In the order of the changes, so that the same error is reported whatever the threads do.
        staged.into_iter().collect()
    }

    fn make(&self, changes: &[Change<'_>]) -> Result<(), Failure> {
        for (index, change) in changes.iter().enumerate() {
            let made = match change.new {
                Some(_) => self.put(&self.staged(index), change.path),
                None => self.remove(change.path),
            };
            if let Err(error) = made {
                let failure = self.failure(change.path, &error);
                // The new texts that remain take space.
                let _ = remove_any(&self.root.join(TEMPORARY));
                return Err(Failure {
                    is_undone: self.undo(&changes[..=index]),
                    ..failure
                });
            }
        }
        Ok(())
    }

    /// Restores the former contents of changes that were made. Returns `false` if that fails.
    pub(super) fn undo(&self, changes: &[Change<'_>]) -> bool {
        let (temporary, staged) = (self.root.join(TEMPORARY), self.staged(0));
        let restore = |change: &Change<'_>| match change.former {
            Some(content) => {
                fs::create_dir_all(&temporary)?;
                fs::write(&staged, content)?;
                self.put(&staged, change.path)
            }
            None => self.remove(change.path),
        };
        let restored: Vec<bool> = changes
            .iter()
            .rev()
            .map(|change| restore(change).is_ok())
            .collect();
        let _ = remove_any(&temporary);
        !restored.contains(&false)
    }

    /// Returns the path of the new text of a change.
    fn staged(&self, index: usize) -> PathBuf {
        self.root.join(TEMPORARY).join(index.to_string())
    }

    /// Moves a staged text to its file.
    fn put(&self, staged: &Path, path: &str) -> io::Result<()> {
        let file = self.root.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(staged, file)
    }

    /// Removes a file, and the folders that are empty then.
    fn remove(&self, path: &str) -> io::Result<()> {
        let file = self.root.join(path);
        let removed = remove_any_file(&file);
        let folders = file.ancestors().skip(1);
        for folder in folders.take_while(|folder| *folder != self.root) {
            match fs::remove_dir(folder) {
                Err(error) if error.kind() != ErrorKind::NotFound => break,
                _ => {}
            }
        }
        removed
    }

    fn failure(&self, path: &str, error: &io::Error) -> Failure {
        Failure::unchanged(failed(Code::UnwritableFile, &self.shown(path), error))
    }

    /// Returns the names of the files that a killed run left behind.
    pub(super) fn remains(&self) -> Vec<String> {
        let exists = |name: &&str| fs::symlink_metadata(self.root.join(name)).is_ok();
        let names = [LOCK, TEMPORARY].into_iter().filter(exists);
        names.map(str::to_owned).collect()
    }

    /// Waits until no other run writes to the folder, and prevents others from doing so. Removes
    /// the file that a killed run left behind.
    pub(super) fn lock(&self) -> Result<Lock, Diagnostics> {
        self.lock_within(PATIENCE)
    }

    fn lock_within(&self, patience: Duration) -> Result<Lock, Diagnostics> {
        let path = self.root.join(LOCK);
        let deadline = Instant::now() + patience;
        loop {
            self.contains(LOCK)?;
            match Lock::acquire(&path) {
                Ok(Some(lock)) => {
                    let removed = remove_any(&self.root.join(TEMPORARY));
                    return removed.map(|()| lock).map_err(|error| {
                        failed(Code::UnwritableFile, &self.shown(TEMPORARY), &error)
                    });
                }
                Ok(None) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(None) => {
                    let message = "another run writes to the folder";
                    let one = Diagnostic::error(Code::UnwritableFile, &self.given, message);
                    return Err(one
                        .help("wait until it ends, then run the command again")
                        .into());
                }
                Err(error) => {
                    return Err(failed(Code::UnwritableFile, &self.shown(LOCK), &error));
                }
            }
        }
    }
}

/// Returns `true` if the name is that of a file with which the program protects a folder.
pub(super) fn is_internal(path: &str) -> bool {
    [LOCK, TEMPORARY].contains(&path)
}

/// Removes a file, a link or a folder with all its content, if it exists.
fn remove_any(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        _ => remove_any_file(path),
    }
}

/// Removes a file or a link, if it exists.
fn remove_any_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        // There is no file whose name is too long, either.
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::InvalidFilename
            ) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// The exclusive right to write to a folder. It ends when the value is dropped, or with the
/// process.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Returns `None` if another run has the lock.
    fn acquire(path: &Path) -> io::Result<Option<Self>> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Some network file systems have no locks.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // The file may have been removed by its last holder in the meantime.
        match Handle::from_path(path) {
            Ok(current) if current == Handle::from_file(file.try_clone()?)? => Ok(Some(Self {
                path: path.to_owned(),
                _file: file,
            })),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that remains is reused by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests;
