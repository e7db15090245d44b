use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::stream::{FusedStream, Stream};
use http::{HeaderMap, StatusCode};

use super::data::{ReadEvent, as_json, is_text, read_data, truncated};
use super::reader::{Failure, RawItem, Reader};
use super::reconnection::{Connecting, Reconnection};
use super::{Event, StreamFormat, Streaming};
use crate::error::{Call, Cause};
use crate::json::Decode;
use crate::response::{Head, RawResponse};
use crate::response_kind::Unreadable;
use crate::send::{Received, Typed};
use crate::{BoxFuture, Download, Error, Request, Response};

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
/// stream continues with the next one; other errors end it. By default, only the request is
/// retried, not the stream: [`Request::reconnect`] reconnects it, if the service supports that.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// let request = client.watch_arrivals().with(|request| {
///     // Up to five times in a row without an event.
///     request.reconnect(5);
/// });
/// let mut arrivals = request.stream().await?;
/// while let Some(event) = arrivals.try_next().await? {
///     println!("{}: {}", event.name().unwrap_or("message"), event.data());
/// }
/// # Ok(())
/// # }
/// ```
///
/// `EventStream` also implements [`Stream`], for the combinators of the crate `futures`.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<T> {
    raw: RawStream,
    read_event: ReadEvent<T>,
    /// The item that has arrived and is not decoded yet.
    decoding: Option<Decoding<T>>,
}

struct Decoding<T> {
    name: Option<String>,
    id: Option<String>,
    data: Typed<Response<T>>,
}

/// The parts of a stream that do not depend on the type of its items.
struct RawStream {
    state: State,
    /// `None` if the stream is not reconnected.
    reconnection: Option<Box<Reconnection>>,
    call: Call,
    head: Head,
    settings: Settings,
    last_event_id: Option<String>,
    reconnection_time: Option<Duration>,
}

enum State {
    Open(Box<Reader>),
    Connecting(Connecting),
    Ended,
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
    pub fn stream<T>(self, streaming: Streaming, read_event: ReadEvent<T>) -> EventStreamFuture<T>
    where
        T: Decode + Send + 'static,
    {
        let raw = connect(self, streaming);
        Box::pin(async move {
            Ok(EventStream {
                raw: raw.await?,
                read_event,
                decoding: None,
            })
        })
    }
}

fn connect(mut request: Request, streaming: Streaming) -> BoxFuture<Result<RawStream, Error>> {
    request.header("accept", streaming.accept);
    if let Some(flag) = streaming.flag
        && let Err(message) = request.set_json_member(&[flag], &true)
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
    let reconnection = Reconnection::of(&mut request, streaming.format);
    Box::pin(async move { RawStream::new(request.download().await?, settings, reconnection) })
}

