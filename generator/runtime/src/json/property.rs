//! The encoding of objects.
//!
//! The values are trait objects, so that a generated crate and an application compile little for each
//! property.

use std::fmt;

use erased_serde::Serialize as AnySerialize;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::{Exact, Extra, Floats, Nullable, exact};

/// A property of an object that is encoded.
pub trait Property {
    /// Returns the value, or `None` if the property is absent.
    fn value(&self) -> Option<&dyn AnySerialize>;
}

impl<T: Serialize> Property for Option<T> {
    #[inline]
    fn value(&self) -> Option<&dyn AnySerialize> {
        self.as_ref().map(|value| value as &dyn AnySerialize)
    }
}

impl<T: Serialize> Property for Nullable<T> {
    #[inline]
    fn value(&self) -> Option<&dyn AnySerialize> {
        match self {
            Self::Absent => None,
            Self::Null => Some(&()),
            Self::Value(value) => Some(value),
        }
    }
}

/// A property that is present.
#[derive(Debug)]
pub struct Required<T>(T);

impl<T: Serialize> Property for Required<T> {
    #[inline]
    fn value(&self) -> Option<&dyn AnySerialize> {
        Some(&self.0)
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

/// The properties of an object that have no field.
pub trait Undeclared {
    /// Calls `write` with each key and value, in order.
    fn each(&self, write: &mut dyn FnMut(&str, &dyn AnySerialize));
}

impl<T: Serialize> Undeclared for Extra<T> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn AnySerialize)) {
        for (key, value) in self {
            write(key, value);
        }
    }
}

/// Properties without a field that contain floats.
#[derive(Debug)]
pub struct ExtraFloats<'a, T>(&'a Extra<T>);

impl<T: Floats> Undeclared for ExtraFloats<'_, T> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn AnySerialize)) {
        for (key, value) in self.0 {
            write(key, &exact(value));
        }
    }
}

/// Returns properties without a field that contain floats.
#[inline]
pub const fn extra_floats<T: Floats>(extra: &Extra<T>) -> ExtraFloats<'_, T> {
    ExtraFloats(extra)
}

/// Encodes an object of the `properties` with the `keys`, then those without a field.
///
/// # Errors
/// Returns the first error of the serializer, or an error if one of the `keys` is in `extra`, since
/// an object has each key once.
pub fn write_object<S: Serializer>(
    serializer: S,
    keys: &[&'static str],
    properties: &[&dyn Property],
    extra: &dyn Undeclared,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (key, property) in keys.iter().zip(properties) {
        if let Some(value) = property.value() {
            map.serialize_entry(key, value)?;
        }
    }
    let mut written = Ok(());
    extra.each(&mut |key, value| {
        if written.is_ok() {
            written = if keys.contains(&key) {
                let message = format_args!("`{key}` is set by its field, and not in `extra`");
                Err(S::Error::custom(message))
            } else {
                map.serialize_entry(key, value)
            };
        }
    });
    written?;
    map.end()
}

/// Formats a generated struct as its name and its JSON, without the properties that are not set.
///
/// Deriving `Debug` would take a seventh of the time that checking a generated crate takes.
///
/// # Errors
/// Returns an error if the formatter fails.
pub fn debug_object(
    name: &str,
    object: &dyn AnySerialize,
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
