use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::error::{Cause, Simulated};
use crate::header::parse_header;
use crate::json::Decode;
use crate::{
    Binary, ByStatus, Empty, Json, JsonPage, Location, OrEmpty, ResponseKind, Statuses, Text,
};

/// The reply of a [`Mock`](super::Mock) to a request.
///
/// Setters do not fail: the first invalid value is the error of the request.
#[derive(Clone, Debug)]
#[must_use = "a reply has no effect until it is passed to an expectation"]
pub struct Reply {
    outcome: Result<Response, Failure>,
    delay: Duration,
}

#[derive(Clone, Debug)]
struct Response {
    status: StatusCode,
    headers: HeaderMap,
    chunks: Vec<Bytes>,
    /// `true` if the connection is interrupted after the chunks.
    is_interrupted: bool,
}

#[derive(Clone, Debug)]
enum Failure {
    Connection(Simulated),
    Invalid(String),
}

impl Reply {
    /// Replies with the status 200 and JSON.
    pub fn ok(body: &(impl Serialize + ?Sized)) -> Self {
        Self::json(200, body)
    }

    /// Replies with a status and an empty body.
    pub fn status(status: u16) -> Self {
        Self::new(status, None, Vec::new())
    }

    /// Replies with a status and JSON.
    pub fn json(status: u16, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => Self::bytes(status, "application/json", json),
            Err(error) => Self::fail(Failure::Invalid(format!(
                "the body of the reply cannot be serialized as JSON: {error}"
            ))),
        }
    }

    /// Replies with a status and a body of any media type.
    pub fn bytes(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self::chunks(status, content_type, [body])
    }

    /// Replies with a status and a body that arrives in chunks, as for a download or a stream.
    pub fn chunks<B: Into<Bytes>>(
        status: u16,
        content_type: &'static str,
        chunks: impl IntoIterator<Item = B>,
    ) -> Self {
        let chunks = chunks.into_iter().map(Into::into);
        Self::new(status, Some(content_type), chunks.collect())
    }

    /// Fails since no connection can be established
    /// ([`Error::is_connect`](crate::Error::is_connect)).
    pub fn connect_failure() -> Self {
        Self::fail(Failure::Connection(Simulated::NotConnected))
    }

    /// Fails since the connection is interrupted before the response arrives, so that the request
    /// [may have been sent](crate::Error::is_maybe_sent).
    pub fn connection_lost() -> Self {
        Self::fail(Failure::Connection(Simulated::Lost))
    }

    /// Sets a header, such as `Retry-After`.
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        if let Ok(response) = &mut self.outcome {
            match parse_header(name, &value.to_string()) {
                Ok((name, value)) => {
                    response.headers.insert(name, value);
                }
                Err(message) => self.outcome = Err(Failure::Invalid(message)),
            }
        }
        self
    }

    /// Prolongs the time until the reply arrives, by Tokio's clock. Defaults to none.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = self.delay.saturating_add(delay);
        self
    }

    /// Interrupts the connection at the end of the body, which is truncated then.
    pub fn interrupted(mut self) -> Self {
        if let Ok(response) = &mut self.outcome {
            response.is_interrupted = true;
        }
        self
    }

    fn new(status: u16, content_type: Option<&'static str>, chunks: Vec<Bytes>) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            let message = format!("{status} is not a valid HTTP status");
            return Self::fail(Failure::Invalid(message));
        };
        let mut headers = HeaderMap::new();
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        Self {
            outcome: Ok(Response {
                status,
                headers,
                chunks,
                is_interrupted: false,
            }),
            delay: Duration::ZERO,
        }
    }

    fn fail(failure: Failure) -> Self {
        Self {
            outcome: Err(failure),
            delay: Duration::ZERO,
        }
    }

    /// Waits for the delay and returns the response.
    pub(super) async fn arrive(self) -> Result<reqwest::Response, Cause> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        let response = self.outcome.map_err(|failure| match failure {
            Failure::Connection(simulated) => Cause::Simulated(simulated),
            Failure::Invalid(message) => Cause::Invalid(message),
        })?;
        let mut built = http::Response::new(response.body());
        *built.status_mut() = response.status;
        *built.headers_mut() = response.headers;
        Ok(built.into())
    }
}

impl Response {
    fn body(&self) -> reqwest::Body {
        match self.chunks.as_slice() {
            [] if !self.is_interrupted => reqwest::Body::default(),
            [whole] if !self.is_interrupted => whole.clone().into(),
            chunks => reqwest::Body::wrap_stream(Chunks {
                chunks: chunks.to_vec().into(),
                is_interrupted: self.is_interrupted,
            }),
        }
    }
}

/// A body that arrives in chunks.
struct Chunks {
    chunks: VecDeque<Bytes>,
    is_interrupted: bool,
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match self.chunks.pop_front() {
            Some(chunk) => Some(Ok(chunk)),
            None if self.is_interrupted => Some(Err(io::ErrorKind::ConnectionReset.into())),
            None => None,
        })
    }
}

/// A kind of response whose body a [`Mock`](super::Mock) can serialize.
pub trait ReplyKind: ResponseKind {
    /// Returns the reply with this response body.
    fn reply(output: Self::Output) -> Reply;
}

impl<T: Serialize + Decode + Send + 'static> ReplyKind for Json<T> {
    fn reply(output: T) -> Reply {
        Reply::ok(&output)
    }
}

impl<L: crate::Paged> ReplyKind for JsonPage<L>
where
    L::Body: Serialize + Decode + Send + 'static,
{
    fn reply(output: L::Body) -> Reply {
        Reply::ok(&output)
    }
}

impl<T: Statuses<Union: Serialize>> ReplyKind for ByStatus<T> {
    fn reply(output: T::Union) -> Reply {
        Reply::ok(&output)
    }
}

impl<K: ReplyKind> ReplyKind for OrEmpty<K> {
    fn reply(output: Option<K::Output>) -> Reply {
        output.map_or_else(|| Reply::status(204), K::reply)
    }
}

impl ReplyKind for Text {
    fn reply(output: String) -> Reply {
        Reply::bytes(200, "text/plain; charset=utf-8", output)
    }
}

impl ReplyKind for Binary {
    fn reply(output: Bytes) -> Reply {
        Reply::bytes(200, "application/octet-stream", output)
    }
}

impl ReplyKind for Empty {
    fn reply((): ()) -> Reply {
        Reply::status(204)
    }
}

impl ReplyKind for Location {
    fn reply(output: String) -> Reply {
        Reply::status(302).header(LOCATION.as_str(), output)
    }
}
