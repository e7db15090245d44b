use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::ReadFailure;
use crate::error::Cause;

/// The maximum size of a chunk in bytes.
const CHUNK_SIZE: u64 = 64 << 10;

/// The contents of a file on disk, as a stream of exactly as many bytes as the file had when it was
/// opened. Another number of bytes is an error, because the length is sent before the contents.
pub(super) struct Contents {
    file: File,
    length: u64,
    remaining: u64,
    name: String,
    failure: ReadFailure,
}

impl Contents {
    /// Opens a file. An error of reading it later is stored in `failure`.
    pub(super) async fn open(path: &Path, name: &str, failure: &ReadFailure) -> io::Result<Self> {
        // Before it is opened, because opening a pipe waits for its other end.
        check_kind(&tokio::fs::metadata(path).await?)?;
        let file = File::open(path).await?;
        let metadata = file.metadata().await?;
        check_kind(&metadata)?;
        Ok(Self {
            file,
            length: metadata.len(),
            remaining: metadata.len(),
            name: name.to_owned(),
            failure: failure.clone(),
        })
    }

    /// Returns the size in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        // One byte more than expected shows whether the file has grown.
        let size = self.remaining.clamp(1, CHUNK_SIZE);
        let mut chunk = BytesMut::zeroed(usize::try_from(size).unwrap_or(1));
        let mut buffer = ReadBuf::new(&mut chunk);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let read = buffer.filled().len();
        Poll::Ready(match (read, self.remaining) {
            (0, 0) => Ok(None),
            (0, _) | (_, 0) => Err(size_has_changed(self.length)),
            _ => {
                self.remaining = self.remaining.saturating_sub(read as u64);
                chunk.truncate(read);
                Ok(Some(chunk.freeze()))
            }
        })
    }
}

impl Stream for Contents {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.poll_chunk(context));
        if let Err(error) = &chunk {
            let name = std::mem::take(&mut self.name);
            let error = io::Error::new(error.kind(), error.to_string());
            self.failure.set(Cause::Upload { name, error });
        }
        Poll::Ready(chunk.transpose())
    }
}

fn check_kind(metadata: &std::fs::Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a directory",
        ));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is a device, a pipe or a socket",
        ));
    }
    Ok(())
}

fn size_has_changed(length: u64) -> io::Error {
    io::Error::other(format!(
        "its size is no longer {length} bytes, as when it was opened"
    ))
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::io::Write;
    use std::time::Duration;

    use tempfile::NamedTempFile;

    use super::*;

    fn file(size: usize) -> NamedTempFile {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(&vec![b'~'; size]).unwrap();
        file
    }

    async fn open(file: &NamedTempFile) -> (Contents, ReadFailure) {
        let failure = ReadFailure::default();
        let contents = Contents::open(file.path(), "chart.pdf", &failure);
        (contents.await.unwrap(), failure)
    }

    /// Reads to the end and returns the number of bytes.
    async fn read(contents: &mut Contents) -> io::Result<usize> {
        let mut read = 0;
        loop {
            let next = poll_fn(|context| Pin::new(&mut *contents).poll_next(context)).await;
            match next.transpose()? {
                Some(chunk) => read += chunk.len(),
                None => return Ok(read),
            }
        }
    }

    #[tokio::test]
    async fn a_file_is_read_to_its_end() {
        for size in [0, 1, 65_536, 200_000] {
            let file = file(size);
            let (mut contents, failure) = open(&file).await;
            assert_eq!(contents.length(), size as u64);
            assert_eq!(read(&mut contents).await.unwrap(), size);
            assert!(failure.take().is_none());
        }
    }

    #[tokio::test]
    async fn a_file_of_another_size_is_an_error() {
        for size in [0, 1_000, 199_999, 200_001, 300_000] {
            let file = file(200_000);
            let (mut contents, failure) = open(&file).await;
            file.as_file().set_len(size).unwrap();
            let error = read(&mut contents).await.unwrap_err();
            assert!(error.to_string().contains("200000"), "{error}");
            let cause = failure.take().expect("the error is stored");
            assert!(matches!(cause, Cause::Upload { name, .. } if name == "chart.pdf"));
        }
    }

    /// Opening waits without blocking the thread, so that a deadline ends it.
    #[test]
    fn opening_ends_at_a_deadline() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .max_blocking_threads(1)
            .build()
            .unwrap();
        runtime.block_on(async {
            // The only thread for files is occupied, as it is by a disk that does not respond.
            let (release, released) = std::sync::mpsc::channel::<()>();
            let occupied = tokio::task::spawn_blocking(move || released.recv());
            let (file, failure) = (file(10), ReadFailure::default());
            let opening = Contents::open(file.path(), "chart", &failure);
            let opened = crate::send::within(Duration::from_millis(10), opening).await;
            assert!(opened.is_none());
            drop(release);
            assert!(occupied.await.unwrap().is_err());
        });
    }

    #[tokio::test]
    async fn a_directory_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let failure = ReadFailure::default();
        let opened = Contents::open(folder.path(), "charts", &failure).await;
        let error = opened.map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn special_files_are_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let failure = ReadFailure::default();
        for path in [socket.as_path(), pipe.as_path(), Path::new("/dev/zero")] {
            let opened = Contents::open(path, "chart", &failure).await;
            let error = opened.map(|_| ()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{path:?}");
        }
    }
}
