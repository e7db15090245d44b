//! Conversions between [`Timestamp`] and the types of the standard library, `jiff`, `chrono` and
//! `time`.

use std::time::{Duration, SystemTime};

use super::{Timestamp, TimestampError};

impl Timestamp {
    /// Returns the timestamp as a [`SystemTime`]; `None` if it is out of range.
    #[must_use]
    pub fn system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.seconds().unsigned_abs());
        if self.seconds() < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }
}

/// Truncates fractions of a second towards the past.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self::from_seconds(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(error) => {
                let before = error.duration();
                let started = u64::from(before.subsec_nanos() > 0);
                0_i64.saturating_sub_unsigned(before.as_secs().saturating_add(started))
            }
        })
    }
}

/// Returns an error if the timestamp is out of range of the system.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = timestamp.system_time();
        time.ok_or(TimestampError::Range(timestamp))
    }
}

/// Truncates fractions of a second towards the past.
#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        // Before 1970, both parts are negative.
        Self::from_seconds(time.as_second() - i64::from(time.subsec_nanosecond() < 0))
    }
}

/// Returns an error before the year -9999 and after 9999.
#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_second(timestamp.seconds());
        time.map_err(|_| TimestampError::Range(timestamp))
    }
}

/// Truncates fractions of a second towards the past.
#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Timestamp {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self::from_seconds(time.timestamp())
    }
}

/// Returns an error about 262,000 years before and after 1970.
#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_timestamp(timestamp.seconds(), 0);
        time.ok_or(TimestampError::Range(timestamp))
    }
}

/// Truncates fractions of a second towards the past.
#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(time: time::OffsetDateTime) -> Self {
        Self::from_seconds(time.unix_timestamp())
    }
}

/// Returns an error before the year -9999 and after 9999. The offset is UTC.
#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_unix_timestamp(timestamp.seconds());
        time.map_err(|_| TimestampError::Range(timestamp))
    }
}
