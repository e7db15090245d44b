use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decode::decode_strictly;
use super::mismatch::Outcome;
use super::rfc3339;
use super::scalar::{FromScalar, Scalar, integer};

/// A point in time: the seconds since 1970-01-01T00:00:00Z, and nanoseconds.
///
/// It is decoded from a number of seconds, a string with such a number, an RFC 3339 time
/// (`2024-01-02T03:04:05.678Z`) or date (`2024-01-02`, the start of the day in UTC). The `T` may be
/// a space, the offset may lack its colon (`+0900`), and ` UTC` may stand for `Z`. It is encoded
/// and displayed as whole seconds, since that is what integers of a schema are. Numbers are neither
/// checked nor scaled: milliseconds are read as seconds. Of a fraction as a number, microseconds
/// are exact.
///
/// It can be parsed from the same strings, and converted from and to
/// [`SystemTime`](std::time::SystemTime) and, with the features `jiff`, `chrono` and `time`, the
/// types of these crates:
///
/// ```
/// # use intercom_codegen_runtime::Timestamp;
/// use std::time::SystemTime;
///
/// let docked_at: Timestamp = "2024-01-02T03:04:05Z".parse()?;
/// assert_eq!(docked_at.seconds(), 1_704_164_645);
/// assert!(docked_at < Timestamp::from(SystemTime::now()));
/// # Ok::<(), intercom_codegen_runtime::TimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    /// The nanoseconds after the second, less than a second.
    nanoseconds: u32,
}

const NANOSECONDS_PER_SECOND: u32 = 1_000_000_000;

impl Timestamp {
    /// Creates a timestamp from the seconds since 1970-01-01T00:00:00Z, which may be negative.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self {
            seconds,
            nanoseconds: 0,
        }
    }

    /// Creates a timestamp from the seconds since 1970-01-01T00:00:00Z and the nanoseconds after
    /// them. `None` if these are a second or more.
    #[must_use]
    pub const fn new(seconds: i64, nanoseconds: u32) -> Option<Self> {
        if nanoseconds < NANOSECONDS_PER_SECOND {
            Some(Self {
                seconds,
                nanoseconds,
            })
        } else {
            None
        }
    }

    /// Returns the whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Returns the nanoseconds after the whole seconds: 0 to 999,999,999.
    #[must_use]
    pub const fn subsec_nanoseconds(self) -> u32 {
        self.nanoseconds
    }
}

/// Displays the whole seconds.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.seconds.fmt(f)
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self::from_seconds(seconds)
    }
}

impl From<Timestamp> for i64 {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.seconds
    }
}

/// Parses Unix seconds, or an RFC 3339 time or date.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let text = text.trim();
        let seconds = integer(text).map(Self::from_seconds);
        let timestamp = seconds
            .or_else(|| rfc3339::parse(text))
            .or_else(|| decimal(text));
        timestamp.ok_or(TimestampError::Text)
    }
}

/// Parses seconds with a decimal fraction, such as `1704164645.678`.
fn decimal(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.')?;
    let seconds: i64 = whole.parse().ok()?;
    let nanoseconds = nanoseconds(fraction.as_bytes())?;
    if nanoseconds > 0 && whole.starts_with('-') {
        Timestamp::new(
            seconds.checked_sub(1)?,
            NANOSECONDS_PER_SECOND - nanoseconds,
        )
    } else {
        Timestamp::new(seconds, nanoseconds)
    }
}

/// Parses the digits of a fraction as nanoseconds; further digits are truncated.
pub(super) fn nanoseconds(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = digits.iter().copied().chain(std::iter::repeat(b'0'));
    Some(
        digits
            .take(9)
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0')),
    )
}

/// Returns the timestamp of seconds with a fraction, rounded to microseconds, or to nanoseconds if
/// the number has more digits; `None` if it has more digits than that.
fn of_number(seconds: f64) -> Option<Timestamp> {
    // Beyond these, doubles have no fractions of a second.
    if seconds.is_nan() || seconds.abs() >= 4e15 {
        return None;
    }
    let floor = seconds.floor();
    // Microseconds first: nanoseconds would contain the rounding of the double.
    [(1e6, 1_000), (1e9, 1)]
        .into_iter()
        .find_map(|(parts_per_second, nanoseconds)| {
            let parts = ((seconds - floor) * parts_per_second).round();
            let is_exact = floor + parts / parts_per_second == seconds;
            is_exact.then(|| Timestamp::new(floor as i64, parts as u32 * nanoseconds))?
        })
}

/// The error of parsing a [`Timestamp`], or of converting it to another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampError {
    /// The text is neither Unix seconds nor an RFC 3339 time or date.
    Text,
    /// The timestamp is out of range of the other type. For most types, milliseconds that are taken
    /// for seconds are.
    Range(Timestamp),
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str(
                "the text is not a timestamp: expected Unix seconds or RFC 3339, \
                 such as `2024-01-02T03:04:05Z`",
            ),
            Self::Range(timestamp) => {
                write!(f, "the Unix time {timestamp} is out of range of the type")
            }
        }
    }
}

impl std::error::Error for TimestampError {}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.seconds)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode_strictly(deserializer)
    }
}

impl FromScalar for Timestamp {
    const EXPECTED: &'static str = "Unix seconds or an RFC 3339 time";

    #[inline(always)]
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        match scalar {
            Scalar::Integer(seconds) => Ok(Self::from_seconds(seconds)),
            Scalar::Unsigned(_) => i64::from_scalar(scalar).map(Self::from_seconds),
            Scalar::Float(value) => match of_number(value) {
                Some(timestamp) => Ok(timestamp),
                None => i64::from_scalar(scalar).map(Self::from_seconds),
            },
            Scalar::Text(ref text) => text.parse().map_err(|_| scalar.invalid(&Self::EXPECTED)),
            Scalar::Null | Scalar::Boolean(_) => Err(scalar.mismatch(&Self::EXPECTED)),
        }
    }

    fn is_exact(json: &serde_json::Value) -> bool {
        json.is_number()
    }
}

#[cfg(test)]
mod tests;
