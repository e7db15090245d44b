//! Decoding of response bodies, off the executor's threads if they are large.

#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::deadline::Deadline;
#[cfg(not(target_arch = "wasm32"))]
use super::deadline::within;
use super::finish;
use super::typed::{AnyBody, Typed};
use crate::error::{Call, Cause};
use crate::json::Decoded;
use crate::response::RawResponse;
use crate::response_kind::Unreadable;
use crate::{BoxFuture, Error, Response};

/// The greatest size in bytes of a body that is read on a thread of the executor, which takes some
/// milliseconds.
#[cfg(not(target_arch = "wasm32"))]
const MAX_INLINE: usize = 1 << 20;

/// The greatest number of large bodies that are read at once. After the deadline of its call, a
/// body is still read to its end, so calls that time out cannot pile up.
#[cfg(not(target_arch = "wasm32"))]
const MAX_CONCURRENT: usize = 8;

#[cfg(not(target_arch = "wasm32"))]
static READERS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(MAX_CONCURRENT);

/// A function that decodes a response: its status, headers and body.
pub(crate) type Decoder<T> = fn(StatusCode, &HeaderMap, &Bytes) -> Result<Decoded<T>, Unreadable>;

/// A decoder of a body of any type, so that what calls it is compiled once.
pub(super) type AnyDecoder =
    Box<dyn FnOnce(StatusCode, &HeaderMap, &Bytes) -> Result<Decoded<AnyBody>, Unreadable> + Send>;

/// A response that has been received, to be decoded before the deadline of its call.
pub(crate) struct Received {
    pub(super) response: RawResponse,
    #[cfg_attr(
        target_arch = "wasm32",
        allow(dead_code, reason = "nothing is read beside the only thread")
    )]
    pub(super) deadline: Deadline,
}

impl Received {
    /// A response that is decoded within `time` from now.
    #[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
    pub(crate) fn within(time: Duration, response: RawResponse) -> Self {
        Self {
            response,
            deadline: Deadline::after(time),
        }
    }

    /// Decodes the response. For a strict client, anomalies are errors.
    pub(crate) fn decode<T: Send + 'static>(
        self,
        call: Call,
        is_strict: bool,
        decoder: impl FnOnce(StatusCode, &HeaderMap, &Bytes) -> Result<Decoded<T>, Unreadable>
        + Send
        + 'static,
    ) -> Typed<Response<T>> {
        let decoder = Box::new(move |status, headers: &HeaderMap, body: &Bytes| {
            decoder(status, headers, body).map(AnyBody::of)
        });
        Typed::response(self.decode_any(call, is_strict, decoder))
    }

    /// Returns a boxed future, so that it is compiled here and not again in each program.
    fn decode_any(
        self,
        call: Call,
        is_strict: bool,
        decoder: AnyDecoder,
    ) -> BoxFuture<Result<Response<AnyBody>, Error>> {
        Box::pin(self.into_response(call, is_strict, decoder))
    }

    pub(super) async fn into_response(
        self,
        call: Call,
        is_strict: bool,
        decoder: AnyDecoder,
    ) -> Result<Response<AnyBody>, Error> {
        let status = self.response.head.status;
        let read = self.read(move |headers, body| decoder(status, headers, body));
        match read.await {
            Ok(decoded) => finish(call, self.response, decoded, is_strict),
            Err(cause) => Err(self.error(call, cause)),
        }
    }

    /// Reads the headers and the body: those with a large body on a thread for blocking work, at
    /// most [`MAX_CONCURRENT`] at once. After the deadline, an error is returned while the reading
    /// goes on there.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&HeaderMap, &Bytes) -> T + Send + 'static,
    ) -> Result<T, Cause> {
        use tokio::runtime::Handle;
        use tokio::sync::oneshot;

        let RawResponse { head, body } = &self.response;
        let (Ok(runtime), true) = (Handle::try_current(), body.len() > MAX_INLINE) else {
            return Ok(read(&head.headers, body));
        };
        let timed_out = || Cause::TimedOut {
            is_maybe_sent: true,
        };
        // The semaphore is never closed.
        let permit = within(self.deadline.remaining(), READERS.acquire()).await;
        let permit = permit.ok_or_else(timed_out)?;
        let (sender, receiver) = oneshot::channel();
        let (headers, body) = (head.headers.clone(), body.clone());
        // In a box, so that the code of the thread pool is compiled once.
        let work: Box<dyn FnOnce() + Send> = Box::new(move || {
            // Nobody receives it after the deadline.
            let _ = sender.send(read(&headers, &body));
            drop(permit);
        });
        drop(runtime.spawn_blocking(work));
        match within(self.deadline.remaining(), receiver).await {
            Some(Ok(value)) => Ok(value),
            Some(Err(_)) => Err(Cause::Unreadable(Unreadable::new("decoding panicked"))),
            None => Err(timed_out()),
        }
    }

    /// Reads the headers and the body, on the only thread.
    #[cfg(target_arch = "wasm32")]
    pub(crate) async fn read<T>(
        &self,
        read: impl FnOnce(&HeaderMap, &Bytes) -> T,
    ) -> Result<T, Cause> {
        Ok(read(&self.response.head.headers, &self.response.body))
    }

    pub(crate) fn error(self, call: Call, cause: Cause) -> Error {
        Error::new(call, cause).with_response(self.response)
    }
}

#[cfg(test)]
mod tests;
