//! The visitors and seeds by which values are read from a deserializer.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde_json::Value;

use super::number::{is_number, read_number};
use super::{Failure, Members, ReadItem, ReadMember, ReadObject, ReadSome, SingleValue, Undecoded};
use crate::json::allowance::Allowance;
use crate::json::decimal::{Decimal, read_decimal};
use crate::json::key::Key;
use crate::json::mismatch::{Mismatch, Outcome};
use crate::json::scalar::{FromScalar, Scalar};

/// A seed that passes a value of any type to a visitor.
pub(super) struct Any<V>(pub(super) V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Any<V> {
    type Value = V::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

pub(super) struct DecimalSeed;

impl<'de> DeserializeSeed<'de> for DecimalSeed {
    type Value = Outcome<Option<Decimal>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        read_decimal(deserializer)
    }
}

pub(super) struct Keep<'a>(pub(super) &'a mut Allowance);

impl<'de> DeserializeSeed<'de> for Keep<'_> {
    type Value = Outcome<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.read(deserializer)
    }
}

/// The methods of a [`Visitor`] of an [`Outcome`] for scalars, all of which do not match.
macro_rules! mismatched_scalars {
    () => {
        mismatched_scalars! {
            visit_bool(bool) => Boolean,
            visit_i64(i64) => Integer,
            visit_u64(u64) => Unsigned,
            visit_f64(f64) => Float,
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Err(Scalar::Null.mismatch(&self)))
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
            Ok(Err(Scalar::Text(value.into()).mismatch(&self)))
        }
    };
    ($($visit:ident($ty:ty) => $scalar:ident,)*) => {$(
        fn $visit<E: Error>(self, value: $ty) -> Result<Self::Value, E> {
            Ok(Err(Scalar::$scalar(value).mismatch(&self)))
        }
    )*};
}

pub(super) struct ScalarVisitor<'s, 'de> {
    pub(super) expected: &'s dyn Expected,
    pub(super) scalar: &'s mut Scalar<'de>,
}

impl<'de> ScalarVisitor<'_, 'de> {
    #[inline]
    fn set<E>(self, scalar: Scalar<'de>) -> Result<Outcome<()>, E> {
        *self.scalar = scalar;
        Ok(Ok(()))
    }
}

impl<'de> Visitor<'de> for ScalarVisitor<'_, 'de> {
    type Value = Outcome<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expected.fmt(f)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.set(Scalar::Null)
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.set(Scalar::Boolean(value))
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.set(Scalar::Integer(value))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.set(Scalar::Unsigned(value))
    }

    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.set(Scalar::Float(value))
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        self.set(Scalar::Text(Cow::Borrowed(value)))
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        self.visit_string(value.to_owned())
    }

    #[inline]
    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        self.set(Scalar::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        skip_array(items, &self).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        match skip_object(map)? {
            Skipped::Number(number) => self.set(number),
            Skipped::Object => Ok(Err(unexpected_object(&self))),
        }
    }
}

pub(super) struct ArrayVisitor<'r, 'f, 'de>(pub(super) &'r mut ReadItem<'f, 'de>);

impl<'de> Visitor<'de> for ArrayVisitor<'_, '_, 'de> {
    type Value = Outcome<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    mismatched_scalars!();

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        match skip_object(map)? {
            Skipped::Number(number) => Ok(Err(number.mismatch(&self))),
            Skipped::Object => Ok(Err(unexpected_object(&self))),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut index = 0;
        let read = self.0;
        let mut read = |json: Undecoded<'_, 'de>| {
            read(index, json)?;
            index += 1;
            Ok(())
        };
        while items.next_element_seed(Seed(&mut read))?.is_some() {}
        Ok(Ok(()))
    }
}

/// Reads the members of a map by a function.
pub(super) struct MapReader<'r, 'f, 'de>(pub(super) &'r mut ReadMember<'f, 'de>);

