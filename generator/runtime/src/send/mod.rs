//! Sending requests. All steps except for the last one are independent of the operation and
//! compiled once.

mod attempt;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking_pool;
mod deadline;
mod decoding;
#[cfg(not(target_arch = "wasm32"))]
mod download;
mod headers;
mod http_client;
#[cfg(feature = "opentelemetry")]
mod propagation;
mod read;
mod retrying;
#[cfg(feature = "tracing")]
mod span;
mod transport;
mod typed;

use http::StatusCode;

#[cfg(not(target_arch = "wasm32"))]
use super::Binary;
use super::error::Call;
#[cfg(feature = "tracing")]
use super::json::Anomaly;
use super::json::Decoded;
use super::response::RawResponse;
use super::response_kind::Unreadable;
use super::{BoxFuture, Error, Request, Response, ResponseKind};

use attempt::Prepared;
use decoding::AnyDecoder;
use typed::AnyBody;

pub(crate) use deadline::{Deadline, sleep, within};
pub(super) use decoding::{Decoder, Received};
#[cfg(not(target_arch = "wasm32"))]
pub use download::Download;
pub(super) use http_client::{HttpClient, HttpSettings};
pub(super) use transport::{HttpClients, Middleware, Transport};
pub(super) use typed::Typed;

impl Request {
    /// Sends the request and returns the response body, decoded as `K`.
    ///
    /// # Errors
    /// Returns an error if a value set on the request is invalid, no response is received, its
    /// status is not accepted by `K`, or its body cannot be decoded.
    #[doc(hidden)]
    #[inline]
    pub fn send<K: ResponseKind>(self) -> impl Future<Output = Result<K::Output, Error>> {
        Typed::body(respond(
            Box::new(self),
            K::ACCEPT,
            K::accepts,
            decoder::<K>(),
        ))
    }

    /// Sends the request and returns the response with its status and headers.
    ///
    /// # Errors
    /// Returns an error under the same conditions as [`send`](Self::send).
    #[doc(hidden)]
    #[inline]
    pub fn response<K: ResponseKind>(
        self,
    ) -> impl Future<Output = Result<Response<K::Output>, Error>> {
        Typed::response(respond(
            Box::new(self),
            K::ACCEPT,
            K::accepts,
            decoder::<K>(),
        ))
    }

    /// Sends the request with retries, and returns the response if its status is accepted.
    pub(super) fn exchange(
        self,
        accept: &'static str,
        accepts: fn(StatusCode) -> bool,
    ) -> BoxFuture<Result<Received, Error>> {
        exchange(Box::new(self), accept, accepts)
    }

    /// Returns the request as it would be sent, without its body.
    #[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
    pub(super) fn preview(self) -> Result<reqwest::Request, Error> {
        Prepared::of(Box::new(self), Binary::ACCEPT, Binary::accepts).preview()
    }

    /// Sends the request and returns the response with a streamed body.
    ///
    /// # Errors
    /// Returns an error if a value set on the request is invalid, no response is received, or it
    /// has an error status.
    #[cfg(not(target_arch = "wasm32"))]
    #[doc(hidden)]
    #[must_use]
    pub fn download(self) -> BoxFuture<Result<Download, Error>> {
        let request = Box::new(self);
        Box::pin(async move {
            let prepared = Prepared::of(request, Binary::ACCEPT, Binary::accepts);
            let response = prepared.with_retries(|| prepared.fetch_head()).await?;
            let (call, timeout, policy) = (prepared.call(), prepared.timeout(), prepared.policy());
            Ok(Download::new(call, response, timeout, policy))
        })
    }
}

/// Returns the decoder of a response.
fn decoder<K: ResponseKind>() -> AnyDecoder {
    Box::new(|status, headers, body| K::read(status, headers, body).map(AnyBody::of))
}

/// Sends the request and decodes the response. The future is boxed as that of [`exchange`] is.
fn respond(
    request: Box<Request>,
    accept: &'static str,
    accepts: fn(StatusCode) -> bool,
    decoder: AnyDecoder,
) -> BoxFuture<Result<Response<AnyBody>, Error>> {
    let call = Call::of(&request);
    let is_strict = request.connection.is_strict();
    Box::pin(async move {
        let received = exchange(request, accept, accepts).await?;
        received.into_response(call, is_strict, decoder).await
    })
}

/// Returns a boxed future, so that it is compiled here and not again in each program.
fn exchange(
    request: Box<Request>,
    accept: &'static str,
    accepts: fn(StatusCode) -> bool,
) -> BoxFuture<Result<Received, Error>> {
    Box::pin(async move {
        // Not before the future is polled: the time limit begins here.
        let prepared = Prepared::of(request, accept, accepts);
        Ok(Received {
            response: prepared.with_retries(|| prepared.fetch()).await?,
            deadline: prepared.deadline,
        })
    })
}

/// Combines a response with its decoded body. For a strict client, anomalies are errors.
fn finish(
    call: Call,
    response: RawResponse,
    read: Result<Decoded<AnyBody>, Unreadable>,
    is_strict: bool,
) -> Result<Response<AnyBody>, Error> {
    let body = match read {
        Ok(body) => body,
        Err(unreadable) => return Err(Error::unreadable(call, response, unreadable)),
    };
    match body.anomalies.first().map(Unreadable::anomaly) {
        Some(unreadable) if is_strict => Err(Error::unreadable(call, response, unreadable)),
        _ => {
            #[cfg(feature = "tracing")]
            warn_of(&body.anomalies, &call);
            Ok(Response::new(response, body))
        }
    }
}

/// Logs the paths of anomalies, but not their values, which may be personal data.
#[cfg(feature = "tracing")]
fn warn_of(anomalies: &[Anomaly], call: &Call) {
    for anomaly in anomalies {
        tracing::warn!(
            method = %call.method(),
            path = call.path(),
            at = anomaly.path(),
            "a value of the response does not match the schema and was left out",
        );
    }
}
