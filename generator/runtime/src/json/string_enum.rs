use std::borrow::Cow;

use super::context::Context;
use super::mismatch::Outcome;
use super::scalar::{FromScalar, Scalar, number_text};
use super::source::{Failure, Undecoded};

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
pub fn read_enum<T: StringEnum>(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<T>, Failure> {
    Ok(read_text(json, context)?.map(T::parse))
}

fn read_text<'de>(
    json: Undecoded<'_, 'de>,
    context: &mut Context<'_>,
) -> Result<Outcome<Unparsed<'de>>, Failure> {
    let text = json
        .scalar(&String::EXPECTED)?
        .and_then(|scalar| match scalar {
            Scalar::Text(text) => Ok(text),
            Scalar::Boolean(value) => Ok(value.to_string().into()),
            Scalar::Integer(value) => Ok(value.to_string().into()),
            Scalar::Unsigned(value) => Ok(value.to_string().into()),
            Scalar::Float(value) => Ok(number_text(value).into()),
            Scalar::Null => Err(scalar.mismatch(&String::EXPECTED)),
        });
    context.note_conversion(&text, String::is_exact);
    Ok(text.map(Unparsed))
}
