use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::stream::{FusedStream, Stream};
use http::{HeaderMap, StatusCode};

use super::reader::{Failure, RawItem, Reader};
use super::{Event, StreamFormat, Streaming};
use crate::error::{Call, Cause};
use crate::json::Decode;
use crate::response::{Head, RawResponse};
use crate::response_kind::Unreadable;
use crate::send::Received;
use crate::{BoxFuture, Download, Error, Json, Request, Response, ResponseKind};

/// A future that resolves to an [`EventStream`].
pub type EventStreamFuture<T> = BoxFuture<Result<EventStream<T>, Error>>;

/// A response whose items are read as they arrive: server-sent events, or JSON texts.
///
/// The [timeout](crate::ClientBuilder::timeout) of the request applies to the head of the response,
/// and then to the wait for each part of the body, which may also be a comment that keeps the
/// connection open. The [size limit](crate::ClientBuilder::max_response_size) applies to each item
/// with the comments before it. Dropping the stream cancels it.
///
/// An event without data is skipped. An item that cannot be decoded is an error, after which the
/// stream continues with the next one; other errors end it. Only the request is retried, not the
/// stream: to reconnect, send the request again with the header `Last-Event-ID`, if the service
/// supports it.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// let mut arrivals = client.watch_arrivals().stream().await?;
/// while let Some(event) = arrivals.try_next().await? {
///     println!("{}: {}", event.name().unwrap_or("message"), event.data());
/// }
///
/// // Later:
/// let mut request = client.watch_arrivals();
/// if let Some(id) = arrivals.last_event_id() {
///     request = request.with(|request| request.header("Last-Event-ID", id));
/// }
/// let arrivals = request.stream().await?;
/// # Ok(())
/// # }
/// ```
///
/// `EventStream` also implements [`Stream`], for the combinators of the crate `futures`.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<T> {
    raw: RawStream,
    /// The item that has arrived and is not decoded yet.
    decoding: Option<Decoding<T>>,
}

struct Decoding<T> {
    name: Option<String>,
    id: Option<String>,
    data: BoxFuture<Result<Response<T>, Error>>,
}

/// The parts of a stream that do not depend on the type of its items.
struct RawStream {
    /// `None` after the end of the stream.
    reader: Option<Reader>,
    call: Call,
    head: Head,
    settings: Settings,
    last_event_id: Option<String>,
    reconnection_time: Option<Duration>,
}

#[derive(Clone, Copy)]
struct Settings {
    format: StreamFormat,
    is_strict: bool,
    /// The time limit of decoding an item.
    timeout: Duration,
    /// The size limit of an item in bytes.
    limit: u64,
}

impl Request {
    /// Sends the request and returns the response as a stream of items.
    ///
    /// # Errors
    /// Returns an error if a value set on the request is invalid, no response is received, it has
    /// an error status, or it is JSON instead of a stream of events.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn stream<T>(self, streaming: Streaming) -> EventStreamFuture<T>
    where
        T: for<'de> Decode<'de> + Send + 'static,
    {
        let raw = connect(self, streaming);
        Box::pin(async move {
            Ok(EventStream {
                raw: raw.await?,
                decoding: None,
            })
        })
    }
}

