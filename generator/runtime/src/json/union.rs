use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::context::Outcome;
use super::decode::decode_strictly;
use super::{Decode, Pattern};

/// A generated `oneOf` or `anyOf`. `json_union!` implements `Serialize` and `Deserialize` for it.
#[doc(hidden)]
pub trait Union: Sized {
    /// The patterns by which a variant is selected.
    const PATTERNS: &'static [Pattern];

    /// Decodes a variant.
    ///
    /// # Errors
    /// Returns an error if the JSON does not match the variant.
    fn read(variant: usize, json: Value) -> Result<Self, serde_json::Error>;

    /// Creates the catch-all variant.
    fn from_unrecognized(json: UnrecognizedJson) -> Self;

    /// Encodes the value of the variant.
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// JSON that matches no variant of a union, preserved verbatim and encoded unchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct UnrecognizedJson(Value);

impl UnrecognizedJson {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(json: Value) -> Self {
        Self(json)
    }

    /// Returns the JSON.
    #[must_use]
    pub const fn as_json(&self) -> &Value {
        &self.0
    }
}

impl Serialize for UnrecognizedJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Decodes a JSON value.
///
/// # Errors
/// Returns an error if the JSON does not match the type.
#[inline]
pub fn from_json<T: for<'de> Decode<'de>>(json: Value) -> Result<T, serde_json::Error> {
    decode_strictly(json)
}

/// Decodes a generated union as the best matching variant, else as the catch-all.
///
/// # Errors
/// Only when the JSON itself is broken.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Outcome<T>, D::Error> {
    Value::deserialize(deserializer).map(|json| Ok(union_of(json)))
}

/// Converts JSON to the best matching variant, else to the catch-all.
pub fn union_of<T: Union>(json: Value) -> T {
    Pattern::rank(T::PATTERNS, &json)
        .into_iter()
        .find_map(|variant| T::read(variant, json.clone()).ok())
        .unwrap_or_else(|| T::from_unrecognized(UnrecognizedJson::new(json)))
}

/// Returns the catch-all variant with null.
#[must_use]
pub fn blank_union<T: Union>() -> T {
    T::from_unrecognized(UnrecognizedJson::new(Value::Null))
}
