//! Lenient decoding of scalars.

use std::borrow::Cow;

use serde::de::value::Error as InvalidError;
use serde::de::{Error as _, Expected, Unexpected};
use serde_json::Value;

use super::context::Context;
use super::mismatch::{Mismatch, Outcome};
use super::source::{Failure, Undecoded};
use super::{Decode, Member, Read, Timestamp};

/// A JSON scalar.
pub(super) enum Scalar<'de> {
    Null,
    Boolean(bool),
    Integer(i64),
    /// An integer that is not negative.
    Unsigned(u64),
    Float(f64),
    Text(Cow<'de, str>),
}

impl Scalar<'_> {
    /// The mismatch of a scalar of another type.
    #[cold]
    pub(super) fn mismatch(&self, expected: &dyn Expected) -> Mismatch {
        Mismatch::invalid_type(self.unexpected(), expected)
    }

    /// The mismatch of a value that cannot be converted.
    #[cold]
    pub(super) fn invalid(&self, expected: &dyn Expected) -> Mismatch {
        InvalidError::invalid_value(self.unexpected(), expected).into()
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Other("null"),
            Self::Boolean(value) => Unexpected::Bool(*value),
            Self::Integer(value) => Unexpected::Signed(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(value) => Unexpected::Str(value),
        }
    }
}

/// A type that is decoded from a scalar.
pub(super) trait FromScalar: Sized {
    /// The type, for error messages.
    const EXPECTED: &'static str;

    /// Converts a scalar.
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self>;

    /// Returns `true` if the JSON is of the type, and not only convertible.
    fn is_exact(json: &Value) -> bool;
}

