use super::Type;

/// The stream that the response of an operation can be read as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stream<S> {
    /// The media type, for the `Accept` header.
    pub media_type: String,
    /// The format of the items.
    pub format: StreamFormat,
    /// The type of the items, or of an array of the items until a pass has resolved it.
    pub item: Type<S>,
    /// The names of the events whose data is text, if that of others is JSON.
    pub text_events: Vec<String>,
    /// The variants of the items for the names of events, with their indexes, if the type of the
    /// items is a union.
    pub variants: Vec<(String, usize)>,
    /// The property of the JSON request body that requests a stream, once a pass has found it.
    pub flag: Option<String>,
}

/// The format of the items of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamFormat {
    /// Server-sent events whose data is JSON.
    Events,
    /// Server-sent events whose data is text.
    TextEvents,
    /// One JSON text per line.
    Lines,
    /// JSON texts with record separators.
    Sequence,
}

impl<S> Stream<S> {
    /// Replaces every reference.
    pub(super) fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Stream<T> {
        Stream {
            media_type: self.media_type.clone(),
            format: self.format,
            item: self.item.map(f),
            text_events: self.text_events.clone(),
            variants: self.variants.clone(),
            flag: self.flag.clone(),
        }
    }
}
