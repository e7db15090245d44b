//! Decodes whole bodies.

use std::collections::HashMap;

use serde::de::{Error as _, IgnoredAny};
use serde_json::Value;
use serde_json::de::StrRead;

use super::allowance::Allowance;
use super::context::{MAX_SKIPPED, Record, Skipped};
use super::limit::Limit;
use super::locate::ranges;
use super::mismatch::Mismatch;
use super::path::{Segment, display};
use super::rounding::is_exactly;
use super::source::{self, of_text};
use super::unreadable::{Unreadable, remove, unreadable};
use super::{Anomaly, Decode, Decoded};

/// Decodes a body of JSON. Values that do not match their types are skipped and recorded.
///
/// The body is read once. If values were skipped, it is scanned once more for their text. If it has
/// values that no Rust type can hold (numbers that are too large, containers that are nested too
/// deeply, text that is not UTF-8), it is read once more without them.
///
/// # Errors
/// Returns an error if the body is malformed, does not match `T` as a whole, or has more than
/// 10,000 values that do not match. The position in the error is that in `body`.
pub fn decode_body<T: Decode>(body: &[u8]) -> Result<Decoded<T>, serde_json::Error> {
    decode_limited(body).map_err(|error| error.error)
}

/// The error of a body, and the limit of decoding that it exceeds, if that is the reason.
pub(crate) struct DecodeError {
    pub(crate) error: serde_json::Error,
    #[cfg_attr(
        not(feature = "client"),
        allow(dead_code, reason = "only clients set limits")
    )]
    pub(crate) limit: Option<Limit>,
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self { error, limit: None }
    }
}

/// Decodes a body as [`decode_body`] does, with an error that names the limit that was exceeded.
pub(crate) fn decode_limited<T: Decode>(body: &[u8]) -> Result<Decoded<T>, DecodeError> {
    let mut text = BodyText::of(body)?;
    loop {
        let mut record = text.record();
        match decode_whole(text.as_str(), &mut record) {
            Ok(value) => {
                let anomalies = text.anomalies(record);
                return Ok(Decoded { value, anomalies });
            }
            Err(error) => text = text.after(error, record)?,
        }
    }
}

fn decode_whole<T: Decode>(text: &str, record: &mut Record) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut source = source::TextSource::new(&mut json);
    match T::decode(of_text(&mut source), &mut record.context()) {
        Ok(Ok(value)) => end(&mut json).map(|()| value),
        Ok(Err(mismatch)) => Err(mismatched(&mut json, &record.explain(&[], mismatch))),
        Err(failure) => Err(source.error(failure)),
    }
}

#[inline(never)]
fn end(json: &mut serde_json::Deserializer<StrRead<'_>>) -> Result<(), serde_json::Error> {
    json.end()
}

/// The error of a body that does not match its type, unless it is malformed behind its value.
#[cold]
fn mismatched(
    json: &mut serde_json::Deserializer<StrRead<'_>>,
    mismatch: &Mismatch,
) -> serde_json::Error {
    match json.end() {
        Ok(()) => serde_json::Error::custom(mismatch),
        Err(malformed) => malformed,
    }
}

/// Decodes JSON, all of which must match.
#[cfg(any(feature = "dynamic", feature = "mock"))]
pub(crate) fn decode_exactly<T: Decode>(body: &[u8]) -> Result<T, serde_json::Error> {
    decode_whole(text_of(body)?, &mut Record::strict())
}

#[cfg(any(feature = "dynamic", feature = "mock"))]
fn text_of(json: &[u8]) -> Result<&str, serde_json::Error> {
    str::from_utf8(json).map_err(serde_json::Error::custom)
}

/// The text of a body that is decoded. Nothing here depends on the type, so that an application
/// does not compile it again for each of its own.
enum BodyText<'b> {
    /// The body as it was received.
    Whole(&'b str),
    /// The body without the values that no Rust type can hold.
    Reduced {
        body: &'b [u8],
        text: String,
        found: Vec<Unreadable>,
    },
}

impl<'b> BodyText<'b> {
    fn of(body: &'b [u8]) -> Result<Self, DecodeError> {
        // Checking the encoding of the whole text takes a tenth of the time of checking each string.
        match str::from_utf8(body) {
            Ok(text) => Ok(Self::Whole(text)),
            Err(_) => Self::reduced(body),
        }
    }

