use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use super::context::Outcome;
use super::scalar::{IntegerVisitor, Scalar};

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
pub fn read_integer_enum<'de, T: From<i64>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Outcome<T>, D::Error> {
    deserializer.deserialize_any(Scalar(EnumVisitor(PhantomData)))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: From<i64>> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        IntegerVisitor.expecting(f)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        IntegerVisitor.visit_i64(value).map(T::from)
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        IntegerVisitor.visit_u64(value).map(T::from)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        IntegerVisitor.visit_f64(value).map(T::from)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        IntegerVisitor.visit_str(value).map(T::from)
    }
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
