//! The kinds of answers that operations have.

use std::marker::PhantomData;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::json::{Anomaly, Decode, Decoded, decode_body, path_of};

/// How the answer of an operation is read.
pub trait ResponseKind {
    /// What it is read as.
    type Output;

    /// What the request asks for in `Accept`, unless the operation says otherwise.
    const ACCEPT: &'static str = "*/*";

    /// Whether an answer of this status is read; any other is an error.
    #[must_use]
    fn accepts(status: StatusCode) -> bool {
        status.is_success()
    }

    /// Reads an answer, but for values that are not what the document says.
    ///
    /// # Errors
    /// When it is not what the operation answers.
    fn read(headers: &HeaderMap, body: &Bytes) -> Result<Decoded<Self::Output>, Unreadable>;
}

/// Why an answer could not be read.
#[derive(Debug)]
pub struct Unreadable {
    pub(super) path: Option<String>,
    pub(super) source: Box<dyn std::error::Error + Send + Sync>,
}

impl Unreadable {
    fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            path: None,
            source: source.into(),
        }
    }

    fn json(error: serde_json::Error, body: &[u8]) -> Self {
        Self {
            path: Some(path_of(&error, body)),
            source: error.into(),
        }
    }

    pub(super) fn anomaly(anomaly: &Anomaly) -> Self {
        Self {
            path: Some(anomaly.path().to_owned()),
            source: anomaly.reason().into(),
        }
    }
}

/// A body of JSON, read as `T`.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// A body of text in UTF-8.
#[derive(Debug)]
pub enum Text {}

/// A body of bytes.
#[derive(Debug)]
pub enum Binary {}

/// Success and nothing else; a body is dropped.
#[derive(Debug)]
pub enum Empty {}

/// A redirect, read as the address that it leads to.
#[derive(Debug)]
pub enum Location {}

impl<T: for<'de> Decode<'de>> ResponseKind for Json<T> {
    type Output = T;

    const ACCEPT: &'static str = "application/json";

    #[inline]
    fn read(_headers: &HeaderMap, body: &Bytes) -> Result<Decoded<T>, Unreadable> {
        // An answer without a body is read as null: the value of an `Option`, an error for all
        // other types.
        let text: &[u8] = if body.is_empty() { b"null" } else { body };
        decode_body(text).map_err(|error| Unreadable::json(error, body))
    }
}

impl ResponseKind for Text {
    type Output = String;

    fn read(_headers: &HeaderMap, body: &Bytes) -> Result<Decoded<String>, Unreadable> {
        let text = std::str::from_utf8(body).map_err(Unreadable::new)?;
        Ok(Decoded::whole(text.to_owned()))
    }
}

impl ResponseKind for Binary {
    type Output = Bytes;

    fn read(_headers: &HeaderMap, body: &Bytes) -> Result<Decoded<Bytes>, Unreadable> {
        Ok(Decoded::whole(body.clone()))
    }
}

impl ResponseKind for Empty {
    type Output = ();

    fn read(_headers: &HeaderMap, _body: &Bytes) -> Result<Decoded<()>, Unreadable> {
        Ok(Decoded::whole(()))
    }
}

impl ResponseKind for Location {
    type Output = String;

    fn accepts(status: StatusCode) -> bool {
        status.is_redirection()
    }

    fn read(headers: &HeaderMap, _body: &Bytes) -> Result<Decoded<String>, Unreadable> {
        let location = headers
            .get(LOCATION)
            .ok_or_else(|| Unreadable::new("the redirect has no `Location` header"))?;
        let address = location.to_str().map_err(Unreadable::new)?;
        Ok(Decoded::whole(address.to_owned()))
    }
}
