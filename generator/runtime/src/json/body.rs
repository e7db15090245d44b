//! Decodes whole bodies.

use std::collections::HashMap;

use serde::de::{Error as _, IgnoredAny};
use serde_json::Value;

use super::allowance::Allowance;
use super::context::{Limit, MAX_SKIPPED, Record, Segment, Skipped, display};
#[cfg(any(feature = "dynamic", feature = "mock"))]
use super::decode::decode_strictly;
use super::locate::ranges;
use super::rounding::is_exactly;
use super::unreadable::{Unreadable, remove, unreadable};
use super::{Anomaly, Decode, Decoded};

/// Decodes a body of JSON. Values that do not match their types are skipped and recorded.
///
/// The body is read once. If values were skipped, it is scanned once more for their text. If it has
/// values that no Rust type can hold (numbers that are too large, containers that are nested too
/// deeply, text that is not UTF-8), it is read once more without them.
///
/// # Errors
/// Returns an error if the body is malformed, does not match `T` as a whole, or has more than 10,000
/// values that do not match. The position in the error is that in `body`.
pub fn decode_body<T: for<'de> Decode<'de>>(body: &[u8]) -> Result<Decoded<T>, serde_json::Error> {
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
pub(crate) fn decode_limited<T: for<'de> Decode<'de>>(
    body: &[u8],
) -> Result<Decoded<T>, DecodeError> {
    // Checking the encoding of the whole text takes a tenth of the time of checking each string.
    if let Ok(text) = str::from_utf8(body) {
        match decode_leniently(text) {
            Ok((value, record)) => return Ok(decoded(value, record, body)),
            Err(error) if error.error.is_data() => return Err(error),
            Err(_) => {}
        }
    }
    serde_json::from_slice::<IgnoredAny>(body)?;
    let found = unreadable(body);
    if found.len() > MAX_SKIPPED {
        return Err(DecodeError {
            error: serde_json::Error::custom(Limit::Skipped),
            limit: Some(Limit::Skipped),
        });
    }
    let text = remove(&found, body);
    let (value, record) = decode_leniently(text_of(&text)?)?;
    Ok(decoded_without(value, record, body, &text, found))
}

/// Decodes JSON, all of which must match.
#[cfg(any(feature = "dynamic", feature = "mock"))]
pub(crate) fn decode_exactly<T: for<'de> Decode<'de>>(body: &[u8]) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text_of(body)?);
    let value = decode_strictly(&mut json)?;
    json.end()?;
    Ok(value)
}

fn decode_leniently<T: for<'de> Decode<'de>>(text: &str) -> Result<(T, Record), DecodeError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut record = Record::lenient(text.len());
    let outcome = T::decode(&mut json, &mut record.context()).map_err(|error| DecodeError {
        error,
        limit: record.exceeded(),
    })?;
    json.end()?;
    let value = outcome.map_err(serde_json::Error::custom)?;
    Ok((value, record))
}

fn text_of(json: &[u8]) -> Result<&str, serde_json::Error> {
    str::from_utf8(json).map_err(serde_json::Error::custom)
}

fn decoded<T>(value: T, record: Record, body: &[u8]) -> Decoded<T> {
    let (skipped, mut allowance) = record.into_parts();
    if skipped.is_empty() {
        return Decoded::whole(value);
    }
    let located = located(skipped, &mut allowance, body, body, <[Segment]>::to_vec);
    Decoded {
        value,
        anomalies: located.into_iter().map(|(_, anomaly)| anomaly).collect(),
    }
}

/// The anomalies of a body that was read without unreadable values. `text` is the body without them.
#[cold]
fn decoded_without<T>(
    value: T,
    record: Record,
    body: &[u8],
    text: &[u8],
    found: Vec<Unreadable>,
) -> Decoded<T> {
    let (skipped, mut allowance) = record.into_parts();
    let removed = Removed::of(&found);
    let mut all: Vec<(usize, Anomaly)> = located(skipped, &mut allowance, body, text, |path| {
        removed.original(path)
    });
    all.extend(found.into_iter().map(|one| {
        let end = one.value.end;
        let json = json_or_text(&body[one.value], &mut allowance);
        (end, Anomaly::new(display(&one.path), json, one.reason))
    }));
    all.sort_by_key(|(end, _)| *end);
    Decoded {
        value,
        anomalies: all.into_iter().map(|(_, anomaly)| anomaly).collect(),
    }
}

/// The anomalies of skipped values and rounded numbers, after the offsets at which the values end. `original` returns the
/// path in `body` of a path in `text`.
fn located(
    skipped: Vec<Skipped>,
    allowance: &mut Allowance,
    body: &[u8],
    text: &[u8],
    original: impl Fn(&[Segment]) -> Vec<Segment>,
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
            let path = display(&original(&one.path));
            let reason = one.mismatch.reason().to_owned();
            Some((end, Anomaly::new(path, value, reason)))
        })
        .collect()
}

/// The items that were removed from arrays, by the path of the array: ascending, each as the number
/// of items before it that remain.
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
    match allowance.read(&mut serde_json::Deserializer::from_slice(text)) {
        Ok(Ok(value)) if !is_long_integer(&value) => value,
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
