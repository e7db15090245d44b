//! Lenient decoding of scalars.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::Decode;
use super::context::{Context, Mismatch, Outcome};
use super::decode::{skip_array, skip_object};

macro_rules! decode_by {
    ($name:ty, $visitor:expr) => {
        impl<'de> Decode<'de> for $name {
            #[inline]
            fn decode<D: Deserializer<'de>>(
                deserializer: D,
                _context: &mut Context<'_>,
            ) -> Result<Outcome<Self>, D::Error> {
                deserializer.deserialize_any(Scalar($visitor))
            }

            #[inline]
            fn decode_option<D: Deserializer<'de>>(
                deserializer: D,
                _context: &mut Context<'_>,
            ) -> Result<Outcome<Option<Self>>, D::Error> {
                deserializer.deserialize_any(ScalarOrNull($visitor))
            }
        }
    };
}

decode_by!(String, StringVisitor);
decode_by!(i64, IntegerVisitor);
decode_by!(u64, UnsignedVisitor);
decode_by!(f64, NumberVisitor);
decode_by!(bool, BooleanVisitor);

/// The methods of a visitor of JSON that pass scalars on to `V`; arrays and objects do not match.
macro_rules! visit_scalars {
    ($convert:expr) => {
        #[inline]
        fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
            Ok(outcome(self.0.visit_str(value)).map($convert))
        }

        #[inline]
        fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(outcome(self.0.visit_bool(value)).map($convert))
        }

        #[inline]
        fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(outcome(self.0.visit_i64(value)).map($convert))
        }

        #[inline]
        fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
            Ok(outcome(self.0.visit_u64(value)).map($convert))
        }

        #[inline]
        fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
            Ok(outcome(self.0.visit_f64(value)).map($convert))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
            skip_array(items, &self).map(Err)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            skip_object(map, &self).map(Err)
        }
    };
}

/// Decodes the scalar of the visitor.
pub(super) struct Scalar<V>(pub(super) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Scalar<V> {
    type Value = Outcome<V::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Err(Mismatch::invalid_type(
            Unexpected::Other("null"),
            &self.0,
        )))
    }

    visit_scalars!(std::convert::identity);
}

/// Decodes null or the scalar of the visitor.
pub(super) struct ScalarOrNull<V>(pub(super) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for ScalarOrNull<V> {
    type Value = Outcome<Option<V::Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }

    visit_scalars!(Some);
}

#[inline]
fn outcome<T>(result: Result<T, serde::de::value::Error>) -> Outcome<T> {
    result.map_err(Mismatch::from)
}

/// Decodes a string from a string or a number.
struct StringVisitor;

impl Visitor<'_> for StringVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    #[inline]
    fn visit_string<E: Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<String, E> {
        // Possibly an integer of more than 64 bits, which is rounded.
        if value.abs() >= INTEGERS {
            return Err(E::invalid_value(Unexpected::Float(value), &self));
        }
        Ok(number_text(value))
    }
}

/// 2^63: no integer below it, and above its negative, is read as a float.
pub(super) const INTEGERS: f64 = 9_223_372_036_854_775_808.0;

/// Returns the JSON text of a number: `1e-9`, not `0.000000001`.
pub(super) fn number_text(number: f64) -> String {
    serde_json::Number::from_f64(number).map_or_else(|| number.to_string(), |it| it.to_string())
}

/// Decodes an integer from a number without a fraction, or from a string with such a number.
pub(super) struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a 64-bit integer")
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        whole(value).ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<i64, E> {
        integer(value).ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }
}

/// Parses an integer. Surrounding whitespace and a fraction of zeros are allowed.
pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let integer = without_zero_fraction(text).parse::<i64>().ok();
    integer.or_else(|| text.parse::<f64>().ok().and_then(whole))
}

/// Returns the text of a number without a fraction of zeros.
fn without_zero_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    }
}

/// Returns a float as an integer if it has no fraction and is in range.
///
/// -2^63 is not: an integer below the range is rounded to it.
pub(super) fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < INTEGERS).then_some(value as i64)
}

/// Decodes an integer without a sign from a number without a fraction, or from a string with such a
/// number.
struct UnsignedVisitor;

impl Visitor<'_> for UnsignedVisitor {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a 64-bit integer without a sign")
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<u64, E> {
        u64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<u64, E> {
        let integer = whole(value).and_then(|integer| u64::try_from(integer).ok());
        integer.ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<u64, E> {
        let integer = without_zero_fraction(value.trim()).parse::<u64>();
        integer.map_err(|_| E::invalid_value(Unexpected::Str(value), &self))
    }
}

/// Decodes a float from a number, or from a string with a number.
struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<f64, E> {
        // `parse` also accepts "nan" and "inf", which JSON cannot represent.
        match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(E::invalid_value(Unexpected::Str(value), &self)),
        }
    }
}

/// Decodes a boolean from a boolean, or from the string "true" or "false".
struct BooleanVisitor;

impl Visitor<'_> for BooleanVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<bool, E> {
        match value {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(E::invalid_value(Unexpected::Str(value), &self)),
        }
    }
}
