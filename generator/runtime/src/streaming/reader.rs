//! Splits a streamed body into items, independently of their types.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use sse_stream::{Sse, SseByteStream};

use super::StreamFormat;
use super::splitter::{Delimiter, Nesting, Splitter};
use crate::error::Cause;
use crate::response_kind::Unreadable;
use crate::{Download, Error};

/// An item that is not decoded.
#[derive(Debug, Default)]
pub(super) struct RawItem {
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
    /// The reconnection time in milliseconds.
    pub(super) retry: Option<u64>,
    pub(super) data: Option<Bytes>,
    /// `true` for data that may be the start of a longer text.
    pub(super) may_be_truncated: bool,
}

/// Reads the items of a stream.
pub(super) struct Reader {
    items: Items,
    /// The number of bytes that have arrived since the last item.
    pending: Arc<AtomicU64>,
}

enum Items {
    Events(SseByteStream<Chunks>),
    Texts(Chunks, Splitter),
}

/// The chunks of a body, in small pieces, of which a limited number of bytes may be one item.
struct Chunks {
    download: Download,
    /// The part of the last chunk that has not been returned.
    rest: Bytes,
    pending: Arc<AtomicU64>,
    limit: u64,
}

/// The greatest size of a piece in bytes. A chunk may be larger than the limit of an item, since it
/// may have many items.
const PIECE: usize = 4_096;

impl Reader {
    /// Reads items of up to `limit` bytes.
    pub(super) fn new(download: Download, format: StreamFormat, limit: u64) -> Self {
        let pending = Arc::new(AtomicU64::new(0));
        let chunks = Chunks {
            download,
            rest: Bytes::new(),
            pending: pending.clone(),
            limit,
        };
        let items = match format {
            StreamFormat::Events | StreamFormat::TextEvents | StreamFormat::MixedEvents(_) => {
                Items::Events(SseByteStream::new(chunks))
            }
            StreamFormat::Lines => Items::Texts(chunks, Splitter::new(Delimiter::Line)),
            StreamFormat::Sequence => {
                let delimiter = Delimiter::Record(Nesting::default());
                Items::Texts(chunks, Splitter::new(delimiter))
            }
        };
        Self { items, pending }
    }

    /// Polls for the next item; `None` at the end of the body.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<RawItem, Failure>>> {
        let item = match &mut self.items {
            Items::Events(events) => {
                let event = ready!(Pin::new(events).poll_next(context));
                event.map(|event| event.map(RawItem::from).map_err(Failure::from))
            }
            Items::Texts(chunks, splitter) => ready!(poll_text(chunks, splitter, context)),
        };
        self.pending.store(0, Ordering::Relaxed);
        Poll::Ready(item)
    }
}

/// Polls for the next text that the splitter finds.
fn poll_text(
    chunks: &mut Chunks,
    splitter: &mut Splitter,
    context: &mut Context<'_>,
) -> Poll<Option<Result<RawItem, Failure>>> {
    let text = loop {
        if let Some(text) = splitter.next() {
            break Some(text);
        }
        match ready!(Pin::new(&mut *chunks).poll_next(context)) {
            Some(Ok(chunk)) => splitter.push(&chunk),
            Some(Err(error)) => return Poll::Ready(Some(Err(Failure::Body(error)))),
            None => break splitter.rest(),
        }
    };
    Poll::Ready(text.map(|text| {
        Ok(RawItem {
            data: Some(text.bytes),
            may_be_truncated: text.may_be_truncated,
            ..RawItem::default()
        })
    }))
}

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.rest.is_empty() {
            match ready!(Pin::new(&mut self.download).poll_next(context)) {
                Some(Ok(chunk)) => self.rest = chunk,
                other => return Poll::Ready(other),
            }
        }
        let size = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(size);
        let pending = self.pending.load(Ordering::Relaxed) + size as u64;
        self.pending.store(pending, Ordering::Relaxed);
        let limit = self.limit;
        // The last piece of an item may have parts of others.
        Poll::Ready(Some(if pending > limit.saturating_add(PIECE as u64) {
            Err(self.download.error(Cause::TooLarge { limit }))
        } else {
            Ok(piece)
        }))
    }
}

impl From<Sse> for RawItem {
    fn from(event: Sse) -> Self {
        Self {
            name: event.event,
            id: event.id,
            retry: event.retry,
            data: event.data.map(Bytes::from),
            may_be_truncated: false,
        }
    }
}

/// The reason why the next item cannot be read.
pub(super) enum Failure {
    /// The error of the body.
    Body(Error),
    /// The body is not a stream of events.
    Malformed(Unreadable),
}

impl From<sse_stream::Error> for Failure {
    fn from(error: sse_stream::Error) -> Self {
        match error {
            sse_stream::Error::Body(error) => match error.downcast() {
                Ok(error) => Self::Body(*error),
                Err(other) => Self::Malformed(Unreadable::new(other)),
            },
            other => Self::Malformed(Unreadable::new(other)),
        }
    }
}
