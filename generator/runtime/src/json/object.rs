use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap};
use serde::{Deserializer, Serialize, Serializer};

use super::context::{Context, Mismatch, Outcome};
use super::decode::{Key, Seed};
use super::{Blank, Decode, Extra, Floats, Nullable, exact};

/// A generated struct that is a JSON object. Implemented by `json_object!`.
#[doc(hidden)]
pub trait Object: Sized {
    /// The name of the schema, for error messages.
    const NAME: &'static str;

    /// The keys that are required for decoding.
    const REQUIRED: &'static [&'static str] = &[];

    /// The memory of the value in bytes if it is in a box, otherwise 0.
    const BOXED: usize = 0;

    /// Decodes the value of `key` into its field; into `extra` if there is no such field.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, member: &mut Member<'_, 'de, A>);
}

impl<T: Object> Object for Box<T> {
    const NAME: &'static str = T::NAME;
    const REQUIRED: &'static [&'static str] = T::REQUIRED;
    const BOXED: usize = size_of::<T>();

    #[inline]
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, member: &mut Member<'_, 'de, A>) {
        T::read(self, key, member);
    }
}

/// A member of an object that is being decoded, whose value is next.
///
/// It stores an error instead of returning it, so that a struct only compiles one call per field.
#[derive(Debug)]
pub struct Member<'m, 'de, A: MapAccess<'de>> {
    map: &'m mut A,
    context: Context<'m>,
    read: Result<Read, A::Error>,
}

/// The result of reading a member.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    /// The value is in its field.
    Field,
    /// The value was skipped, or the key has no field.
    Other,
}

impl<'m, 'de, A: MapAccess<'de>> Member<'m, 'de, A> {
    #[inline]
    fn new(map: &'m mut A, context: Context<'m>) -> Self {
        Self {
            map,
            context,
            read: Ok(Read::Other),
        }
    }

    /// Decodes the value into a field.
    #[inline]
    pub fn read<T: Decode<'de>>(&mut self, field: &mut T) {
        match self.map.next_value_seed(Seed::new(&mut self.context)) {
            Ok(Ok(value)) => {
                *field = value;
                self.read = Ok(Read::Field);
            }
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(error) => self.read = Err(error),
        }
    }

    #[cold]
    fn skip(&mut self, mismatch: Mismatch) {
        self.read = self.context.skip(mismatch).map(|()| Read::Other);
    }

    /// Decodes the value of a key without a field into `extra`.
    #[inline]
    pub fn keep<T: Decode<'de>>(&mut self, extra: &mut Extra<T>, key: &str) {
        match self.map.next_value_seed(Seed::<T>::new(&mut self.context)) {
            Ok(Ok(value)) => {
                extra.insert(key, value);
            }
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(error) => self.read = Err(error),
        }
    }
}

