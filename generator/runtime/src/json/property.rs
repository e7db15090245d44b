//! The encoding of objects.
//!
//! The properties are trait objects, so that a generated crate and an application compile little
//! for each of them.

use std::fmt;

use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};

use super::indent::indented;
use super::{Exact, Extra, Floats, Nullable, exact};

/// A property of an object that is encoded by `M`.
pub trait Property<M: SerializeMap> {
    /// Writes the key and the value, unless the property is absent. Returns `true` if it is present.
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    fn write(&self, key: &str, map: &mut M) -> Result<bool, M::Error>;
}

impl<M: SerializeMap, T: Serialize> Property<M> for Option<T> {
    #[inline]
    fn write(&self, key: &str, map: &mut M) -> Result<bool, M::Error> {
        match self {
            Some(value) => map.serialize_entry(key, value).map(|()| true),
            None => Ok(false),
        }
    }
}

impl<M: SerializeMap, T: Serialize> Property<M> for Nullable<T> {
    #[inline]
    fn write(&self, key: &str, map: &mut M) -> Result<bool, M::Error> {
        match self {
            Self::Absent => return Ok(false),
            Self::Null => map.serialize_entry(key, &()),
            Self::Value(value) => map.serialize_entry(key, value),
        }?;
        Ok(true)
    }
}

/// A property that is present.
#[derive(Debug)]
pub struct Required<T>(T);

impl<M: SerializeMap, T: Serialize> Property<M> for Required<T> {
    #[inline]
    fn write(&self, key: &str, map: &mut M) -> Result<bool, M::Error> {
        map.serialize_entry(key, &self.0).map(|()| true)
    }
}

/// Returns a property that is present: an `Option` without a value is null.
#[inline]
pub const fn required<T: Serialize>(value: &T) -> Required<&T> {
    Required(value)
}

/// Returns a property that is present and contains floats.
#[inline]
pub const fn floats<T: Floats>(value: &T) -> Required<Exact<'_, T>> {
    Required(exact(value))
}

/// Returns an optional property that contains floats.
#[inline]
pub fn optional_floats<T: Floats>(value: &Option<T>) -> Option<Exact<'_, T>> {
    value.as_ref().map(exact)
}

/// Returns an optional and nullable property that contains floats.
#[inline]
pub fn nullable_floats<T: Floats>(value: &Nullable<T>) -> Nullable<Exact<'_, T>> {
    value.as_ref().map(exact)
}

/// The properties of an object that have no field, encoded by `M`.
pub trait Undeclared<M: SerializeMap> {
    /// Returns `true` if there are none.
    fn is_empty(&self) -> bool;

    /// Writes the keys and values, in order.
    ///
    /// # Errors
    /// Returns the first error of the serializer, or an error if one of the `written` keys is among
    /// them.
    fn write(&self, written: &[&str], map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Undeclared<M> for Extra<T> {
    fn is_empty(&self) -> bool {
        Self::is_empty(self)
    }

    fn write(&self, written: &[&str], map: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(key, value)| {
            check_unwritten(key, written)?;
            map.serialize_entry(key, value)
        })
    }
}

/// Properties without a field that contain floats.
#[derive(Debug)]
pub struct ExtraFloats<'a, T>(&'a Extra<T>);

impl<M: SerializeMap, T: Floats> Undeclared<M> for ExtraFloats<'_, T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn write(&self, written: &[&str], map: &mut M) -> Result<(), M::Error> {
        self.0.iter().try_for_each(|(key, value)| {
            check_unwritten(key, written)?;
            map.serialize_entry(key, &exact(value))
        })
    }
}

fn check_unwritten<E: Error>(key: &str, written: &[&str]) -> Result<(), E> {
    if written.contains(&key) {
        let message = format_args!("`{key}` is set by its field, and not in `extra`");
        return Err(E::custom(message));
    }
    Ok(())
}

/// Returns properties without a field that contain floats.
#[inline]
pub const fn extra_floats<T: Floats>(extra: &Extra<T>) -> ExtraFloats<'_, T> {
    ExtraFloats(extra)
}

/// Encodes an object of the `properties` with the `keys`, in order, then those without a field.
///
/// # Errors
/// Returns the first error of the serializer, or an error if the key of a property that is present is
/// in `extra`, since an object has each key once.
#[inline]
pub fn write_object<S: Serializer, const N: usize>(
    serializer: S,
    keys: &[&str; N],
    properties: &[&dyn Property<S::SerializeMap>; N],
    extra: &dyn Undeclared<S::SerializeMap>,
) -> Result<S::Ok, S::Error> {
    write(serializer, keys, properties, extra)
}

fn write<S: Serializer>(
    serializer: S,
    keys: &[&str],
    properties: &[&dyn Property<S::SerializeMap>],
    extra: &dyn Undeclared<S::SerializeMap>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let has_extra = !extra.is_empty();
    let mut written = Vec::new();
    for (key, property) in keys.iter().copied().zip(properties) {
        if property.write(key, &mut map)? && has_extra {
            written.push(key);
        }
    }
    if has_extra {
        extra.write(&written, &mut map)?;
    }
    map.end()
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
    match serde_json::to_string(object) {
        Ok(json) if f.alternate() => write!(f, "{name} {}", indented(&json)),
        Ok(json) => write!(f, "{name} {json}"),
        Err(error) => write!(f, "{name} <{error}>"),
    }
}
