use std::fmt;
use std::io::{self, Read};

use bytes::{Buf, Bytes};
use http::{HeaderMap, StatusCode};

use super::wait_for;
use crate::Error;
use crate::response::Head;

/// A response whose body is streamed and [read](Read) synchronously.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut chart = client.get_chart().blocking().download()?;
/// let mut file = std::fs::File::create("chart.pdf")?;
/// std::io::copy(&mut chart, &mut file)?;
/// # Ok(())
/// # }
/// ```
pub struct Download {
    head: Head,
    content_length: Option<u64>,
    /// `None` after an error.
    download: Option<crate::Download>,
    /// The received bytes that have not been read yet.
    rest: Bytes,
}

impl Download {
    pub(super) fn new(download: crate::Download) -> Self {
        Self {
            head: download.head().clone(),
            content_length: download.content_length(),
            download: Some(download),
            rest: Bytes::new(),
        }
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the media type, such as `application/gzip`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type()
    }

    /// Returns the size of the body in bytes, if the response declares it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// Returns the request id, by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Sets the size limit of the body in bytes. Defaults to no limit.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.download = self.download.map(|download| download.limit(bytes));
        self
    }

    /// Returns the next chunk of the body; `None` at its end and after an error.
    ///
    /// # Errors
    /// Returns an error if the connection fails, no chunk arrives within the timeout, or the
    /// [limit](Self::limit) is exceeded.
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.rest.is_empty() {
            return Ok(Some(std::mem::take(&mut self.rest)));
        }
        let Some(mut download) = self.download.take() else {
            return Ok(None);
        };
        let (download, chunk) = wait_for(async move {
            let chunk = download.chunk().await;
            (download, chunk)
        })?;
        self.download = Some(download);
        chunk
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.chunk().map_err(io::Error::other)? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.rest.len());
        self.rest.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.head.status)
            .field("content_length", &self.content_length)
            .finish_non_exhaustive()
    }
}
