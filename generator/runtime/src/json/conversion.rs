//! The values of requests that are converted from those of responses, for `json_conversion!`.

use super::{Nullable, StringEnum, parse_enum};

/// Returns the value.
#[inline]
pub fn same<T>(value: T) -> T {
    value
}

/// Returns a value that may be absent.
#[inline]
pub fn some<T>(value: T) -> Option<T> {
    Some(value)
}

/// Returns a value that may be absent or null.
#[inline]
pub fn value<T>(value: T) -> Nullable<T> {
    Nullable::Value(value)
}

/// Returns a value, or absent: a response that lacks a property or contains null changes nothing.
#[inline]
pub fn present<T>(value: Option<T>) -> Nullable<T> {
    value.map_or(Nullable::Absent, Nullable::Value)
}

/// Returns the value of another enum with the same text.
fn text<T: StringEnum>(value: impl AsRef<str>) -> T {
    parse_enum(value.as_ref())
}

/// Returns the value of another enum, if there is one.
#[inline]
pub fn same_text<T: StringEnum>(value: Option<impl AsRef<str>>) -> Option<T> {
    value.map(text)
}

/// Returns the value of another enum, which may be absent.
#[inline]
pub fn some_text<T: StringEnum>(value: impl AsRef<str>) -> Option<T> {
    Some(text(value))
}

/// Returns the value of another enum, or absent.
#[inline]
pub fn present_text<T: StringEnum>(value: Option<impl AsRef<str>>) -> Nullable<T> {
    present(value.map(text))
}
