#[cfg(not(target_arch = "wasm32"))]
mod contents;

use std::fmt::{self, Display};
#[cfg(not(target_arch = "wasm32"))]
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use reqwest::multipart::Part;

use super::body::encode_name;
use super::error::Cause;
#[cfg(not(target_arch = "wasm32"))]
use contents::Contents;

/// A file to upload, from memory or from disk.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// let boats = File::new("boats.csv", "name,length\nAda,12\n").content_type("text/csv");
/// client.upload_chart(boats).send().await?;
///
/// let chart = File::from_path("charts/2026.pdf")
///     .name("chart.pdf")
///     .content_type("application/pdf");
/// client.upload_chart(chart).send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct File {
    pub(super) name: String,
    content_type: Option<String>,
    /// Names and values.
    headers: Vec<(String, String)>,
    content: Content,
}

#[derive(Clone, PartialEq)]
enum Content {
    Bytes(Bytes),
    #[cfg(not(target_arch = "wasm32"))]
    Path(PathBuf),
}

impl File {
    /// Creates a file from bytes in memory.
    ///
    /// Its media type defaults to that of the extension of its name, such as `image/png`, or else
    /// to `application/octet-stream`.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            content_type: None,
            headers: Vec::new(),
            content: Content::Bytes(bytes.into()),
        }
    }

    /// Creates a file from a path on disk.
    ///
    /// It is streamed from disk by each attempt of the request and never read into memory whole. If
    /// it cannot be opened, or is a directory, device, pipe or socket, the request returns an error
    /// ([`Error::is_invalid`]). If its size changes while it is sent, the request is interrupted
    /// and returns an error.
    ///
    /// Its name defaults to the file name of the path, its media type to that of the extension, or
    /// else to `application/octet-stream`.
    ///
    /// [`Error::is_invalid`]: crate::Error::is_invalid
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default();
        Self {
            name: name.to_string_lossy().into_owned(),
            content_type: None,
            headers: Vec::new(),
            content: Content::Path(path.to_owned()),
        }
    }

    /// Sets the file name to send.
    ///
    /// Quotes and control characters in it are percent-encoded.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the media type, such as `text/csv`.
    ///
    /// If it is not a valid media type, the request returns an error before it is sent.
    #[must_use]
    pub fn content_type(mut self, mime: impl Into<String>) -> Self {
        self.content_type = Some(mime.into());
        self
    }

    /// Sets a header of the part that the file is sent as, such as a checksum.
    ///
    /// If it is not a valid header, or describes the media type or the name, the request returns an
    /// error before it is sent. Browsers do not send headers of parts.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Display) -> Self {
        let name: String = name.into();
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.to_string()));
        self
    }

    /// Sets the media types of which the file has one, unless its media type is set: that of the
    /// extension of its name if it is one of them, or else the first that is not a range.
    #[doc(hidden)]
    #[must_use]
    pub fn or_content_type(mut self, allowed: &str) -> Self {
        if self.content_type.is_none() {
            self.content_type = self.allowed(allowed);
        }
        self
    }

    /// Returns the media type of the extension of the name if it is one of some media types, or else
    /// the first of them that is not a range.
    pub(super) fn allowed(&self, allowed: &str) -> Option<String> {
        let guess = self.guess();
        let allowed = || allowed.split(',').map(str::trim);
        let is_guess = |allowed: &str| match allowed.strip_suffix('*') {
            Some(range) => range == "*/" || guess.starts_with(range),
            None => guess.eq_ignore_ascii_case(allowed),
        };
        if allowed().any(is_guess) {
            return Some(guess.to_owned());
        }
        let mut concrete = allowed().filter(|name| !name.ends_with('*'));
        concrete.next().map(str::to_owned)
    }

    /// Returns the path of a file on disk.
    #[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.content {
            Content::Bytes(_) => None,
            Content::Path(path) => Some(path),
        }
    }

    pub(super) fn media_type(&self) -> &str {
        self.content_type.as_deref().unwrap_or(self.guess())
    }

    /// Returns the headers of the part besides those of the media type and the name.
    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the media type of the extension of the name.
    fn guess(&self) -> &'static str {
        let guess = mime_guess::from_path(&self.name).first_raw();
        guess.unwrap_or("application/octet-stream")
    }

    /// Creates the part of a form. An error of reading the file while it is sent is stored in
    /// `failure`.
    #[cfg_attr(target_arch = "wasm32", allow(unused_variables))]
    pub(super) async fn part(&self, failure: &ReadFailure) -> Result<Part, Cause> {
        let part = match &self.content {
            Content::Bytes(bytes) => Part::stream(bytes.clone()),
            #[cfg(not(target_arch = "wasm32"))]
            Content::Path(path) => {
                let contents = Contents::open(path, &self.name, failure).await;
                let contents = contents.map_err(|error| Cause::File {
                    name: self.name.clone(),
                    error,
                })?;
                let length = contents.length();
                Part::stream_with_length(reqwest::Body::wrap_stream(contents), length)
            }
        };
        Ok(part.file_name(encode_name(&self.name)))
    }
}

/// The first error of reading a file while it is sent. HTTP/2 reports it as a reset stream only.
#[derive(Clone, Default)]
pub(super) struct ReadFailure(Arc<Mutex<Option<Cause>>>);

impl ReadFailure {
    #[cfg(not(target_arch = "wasm32"))]
    fn set(&self, cause: Cause) {
        self.cause().get_or_insert(cause);
    }

    pub(super) fn take(&self) -> Option<Cause> {
        self.cause().take()
    }

    fn cause(&self) -> MutexGuard<'_, Option<Cause>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("File");
        debug
            .field("name", &self.name)
            .field("content_type", &self.media_type());
        if !self.headers.is_empty() {
            let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
            debug.field("headers", &names);
        }
        match &self.content {
            Content::Bytes(bytes) => debug.field("length", &bytes.len()),
            #[cfg(not(target_arch = "wasm32"))]
            Content::Path(path) => debug.field("path", path),
        };
        debug.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_is_that_of_the_name_if_it_is_allowed() {
        for (name, allowed, expected) in [
            ("a.png", "", "image/png"),
            ("a.png", "image/png, image/jpeg", "image/png"),
            ("a.jpg", "image/png, image/jpeg", "image/jpeg"),
            ("a.pdf", "image/png, image/jpeg", "image/png"),
            ("a.png", "image/*", "image/png"),
            ("a.pdf", "image/*, application/zip", "application/zip"),
            ("a.pdf", "image/*", "application/pdf"),
            ("a", "", "application/octet-stream"),
            ("a", "*/*", "application/octet-stream"),
        ] {
            let mut file = File::new(name, "");
            if !allowed.is_empty() {
                file = file.or_content_type(allowed);
            }
            assert_eq!(file.media_type(), expected, "{name} as {allowed}");
        }
        let file = File::new("a.png", "").content_type("text/csv");
        assert_eq!(file.or_content_type("image/png").media_type(), "text/csv");
    }
}
