//! A JSON value that is to be decoded, from any deserializer.
//!
//! The deserializer is a trait object, so that an application compiles neither `serde_json` nor the
//! loops over arrays and objects again for each of the types that it receives.

pub(super) mod number;
mod visitors;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, Expected, IgnoredAny, MapAccess};
use serde_json::Value;
use serde_json::de::StrRead;

use super::allowance::Allowance;
use super::decimal::Decimal;
use super::mismatch::Outcome;
use super::object::ObjectReader;
use super::scalar::Scalar;
use visitors::{
    Any, ArrayVisitor, DecimalSeed, Keep, MapReader, ObjectVisitor, OptionVisitor, ScalarVisitor,
    StringVisitor,
};

/// A JSON value that is to be decoded.
///
/// Its methods are those that the types of this crate and the macros need. Another type is decoded
/// as [`External`](crate::json::External), by its `Deserialize`.
pub struct Undecoded<'j, 'de>(&'j mut dyn Source<'de>);

impl fmt::Debug for Undecoded<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Undecoded").finish_non_exhaustive()
    }
}

/// The failure of decoding: JSON that is malformed, a limit that is exceeded, or, in strict
/// decoding, a value that does not match its type.
#[derive(Debug)]
pub struct Failure(Box<Reason>);

/// In a box, so that results are returned in registers.
#[derive(Debug)]
enum Reason {
    /// The error is kept by the [`Source`].
    OfSource,
    Other(String),
}

impl Failure {
    #[cold]
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self(Box::new(Reason::Other(message.to_string())))
    }

    #[cold]
    fn of_source() -> Self {
        Self(Box::new(Reason::OfSource))
    }

    /// Returns the error of the source, or one with the message.
    #[cold]
    fn into_error<E: Error>(self, error: Option<E>) -> E {
        match (*self.0, error) {
            (Reason::OfSource, Some(error)) => error,
            (Reason::OfSource, None) => E::custom("the JSON cannot be decoded"),
            (Reason::Other(message), _) => E::custom(message),
        }
    }
}

/// Reads the items of an array.
type ReadItem<'r, 'de> = dyn FnMut(usize, Undecoded<'_, 'de>) -> Result<(), Failure> + 'r;

/// Reads the value of an `Option`.
type ReadSome<'r, 'de> = dyn FnMut(Undecoded<'_, 'de>) -> Result<(), Failure> + 'r;

/// Reads a member of a map.
type ReadMember<'r, 'de> = dyn FnMut(Cow<'de, str>, Undecoded<'_, 'de>) -> Result<(), Failure> + 'r;

/// Reads the members of an object.
pub(super) trait ReadObject<'de>: Expected {
    /// Called before the first member.
    fn begin(&mut self) -> Result<(), Failure>;

    fn member(&mut self, key: Cow<'de, str>, json: Undecoded<'_, 'de>) -> Result<(), Failure>;
}

impl<'de> Undecoded<'_, 'de> {
    pub(super) fn reborrow(&mut self) -> Undecoded<'_, 'de> {
        Undecoded(&mut *self.0)
    }

    /// Reads a scalar. Arrays and objects do not match what is `expected`.
    #[inline]
    pub(super) fn scalar(self, expected: &dyn Expected) -> Result<Outcome<Scalar<'de>>, Failure> {
        let mut scalar = Scalar::Null;
        let outcome = self.0.scalar(expected, &mut scalar)?;
        Ok(outcome.map(|()| scalar))
    }

    /// Reads an array.
    pub(super) fn array(self, item: &mut ReadItem<'_, 'de>) -> Result<Outcome<()>, Failure> {
        self.0.array(item)
    }

    /// Reads an object with fields.
    pub(super) fn object(self, object: &mut ObjectReader<'_, '_>) -> Result<Outcome<()>, Failure> {
        self.0.object(object)
    }

    /// Reads an object with any keys.
    pub(super) fn map(self, member: &mut ReadMember<'_, 'de>) -> Result<Outcome<()>, Failure> {
        self.0.map(member)
    }

    /// Reads a string, or a number as its text, or null.
    pub(super) fn string(self, string: &mut Option<String>) -> Result<Outcome<()>, Failure> {
        self.0.string(string)
    }

    /// Reads a value, unless it is null.
    pub(super) fn option(self, some: &mut ReadSome<'_, 'de>) -> Result<(), Failure> {
        self.0.option(some)
    }

    /// Reads a number of any precision, or null.
    pub(super) fn decimal(self) -> Result<Outcome<Option<Decimal>>, Failure> {
        self.0.decimal()
    }

    /// Reads JSON that is kept.
    pub(super) fn keep(self, allowance: &mut Allowance) -> Result<Outcome<Value>, Failure> {
        self.0.keep(allowance)
    }

    /// Reads JSON of any size.
    pub(crate) fn value(self) -> Result<Outcome<Value>, Failure> {
        let mut allowance = Allowance::UNLIMITED;
        self.keep(&mut allowance)
    }

    /// Reads a value that is not used.
    pub(super) fn ignore(self) -> Result<(), Failure> {
        self.0.ignore()
    }
}