#[inline]
pub(super) fn decode<T: FromScalar>(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<T>, Failure> {
    let outcome = json.scalar(&T::EXPECTED)?.and_then(T::from_scalar);
    context.note_conversion(&outcome, T::is_exact);
    Ok(outcome)
}

#[inline]
fn decode_option<T: FromScalar>(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<Option<T>>, Failure> {
    let outcome = read_option(json)?;
    context.note_conversion(&outcome, T::is_exact);
    Ok(outcome)
}

/// Reads a value or null.
#[inline]
pub(super) fn read_option<T: FromScalar>(
    json: Undecoded<'_, '_>,
) -> Result<Outcome<Option<T>>, Failure> {
    Ok(match json.scalar(&T::EXPECTED)? {
        Ok(Scalar::Null) => Ok(None),
        Ok(scalar) => T::from_scalar(scalar).map(Some),
        Err(mismatch) => Err(mismatch),
    })
}

/// Implements `Decode`. The inner functions are not generic, so that they are compiled here.
macro_rules! decode_scalars {
    ($($name:ty),*) => {$(
        impl Decode for $name {
            #[inline]
            fn decode(
                json: Undecoded<'_, '_>,
                context: &mut Context<'_>,
            ) -> Result<Outcome<Self>, Failure> {
                fn read(
                    json: Undecoded<'_, '_>,
                    context: &mut Context<'_>,
                ) -> Result<Outcome<$name>, Failure> {
                    decode(json, context)
                }
                read(json, context)
            }

            #[inline]
            fn decode_option(
                json: Undecoded<'_, '_>,
                context: &mut Context<'_>,
            ) -> Result<Outcome<Option<Self>>, Failure> {
                fn read(
                    json: Undecoded<'_, '_>,
                    context: &mut Context<'_>,
                ) -> Result<Outcome<Option<$name>>, Failure> {
                    decode_option(json, context)
                }
                read(json, context)
            }

            fn read_optional_field(
                field: &mut Option<Self>,
                member: Member<'_, '_, '_>,
            ) -> Result<Read, Failure> {
                member.decode(field)
            }
        }
    )*};
}

decode_scalars!(i64, u64, f64, bool, Timestamp);

impl Decode for String {
    #[inline]
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        read_string(json, context)
    }

    #[inline]
    fn decode_option(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, Failure> {
        read_string_option(json, context)
    }

    #[inline]
    fn read_optional_field(
        field: &mut Option<Self>,
        member: Member<'_, '_, '_>,
    ) -> Result<Read, Failure> {
        member.read_string(field)
    }
}

fn read_string(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<String>, Failure> {
    let null = || Scalar::Null.mismatch(&String::EXPECTED);
    let outcome = read_string_option(json, context)?;
    Ok(outcome.and_then(|string| string.ok_or_else(null)))
}

fn read_string_option(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<Option<String>>, Failure> {
    let mut string = None;
    let outcome = json.string(&mut string)?;
    context.note_conversion(&outcome, String::is_exact);
    Ok(outcome.map(|()| string))
}

/// A string, or a number as its text.
impl FromScalar for String {
    const EXPECTED: &'static str = "a string";

    #[inline(always)]
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        match scalar {
            Scalar::Text(text) => Ok(text.into_owned()),
            Scalar::Integer(value) => Ok(value.to_string()),
            Scalar::Unsigned(value) => Ok(value.to_string()),
            // Possibly an integer of more than 64 bits, which is rounded.
            Scalar::Float(value) if value.abs() >= INTEGERS => Err(scalar.invalid(&Self::EXPECTED)),
            Scalar::Float(value) => Ok(number_text(value)),
            Scalar::Null | Scalar::Boolean(_) => Err(scalar.mismatch(&Self::EXPECTED)),
        }
    }

    fn is_exact(json: &Value) -> bool {
        json.is_string()
    }
}

/// 2^63: no integer below it, and above its negative, is read as a float.
pub(super) const INTEGERS: f64 = 9_223_372_036_854_775_808.0;

/// Returns the JSON text of a number: `1e-9`, not `0.000000001`.
pub(super) fn number_text(number: f64) -> String {
    serde_json::Number::from_f64(number).map_or_else(|| number.to_string(), |it| it.to_string())
}

/// A number without a fraction, or a string with such a number.
impl FromScalar for i64 {
    const EXPECTED: &'static str = "a 64-bit integer";

    #[inline(always)]
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        let integer = match &scalar {
            Scalar::Integer(value) => Some(*value),
            Scalar::Unsigned(value) => Self::try_from(*value).ok(),
            Scalar::Float(value) => whole(*value),
            Scalar::Text(text) => integer(text),
            Scalar::Null | Scalar::Boolean(_) => {
                return Err(scalar.mismatch(&Self::EXPECTED));
            }
        };
        integer.ok_or_else(|| scalar.invalid(&Self::EXPECTED))
    }

    fn is_exact(json: &Value) -> bool {
        json.is_number()
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

/// A number without a sign and a fraction, or a string with such a number.
impl FromScalar for u64 {
    const EXPECTED: &'static str = "a 64-bit integer without a sign";

    #[inline(always)]
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        let integer = match &scalar {
            Scalar::Unsigned(value) => Some(*value),
            Scalar::Integer(value) => Self::try_from(*value).ok(),
            Scalar::Float(value) => whole(*value).and_then(|integer| Self::try_from(integer).ok()),
            Scalar::Text(text) => without_zero_fraction(text.trim()).parse().ok(),
            Scalar::Null | Scalar::Boolean(_) => {
                return Err(scalar.mismatch(&Self::EXPECTED));
            }
        };
        integer.ok_or_else(|| scalar.invalid(&Self::EXPECTED))
    }

    fn is_exact(json: &Value) -> bool {
        json.is_number()
    }
}

/// A number, or a string with a number.
impl FromScalar for f64 {
    const EXPECTED: &'static str = "a number";

    #[inline(always)]
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        match &scalar {
            Scalar::Float(value) => Ok(*value),
            Scalar::Integer(value) => Ok(*value as Self),
            Scalar::Unsigned(value) => Ok(*value as Self),
            // `parse` also accepts "nan" and "inf", which JSON cannot represent.
            Scalar::Text(text) => match text.trim().parse::<Self>() {
                Ok(number) if number.is_finite() => Ok(number),
                _ => Err(scalar.invalid(&Self::EXPECTED)),
            },
            Scalar::Null | Scalar::Boolean(_) => Err(scalar.mismatch(&Self::EXPECTED)),
        }
    }

    fn is_exact(json: &Value) -> bool {
        json.is_number()
    }
}

/// A boolean, or the string "true" or "false".
impl FromScalar for bool {
    const EXPECTED: &'static str = "a boolean";

    #[inline(always)]
    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        match &scalar {
            Scalar::Boolean(value) => Ok(*value),
            Scalar::Text(text) => match text.as_ref() {
                "true" => Ok(true),
                "false" => Ok(false),
                _ => Err(scalar.invalid(&Self::EXPECTED)),
            },
            _ => Err(scalar.mismatch(&Self::EXPECTED)),
        }
    }

    fn is_exact(json: &Value) -> bool {
        json.is_boolean()
    }
}
