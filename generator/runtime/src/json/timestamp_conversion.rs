//! A [`Timestamp`] as the types of the standard library and of the libraries for times.
//!
//! Fractions of a second are cut off towards the past.

use std::time::{Duration, SystemTime};

use super::{Timestamp, TimestampError};

impl Timestamp {
    /// The same moment as the system's time; `None` when the system cannot represent it.
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

/// Fractions of a second are cut off towards the past.
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

/// Fails when the system cannot represent the moment.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = timestamp.system_time();
        time.ok_or(TimestampError::Range(timestamp))
    }
}

/// Fractions of a second are cut off towards the past.
#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        // Of a moment before 1970, both parts are negative.
        Self::from_seconds(time.as_second() - i64::from(time.subsec_nanosecond() < 0))
    }
}

/// Fails before the year -9999 and after 9999.
#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_second(timestamp.seconds());
        time.map_err(|_| TimestampError::Range(timestamp))
    }
}

/// Fractions of a second are cut off towards the past.
#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Timestamp {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self::from_seconds(time.timestamp())
    }
}

/// Fails some 262,000 years before and after our time.
#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_timestamp(timestamp.seconds(), 0);
        time.ok_or(TimestampError::Range(timestamp))
    }
}

/// Fractions of a second are cut off towards the past.
#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(time: time::OffsetDateTime) -> Self {
        Self::from_seconds(time.unix_timestamp())
    }
}

/// Fails before the year -9999 and after 9999. The offset is UTC.
#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_unix_timestamp(timestamp.seconds());
        time.map_err(|_| TimestampError::Range(timestamp))
    }
}
