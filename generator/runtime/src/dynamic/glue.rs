//! The glue between request builders and named arguments.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::Value;

use super::arguments::from_json;
use super::encode::Encode;
use crate::json::{Decode, Decoded};
use crate::{Connection, Endpoint, Request, ResponseKind, Unreadable};

pub use super::arguments::Arguments;

/// A request builder that can be created from named arguments. Implemented by `dynamic!`.
pub trait Dynamic: Endpoint {
    /// The `operationId` of the document.
    const ID: &'static str;

    /// The first tag of the document.
    const TAG: &'static str;

    /// The decoder and encoder of the JSON body, if the operation has one.
    const BODY: Option<Reencode> = None;

    /// The decoders of the declared responses.
    const RESPONSES: Responses;

    /// Builds the request from arguments.
    ///
    /// # Errors
    /// Returns an error if an argument is missing or does not match its type.
    fn request(connection: &Connection, arguments: &mut Arguments) -> Result<Request, String>;
}

/// A function that decodes a JSON body as its type and encodes it again.
pub type Reencode = fn(&Value) -> Result<Value, String>;

/// A function that decodes a response as its type and encodes it as JSON.
pub type Read = fn(StatusCode, &HeaderMap, &Bytes) -> Result<Decoded<Value>, Unreadable>;

/// The decoder of each declared status: `200`, `4XX` or `default`.
pub type Responses = &'static [(&'static str, Read)];

/// Decodes a JSON value as `T` and encodes it again.
///
/// # Errors
/// Returns an error if it does not match `T`.
pub fn reencode<T: Serialize + Decode>(value: &Value) -> Result<Value, String> {
    let value: T = from_json(value)?;
    serde_json::to_value(&value).map_err(|error| error.to_string())
}

/// Decodes a response as `K` and encodes it as JSON.
///
/// # Errors
/// Returns an error if it cannot be decoded.
pub fn read<K: Encode>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Decoded<Value>, Unreadable> {
    let Decoded { value, anomalies } = K::read(status, headers, body)?;
    match K::encode(&value) {
        Ok(value) => Ok(Decoded { value, anomalies }),
        Err(error) => Err(Unreadable::new(error)),
    }
}

/// The functions of an operation, without its types.
pub(super) struct Glue {
    pub(super) request: fn(&Connection, &mut Arguments) -> Result<Request, String>,
    pub(super) accept: &'static str,
    pub(super) accepts: fn(StatusCode) -> bool,
    /// The decoder of successful responses.
    pub(super) read: Read,
    pub(super) body: Option<Reencode>,
    pub(super) responses: Responses,
}

impl Glue {
    pub(super) const fn of<T: Dynamic<Kind: Encode>>() -> Self {
        Self {
            request: T::request,
            accept: T::Kind::ACCEPT,
            accepts: T::Kind::accepts,
            read: read::<T::Kind>,
            body: T::BODY,
            responses: T::RESPONSES,
        }
    }

    /// Returns the decoder that is declared for this status, for its range such as `4XX`, or as
    /// `default`.
    pub(super) fn declared(&self, status: StatusCode) -> Option<Read> {
        let range = format!("{}XX", status.as_u16() / 100);
        let find = |key: &str| self.responses.iter().find(|(known, _)| *known == key);
        let (_, read) = find(status.as_str())
            .or_else(|| find(&range))
            .or_else(|| find("default"))?;
        Some(*read)
    }
}
