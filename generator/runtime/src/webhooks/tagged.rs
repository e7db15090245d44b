use serde::Serialize;
use serde_json::Value;

use super::super::json::{Decode, Decoded, Union, UnrecognizedJson, decode_body};
use super::Notification;

/// One of several types, by the value of a property: implemented by the emitted items and events.
pub trait Tagged: Union + Serialize {
    /// The property.
    const TAG: &'static str;

    /// Reads the variant that a value of the property means; `None` when it means none.
    #[doc(hidden)]
    fn read_tagged(tag: &str, reader: &Reader<'_>) -> Option<Decoded<Option<Self>>>;
}

/// Reads the part of a body that is tagged. What does not fit is left out of it and recorded.
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
    /// Reads `data.item` of a notification.
    pub(super) fn of_item(body: &'a [u8]) -> Self {
        Self {
            body,
            part: Part::Item,
        }
    }

    /// Reads a variant; without a value when it cannot be read at all.
    #[inline]
    pub fn read<T, U>(&self, variant: impl Fn(T) -> U) -> Option<Decoded<Option<U>>>
    where
        T: for<'de> Decode<'de> + Serialize,
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

/// Reads an event without a check of where it comes from: one that has been checked, or that came
/// over a connection to the API.
///
/// # Errors
/// When the body is no JSON.
pub fn event<E: Tagged>(body: &[u8]) -> Result<Decoded<E>, serde_json::Error> {
    let raw: Decoded<Value> = decode_body(body)?;
    let reader = Reader {
        body,
        part: Part::Whole,
    };
    Ok(read_or_keep(raw, &reader))
}

/// Reads what is tagged; keeps it as it came when that cannot be done.
pub(super) fn read_or_keep<T: Tagged>(raw: Decoded<Value>, reader: &Reader<'_>) -> Decoded<T> {
    let tag = raw.value.get(T::TAG).and_then(Value::as_str);
    let read = tag.and_then(|tag| T::read_tagged(tag, reader));
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
