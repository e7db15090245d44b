use std::fmt;
use std::str::FromStr;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::context::{Context, Outcome};
use super::decode::decode_strictly;
use super::scalar::{IntegerVisitor, Scalar, ScalarOrNull, integer};
use super::{Decode, rfc3339};

/// A point in time in whole Unix seconds.
///
/// It is decoded from a number without a fraction, a string with such a number, or an RFC 3339 time
/// (`2024-01-02T03:04:05Z`, fractions of a second truncated towards the past), and encoded as an
/// integer. Numbers are neither checked nor scaled: milliseconds are read as seconds.
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
pub struct Timestamp(i64);

impl Timestamp {
    /// Creates a timestamp from the seconds since 1970-01-01T00:00:00Z, which may be negative.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<Timestamp> for i64 {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

/// Parses whole Unix seconds or an RFC 3339 time.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let seconds = integer(text).or_else(|| rfc3339::parse(text.trim()));
        seconds.map(Self).ok_or(TimestampError::Text)
    }
}

/// The error of parsing a [`Timestamp`], or of converting it to another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampError {
    /// The text is neither whole Unix seconds nor an RFC 3339 time.
    Text,
    /// The timestamp is out of range of the other type. For most types, milliseconds that are taken
    /// for seconds are.
    Range(Timestamp),
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str(
                "the text is not a timestamp: expected whole Unix seconds or RFC 3339, \
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
        serializer.serialize_i64(self.0)
    }
}

#[doc(hidden)]
impl<'de> Decode<'de> for Timestamp {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        _context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        deserializer.deserialize_any(Scalar(TimestampVisitor))
    }

    #[inline]
    fn decode_option<D: Deserializer<'de>>(
        deserializer: D,
        _context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, D::Error> {
        deserializer.deserialize_any(ScalarOrNull(TimestampVisitor))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode_strictly(deserializer)
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unix seconds or an RFC 3339 time")
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Timestamp, E> {
        Ok(Timestamp(value))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Timestamp, E> {
        IntegerVisitor.visit_u64(value).map(Timestamp)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Timestamp, E> {
        IntegerVisitor.visit_f64(value).map(Timestamp)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Timestamp, E> {
        let parsed = value.parse();
        parsed.map_err(|_: TimestampError| E::invalid_value(Unexpected::Str(value), &self))
    }
}

#[cfg(test)]
mod tests;
