use serde_json::Value;

use super::Map;

/// A value to start reading from, for types whose `Default` would be misleading in public.
///
/// A required member holds its blank only until its key has been read: an object that lacks a
/// required key is an error.
pub trait Blank {
    /// The value that stands for "not read yet".
    fn blank() -> Self;
}

/// [`Blank::blank`] with the type taken from where it is used.
#[inline]
#[must_use]
pub fn blank<T: Blank>() -> T {
    T::blank()
}

macro_rules! blank_by_default {
    ($($name:ty),*) => {
        $(impl Blank for $name {
            #[inline]
            fn blank() -> Self {
                <$name>::default()
            }
        })*
    };
}

blank_by_default!(String, i64, f64, bool, Value);

impl<T> Blank for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Vec::new()
    }
}

impl<T> Blank for Map<T> {
    #[inline]
    fn blank() -> Self {
        Map::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    #[inline]
    fn blank() -> Self {
        Box::new(T::blank())
    }
}
