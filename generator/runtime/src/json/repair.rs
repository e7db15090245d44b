use std::ops::Range;

use serde::de::{Error as _, IgnoredAny};
use serde_json::Value;

use super::locate::{Place, locate, offset_of};
use super::{Anomaly, Decode, Decoded};

/// How many values may be left out of one body. Each costs reading the body once more.
const LIMIT: usize = 1_000;

/// Reads a body of JSON. What does not fit its type is left out and recorded.
///
/// A body that fits is read once, and nothing is spent on the others.
///
/// # Errors
/// When the body is no JSON, is as a whole not a `T`, or holds more than a thousand values that
/// do not fit. The position in the error is that in `body`.
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

/// Reads JSON, all of which must fit.
///
/// Whether the text is UTF-8 is seen at once for all of it, which takes a tenth of the time that
/// looking at string after string does.
pub(crate) fn decode_exactly<T: for<'de> Decode<'de>>(body: &[u8]) -> Result<T, serde_json::Error> {
    let text = str::from_utf8(body).map_err(|_| error_of_encoding(body))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let value = T::decode(&mut json)?;
    json.end()?;
    Ok(value)
}

/// The error, with its position, of the first string that is no UTF-8.
fn error_of_encoding(body: &[u8]) -> serde_json::Error {
    match serde_json::from_slice::<Value>(body) {
        Err(error) => error,
        Ok(_) => serde_json::Error::custom("the text is no UTF-8"),
    }
}

/// A body with holes.
struct Repair<'a> {
    body: &'a [u8],
    /// The body with spaces in place of what has been left out, so that all else, and with it
    /// the position in an error, is where it was.
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

    /// Leaves out the value that the error is about; gives the error back if that cannot be.
    fn leave_out(&mut self, error: serde_json::Error) -> Result<(), serde_json::Error> {
        let place = if self.anomalies.len() < LIMIT && self.is_about_a_value(&error) {
            locate(offset_of(&error, &self.text), self.body)
        } else {
            None
        };
        let Some(Place {
            path,
            member,
            value,
        }) = place
        else {
            return Err(error);
        };
        self.blank(member);
        let value = json_or_text(&self.body[value]);
        self.anomalies
            .push(Anomaly::new(path, value, reason(&error)));
        Ok(())
    }

    /// Besides values of another type there are those that no Rust type holds: numbers that are
    /// too large, containers that are nested too deeply, text that is no UTF-8. They are reported
    /// as broken JSON.
    fn is_about_a_value(&self, error: &serde_json::Error) -> bool {
        error.is_data() || serde_json::from_slice::<IgnoredAny>(&self.text).is_ok()
    }

    /// Puts spaces in place of a member and of one comma: that after it or, of the last, that
    /// before.
    fn blank(&mut self, member: Range<usize>) {
        let Range { mut start, mut end } = member;
        let before = self.text[..start].iter().rposition(is_no_space);
        let after = self.text[end..].iter().position(is_no_space);
        match (before, after.map(|distance| end + distance)) {
            (_, Some(after)) if self.text[after] == b',' => end = after + 1,
            (Some(before), _) if self.text[before] == b',' => start = before,
            _ => {}
        }
        self.text[start..end].fill(b' ');
    }
}

fn is_no_space(byte: &u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The value, or its text where the value would be less than the text says.
fn json_or_text(text: &[u8]) -> Value {
    let is_long_integer = |value: &Value| value.is_f64() && !text.iter().any(is_of_fraction);
    match serde_json::from_slice(text) {
        Ok(value) if !is_long_integer(&value) => value,
        _ => Value::String(String::from_utf8_lossy(text).into_owned()),
    }
}

fn is_of_fraction(byte: &u8) -> bool {
    matches!(byte, b'.' | b'e' | b'E')
}

/// The message without the position, which the path says better.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    if let Some(position) = message.rfind(" at line ") {
        message.truncate(position);
    }
    message
}
