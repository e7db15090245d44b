//! Responses whose items are read as they arrive: events (`text/event-stream`) and JSON lines.

#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
mod data;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
mod event;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
mod reader;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
mod reconnection;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
mod splitter;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
mod stream;

use bytes::Bytes;

use crate::Operation;
use crate::json::Decode;
use crate::response_kind::ReadAs;

#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
pub use event::Event;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
pub use stream::{EventStream, EventStreamFuture};

/// A request builder of an operation whose response can be read as a stream of items.
pub trait Streamed: Operation {
    /// The type of the items: of the data of each event, or of each JSON text.
    type Item: Decode + Send + 'static;

    /// The request and the format of the stream.
    const STREAMING: Streaming;

    /// Decodes the data of an event as the type that is declared for its name. Returns `None` if
    /// none is.
    #[doc(hidden)]
    #[must_use]
    fn read_event(_name: &str, _data: &Bytes) -> Option<ReadAs<Self::Item>> {
        None
    }
}

/// The request and the format of a stream of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streaming {
    /// The format of the response body.
    pub format: StreamFormat,
    /// The header `Accept` of the request.
    pub accept: &'static str,
    /// The property of the JSON request body that is set to `true` to request a stream.
    pub flag: Option<&'static str>,
}

#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
impl StreamFormat {
    /// Returns `true` for server-sent events.
    fn is_events(self) -> bool {
        matches!(self, Self::Events | Self::TextEvents | Self::MixedEvents(_))
    }
}

/// The format of a stream of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFormat {
    /// Server-sent events (`text/event-stream`) whose data is JSON. The data `[DONE]` ends the
    /// stream.
    Events,
    /// Server-sent events whose data is text.
    TextEvents,
    /// Server-sent events whose data is text if they have one of these names or are not JSON, and
    /// else JSON. An event without a name is a `message`. The data `[DONE]` ends the stream.
    MixedEvents(&'static [&'static str]),
    /// One JSON text per line (`application/jsonl`, `application/x-ndjson`).
    Lines,
    /// JSON texts, each after a record separator (`application/json-seq`, RFC 7464). A number or
    /// literal that no white space follows is an error, since it may be truncated.
    Sequence,
}
