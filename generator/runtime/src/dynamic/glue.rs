//! What is emitted for each builder, and the table of functions that is made of it.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use serde_json::Value;

use super::arguments::from_json;
use super::encode::Encode;
use crate::json::{Decode, Decoded};
use crate::{Connection, Operation, Request, ResponseKind, Unreadable};

pub use super::arguments::Arguments;

/// A builder that can be made from arguments by name. `dynamic!` implements it.
pub trait Dynamic: Operation {
    /// The `operationId` of the document.
    const ID: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The first tag of the document.
    const TAG: &'static str;

    /// Reads and writes the JSON body, if there is one.
    const BODY: Option<Reencode> = None;

    /// How the answer of each declared status is read: `200`, `4XX` or `default`.
    const ANSWERS: Answers;

    /// The request that the builder makes of the arguments.
    ///
    /// # Errors
    /// When one of them is missing or does not fit.
    fn request(connection: &Connection, arguments: &mut Arguments) -> Result<Request, String>;
}

/// Reads a JSON body as its type and writes it again.
pub type Reencode = fn(&Value) -> Result<Value, String>;

/// Reads an answer as its type and writes it as JSON.
pub type Read = fn(&HeaderMap, &Bytes) -> Result<Decoded<Value>, Unreadable>;

/// How the answer of each status is read.
pub type Answers = &'static [(&'static str, Read)];

/// Reads a JSON value as `T` and writes it again.
///
/// # Errors
/// When it does not fit.
pub fn reencode<T: Serialize + for<'de> Decode<'de>>(value: &Value) -> Result<Value, String> {
    let value: T = from_json(value)?;
    serde_json::to_value(&value).map_err(|error| error.to_string())
}

/// Reads an answer as `K` and writes it as JSON.
///
/// # Errors
/// When it is not what `K` reads.
pub fn read<K: Encode>(headers: &HeaderMap, body: &Bytes) -> Result<Decoded<Value>, Unreadable> {
    let Decoded { value, anomalies } = K::read(headers, body)?;
    match K::encode(&value) {
        Ok(value) => Ok(Decoded { value, anomalies }),
        Err(error) => Err(Unreadable {
            path: None,
            source: error.into(),
        }),
    }
}

/// What can be done with an operation, its types forgotten.
pub(super) struct Glue {
    pub(super) request: fn(&Connection, &mut Arguments) -> Result<Request, String>,
    pub(super) accept: &'static str,
    pub(super) accepts: fn(StatusCode) -> bool,
    /// Reads a success.
    pub(super) read: Read,
    pub(super) body: Option<Reencode>,
    pub(super) answers: Answers,
}

impl Glue {
    pub(super) const fn of<T: Dynamic<Kind: Encode>>() -> Self {
        Self {
            request: T::request,
            accept: T::Kind::ACCEPT,
            accepts: T::Kind::accepts,
            read: read::<T::Kind>,
            body: T::BODY,
            answers: T::ANSWERS,
        }
    }

    /// How an answer of this status is read: as declared for it alone, for its hundred, or for
    /// all others.
    pub(super) fn declared(&self, status: StatusCode) -> Option<Read> {
        let hundred = format!("{}XX", status.as_u16() / 100);
        let find = |key: &str| self.answers.iter().find(|(known, _)| *known == key);
        let (_, read) = find(status.as_str())
            .or_else(|| find(&hundred))
            .or_else(|| find("default"))?;
        Some(*read)
    }
}
