use std::ops::Deref;

use super::Decode;
use super::context::Context;
use super::mismatch::Outcome;
use super::source::{Failure, Undecoded};

/// A property that can be omitted or null: absent, null, or a value.
///
/// In an update, an absent property is not sent and remains unchanged; null clears it.
///
/// | value | JSON |
/// |---|---|
/// | `Nullable::Absent` | `{}` |
/// | `Nullable::Null` | `{"owner_id": null}` |
/// | `Nullable::Value("5")` | `{"owner_id": "5"}` |
///
/// Request types have a setter for the value, and a method `clear_…` for null. A value or an
/// `Option` can be converted:
///
/// ```
/// # use intercom_codegen_runtime::Nullable;
/// assert_eq!(Nullable::from("5"), Nullable::Value("5"));
/// assert_eq!(Nullable::<&str>::from(None), Nullable::Null);
/// assert_eq!(Nullable::<&str>::default(), Nullable::Absent);
///
/// // `None` for an unchanged property:
/// let owner: Option<&str> = None;
/// let owner = owner.map_or(Nullable::Absent, Nullable::Value);
/// assert!(owner.is_absent());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The property is absent.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns `true` if the property is absent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns `true` if the property is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns a reference to the value, if there is one.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns a reference to the value, absent or null as this one is.
    #[must_use]
    pub const fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }

    /// Returns the dereferenced value, such as `&str` for a `String`, if there is one.
    #[must_use]
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.as_option().map(T::deref)
    }

    /// Returns the value, if there is one.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Applies `f` to the value, if there is one.
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

/// Converts `None` to null. For absent, use `option.map_or(Nullable::Absent, Nullable::Value)`.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(option: Option<T>) -> Self {
        option.map_or(Self::Null, Self::Value)
    }
}

/// Converts both absent and null to `None`.
impl<T> From<Nullable<T>> for Option<T> {
    fn from(nullable: Nullable<T>) -> Self {
        nullable.into_option()
    }
}

/// Decodes null or a value. An absent property is never decoded.
#[doc(hidden)]
impl<T: Decode> Decode for Nullable<T> {
    #[inline]
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let outcome = Option::<T>::decode(json, context)?;
        Ok(outcome.map(Self::from))
    }
}
