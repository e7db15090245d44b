//! The kinds of responses that operations return.

use std::marker::PhantomData;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::charset::{utf8, utf8_or_bytes};
use super::error::Line;
use super::json::{Anomaly, Decode, DecodeError, Decoded, Limit, decode_limited, path_of};

/// A kind of response: accepted statuses, media type, and the decoding of the body.
pub trait ResponseKind {
    /// The type of the decoded body.
    type Output: Send + 'static;

    /// The header `Accept` of the request, unless the operation sets it. Defaults to `*/*`.
    const ACCEPT: &'static str = "*/*";

    /// Returns `true` if a response with this status is decoded; other statuses are errors.
    ///
    /// Defaults to `true` for 200 to 299.
    #[must_use]
    fn accepts(status: StatusCode) -> bool {
        status.is_success()
    }

    /// Decodes a response. Values that do not match the schema are left out and recorded.
    ///
    /// Bodies above 1 MiB are decoded on a thread for blocking work.
    ///
    /// # Errors
    /// Returns an error if the response cannot be decoded.
    fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<Self::Output>, Unreadable>;
}

/// The error of a response that cannot be decoded.
#[derive(Debug)]
pub struct Unreadable {
    pub(super) path: Option<String>,
    pub(super) problem: Problem,
    /// Quotes at most 200 characters of the body.
    pub(super) source: Box<dyn std::error::Error + Send + Sync>,
}

/// The reason why a response cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The body is empty instead of JSON.
    Empty,
    /// The body exceeds a limit of decoding.
    Limit(Limit),
    /// The body is malformed or does not match its type.
    Mismatch,
}

impl Unreadable {
    pub(super) fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            path: None,
            problem: Problem::Mismatch,
            source: source.into(),
        }
    }

    fn json(DecodeError { error, limit }: &DecodeError, body: &[u8]) -> Self {
        Self {
            path: Some(path_of(error, body)),
            problem: match limit {
                _ if body.is_empty() => Problem::Empty,
                Some(limit) => Problem::Limit(*limit),
                None => Problem::Mismatch,
            },
            source: Line(&error.to_string()).to_string().into(),
        }
    }

    pub(super) fn anomaly(anomaly: &Anomaly) -> Self {
        Self {
            path: Some(anomaly.path().to_owned()),
            problem: Problem::Mismatch,
            source: Line(anomaly.reason()).to_string().into(),
        }
    }
}

/// A JSON body, decoded as `T`.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// A text body: UTF-8, or the charset of its `Content-Type` with the feature `charset`.
#[derive(Debug)]
pub enum Text {}

/// A binary body.
#[derive(Debug)]
pub enum Binary {}

/// A response without a body; if there is one, it is ignored.
#[derive(Debug)]
pub enum Empty {}

/// A redirect, decoded as its `Location`.
#[derive(Debug)]
pub enum Location {}

/// A JSON body whose type depends on the status, decoded as a union.
///
/// `T` is the request builder.
#[derive(Debug)]
pub struct ByStatus<T>(PhantomData<fn() -> T>);

/// A response of the kind `K`, or `None` if its body is empty or null.
#[derive(Debug)]
pub struct OrEmpty<K>(PhantomData<fn() -> K>);

impl<T: Decode + Send + 'static> ResponseKind for Json<T> {
    type Output = T;

    const ACCEPT: &'static str = "application/json";

    #[inline]
    fn read(
        _status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<T>, Unreadable> {
        let body = utf8(headers, body)?;
        // An empty body is decoded as null, which is valid for an `Option` only.
        let text: &[u8] = if body.is_empty() { b"null" } else { &body };
        decode_limited(text).map_err(|error| Unreadable::json(&error, &body))
    }
}

/// The types of the responses of a builder, by their status. Implemented by generated code.
#[doc(hidden)]
pub trait Statuses {
    /// The union of the types.
    type Union: Decode + Send + 'static;

    /// Decodes a body as the type that is declared for the status, by [`read_as`]. Returns `None`
    /// if none is.
    fn read_status(status: u16, body: &Bytes) -> Option<ReadAs<Self::Union>>;
}

/// The result of decoding a body as one of several types.
#[doc(hidden)]
pub type ReadAs<T> = Result<Decoded<T>, Unreadable>;

/// Decodes a body as the content of a variant.
#[doc(hidden)]
#[inline]
pub fn read_as<T: Decode + Send + 'static, U>(
    body: &Bytes,
    variant: fn(T) -> U,
) -> Option<ReadAs<U>> {
    let read = Json::<T>::read(StatusCode::OK, &HeaderMap::new(), body);
    Some(read.map(|Decoded { value, anomalies }| Decoded {
        value: variant(value),
        anomalies,
    }))
}

impl<T: Statuses> ResponseKind for ByStatus<T> {
    type Output = T::Union;

    const ACCEPT: &'static str = "application/json";

    /// A body that does not match the type of its status is decoded by its structure.
    fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<Self::Output>, Unreadable> {
        let text = Bytes::from(utf8(headers, body)?.into_owned());
        match T::read_status(status.as_u16(), &text) {
            Some(Ok(decoded)) => Ok(decoded),
            Some(Err(_)) | None => Json::<T::Union>::read(status, headers, body),
        }
    }
}

impl<K: ResponseKind> ResponseKind for OrEmpty<K> {
    type Output = Option<K::Output>;

    const ACCEPT: &'static str = K::ACCEPT;

    fn accepts(status: StatusCode) -> bool {
        K::accepts(status)
    }

    fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<Self::Output>, Unreadable> {
        if matches!(utf8_or_bytes(headers, body).trim_ascii(), b"" | b"null") {
            return Ok(Decoded::whole(None));
        }
        let Decoded { value, anomalies } = K::read(status, headers, body)?;
        Ok(Decoded {
            value: Some(value),
            anomalies,
        })
    }
}

impl ResponseKind for Text {
    type Output = String;

    fn read(
        _status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<String>, Unreadable> {
        let text = utf8(headers, body)?.into_owned();
        let text = String::from_utf8(text).map_err(Unreadable::new)?;
        Ok(Decoded::whole(text))
    }
}

impl ResponseKind for Binary {
    type Output = Bytes;

    fn read(
        _status: StatusCode,
        _headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<Bytes>, Unreadable> {
        Ok(Decoded::whole(body.clone()))
    }
}

impl ResponseKind for Empty {
    type Output = ();

    fn read(
        _status: StatusCode,
        _headers: &HeaderMap,
        _body: &Bytes,
    ) -> Result<Decoded<()>, Unreadable> {
        Ok(Decoded::whole(()))
    }
}

impl ResponseKind for Location {
    type Output = String;

    fn accepts(status: StatusCode) -> bool {
        status.is_redirection()
    }

    fn read(
        _status: StatusCode,
        headers: &HeaderMap,
        _body: &Bytes,
    ) -> Result<Decoded<String>, Unreadable> {
        let location = headers
            .get(LOCATION)
            .ok_or_else(|| Unreadable::new("the redirect has no `Location` header"))?;
        let address = location.to_str().map_err(Unreadable::new)?;
        Ok(Decoded::whole(address.to_owned()))
    }
}