/// The methods of [`Undecoded`].
trait Source<'de> {
    fn scalar(
        &mut self,
        expected: &dyn Expected,
        scalar: &mut Scalar<'de>,
    ) -> Result<Outcome<()>, Failure>;
    fn array(&mut self, item: &mut ReadItem<'_, 'de>) -> Result<Outcome<()>, Failure>;
    fn object(&mut self, object: &mut ObjectReader<'_, '_>) -> Result<Outcome<()>, Failure>;
    fn map(&mut self, member: &mut ReadMember<'_, 'de>) -> Result<Outcome<()>, Failure>;
    fn string(&mut self, string: &mut Option<String>) -> Result<Outcome<()>, Failure>;
    fn option(&mut self, some: &mut ReadSome<'_, 'de>) -> Result<(), Failure>;
    fn decimal(&mut self) -> Result<Outcome<Option<Decimal>>, Failure>;
    fn keep(&mut self, allowance: &mut Allowance) -> Result<Outcome<Value>, Failure>;
    fn ignore(&mut self) -> Result<(), Failure>;
}

/// Access to one value of a deserializer.
trait Access<'de> {
    fn read<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure>;
}

impl<'de, T: Access<'de>> Source<'de> for T {
    fn scalar(
        &mut self,
        expected: &dyn Expected,
        scalar: &mut Scalar<'de>,
    ) -> Result<Outcome<()>, Failure> {
        self.read(Any(ScalarVisitor { expected, scalar }))
    }

    fn string(&mut self, string: &mut Option<String>) -> Result<Outcome<()>, Failure> {
        self.read(Any(StringVisitor(string)))
    }

    fn array(&mut self, item: &mut ReadItem<'_, 'de>) -> Result<Outcome<()>, Failure> {
        self.read(Any(ArrayVisitor(item)))
    }

    fn object(&mut self, object: &mut ObjectReader<'_, '_>) -> Result<Outcome<()>, Failure> {
        self.read(Any(ObjectVisitor(object)))
    }

    fn map(&mut self, member: &mut ReadMember<'_, 'de>) -> Result<Outcome<()>, Failure> {
        self.read(Any(ObjectVisitor(&mut MapReader(member))))
    }

    fn option(&mut self, some: &mut ReadSome<'_, 'de>) -> Result<(), Failure> {
        self.read(OptionVisitor(some))
    }

    fn decimal(&mut self) -> Result<Outcome<Option<Decimal>>, Failure> {
        self.read(DecimalSeed)
    }

    fn keep(&mut self, allowance: &mut Allowance) -> Result<Outcome<Value>, Failure> {
        self.read(Keep(allowance))
    }

    fn ignore(&mut self) -> Result<(), Failure> {
        self.read(PhantomData::<IgnoredAny>).map(|_| ())
    }
}

/// A deserializer of a value, and its error.
pub(super) struct SingleValue<D, E> {
    deserializer: Option<D>,
    error: Option<E>,
}

impl<'de, D: Deserializer<'de>> SingleValue<D, D::Error> {
    #[inline]
    pub(super) fn new(deserializer: D) -> Self {
        Self {
            deserializer: Some(deserializer),
            error: None,
        }
    }

