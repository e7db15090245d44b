use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use super::context::Outcome;
use super::scalar::{Scalar, number_text};

/// An emitted enum of strings. `json_enum!` implements it.
pub trait StringEnum: Sized {
    /// The variant of `text`: the one that the document has, or else the catch-all.
    fn parse(text: Unparsed<'_>) -> Self;
}

/// Text that becomes an enum.
#[derive(Debug)]
pub struct Unparsed<'a>(Cow<'a, str>);

impl Unparsed<'_> {
    /// The text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as a value that the document does not list.
    #[must_use]
    pub fn unrecognized(self) -> UnrecognizedString {
        UnrecognizedString(self.0.into())
    }
}

/// A value that the document does not list, as it came.
///
/// Made only by converting text to the enum, so a listed value is never in here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnrecognizedString(Box<str>);

impl UnrecognizedString {
    /// The value as it stands in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The variant for `text`, whether the document lists it or not.
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
