use serde::Serialize;
use serde_json::Value;

use super::super::json::{Decode, Decoded, Union, UnrecognizedJson, decode_body};
use super::Notification;

/// A union whose variant is selected by a property. Implemented by the generated `webhooks::Item`
/// and `webhooks::Event`.
pub trait Tagged: Union + Serialize {
    /// The name of the property.
    const TAG: &'static str;

    /// Decodes the variant that `tag` selects; `None` if it selects none.
    #[doc(hidden)]
    fn read_tagged(tag: &str, reader: &Reader<'_>) -> Option<Decoded<Option<Self>>>;

    /// Decodes the variant of a topic, for items that the tag does not distinguish; `None` if the
    /// topic selects none.
    #[doc(hidden)]
    fn read_topic(topic: &str, reader: &Reader<'_>) -> Option<Decoded<Option<Self>>> {
        let _ = (topic, reader);
        None
    }
}

/// A decoder of the tagged part of a body. Values that do not match are left out and recorded.
#[derive(Debug)]
pub struct Reader<'a> {
    body: &'a [u8],
    part: Part,
}

#[derive(Debug)]
enum Part {
    Item,
    Whole,
}

impl<'a> Reader<'a> {
    /// Creates a decoder of `data.item` in a notification.
    pub(super) fn of_item(body: &'a [u8]) -> Self {
        Self {
            body,
            part: Part::Item,
        }
    }

    /// Decodes a variant; without a value if it cannot be decoded.
    #[inline]
    pub fn read<T, U>(&self, variant: impl Fn(T) -> U) -> Option<Decoded<Option<U>>>
    where
        T: Decode + Serialize,
    {
        let decoded = match self.part {
            Part::Item => {
                decode_body::<Notification<Option<T>>>(self.body).map(|decoded| Decoded {
                    value: decoded.value.data.item,
                    anomalies: decoded.anomalies,
                })
            }
            Part::Whole => decode_body(self.body).map(|decoded| Decoded {
                value: Some(decoded.value),
                anomalies: decoded.anomalies,
            }),
        };
        let decoded = decoded.ok()?;
        Some(Decoded {
            value: decoded.value.map(variant),
            anomalies: decoded.anomalies,
        })
    }
}

/// Decodes an event without verifying its signature.
///
/// Use it for bodies that were verified before, and [`Verifier::event`](super::Verifier::event) for
/// incoming requests.
///
/// # Errors
/// Returns an error if the body is not JSON.
pub fn event<E: Tagged>(body: &[u8]) -> Result<Decoded<E>, serde_json::Error> {
    let raw: Decoded<Value> = decode_body(body)?;
    let reader = Reader {
        body,
        part: Part::Whole,
    };
    Ok(read_or_keep(raw, None, &reader))
}

/// Decodes a tagged value, or else the value of a topic; preserves its JSON if it cannot be
/// decoded.
pub(super) fn read_or_keep<T: Tagged>(
    raw: Decoded<Value>,
    topic: Option<&str>,
    reader: &Reader<'_>,
) -> Decoded<T> {
    let tag = raw.value.get(T::TAG).and_then(Value::as_str);
    let tagged = tag.and_then(|tag| T::read_tagged(tag, reader));
    let is_decoded = |read: &Decoded<Option<T>>| read.value.is_some();
    let read = if tagged.as_ref().is_some_and(is_decoded) {
        tagged
    } else {
        let of_topic = topic.and_then(|topic| T::read_topic(topic, reader));
        of_topic.filter(is_decoded).or(tagged)
    };
    let (value, anomalies) = match read {
        Some(read) => (read.value, read.anomalies),
        None => (None, raw.anomalies),
    };
    let keep = || T::from_unrecognized(UnrecognizedJson::new(raw.value));
    Decoded {
        value: value.unwrap_or_else(keep),
        anomalies,
    }
}
