use super::Decode;
use super::context::Context;
use super::mismatch::Outcome;
use super::source::{Failure, Undecoded};

/// An unknown value of an enum of integers.
///
/// It is only created by converting an integer to the enum, and therefore never a known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn new(value: i64) -> Self {
        Self(value)
    }

    /// Returns the value as it appears in JSON.
    #[must_use]
    pub const fn as_i64(&self) -> i64 {
        self.0
    }
}

/// Decodes an emitted enum from an integer, or from a string with an integer.
///
/// # Errors
/// Returns an error if the JSON is malformed.
#[inline]
pub fn read_integer_enum<T: From<i64>>(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<T>, Failure> {
    Ok(i64::decode(json, context)?.map(T::from))
}

#[cfg(test)]
mod tests {
    use crate::json::{UnrecognizedInteger, json_integer_enum};

    #[derive(Clone, Debug, PartialEq)]
    enum State {
        Off,
        Broken,
        Unrecognized(UnrecognizedInteger),
    }

    json_integer_enum! { State { 0 => Off, -1 => Broken, } }

    #[test]
    fn known_and_unknown_values_are_read_and_written() {
        for (json, state) in [("0", State::Off), ("-1", State::Broken)] {
            assert_eq!(serde_json::from_str::<State>(json).unwrap(), state);
            assert_eq!(serde_json::to_string(&state).unwrap(), json);
            assert_eq!(state.to_string(), json);
        }
        let other: State = serde_json::from_str("7").unwrap();
        assert_eq!(other, State::from(7));
        assert_eq!(other.as_i64(), 7);
        assert!(matches!(other, State::Unrecognized(_)));
        for lenient in ["0.0", "\"0\""] {
            assert_eq!(serde_json::from_str::<State>(lenient).unwrap(), State::Off);
        }
        for other in ["0.5", "true", "\"off\"", "-9223372036854775910"] {
            assert!(serde_json::from_str::<State>(other).is_err(), "{other}");
        }
    }
}