/// An encoder of the members of an object.
///
/// It stores the first error instead of returning it, and encodes nothing after it, so that a
/// struct only compiles one call per field.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Members<S> {
    /// Starts an object.
    #[inline]
    pub fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
        }
    }

    /// Encodes an optional property: nothing for `None`.
    #[inline]
    pub fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(key, value);
        }
    }

    /// Encodes an optional and nullable property: nothing if it is absent.
    #[inline]
    pub fn nullable<T: Serialize>(&mut self, key: &'static str, value: &Nullable<T>) {
        match value {
            Nullable::Absent => {}
            Nullable::Null => self.required(key, &()),
            Nullable::Value(value) => self.required(key, value),
        }
    }

    /// Encodes a required property.
    #[inline]
    pub fn required<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.map = Err(error);
        }
    }

    /// Encodes a required property that contains floats.
    #[inline]
    pub fn floats<T: Floats>(&mut self, key: &str, value: &T) {
        self.required(key, &exact(value));
    }

    /// Encodes an optional property that contains floats.
    #[inline]
    pub fn optional_floats<T: Floats>(&mut self, key: &'static str, value: &Option<T>) {
        self.optional(key, &value.as_ref().map(exact));
    }

    /// Encodes an optional and nullable property that contains floats.
    #[inline]
    pub fn nullable_floats<T: Floats>(&mut self, key: &'static str, value: &Nullable<T>) {
        self.nullable(key, &value.as_ref().map(exact));
    }

    /// Encodes the properties without a field and ends the object.
    ///
    /// # Errors
    /// Returns the first error of the serializer, or an error if one of the declared `keys` is in
    /// `extra`, since an object has each key once.
    pub fn end<T: Serialize>(mut self, extra: &Extra<T>, keys: &[&str]) -> Result<S::Ok, S::Error> {
        for (key, value) in extra {
            self.check_extra(key, keys);
            self.required(key, value);
        }
        self.map?.end()
    }

    /// Encodes the properties without a field, which contain floats, and ends the object.
    ///
    /// # Errors
    /// Returns the errors of [`end`](Self::end).
    pub fn end_floats<T: Floats>(
        mut self,
        extra: &Extra<T>,
        keys: &[&str],
    ) -> Result<S::Ok, S::Error> {
        for (key, value) in extra {
            self.check_extra(key, keys);
            self.floats(key, value);
        }
        self.map?.end()
    }

    fn check_extra(&mut self, key: &str, keys: &[&str]) {
        if self.map.is_ok() && keys.contains(&key) {
            let message = format_args!("`{key}` is set by its field, and not in `extra`");
            self.map = Err(S::Error::custom(message));
        }
    }
}

/// Formats a generated struct as its name and its JSON, without the properties that are not set.
///
/// Deriving `Debug` would take a seventh of the time that checking a generated crate takes.
///
/// # Errors
/// Returns an error if the formatter fails.
pub fn debug_object<T: Serialize>(
    name: &str,
    object: &T,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let json = if f.alternate() {
        serde_json::to_string_pretty(object)
    } else {
        serde_json::to_string(object)
    };
    match json {
        Ok(json) => write!(f, "{name} {json}"),
        Err(error) => write!(f, "{name} <{error}>"),
    }
}

impl<'de, T: Object + Blank> Decode<'de> for T {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        deserializer.deserialize_any(ObjectVisitor {
            context,
            object: PhantomData,
        })
    }
}

struct ObjectVisitor<'s, 'c, T> {
    context: &'s mut Context<'c>,
    object: PhantomData<T>,
}

impl<'de, T: Object + Blank> Visitor<'de> for ObjectVisitor<'_, '_, T> {
    type Value = Outcome<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the object {}", T::NAME)
    }

    mismatches!(scalars, arrays);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome<T>, A::Error> {
        self.context.take_memory(T::BOXED)?;
        let mut object = T::blank();
        let mut seen = Seen::default();
        while let Some(Key(key)) = map.next_key()? {
            let mut member = Member::new(&mut map, self.context.member(&key));
            object.read(&key, &mut member);
            if member.read? == Read::Field && !T::REQUIRED.is_empty() {
                seen.mark(T::REQUIRED, &key);
            }
        }
        Ok(match seen.first_missing(T::REQUIRED) {
            None => Ok(object),
            Some(key) => Err(Mismatch::new(format!(
                "missing field `{key}` of {}",
                T::NAME
            ))),
        })
    }
}

/// The required keys that have been read: bit n for the n-th. Keys beyond the 64th, more than any
/// document has, are not checked.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    fn mark(&mut self, required: &[&str], key: &str) {
        if let Some(index) = required.iter().position(|name| *name == key) {
            self.0 |= bit(index);
        }
    }

    fn first_missing(&self, required: &[&'static str]) -> Option<&'static str> {
        let missing = |&(index, _): &(usize, &&str)| index < 64 && self.0 & bit(index) == 0;
        let (_, key) = required.iter().enumerate().find(missing)?;
        Some(key)
    }
}

fn bit(index: usize) -> u64 {
    1_u64.checked_shl(index as u32).unwrap_or(0)
}
