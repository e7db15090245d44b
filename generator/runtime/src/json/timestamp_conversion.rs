//! Conversions between [`Timestamp`] and the types of the standard library, `jiff`, `chrono` and
//! `time`.

use std::time::{Duration, SystemTime};

use super::{Timestamp, TimestampError};

impl Timestamp {
    /// Returns the timestamp as a [`SystemTime`]; `None` if it is out of range.
    #[must_use]
    pub fn system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.seconds().unsigned_abs());
        let second = if self.seconds() < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        };
        second?.checked_add(Duration::from_nanos(self.subsec_nanoseconds().into()))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => {
                let seconds = i64::try_from(after.as_secs()).unwrap_or(i64::MAX);
                of_parts(seconds, after.subsec_nanos())
            }
            Err(error) => {
                let before = error.duration();
                let seconds = 0_i64.saturating_sub_unsigned(before.as_secs());
                match before.subsec_nanos() {
                    0 => Self::from_seconds(seconds),
                    nanoseconds => of_parts(seconds.saturating_sub(1), 1_000_000_000 - nanoseconds),
                }
            }
        }
    }
}

/// Returns the timestamp of seconds and the nanoseconds after them; those of a leap second, which
/// are more than a second, are truncated.
fn of_parts(seconds: i64, nanoseconds: u32) -> Timestamp {
    Timestamp::new(seconds, nanoseconds.min(999_999_999)).unwrap_or_default()
}

/// Returns an error if the timestamp is out of range of the system.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = timestamp.system_time();
        time.ok_or(TimestampError::Range(timestamp))
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        // Before 1970, both parts are negative.
        match u32::try_from(time.subsec_nanosecond()) {
            Ok(nanoseconds) => of_parts(time.as_second(), nanoseconds),
            Err(_) => {
                let before = time.subsec_nanosecond().unsigned_abs();
                of_parts(time.as_second() - 1, 1_000_000_000 - before)
            }
        }
    }
}

/// Returns an error before the year -9999 and after 9999.
#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let nanoseconds = i128::from(timestamp.seconds()) * 1_000_000_000
            + i128::from(timestamp.subsec_nanoseconds());
        let time = Self::from_nanosecond(nanoseconds);
        time.map_err(|_| TimestampError::Range(timestamp))
    }
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Timestamp {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        of_parts(time.timestamp(), time.timestamp_subsec_nanos())
    }
}

/// Returns an error about 262,000 years before and after 1970.
#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let time = Self::from_timestamp(timestamp.seconds(), timestamp.subsec_nanoseconds());
        time.ok_or(TimestampError::Range(timestamp))
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(time: time::OffsetDateTime) -> Self {
        // Before 1970, the nanoseconds are still those after the second.
        of_parts(time.unix_timestamp(), time.nanosecond())
    }
}

/// Returns an error before the year -9999 and after 9999. The offset is UTC.
#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let nanoseconds = i128::from(timestamp.seconds()) * 1_000_000_000
            + i128::from(timestamp.subsec_nanoseconds());
        let time = Self::from_unix_timestamp_nanos(nanoseconds);
        time.map_err(|_| TimestampError::Range(timestamp))
    }
}
