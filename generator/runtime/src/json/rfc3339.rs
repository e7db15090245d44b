//! Parses RFC 3339 timestamps, and the notations that APIs use beside it.

use std::ops::RangeInclusive;

use super::timestamp::{Timestamp, nanoseconds};

const DAY: i64 = 86_400;

/// Parses a timestamp such as `2024-01-02T03:04:05.678+09:00`.
///
/// As in Unix time, a leap second (`23:59:60` UTC) is the second after it. The `T` may be a space
/// (RFC 3339, section 5.6), ` UTC` is `Z`, and the offset may lack its colon (ISO 8601). A date is
/// the start of the day in UTC.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let mut rest = Rest(text.as_bytes());
    let days = date(&mut rest)?;
    if rest.0.is_empty() {
        return Some(Timestamp::from_seconds(days * DAY));
    }
    rest.one_of(b"Tt ")?;
    let hour = rest.number(2, 0..=23)?;
    rest.one_of(b":")?;
    let minute = rest.number(2, 0..=59)?;
    rest.one_of(b":")?;
    let second = rest.number(2, 0..=60)?;
    let nanoseconds = fraction(&mut rest)?;
    let offset = offset(&mut rest)?;
    let seconds = days * DAY + hour * 3_600 + minute * 60 + second - offset;
    let is_valid = second < 60 || seconds.rem_euclid(DAY) == 0;
    if is_valid && rest.0.is_empty() {
        Timestamp::new(seconds, nanoseconds)
    } else {
        None
    }
}

/// Returns `true` if a text is a `full-date`, such as `2024-01-02`.
pub(super) fn is_full_date(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    date(&mut rest).is_some() && rest.0.is_empty()
}

/// Parses a date as days since 1970-01-01.
fn date(rest: &mut Rest<'_>) -> Option<i64> {
    let year = rest.number(4, 0..=9_999)?;
    rest.one_of(b"-")?;
    let month = rest.number(2, 1..=12)?;
    rest.one_of(b"-")?;
    let day = rest.number(2, 1..=days_in(year, month))?;
    Some(days_since_epoch(year, month, day))
}

/// Parses an optional fraction of a second.
fn fraction(rest: &mut Rest<'_>) -> Option<u32> {
    if rest.one_of(b".").is_none() {
        return Some(0);
    }
    let digits = rest.0.iter().take_while(|digit| digit.is_ascii_digit());
    let (digits, others) = rest.0.split_at_checked(digits.count())?;
    rest.0 = others;
    nanoseconds(digits)
}

/// Parses an offset from UTC as seconds.
fn offset(rest: &mut Rest<'_>) -> Option<i64> {
    if rest.0 == b" UTC" {
        rest.0 = &[];
        return Some(0);
    }
    let sign = match rest.one_of(b"Zz+-")? {
        b'+' => 1,
        b'-' => -1,
        _ => return Some(0),
    };
    let hours = rest.number(2, 0..=23)?;
    // Without it in ISO 8601's basic format.
    let _ = rest.one_of(b":");
    let minutes = rest.number(2, 0..=59)?;
    Some(sign * (hours * 3_600 + minutes * 60))
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the days since 1970-01-01. Years are counted from March, so that the leap day is the
/// last day.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    /// Days from 0000-03-01 to 1970-01-01.
    const EPOCH: i64 = 719_468;
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // Five months have 153 days: 31, 30, 31, 30, 31, repeated.
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + leap_days + day_of_year - EPOCH
}

/// The text that has not been parsed yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// Takes a number with exactly `digits` digits, unless it is out of range.
    fn number(&mut self, digits: usize, range: RangeInclusive<i64>) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let number = number.iter().try_fold(0, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
            Some(number * 10 + digit)
        })?;
        range.contains(&number).then_some(())?;
        self.0 = rest;
        Some(number)
    }

    /// Takes the next character if it is one of `characters`.
    fn one_of(&mut self, characters: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        characters.contains(first).then_some(())?;
        self.0 = rest;
        Some(*first)
    }
}
