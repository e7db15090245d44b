use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserializer, Serialize, Serializer};

use super::decode::Key;
use super::{Blank, Extra, Nullable, get};

/// What an emitted struct knows about its JSON object; the rest is in `json_object!`.
pub trait Object: Sized {
    /// The schema's name, for messages.
    const NAME: &'static str;

    /// Keys without which reading fails.
    const REQUIRED: &'static [&'static str] = &[];

    /// Reads the value of `key` into its field, or among the extra members when it has none;
    /// `true` when it has one.
    ///
    /// # Errors
    /// When the value does not fit the field.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, value: &mut A) -> Result<bool, A::Error>;

    /// Writes the members that are set, then the extra ones.
    fn write<M: SerializeMap>(&self, members: &mut Members<M>);
}

/// Reads the value of a key that has no field; `false`, for "this key has none".
///
/// # Errors
/// When the value is broken JSON.
#[inline]
pub fn keep<'de, A: MapAccess<'de>>(
    extra: &mut Extra,
    key: &str,
    value: &mut A,
) -> Result<bool, A::Error> {
    let value: serde_json::Value = get(value)?;
    extra.insert(key, value);
    Ok(false)
}

/// Takes the members of an object that is being written.
///
/// It keeps the first error instead of returning it, and writes nothing after it: a line of code
/// for each member is then all that a struct has to compile.
#[derive(Debug)]
pub struct Members<M: SerializeMap> {
    map: M,
    error: Option<M::Error>,
}

impl<M: SerializeMap> Members<M> {
    /// Writes a member that may be absent: nothing for `None`.
    #[inline]
    pub fn put<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put_required(key, value);
        }
    }

    /// Writes a member that may be absent or null: nothing when it is absent.
    #[inline]
    pub fn put_nullable<T: Serialize>(&mut self, key: &'static str, value: &Nullable<T>) {
        match value {
            Nullable::Absent => {}
            Nullable::Null => self.put_required(key, &()),
            Nullable::Value(value) => self.put_required(key, value),
        }
    }

    /// Writes a member that is always present.
    #[inline]
    pub fn put_required<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if self.error.is_none()
            && let Err(error) = self.map.serialize_entry(key, value)
        {
            self.error = Some(error);
        }
    }

    /// Writes the members that have no field.
    pub fn put_extra(&mut self, extra: &Extra) {
        for (key, value) in extra {
            self.put_required(key, value);
        }
    }

    #[inline]
    fn end(self) -> Result<M::Ok, M::Error> {
        match self.error {
            None => self.map.end(),
            Some(error) => Err(error),
        }
    }
}

/// Writes an emitted struct.
///
/// # Errors
/// Those of the serializer.
pub fn write_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut members = Members {
        map: serializer.serialize_map(None)?,
        error: None,
    };
    object.write(&mut members);
    members.end()
}

/// Shows an emitted struct: its name and the JSON that it writes, so without what is not set.
/// Deriving `Debug` takes a seventh of the time that an emitted crate takes to check.
///
/// # Errors
/// Those of the formatter.
pub fn debug_object<T: Object + Serialize>(
    name: &str,
    object: &T,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let json = if f.alternate() {
        serde_json::to_string_pretty(object)
    } else {
        serde_json::to_string(object)
    };
    write!(f, "{name} {}", json.map_err(|_| fmt::Error)?)
}

/// Reads an emitted struct.
///
/// # Errors
/// When the value is no object, a member does not fit, or a required key is missing.
#[inline]
pub fn read_object<'de, T: Object + Blank, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object + Blank> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the object {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        let mut seen = Seen::default();
        while let Some(Key(key)) = map.next_key()? {
            let has_field = object.read(&key, &mut map)?;
            if has_field && !T::REQUIRED.is_empty() {
                seen.mark(T::REQUIRED, &key);
            }
        }
        match seen.first_missing(T::REQUIRED) {
            None => Ok(object),
            Some(key) => Err(A::Error::custom(format_args!(
                "missing field `{key}` of {}",
                T::NAME
            ))),
        }
    }
}

/// Which required keys have been read: bit n for the n-th. A key beyond the 64th, more than any
/// document has, counts as read.
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
