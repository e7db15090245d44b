use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use super::scalar::number_text;

/// What an emitted enum of strings knows; the rest is in `json_enum!`.
pub trait StringEnum: Sized {
    /// The variant that the document has for `value`.
    fn from_known(value: &str) -> Option<Self>;

    /// The variant for all other values.
    fn from_unrecognized(value: UnrecognizedString) -> Self;

    /// The value as it stands in JSON.
    fn text(&self) -> &str;
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

/// The variant for `value`, whether the document lists it or not.
#[must_use]
pub fn parse_enum<T: StringEnum>(value: &str) -> T {
    T::from_known(value).unwrap_or_else(|| T::from_unrecognized(UnrecognizedString(value.into())))
}

/// [`parse_enum`] that keeps the text's allocation.
#[must_use]
pub fn parse_enum_owned<T: StringEnum>(value: String) -> T {
    match T::from_known(&value) {
        Some(known) => known,
        None => T::from_unrecognized(UnrecognizedString(value.into_boxed_str())),
    }
}

/// Reads an emitted enum from a string, or from a number or boolean as their text.
///
/// # Errors
/// When the value is no scalar.
#[inline]
pub fn read_enum<'de, T: StringEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(EnumVisitor(PhantomData))
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
        Ok(parse_enum_owned(value))
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
