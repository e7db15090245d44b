//! Downloads to files, with a progress bar on a terminal.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use tempfile::NamedTempFile;

use super::failure::Failure;
use crate::Request;

/// The greatest number of symbolic links that lead to a file, that of Linux.
const MAX_LINKS: usize = 40;

/// The destination of a download.
enum Destination {
    /// A temporary file in the folder of the file that it replaces or creates when it is complete.
    File(NamedTempFile, PathBuf),
    /// A device or a pipe.
    Stream(File),
}

impl Destination {
    /// Opens the destination: that of a symbolic link is the file that the link leads to.
    ///
    /// # Errors
    /// Returns an error if the file cannot be created or written.
    fn open(path: &Path) -> io::Result<Self> {
        let permissions = match OpenOptions::new().write(true).open(path) {
            Ok(file) => match file.metadata() {
                Ok(metadata) if metadata.is_file() => Some(metadata.permissions()),
                _ => return Ok(Self::Stream(file)),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let path = without_links(path);
        let folder = path.parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        Ok(Self::File(temporary(folder, permissions)?, path))
    }

    /// Replaces the file with the temporary one, which is complete.
    fn finish(self) -> io::Result<()> {
        match self {
            Self::File(file, path) => file.persist(path).map(drop).map_err(|error| error.error),
            Self::Stream(_) => Ok(()),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.write(bytes),
            Self::Stream(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file, _) => file.flush(),
            Self::Stream(file) => file.flush(),
        }
    }
}

/// Returns the path of the file that symbolic links lead to, whether or not it exists.
fn without_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = fs::read_link(&path) else {
            break;
        };
        path.pop();
        path.push(target);
    }
    path
}

/// Creates a temporary file, with the permissions of the file that it will replace or else those of
/// a new file.
#[cfg(unix)]
fn temporary(folder: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;

    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    if let Some(permissions) = permissions {
        let mode = permissions.mode() & 0o777;
        file.as_file()
            .set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(file)
}

/// Creates a temporary file.
#[cfg(not(unix))]
fn temporary(folder: &Path, _: Option<Permissions>) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

/// Writes the response body to a file, which replaces an existing one when it is complete, or to a
/// device or pipe.
pub(super) async fn download(request: Request, path: &str) -> Result<(), Failure> {
    let failure = |error| Failure::file(path, &error);
    // A request whose response cannot be written is not sent.
    let mut destination = Destination::open(Path::new(path)).map_err(failure)?;
    let mut download = request.download().await?;
    let bar = bar(download.content_length());
    let mut size = 0;
    let outcome = loop {
        match download.chunk().await {
            Ok(Some(chunk)) => {
                if let Err(error) = destination.write_all(&chunk) {
                    break Err(failure(error));
                }
                size += chunk.len() as u64;
                bar.set_position(size);
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(Failure::Request(error)),
        }
    };
    bar.finish_and_clear();
    outcome?;
    destination.finish().map_err(failure)?;
    let message = format!("{path}: {}\n", HumanBytes(size));
    // Nothing can be done if the terminal is gone.
    let _ = std::io::stderr().lock().write_all(message.as_bytes());
    Ok(())
}

/// Returns a bar on standard error, which is only drawn on a terminal.
fn bar(length: Option<u64>) -> ProgressBar {
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "{bar:40} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {bytes} {binary_bytes_per_sec}",
        ),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;
    use std::thread;

    use super::*;

    /// Writes a response, which is truncated after one byte unless it is complete.
    fn write(path: &Path, is_complete: bool) {
        let mut destination = Destination::open(path).unwrap();
        destination.write_all(b"n").unwrap();
        if is_complete {
            destination.write_all(b"ew").unwrap();
            destination.finish().unwrap();
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_complete_response_replaces_a_file_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let [file, partial] = ["a", "a.partial"].map(|name| folder.path().join(name));
        fs::write(&partial, "mine").unwrap();
        for old_mode in [0o600, 0o666] {
            fs::write(&file, "old").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(old_mode)).unwrap();
            write(&file, false);
            assert_eq!(fs::read(&file).unwrap(), b"old");
            write(&file, true);
            assert_eq!(fs::read(&file).unwrap(), b"new");
            assert_eq!(mode(&file), old_mode);
        }
        assert_eq!(fs::read(&partial).unwrap(), b"mine");
        assert_eq!(names(folder.path()), ["a", "a.partial"]);
    }

    #[test]
    fn a_new_file_has_the_mode_of_new_files() {
        let folder = tempfile::tempdir().unwrap();
        let [file, other] = ["a", "b"].map(|name| folder.path().join(name));
        File::create(&other).unwrap();
        write(&file, false);
        assert_eq!(names(folder.path()), ["b"]);
        write(&file, true);
        assert_eq!(mode(&file), mode(&other));
    }

    #[test]
    fn symbolic_links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("data")).unwrap();
        fs::write(path("data/old"), "old").unwrap();
        // A link to a link, to a file and to none.
        for (link, target) in [("first", "data/second"), ("none", "data/none")] {
            symlink(target, path(link)).unwrap();
        }
        symlink("../data/old", path("data/second")).unwrap();
        for (link, target) in [("first", "data/old"), ("none", "data/none")] {
            write(&path(link), true);
            assert!(path(link).is_symlink());
            assert_eq!(fs::read(path(target)).unwrap(), b"new");
        }
        assert_eq!(names(&path("data")), ["none", "old", "second"]);
        symlink("loop", path("loop")).unwrap();
        assert!(Destination::open(&path("loop")).is_err());
    }

    #[test]
    fn a_pipe_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let link = folder.path().join("link");
        symlink("pipe", &link).unwrap();
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        write(&link, true);
        assert_eq!(reader.join().unwrap(), b"new");
        assert_eq!(names(folder.path()), ["link", "pipe"]);
    }

    #[test]
    fn folders_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Destination::open(folder.path()).is_err());
        assert!(Destination::open(&folder.path().join("none/a")).is_err());
        assert_eq!(names(folder.path()), [""; 0]);
    }
}
