use std::fmt;
use std::io::{self, Read};

use bytes::{Buf, Bytes};
use http::{HeaderMap, StatusCode};

use super::wait_for;
use crate::Error;
use crate::response::Head;

/// An answer whose body is still to come, to be [read](Read) piece by piece.
pub struct Download {
    head: Head,
    content_length: Option<u64>,
    /// `None` after a failure.
    download: Option<crate::Download>,
    /// What has come and was not read yet.
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

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The media type, such as `application/gzip`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type()
    }

    /// The size in bytes, where the API says it beforehand.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The id by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Fails once there are more bytes than these. Without it there is no limit.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.download = self.download.map(|download| download.limit(bytes));
        self
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the connection fails, nothing comes for too long, or the limit is exceeded. After that
    /// there are no more pieces.
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