fn connect(mut request: Request, streaming: Streaming) -> BoxFuture<Result<RawStream, Error>> {
    request.header("accept", streaming.accept);
    if let Some(flag) = streaming.flag
        && let Err(message) = request.set_json_member(&[flag], true.into())
    {
        request.fail(message);
    }
    let connection = &request.connection;
    let settings = Settings {
        format: streaming.format,
        is_strict: connection.is_strict(),
        timeout: request.timeout.unwrap_or(connection.timeout()),
        limit: request
            .max_response_size
            .unwrap_or(connection.max_response_size()),
    };
    Box::pin(async move { RawStream::new(request.download().await?, settings) })
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

impl RawStream {
    fn new(download: Download, settings: Settings) -> Result<Self, Error> {
        let Settings { format, limit, .. } = settings;
        let head = download.head().clone();
        let is_events = matches!(format, StreamFormat::Events | StreamFormat::TextEvents);
        if is_events && head.content_type().is_some_and(is_json) {
            let message = "the response is JSON instead of `text/event-stream`";
            return Err(download.error(Cause::Unreadable(Unreadable::new(message))));
        }
        Ok(Self {
            call: download.call().clone(),
            head,
            reader: Some(Reader::new(download, format, limit)),
            settings,
            last_event_id: None,
            reconnection_time: None,
        })
    }

    /// Polls for the next item with data.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(RawItem, Bytes), Error>>> {
        loop {
            let Some(reader) = &mut self.reader else {
                return Poll::Ready(None);
            };
            let mut item = match ready!(reader.poll(context)) {
                Some(Ok(item)) => item,
                Some(Err(failure)) => {
                    self.reader = None;
                    return Poll::Ready(Some(Err(self.error(failure))));
                }
                None => {
                    self.reader = None;
                    return Poll::Ready(None);
                }
            };
            if let Some(id) = &item.id {
                self.last_event_id = Some(id.clone()).filter(|id| !id.is_empty());
            }
            if let Some(milliseconds) = item.retry {
                self.reconnection_time = Some(Duration::from_millis(milliseconds));
            }
            match item.data.take() {
                Some(data) if self.settings.format == StreamFormat::TextEvents => {
                    return Poll::Ready(Some(Ok((item, as_json(&data)))));
                }
                Some(data)
                    if self.settings.format == StreamFormat::Events && *data == *b"[DONE]" =>
                {
                    self.reader = None;
                    return Poll::Ready(None);
                }
                Some(data) if !data.is_empty() => return Poll::Ready(Some(Ok((item, data)))),
                _ => {}
            }
        }
    }

    fn decode<T>(&self, item: RawItem, data: Bytes) -> Decoding<T>
    where
        T: for<'de> Decode<'de> + Send + 'static,
    {
        let received = Received::within(
            self.settings.timeout,
            RawResponse {
                head: self.head.clone(),
                body: data,
            },
        );
        let data = received.decode(self.call.clone(), self.settings.is_strict, Json::<T>::read);
        Decoding {
            name: item.name,
            id: item.id,
            data: Box::pin(data),
        }
    }

    fn error(&self, failure: Failure) -> Error {
        match failure {
            Failure::Body(error) => error,
            Failure::Malformed(unreadable) => {
                let cause = Cause::Unreadable(unreadable);
                Error::new(self.call.clone(), cause).with_head(self.head.clone())
            }
        }
    }
}

/// Returns text as a JSON string.
fn as_json(text: &Bytes) -> Bytes {
    serde_json::Value::from(String::from_utf8_lossy(text))
        .to_string()
        .into()
}

impl<T> EventStream<T> {
    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.head.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.head.headers
    }

    /// Returns the request id, by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.raw.head.request_id()
    }

    /// Returns the id of the last event that had one, from which a service may continue after the
    /// header `Last-Event-ID`.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.raw.last_event_id.as_deref()
    }

    /// Returns the wait before reconnecting that the service requests, the field `retry`.
    #[must_use]
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.raw.reconnection_time
    }
}

impl<T: for<'de> Decode<'de> + Send + 'static> EventStream<T> {
    /// Returns the next item; `None` at the end of the stream.
    ///
    /// Cancel safe: no item is lost when the future is dropped before it completes.
    ///
    /// # Errors
    /// Returns an error if the connection fails, nothing arrives within the timeout, or the item
    /// is too large or cannot be decoded.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl<T: for<'de> Decode<'de> + Send + 'static> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut decoding = match this.decoding.take() {
            Some(decoding) => decoding,
            None => match ready!(this.raw.poll(context)) {
                Some(Ok((item, data))) => this.raw.decode(item, data),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            },
        };
        match decoding.data.as_mut().poll(context) {
            Poll::Ready(data) => Poll::Ready(Some(
                data.map(|data| Event::new(decoding.name, decoding.id, data)),
            )),
            Poll::Pending => {
                this.decoding = Some(decoding);
                Poll::Pending
            }
        }
    }
}

impl<T: for<'de> Decode<'de> + Send + 'static> FusedStream for EventStream<T> {
    fn is_terminated(&self) -> bool {
        self.decoding.is_none() && self.raw.reader.is_none()
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.raw.head.status)
            .field("last_event_id", &self.raw.last_event_id)
            .field("is_over", &self.raw.reader.is_none())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
