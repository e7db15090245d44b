use serde::de::{self, Deserializer};
use serde_json::Value;

use super::context::{Context, Record};
use super::mismatch::Outcome;
use super::source::{Failure, SingleValue, Undecoded};
use super::{Map, Member, Read};

/// A type that can be decoded leniently from JSON.
///
/// It is like [`Deserialize`](serde::Deserialize), with two differences: scalars are converted if
/// the conversion is lossless (a string from a number, an integer from a numeric string), and a
/// value of another type is consumed and returned as a [`Mismatch`](super::Mismatch), so that the
/// caller can skip it and continue.
pub trait Decode: Sized {
    /// Decodes a value.
    ///
    /// # Errors
    /// Returns an error if the JSON is malformed, exceeds a limit or, in strict decoding, does not
    /// match.
    fn decode(json: Undecoded<'_, '_>, context: &mut Context<'_>)
    -> Result<Outcome<Self>, Failure>;

    /// Decodes a value or null. Scalars override it to inspect the value only once.
    ///
    /// # Errors
    /// Returns an error if the JSON is malformed, exceeds a limit or, in strict decoding, does not
    /// match.
    #[inline]
    fn decode_option(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, Failure> {
        let mut option = Ok(None);
        json.option(&mut |json| {
            option = Self::decode(json, context)?.map(Some);
            Ok(())
        })?;
        Ok(option)
    }

    /// Decodes the value of a member into a field.
    ///
    /// # Errors
    /// Returns the errors of [`decode`](Self::decode).
    #[inline]
    fn read_field(&mut self, member: Member<'_, '_, '_>) -> Result<Read, Failure> {
        member.decode(self)
    }

    /// Decodes the value of a member, or null, into a field. Strings and objects override it, to be
    /// decoded in place; other scalars, not to be inlined.
    ///
    /// # Errors
    /// Returns the errors of [`decode`](Self::decode).
    #[inline]
    fn read_optional_field(
        field: &mut Option<Self>,
        member: Member<'_, '_, '_>,
    ) -> Result<Read, Failure> {
        member.decode(field)
    }

    /// Decodes an item of an array. Objects override it, to be moved only once.
    ///
    /// # Errors
    /// Returns an error if the JSON is malformed, exceeds a limit or, in strict decoding, does not
    /// match.
    #[inline]
    fn push(
        items: &mut Vec<Self>,
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<()>, Failure> {
        Ok(Self::decode(json, context)?.map(|item| items.push(item)))
    }
}

/// Decodes a value, all of which must match its type.
///
/// # Errors
/// Returns an error if the JSON is malformed or a value does not match its type.
pub fn decode_strictly<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut record = Record::strict();
    let mut json = SingleValue::new(deserializer);
    match T::decode(json.undecoded(), &mut record.context()) {
        Ok(outcome) => outcome.map_err(de::Error::custom),
        Err(failure) => Err(json.error(failure)),
    }
}

impl Decode for Value {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        context.read_json(json)
    }
}

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        T::decode_option(json, context)
    }

    #[inline]
    fn read_field(&mut self, member: Member<'_, '_, '_>) -> Result<Read, Failure> {
        T::read_optional_field(self, member)
    }
}

impl<T: Decode> Decode for Vec<T> {
    #[inline]
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let mut all = Self::new();
        let outcome = json.array(&mut |index, json| {
            let mut context = context.item(index);
            match T::push(&mut all, json, &mut context)? {
                Ok(()) => context.take_memory(size_of::<T>()),
                Err(mismatch) => context.skip(mismatch),
            }
        })?;
        Ok(outcome.map(|()| all))
    }
}

impl<T: Decode> Decode for Map<T> {
    #[inline]
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let mut all = Self::new();
        let outcome = json.map(&mut |key, json| {
            let mut context = context.member(&key);
            match T::decode(json, &mut context)? {
                Ok(value) => {
                    context.take_memory(size_of::<(String, T)>())?;
                    all.insert(key.into_owned(), value);
                    Ok(())
                }
                Err(mismatch) => context.skip(mismatch),
            }
        })?;
        Ok(outcome.map(|()| all))
    }
}
