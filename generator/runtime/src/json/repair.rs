use std::ops::Range;

use serde::de::{Error as _, IgnoredAny};
use serde_json::Value;

use super::locate::{ValueLocation, locate, offset_of};
use super::{Anomaly, Decode, Decoded};

/// The maximum number of values that are left out of a body. Each requires decoding it again.
const LIMIT: usize = 1_000;

/// Decodes a JSON body. Values that do not match their type are left out and recorded.
///
/// A body without such values is decoded once, at no extra cost.
///
/// # Errors
/// Returns an error if the body is not JSON, does not match `T` as a whole, or contains more than
/// 1,000 values that do not match. The position of the error refers to `body`.
#[inline]
pub fn decode_body<T: for<'de> Decode<'de>>(body: &[u8]) -> Result<Decoded<T>, serde_json::Error> {
    let mut error = match decode_exactly(body) {
        Ok(value) => return Ok(Decoded::whole(value)),
        Err(error) => error,
    };
    let mut repair = Repair::of(body);
    loop {
        repair.leave_out(error)?;
        error = match decode_exactly(&repair.text) {
            Ok(value) => {
                return Ok(Decoded {
                    value,
                    anomalies: repair.anomalies,
                });
            }
            Err(error) => error,
        };
    }
}

/// Decodes JSON that must match its type completely.
///
/// UTF-8 is validated for the whole text at once, which takes a tenth of the time of validating
/// each string.
pub(crate) fn decode_exactly<T: for<'de> Decode<'de>>(body: &[u8]) -> Result<T, serde_json::Error> {
    let text = str::from_utf8(body).map_err(|_| error_of_encoding(body))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let value = T::decode(&mut json)?;
    json.end()?;
    Ok(value)
}

/// Returns the error of the first string that is not valid UTF-8, with its position.
fn error_of_encoding(body: &[u8]) -> serde_json::Error {
    match serde_json::from_slice::<Value>(body) {
        Err(error) => error,
        Ok(_) => serde_json::Error::custom("the text is not valid UTF-8"),
    }
}

/// A body from which values are left out.
struct Repair<'a> {
    body: &'a [u8],
    /// The body with spaces instead of the values that were left out, so that positions do not
    /// change.
    text: Vec<u8>,
    anomalies: Vec<Anomaly>,
}

impl<'a> Repair<'a> {
    fn of(body: &'a [u8]) -> Self {
        Self {
            body,
            text: body.to_vec(),
            anomalies: Vec::new(),
        }
    }

    /// Leaves out the value that caused the error; returns the error if that is not possible.
    fn leave_out(&mut self, error: serde_json::Error) -> Result<(), serde_json::Error> {
        let location = if self.anomalies.len() < LIMIT && self.is_caused_by_value(&error) {
            locate(offset_of(&error, &self.text), self.body)
        } else {
            None
        };
        let Some(ValueLocation {
            path,
            member,
            value,
        }) = location
        else {
            return Err(error);
        };
        self.blank(member);
        let value = json_or_text(&self.body[value]);
        self.anomalies
            .push(Anomaly::new(path, value, reason(&error)));
        Ok(())
    }

    /// Returns `true` if the error is caused by a single value: one of another type, or one that is
    /// reported as malformed JSON because no Rust type can represent it, such as a number that is
    /// too large, a container that is nested too deeply or a string that is not valid UTF-8.
    fn is_caused_by_value(&self, error: &serde_json::Error) -> bool {
        error.is_data() || serde_json::from_slice::<IgnoredAny>(&self.text).is_ok()
    }

    /// Replaces a member and one comma with spaces: the comma after it or, for the last member, the
    /// one before it.
    fn blank(&mut self, member: Range<usize>) {
        let Range { mut start, mut end } = member;
        let before = self.text[..start].iter().rposition(is_not_space);
        let after = self.text[end..].iter().position(is_not_space);
        match (before, after.map(|distance| end + distance)) {
            (_, Some(after)) if self.text[after] == b',' => end = after + 1,
            (Some(before), _) if self.text[before] == b',' => start = before,
            _ => {}
        }
        self.text[start..end].fill(b' ');
    }
}

fn is_not_space(byte: &u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Returns the JSON value, or its text if the value would lose precision.
fn json_or_text(text: &[u8]) -> Value {
    let is_long_integer =
        |value: &Value| value.is_f64() && !text.iter().any(is_fraction_or_exponent);
    match serde_json::from_slice(text) {
        Ok(value) if !is_long_integer(&value) => value,
        _ => Value::String(String::from_utf8_lossy(text).into_owned()),
    }
}

fn is_fraction_or_exponent(byte: &u8) -> bool {
    matches!(byte, b'.' | b'e' | b'E')
}

/// Returns the message without the position, which the path replaces.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    if let Some(position) = message.rfind(" at line ") {
        message.truncate(position);
    }
    message
}
