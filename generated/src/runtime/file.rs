use std::fmt;

use bytes::Bytes;

/// A file to upload.
#[derive(Clone, PartialEq)]
pub struct File {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) bytes: Bytes,
}

impl File {
    /// A file of type `application/octet-stream`.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            content_type: "application/octet-stream".to_owned(),
            bytes: bytes.into(),
        }
    }

    /// Sets the media type, such as `text/csv`. One that cannot be parsed makes the request
    /// fail before it is sent.
    #[must_use]
    pub fn content_type(mut self, mime: impl Into<String>) -> Self {
        self.content_type = mime.into();
        self
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("length", &self.bytes.len())
            .finish()
    }
}