    pub(super) fn undecoded(&mut self) -> Undecoded<'_, 'de> {
        Undecoded(self)
    }

    /// Returns the error of the deserializer, or one with the message of the failure.
    pub(super) fn error(self, failure: Failure) -> D::Error {
        failure.into_error(self.error)
    }
}

impl<'de, D: Deserializer<'de>> Access<'de> for SingleValue<D, D::Error> {
    #[inline]
    fn read<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let Some(deserializer) = self.deserializer.take() else {
            return Err(Failure::new("a value is decoded once"));
        };
        seed.deserialize(deserializer).map_err(|error| {
            self.error = Some(error);
            Failure::of_source()
        })
    }
}

/// The members of an object, whose next value is read, and its error.
struct Members<A, E> {
    map: A,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> Access<'de> for Members<A, A::Error> {
    #[inline]
    fn read<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        self.map.next_value_seed(seed).map_err(|error| {
            self.error = Some(error);
            Failure::of_source()
        })
    }
}

/// The JSON of a text.
pub(super) type TextSource<'j, 'de> =
    SingleValue<&'j mut serde_json::Deserializer<StrRead<'de>>, serde_json::Error>;

/// The JSON in memory.
pub(super) type MemorySource<'de> = SingleValue<&'de Value, serde_json::Error>;

// Not generic, so that the methods are compiled here and not again in each application.

#[inline(never)]
pub(super) fn of_text<'s, 'de>(text: &'s mut TextSource<'_, 'de>) -> Undecoded<'s, 'de> {
    text.undecoded()
}

#[inline(never)]
pub(super) fn of_memory<'s, 'de>(memory: &'s mut MemorySource<'de>) -> Undecoded<'s, 'de> {
    memory.undecoded()
}

#[cfg(test)]
mod tests {
    use serde::de::value::{self, MapDeserializer};
    use serde::de::{IntoDeserializer, Visitor};
    use serde::forward_to_deserialize_any;

    use super::*;
    use crate::json::{Map, Timestamp, decode_strictly};

    /// A source of strings, one of which cannot be read.
    #[derive(Clone, Copy)]
    struct Line(&'static str);

    impl<'de> Deserializer<'de> for Line {
        type Error = value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            match self.0 {
                "broken" => Err(Error::custom("line 7 is broken")),
                line => visitor.visit_str(line),
            }
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            visitor.visit_some(self)
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
            unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    impl IntoDeserializer<'_, value::Error> for Line {
        type Deserializer = Self;

        fn into_deserializer(self) -> Self {
            self
        }
    }

    fn read(lines: [&'static str; 2]) -> Result<Map<Option<Timestamp>>, String> {
        let lines = lines.map(|line| (line, Line(line)));
        let deserializer = MapDeserializer::new(lines.into_iter());
        decode_strictly(deserializer).map_err(|error: value::Error| error.to_string())
    }

    #[test]
    fn values_are_decoded_from_any_deserializer() {
        let times = read(["5", "1970-01-01T00:00:06Z"]).unwrap();
        let seconds = times.values().map(|time| time.map(Timestamp::seconds));
        assert_eq!(seconds.collect::<Vec<_>>(), [Some(5), Some(6)]);
    }

    #[test]
    fn the_error_of_a_deserializer_is_returned_unchanged() {
        assert_eq!(read(["5", "broken"]).unwrap_err(), "line 7 is broken");
    }

    #[test]
    fn a_value_that_does_not_match_is_an_error_of_the_deserializer() {
        let error = read(["5", "six"]).unwrap_err();
        assert!(
            error.starts_with("invalid value: string \"six\""),
            "{error}"
        );
        assert!(error.ends_with(", at `six`"), "{error}");
    }

    #[test]
    fn an_error_in_json_has_its_position() {
        let mut json = serde_json::Deserializer::from_str("[1,\n[2, }]]");
        let error = decode_strictly::<Vec<Value>, _>(&mut json).unwrap_err();
        assert_eq!(error.to_string(), "expected value at line 2 column 5");
    }
}
