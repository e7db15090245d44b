use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use super::context::Outcome;
use super::scalar::{Scalar, number_text};

/// A generated string enum. Implemented by `json_enum!`.
#[doc(hidden)]
pub trait StringEnum: Sized {
    /// Returns the variant of `text`; the catch-all if the value is unknown.
    fn parse(text: Unparsed<'_>) -> Self;
}

/// Text to be parsed as an enum.
#[derive(Debug)]
pub struct Unparsed<'a>(Cow<'a, str>);

impl Unparsed<'_> {
    /// Returns the text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text as an unknown value.
    #[must_use]
    pub fn unrecognized(self) -> UnrecognizedString {
        UnrecognizedString(self.0.into())
    }
}

/// An unknown value of an enum, preserved verbatim.
///
/// It is only created by converting text to the enum, and therefore never a known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnrecognizedString(Box<str>);

impl UnrecognizedString {
    /// Returns the value as it appears in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Parses an enum from `text`, which may be an unknown value.
#[inline]
#[must_use]
pub fn parse_enum<'a, T: StringEnum>(text: impl Into<Cow<'a, str>>) -> T {
    T::parse(Unparsed(text.into()))
}

/// Decodes an emitted enum from a string, or from a number or boolean as their text.
///
/// # Errors
/// Returns an error if the JSON is malformed.
#[inline]
pub fn read_enum<'de, T: StringEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Outcome<T>, D::Error> {
    deserializer.deserialize_any(Scalar(EnumVisitor(PhantomData)))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: StringEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(parse_enum(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        Ok(parse_enum(value))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        self.visit_string(value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.visit_string(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.visit_string(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.visit_string(number_text(value))
    }
}