    #[cold]
    fn reduced(body: &'b [u8]) -> Result<Self, DecodeError> {
        serde_json::from_slice::<IgnoredAny>(body)?;
        let found = unreadable(body);
        if found.len() > MAX_SKIPPED {
            return Err(DecodeError {
                error: serde_json::Error::custom(Limit::Skipped),
                limit: Some(Limit::Skipped),
            });
        }
        let text = String::from_utf8(remove(&found, body)).map_err(serde_json::Error::custom)?;
        Ok(Self::Reduced { body, text, found })
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Whole(text) => text,
            Self::Reduced { text, .. } => text,
        }
    }

    /// A record of the values that are skipped in the text.
    fn record(&self) -> Record {
        Record::lenient(self.as_str().len())
    }

    /// The text to be decoded after an error, if the error can be that of an unreadable value.
    #[cold]
    fn after(self, error: serde_json::Error, record: Record) -> Result<Self, DecodeError> {
        let limit = record.exceeded();
        // The values that were skipped until then are skipped again.
        drop(record);
        match self {
            Self::Whole(text) if !error.is_data() => Self::reduced(text.as_bytes()),
            _ => Err(DecodeError { error, limit }),
        }
    }

    /// The anomalies of the body.
    fn anomalies(self, record: Record) -> Vec<Anomaly> {
        let (skipped, mut allowance) = record.into_parts();
        match self {
            Self::Whole(_) if skipped.is_empty() => Vec::new(),
            Self::Whole(text) => {
                let body = text.as_bytes();
                let located = located(skipped, &mut allowance, body, body, &Removed::default());
                located.into_iter().map(|(_, anomaly)| anomaly).collect()
            }
            Self::Reduced { body, text, found } => {
                anomalies_with_unreadable(skipped, allowance, body, text.as_bytes(), found)
            }
        }
    }
}

/// The anomalies of a body that was read without unreadable values. `text` is the body without
/// them.
#[cold]
fn anomalies_with_unreadable(
    skipped: Vec<Skipped>,
    mut allowance: Allowance,
    body: &[u8],
    text: &[u8],
    found: Vec<Unreadable>,
) -> Vec<Anomaly> {
    let removed = Removed::of(&found);
    let mut all = located(skipped, &mut allowance, body, text, &removed);
    all.extend(found.into_iter().map(|one| {
        let end = one.value.end;
        let json = json_or_text(&body[one.value], &mut allowance);
        (end, Anomaly::new(display(&one.path), json, one.reason))
    }));
    all.sort_by_key(|(end, _)| *end);
    all.into_iter().map(|(_, anomaly)| anomaly).collect()
}

/// The anomalies of skipped values and rounded numbers, after the offsets at which the values end.
/// `removed` are the items of `body` that are not in `text`.
fn located(
    skipped: Vec<Skipped>,
    allowance: &mut Allowance,
    body: &[u8],
    text: &[u8],
    removed: &Removed,
) -> Vec<(usize, Anomaly)> {
    let ranges = ranges(text, skipped.iter().map(|one| one.path.as_slice()));
    let located = skipped.into_iter().zip(ranges);
    located
        .filter_map(|(one, range)| {
            let end = range.end;
            let text = &body[range];
            let value = match one.rounded {
                Some(number) if is_exactly(number, &String::from_utf8_lossy(text)) => return None,
                Some(_) => text_value(text),
                None => json_or_text(text, allowance),
            };
            let path = display(&removed.original(&one.path));
            let reason = one.mismatch.reason().to_owned();
            Some((end, Anomaly::new(path, value, reason)))
        })
        .collect()
}

/// The items that were removed from arrays, by the path of the array: ascending, each as the number
/// of items before it that remain.
#[derive(Default)]
struct Removed(HashMap<Vec<Segment>, Vec<usize>>);

impl Removed {
    fn of(found: &[Unreadable]) -> Self {
        let mut items: HashMap<Vec<Segment>, Vec<usize>> = HashMap::new();
        for one in found {
            if let Some((Segment::Index(index), array)) = one.path.split_last() {
                let removed = items.entry(array.to_vec()).or_default();
                removed.push(index - removed.len());
            }
        }
        Self(items)
    }

    /// The path in the whole body of a path in the body without the removed items.
    fn original(&self, path: &[Segment]) -> Vec<Segment> {
        let mut original = Vec::with_capacity(path.len());
        for segment in path {
            original.push(match (segment, self.0.get(&original)) {
                (Segment::Index(index), Some(removed)) => {
                    Segment::Index(index + removed.partition_point(|before| before <= index))
                }
                _ => segment.clone(),
            });
        }
        original
    }
}

/// The value, or its text if a value would be less than the text says or take too much memory.
fn json_or_text(text: &[u8], allowance: &mut Allowance) -> Value {
    let is_long_integer = |value: &Value| value.is_f64() && !text.iter().any(is_of_fraction);
    let json = str::from_utf8(text).map(serde_json::Deserializer::from_str);
    match json.map(|mut json| allowance.read(&mut json)) {
        Ok(Ok(Ok(value))) if !is_long_integer(&value) => value,
        _ => text_value(text),
    }
}

fn text_value(text: &[u8]) -> Value {
    Value::String(String::from_utf8_lossy(text).into_owned())
}

fn is_of_fraction(byte: &u8) -> bool {
    matches!(byte, b'.' | b'e' | b'E')
}

/// The message without the position, which the path describes better.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    if let Some(position) = message.rfind(" at line ") {
        message.truncate(position);
    }
    message
}

#[cfg(test)]
mod tests;
