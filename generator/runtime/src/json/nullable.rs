use std::ops::Deref;

use serde::Deserializer;

use super::Decode;
use super::context::{Context, Outcome};

/// A property that may be left out, may be null, or has a value: three things that a request says
/// and that an `Option` cannot tell apart.
///
/// An absent property is not sent, which leaves what is stored as it is; null clears it.
///
/// ```text
/// Absent        {}
/// Null          {"owner_id": null}
/// Value("5")    {"owner_id": "5"}
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The property is not there.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the property is not there.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is there and null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value as what it dereferences to (a `String` as `&str`), if there is one.
    #[must_use]
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.as_option().map(T::deref)
    }

    /// The value, if there is one.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same with another value, where there is a value.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(f(value)),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is null. For `None` as absent, use `option.map_or(Nullable::Absent, Nullable::Value)`.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(option: Option<T>) -> Self {
        option.map_or(Self::Null, Self::Value)
    }
}

/// `None` for both absent and null.
impl<T> From<Nullable<T>> for Option<T> {
    fn from(nullable: Nullable<T>) -> Self {
        nullable.into_option()
    }
}

/// Reads what is there: null or a value. What is not there, nobody reads.
impl<'de, T: Decode<'de>> Decode<'de> for Nullable<T> {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        let outcome = Option::<T>::decode(deserializer, context)?;
        Ok(outcome.map(Self::from))
    }
}
