//! Reading values as plain JSON, of which a limited number is kept.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::key::Key;
use super::mismatch::{Mismatch, Outcome};
use super::rounding::is_long_integer;
use super::scalar::Scalar;
use super::source::number::{is_number, read_number};

/// The number of values of any body that are kept as JSON.
const MIN_LIMIT: usize = 1_000_000;

/// The number of bytes of a large body for each value that is kept as JSON.
const BYTES_PER_VALUE: usize = 16;

/// The number of values that may be kept as JSON: in undocumented properties, in properties without
/// a schema, in unions and in anomalies.
///
/// A value of two bytes takes up to 600 bytes of memory.
#[derive(Debug)]
pub(crate) struct Allowance {
    limit: usize,
    left: usize,
    /// `true` if one of the values was possibly an integer of more than 64 bits.
    has_long_integers: bool,
}

impl Allowance {
    pub(super) const UNLIMITED: Self = Self::of(usize::MAX);

    pub(crate) const fn of(limit: usize) -> Self {
        Self {
            limit,
            left: limit,
            has_long_integers: false,
        }
    }

    /// The allowance of a body of this many bytes.
    pub(super) fn of_body(bytes: usize) -> Self {
        Self::of(MIN_LIMIT.max(bytes / BYTES_PER_VALUE))
    }

    /// The number of values that may still be kept.
    pub(super) const fn left(&self) -> usize {
        self.left
    }

    /// Returns `true` if one of the values was possibly an integer of more than 64 bits, which is
    /// rounded.
    pub(super) const fn has_long_integers(&self) -> bool {
        self.has_long_integers
    }

    /// Takes back this many values, which are no longer kept.
    pub(super) const fn give_back(&mut self, values: usize) {
        self.left += values;
    }

    /// Reads a value. One that exceeds the allowance is consumed, does not match, and takes nothing
    /// of it.
    pub(crate) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        deserializer: D,
    ) -> Result<Outcome<Value>, D::Error> {
        let left = self.left;
        let read = self.deserialize(deserializer);
        if !matches!(read, Ok(Ok(_))) {
            self.left = left;
        }
        read
    }

    /// Returns the number of a scalar.
    #[cold]
    fn number<E: Error>(&mut self, number: Scalar<'_>) -> Result<Outcome<Value>, E> {
        match number {
            Scalar::Integer(number) => self.visit_i64(number),
            Scalar::Unsigned(number) => self.visit_u64(number),
            Scalar::Float(number) => self.visit_f64(number),
            Scalar::Text(text) => self.visit_str(&text),
            Scalar::Boolean(value) => self.visit_bool(value),
            Scalar::Null => self.visit_unit(),
        }
    }

    #[cold]
    fn exceeded(&self) -> Mismatch {
        Mismatch::new(format!("more than {} values are kept as JSON", self.limit))
    }
}

impl<'de> DeserializeSeed<'de> for &mut Allowance {
    type Value = Outcome<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                deserializer.deserialize_any(self)
            }
            None => {
                IgnoredAny::deserialize(deserializer)?;
                Ok(Err(self.exceeded()))
            }
        }
    }
}

impl<'de> Visitor<'de> for &mut Allowance {
    type Value = Outcome<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Ok(Value::from(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Ok(Value::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Ok(Value::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.has_long_integers |= is_long_integer(value);
        Ok(Ok(Value::from(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Ok(Value::from(value)))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Ok(Value::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(&mut *self)? {
            match item {
                Ok(item) => all.push(item),
                Err(mismatch) => {
                    while items.next_element::<IgnoredAny>()?.is_some() {}
                    return Ok(Err(mismatch));
                }
            }
        }
        Ok(Ok(Value::Array(all)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut all = Map::new();
        let mut next: Option<Key<'de>> = members.next_key()?;
        if next.as_ref().is_some_and(|Key(key)| is_number(key)) {
            return self.number(read_number(&mut members)?);
        }
        while let Some(Key(key)) = next {
            match members.next_value_seed(&mut *self)? {
                Ok(value) => {
                    all.insert(key.into_owned(), value);
                }
                Err(mismatch) => {
                    while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                    return Ok(Err(mismatch));
                }
            }
            next = members.next_key()?;
        }
        Ok(Ok(Value::Object(all)))
    }
}