/// Returns the reader of a response.
///
/// # Errors
/// Returns an error if the response is JSON instead of a stream of events.
fn open(download: Download, settings: Settings) -> Result<Reader, Error> {
    let Settings { format, limit, .. } = settings;
    if format.is_events() && download.content_type().is_some_and(is_json) {
        let message = "the response is JSON instead of `text/event-stream`";
        return Err(download.error(Cause::Unreadable(Unreadable::new(message))));
    }
    Ok(Reader::new(download, format, limit))
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

impl RawStream {
    fn new(
        download: Download,
        settings: Settings,
        reconnection: Option<Box<Reconnection>>,
    ) -> Result<Self, Error> {
        let head = download.head().clone();
        Ok(Self {
            call: download.call().clone(),
            reconnection: reconnection.filter(|_| head.status != StatusCode::NO_CONTENT),
            head,
            state: State::Open(Box::new(open(download, settings)?)),
            settings,
            last_event_id: None,
            reconnection_time: None,
        })
    }

    /// Polls for the next item with data.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(RawItem, Bytes), Error>>> {
        loop {
            let ended = match &mut self.state {
                State::Open(reader) => match ready!(reader.poll(context)) {
                    Some(Ok(item)) => match self.receive(item) {
                        Some(item) => return Poll::Ready(Some(Ok(item))),
                        None => continue,
                    },
                    Some(Err(failure)) => Err(self.error(failure)),
                    None => Ok(()),
                },
                State::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                    Ok(download) => match self.reopen(download) {
                        Ok(()) => continue,
                        Err(error) => Err(error),
                    },
                    Err(error) => Err(error),
                },
                State::Ended => return Poll::Ready(None),
            };
            let reconnection = self.reconnection.as_mut();
            let next = reconnection.and_then(|one| one.next(ended.as_ref().err()));
            match next {
                Some(connecting) => self.state = State::Connecting(connecting),
                None => {
                    self.state = State::Ended;
                    return Poll::Ready(ended.err().map(Err));
                }
            }
        }
    }

    /// Remembers the id and the reconnection time of an item. Returns the item, without its data,
    /// and the data, if there is any. The data `[DONE]` ends the stream.
    fn receive(&mut self, mut item: RawItem) -> Option<(RawItem, Bytes)> {
        if let Some(id) = &item.id {
            self.last_event_id = Some(id.clone()).filter(|id| !id.is_empty());
            if let Some(reconnection) = &mut self.reconnection {
                reconnection.set_last_event_id(id);
            }
        }
        if let Some(milliseconds) = item.retry {
            let time = Duration::from_millis(milliseconds);
            self.reconnection_time = Some(time);
            if let Some(reconnection) = &mut self.reconnection {
                reconnection.set_wait(time);
            }
        }
        let data = match (item.data.take()?, self.settings.format) {
            (data, StreamFormat::TextEvents) => as_json(&data),
            (data, StreamFormat::MixedEvents(texts))
                if is_text(item.name.as_deref(), &data, texts) =>
            {
                as_json(&data)
            }
            (data, StreamFormat::Events | StreamFormat::MixedEvents(_)) if *data == *b"[DONE]" => {
                self.state = State::Ended;
                return None;
            }
            (data, _) if data.is_empty() => return None,
            (data, _) => data,
        };
        if let Some(reconnection) = &mut self.reconnection {
            reconnection.has_progressed();
        }
        Some((item, data))
    }

    /// Continues with another response. The status 204 ends the stream.
    fn reopen(&mut self, download: Download) -> Result<(), Error> {
        self.head = download.head().clone();
        if self.head.status == StatusCode::NO_CONTENT {
            self.state = State::Ended;
        } else {
            self.state = State::Open(Box::new(open(download, self.settings)?));
        }
        Ok(())
    }

    fn decode<T>(&self, item: RawItem, data: Bytes, read_event: ReadEvent<T>) -> Decoding<T>
    where
        T: Decode + Send + 'static,
    {
        let received = Received::within(
            self.settings.timeout,
            RawResponse {
                head: self.head.clone(),
                body: data,
            },
        );
        let name = item.name.clone();
        let read = move |_: StatusCode, _: &HeaderMap, data: &Bytes| {
            if item.may_be_truncated {
                Err(truncated())
            } else {
                read_data(read_event, name.as_deref(), data)
            }
        };
        let data = received.decode(self.call.clone(), self.settings.is_strict, read);
        Decoding {
            name: item.name,
            id: item.id,
            data,
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

impl<T> EventStream<T> {
    /// Returns the HTTP status of the last response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.head.status
    }

    /// Returns the HTTP headers of the last response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.head.headers
    }

    /// Returns the id of the last request, by which the service finds the request in its logs.
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

impl<T: Decode + Send + 'static> EventStream<T> {
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

impl<T: Decode + Send + 'static> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut decoding = match this.decoding.take() {
            Some(decoding) => decoding,
            None => match ready!(this.raw.poll(context)) {
                Some(Ok((item, data))) => this.raw.decode(item, data, this.read_event),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            },
        };
        match Pin::new(&mut decoding.data).poll(context) {
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

impl<T: Decode + Send + 'static> FusedStream for EventStream<T> {
    fn is_terminated(&self) -> bool {
        self.decoding.is_none() && matches!(self.raw.state, State::Ended)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.raw.head.status)
            .field("last_event_id", &self.raw.last_event_id)
            .field("is_over", &matches!(self.raw.state, State::Ended))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
