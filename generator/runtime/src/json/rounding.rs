//! Numbers that are rounded when they are read: a float holds 15 digits of any number.

use serde_json::Value;

use super::scalar::{INTEGERS, number_text};

/// The number of digits that a float holds of every number.
const EXACT_DIGITS: usize = 15;

/// Returns `true` if the number was possibly an integer of more than 64 bits, which is rounded when
/// it is read as plain JSON.
pub(super) fn is_long_integer(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() >= INTEGERS
}

/// Returns `true` if the number was possibly written with more digits than a float holds.
pub(super) fn is_long(number: f64) -> bool {
    Digits::of(&number_text(number)).digits.len() > EXACT_DIGITS
}

/// Returns `true` if a value contains a number that was possibly an integer of more than 64 bits.
pub(super) fn long_integer(value: &Value) -> Option<f64> {
    let number = value.as_f64().filter(|_| value.is_f64())?;
    is_long_integer(number).then_some(number)
}

/// Returns `true` if a number is exactly the one that a text says.
pub(super) fn is_exactly(number: f64, text: &str) -> bool {
    Digits::of(&number_text(number)) == Digits::of(text)
}

/// Returns `true` if two texts are the same number.
pub(super) fn is_same_number(text: &str, other: &str) -> bool {
    let (one, other) = (Digits::of(text), Digits::of(other));
    one == other || (one.digits.is_empty() && other.digits.is_empty())
}

/// Returns the text of a number without its exponent; `None` if that has more than a thousand
/// zeros.
pub(super) fn without_exponent(text: &str) -> Option<String> {
    /// The maximum distance of the decimal point from the first digit.
    const MAX_POINT: u64 = 1_000;
    let Digits {
        is_negative,
        digits,
        point,
    } = Digits::of(text);
    if point.unsigned_abs() > MAX_POINT {
        return None;
    }
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let length = digits.len() as i64;
    let sign = if is_negative { "-" } else { "" };
    Some(if point <= 0 {
        let zeros = zeros(-point);
        let fraction = if digits.is_empty() {
            String::new()
        } else {
            format!(".{zeros}{digits}")
        };
        format!("{sign}0{fraction}")
    } else if point >= length {
        format!("{sign}{digits}{}", zeros(point - length))
    } else {
        let (whole, fraction) = digits.split_at_checked(usize::try_from(point).ok()?)?;
        format!("{sign}{whole}.{fraction}")
    })
}

/// A number in its normal form: equal numbers have equal digits.
#[derive(Debug, PartialEq, Eq)]
struct Digits {
    is_negative: bool,
    /// The digits from the first to the last that is not zero.
    digits: String,
    /// The position of the decimal point, counted from the first digit.
    point: i64,
}

impl Digits {
    fn of(text: &str) -> Self {
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let position = whole.len() as i64 - (all.len() - significant.len()) as i64;
        let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX);
        let digits = significant.trim_end_matches('0');
        Self {
            is_negative,
            point: if digits.is_empty() {
                0
            } else {
                exponent.saturating_add(position)
            },
            digits: digits.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_exact_if_its_digits_are_those_of_the_text() {
        for (number, text) in [
            (1e300, "1e300"),
            (1e19, "10000000000000000000"),
            (-1.5, "-1.50"),
            (0.001, "1E-3"),
            (0.0, "0.000"),
        ] {
            assert!(is_exactly(number, text), "{text}");
        }
        for (number, text) in [
            (18_446_744_073_709_551_616.0, "18446744073709551617"),
            (0.1, "0.10000000000000000001"),
            (1.0, "-1"),
        ] {
            assert!(!is_exactly(number, text), "{text}");
        }
    }

    #[test]
    fn numbers_with_more_digits_than_a_float_holds_are_long() {
        assert!(!is_long(1.1) && !is_long(1e300) && !is_long(123_456_789_012_345.0));
        assert!(is_long(0.1 + 0.2));
        assert!(is_long_integer(1e19) && !is_long_integer(1e18) && !is_long_integer(1.5));
    }
}