impl<'de> ReadObject<'de> for MapReader<'_, '_, 'de> {
    #[inline]
    fn begin(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    #[inline]
    fn member(&mut self, key: Cow<'de, str>, json: Undecoded<'_, 'de>) -> Result<(), Failure> {
        (self.0)(key, json)
    }
}

impl Expected for MapReader<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
}

pub(super) struct ObjectVisitor<'r, O>(pub(super) &'r mut O);

impl<'de, O: ReadObject<'de>> Visitor<'de> for ObjectVisitor<'_, O> {
    type Value = Outcome<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }

    mismatched_scalars!();

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        skip_array(items, &self).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let object = self.0;
        let mut members = Members { map, error: None };
        let mut next: Option<Key<'de>> = members.map.next_key()?;
        if next.as_ref().is_some_and(|Key(key)| is_number(key)) {
            return Ok(Err(read_number(&mut members.map)?.mismatch(object)));
        }
        object.begin().map_err(|failure| failure.into_error(None))?;
        while let Some(Key(key)) = next {
            if let Err(failure) = object.member(key, Undecoded(&mut members)) {
                return Err(failure.into_error(members.error));
            }
            next = members.map.next_key()?;
        }
        Ok(Ok(()))
    }
}

/// Decodes a string as [`Scalar`] does, without one in between: most scalars are strings.
pub(super) struct StringVisitor<'s>(pub(super) &'s mut Option<String>);

impl StringVisitor<'_> {
    #[cold]
    fn convert<E>(self, scalar: Scalar<'_>) -> Result<Outcome<()>, E> {
        Ok(String::from_scalar(scalar).map(|string| *self.0 = Some(string)))
    }
}

impl<'de> Visitor<'de> for StringVisitor<'_> {
    type Value = Outcome<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(String::EXPECTED)
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        self.visit_str(value)
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        *self.0 = Some(value.to_owned());
        Ok(Ok(()))
    }

    #[inline]
    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        *self.0 = Some(value);
        Ok(Ok(()))
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        *self.0 = None;
        Ok(Ok(()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.convert(Scalar::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.convert(Scalar::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.convert(Scalar::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.convert(Scalar::Float(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        skip_array(items, &self).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        match skip_object(map)? {
            Skipped::Number(number) => self.convert(number),
            Skipped::Object => Ok(Err(unexpected_object(&self))),
        }
    }
}

pub(super) struct OptionVisitor<'r, 'f, 'de>(pub(super) &'r mut ReadSome<'f, 'de>);

impl<'de> DeserializeSeed<'de> for OptionVisitor<'_, '_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for OptionVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Seed(self.0).deserialize(deserializer)
    }
}

/// A seed that has a function read the value.
struct Seed<'r, 'f, 'de>(&'r mut ReadSome<'f, 'de>);

impl<'de> DeserializeSeed<'de> for Seed<'_, '_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut json = SingleValue::new(deserializer);
        let read = (self.0)(json.undecoded());
        read.map_err(|failure| json.error(failure))
    }
}

/// Consumes an array that does not match.
fn skip_array<'de, A: SeqAccess<'de>>(
    mut items: A,
    expected: &dyn Expected,
) -> Result<Mismatch, A::Error> {
    while items.next_element::<IgnoredAny>()?.is_some() {}
    Ok(Mismatch::invalid_type(Unexpected::Seq, expected))
}

/// An object that was consumed.
enum Skipped<'de> {
    Object,
    /// It was a number.
    Number(Scalar<'de>),
}

/// Consumes an object that does not match.
fn skip_object<'de, A: MapAccess<'de>>(mut map: A) -> Result<Skipped<'de>, A::Error> {
    if let Some(Key(key)) = map.next_key()? {
        if is_number(&key) {
            return read_number(&mut map).map(Skipped::Number);
        }
        map.next_value::<IgnoredAny>()?;
    }
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(Skipped::Object)
}

#[cold]
fn unexpected_object(expected: &dyn Expected) -> Mismatch {
    Mismatch::invalid_type(Unexpected::Map, expected)
}
