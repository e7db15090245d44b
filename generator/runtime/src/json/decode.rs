use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::{Deserialize, de};
use serde_json::Value;

use super::Map;
use super::context::{Context, Mismatch, Outcome, Record};

/// A type that can be decoded leniently from JSON.
///
/// It is like [`Deserialize`], with two differences: scalars are converted if the conversion is
/// lossless (a string from a number, an integer from a numeric string), and a value of another type
/// is consumed and returned as a [`Mismatch`], so that the caller can skip it and continue. Every
/// implementation calls `deserialize_any`.
pub trait Decode<'de>: Sized {
    /// Decodes a value.
    ///
    /// # Errors
    /// Returns an error if the JSON is malformed.
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error>;

    /// Decodes a value or null. Scalars override it to inspect the value only once.
    ///
    /// # Errors
    /// Returns an error if the JSON is malformed.
    #[inline]
    fn decode_option<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, D::Error> {
        deserializer.deserialize_option(OptionVisitor {
            context,
            value: PhantomData,
        })
    }
}

/// Decodes a value, all of which must match its type.
///
/// # Errors
/// Returns an error if the JSON is malformed or a value does not match its type.
pub fn decode_strictly<'de, T: Decode<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut record = Record::strict();
    T::decode(deserializer, &mut record.context())?.map_err(de::Error::custom)
}

/// A seed that decodes the elements of serde's collections by [`Decode`].
pub(super) struct Seed<'s, 'c, T> {
    context: &'s mut Context<'c>,
    value: PhantomData<T>,
}

impl<'s, 'c, T> Seed<'s, 'c, T> {
    #[inline]
    pub(super) fn new(context: &'s mut Context<'c>) -> Self {
        Self {
            context,
            value: PhantomData,
        }
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Seed<'_, '_, T> {
    type Value = Outcome<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome<T>, D::Error> {
        T::decode(deserializer, self.context)
    }
}

/// A key of an object, borrowed from the text unless it has escapes.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }

    fn visit_string<E: de::Error>(self, key: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key)))
    }
}

impl<'de> Decode<'de> for Value {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        context.read_json(deserializer)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        T::decode_option(deserializer, context)
    }
}

struct OptionVisitor<'s, 'c, T> {
    context: &'s mut Context<'c>,
    value: PhantomData<T>,
}

impl<'de, T: Decode<'de>> Visitor<'de> for OptionVisitor<'_, '_, T> {
    type Value = Outcome<Option<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }

    #[inline]
    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let outcome = T::decode(deserializer, self.context)?;
        Ok(outcome.map(Some))
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        deserializer.deserialize_any(VecVisitor {
            context,
            value: PhantomData,
        })
    }
}

struct VecVisitor<'s, 'c, T> {
    context: &'s mut Context<'c>,
    value: PhantomData<T>,
}

impl<'de, T: Decode<'de>> Visitor<'de> for VecVisitor<'_, '_, T> {
    type Value = Outcome<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    mismatches!(scalars, maps);

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        for index in 0.. {
            let mut context = self.context.item(index);
            match items.next_element_seed(Seed::new(&mut context))? {
                Some(Ok(item)) => {
                    context.take_memory(size_of::<T>())?;
                    all.push(item);
                }
                Some(Err(mismatch)) => context.skip(mismatch)?,
                None => break,
            }
        }
        Ok(Ok(all))
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Map<T> {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        deserializer.deserialize_any(MapVisitor {
            context,
            value: PhantomData,
        })
    }
}

struct MapVisitor<'s, 'c, T> {
    context: &'s mut Context<'c>,
    value: PhantomData<T>,
}

impl<'de, T: Decode<'de>> Visitor<'de> for MapVisitor<'_, '_, T> {
    type Value = Outcome<Map<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    mismatches!(scalars, arrays);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Map::new();
        while let Some(Key(key)) = map.next_key()? {
            let mut context = self.context.member(&key);
            match map.next_value_seed(Seed::new(&mut context))? {
                Ok(value) => {
                    context.take_memory(size_of::<(String, T)>())?;
                    all.insert(key.into_owned(), value);
                }
                Err(mismatch) => context.skip(mismatch)?,
            }
        }
        Ok(Ok(all))
    }
}

/// Consumes an array that does not match.
pub(super) fn skip_array<'de, A: SeqAccess<'de>>(
    mut items: A,
    expected: &dyn de::Expected,
) -> Result<Mismatch, A::Error> {
    while items.next_element::<IgnoredAny>()?.is_some() {}
    Ok(Mismatch::invalid_type(Unexpected::Seq, expected))
}

/// Consumes an object that does not match.
pub(super) fn skip_object<'de, A: MapAccess<'de>>(
    mut map: A,
    expected: &dyn de::Expected,
) -> Result<Mismatch, A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(Mismatch::invalid_type(Unexpected::Map, expected))
}
