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

/// An answer whose body is still to come: a stream of its pieces, for files too large for memory.
///
/// The client's timeout holds for the head of the answer, and then for each piece anew. Dropping it
/// breaks the download off.
pub struct Download {
    call: Call,
    head: Head,
    content_length: Option<u64>,
    /// `None` once it has ended, well or not.
    body: Option<Pin<Box<Body>>>,
    pause: Pin<Box<Sleep>>,
    longest_pause: Duration,
    limit: u64,
    received: u64,
}

impl Download {
    pub(super) fn new(
        call: Call,
        mut answer: reqwest::Response,
        longest_pause: Duration,
        policy: &'static Policy,
    ) -> Self {
        Self {
            call,
            head: Head {
                status: answer.status(),
                headers: std::mem::take(answer.headers_mut()),
                policy,
            },
            content_length: answer.content_length(),
            body: Some(Box::pin(answer.bytes_stream())),
            pause: Box::pin(sleep(longest_pause)),
            longest_pause,
            limit: u64::MAX,
            received: 0,
        }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The media type, such as `application/gzip`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type()
    }

    /// The size in bytes, where the API says it beforehand.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The id by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Fails once there are more bytes than these. Without it there is no limit.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the connection fails, nothing comes for too long, or the limit is exceeded. After that
    /// there are no more pieces.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of it, in memory.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    /// Writes all of it, and gives the number of bytes.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and when `writer` fails.
    pub async fn copy_to(mut self, writer: &mut (impl AsyncWrite + Unpin)) -> Result<u64, Error> {
        while let Some(chunk) = self.chunk().await? {
            let written = writer.write_all(&chunk).await;
            written.map_err(|error| self.error(Cause::Write(error)))?;
        }
        let flushed = writer.flush().await;
        flushed.map_err(|error| self.error(Cause::Write(error)))?;
        Ok(self.received)
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Cause>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let piece = match body.as_mut().poll_next(context) {
            Poll::Ready(piece) => piece,
            Poll::Pending => {
                ready!(self.pause.as_mut().poll(context));
                return Poll::Ready(Some(Err(Cause::TimedOut)));
            }
        };
        self.rest();
        Poll::Ready(piece.map(|piece| {
            let piece = piece.map_err(Cause::transport)?;
            self.received = self.received.saturating_add(piece.len() as u64);
            if self.received > self.limit {
                Err(Cause::TooLarge { limit: self.limit })
            } else {
                Ok(piece)
            }
        }))
    }

    /// Lets the time until the next piece begin.
    fn rest(&mut self) {
        let now = Instant::now();
        let end = now.checked_add(self.longest_pause);
        // A time too long to be added up is as good as a year.
        let end = end.unwrap_or(now + Duration::from_secs(60 * 60 * 24 * 365));
        self.pause.as_mut().reset(end);
    }

    fn error(&self, cause: Cause) -> Error {
        Error::new(self.call.clone(), cause).with_head(self.head.clone())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.poll_piece(context));
        if !matches!(piece, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(piece.map(|piece| piece.map_err(|cause| self.error(cause))))
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
