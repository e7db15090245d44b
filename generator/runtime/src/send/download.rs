use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, Sleep, sleep};

use crate::Error;
use crate::error::{Call, Cause};
use crate::response::Head;
use crate::service::Policy;

type Body = dyn Stream<Item = reqwest::Result<Bytes>> + Send;

/// A response whose body is streamed, for files that are too large for memory.
///
/// The [timeout](crate::ClientBuilder::timeout) of the request applies to the head of the response,
/// and then to the wait for each chunk. Dropping the `Download` cancels it.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut chart = client.get_chart().download().await?.limit(100_000_000);
/// let mut file = std::fs::File::create("chart.pdf")?;
/// while let Some(chunk) = chart.chunk().await? {
///     file.write_all(&chunk)?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// With Tokio, [`copy_to`](Self::copy_to) writes to a `tokio::fs::File`. `Download` also implements
/// [`Stream`], for the combinators of the crate `futures`.
pub struct Download {
    call: Call,
    head: Head,
    content_length: Option<u64>,
    /// `None` after the end of the body and after an error.
    body: Option<Pin<Box<Body>>>,
    /// Ends when no chunk has arrived for the `idle_timeout`.
    idle: Pin<Box<Sleep>>,
    idle_timeout: Duration,
    limit: u64,
    received: u64,
}

impl Download {
    pub(crate) fn new(
        call: Call,
        mut response: reqwest::Response,
        idle_timeout: Duration,
        policy: &'static Policy,
    ) -> Self {
        Self {
            call,
            head: Head {
                status: response.status(),
                headers: std::mem::take(response.headers_mut()),
                policy,
            },
            content_length: response.content_length(),
            body: Some(Box::pin(response.bytes_stream())),
            idle: Box::pin(sleep(idle_timeout)),
            idle_timeout,
            limit: u64::MAX,
            received: 0,
        }
    }

    #[cfg(any(feature = "blocking", feature = "streams"))]
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    #[cfg(feature = "streams")]
    pub(crate) fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the media type, such as `application/gzip`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type()
    }

    /// Returns the size of the body in bytes, if the response declares it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// Returns the request id, by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Sets the size limit of the body in bytes. Defaults to no limit.
    ///
    /// A larger body is an error ([`Error::is_too_large`]) when the limit is exceeded.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Returns the next chunk of the body; `None` at its end and after an error.
    ///
    /// # Errors
    /// Returns an error if the connection fails, no chunk arrives within the timeout, or the
    /// [limit](Self::limit) is exceeded.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    /// Returns an error under the same conditions as [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    /// Copies the whole body to `writer` and returns the number of bytes.
    ///
    /// # Errors
    /// Returns an error under the same conditions as [`chunk`](Self::chunk), or if `writer` fails.
    pub async fn copy_to(mut self, writer: &mut (impl AsyncWrite + Unpin)) -> Result<u64, Error> {
        while let Some(chunk) = self.chunk().await? {
            let written = writer.write_all(&chunk).await;
            written.map_err(|error| self.error(Cause::Write(error)))?;
        }
        let flushed = writer.flush().await;
        flushed.map_err(|error| self.error(Cause::Write(error)))?;
        Ok(self.received)
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Cause>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let chunk = match body.as_mut().poll_next(context) {
            Poll::Ready(chunk) => chunk,
            Poll::Pending => {
                ready!(self.idle.as_mut().poll(context));
                return Poll::Ready(Some(Err(Cause::TimedOut {
                    is_maybe_sent: true,
                })));
            }
        };
        self.reset_idle();
        Poll::Ready(chunk.map(|chunk| {
            let chunk = chunk.map_err(Cause::transport)?;
            self.received = self.received.saturating_add(chunk.len() as u64);
            if self.received > self.limit {
                Err(Cause::TooLarge { limit: self.limit })
            } else {
                Ok(chunk)
            }
        }))
    }

    /// Restarts the idle timeout.
    fn reset_idle(&mut self) {
        let now = Instant::now();
        // A timeout that overflows becomes a year.
        let end = now
            .checked_add(self.idle_timeout)
            .unwrap_or(now + Duration::from_secs(60 * 60 * 24 * 365));
        self.idle.as_mut().reset(end);
    }

    pub(crate) fn error(&self, cause: Cause) -> Error {
        Error::new(self.call.clone(), cause).with_head(self.head.clone())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.poll_chunk(context));
        if !matches!(chunk, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(|cause| self.error(cause))))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.head.status)
            .field("content_length", &self.content_length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
