use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::context::Outcome;
use super::decode::decode_strictly;
use super::{Decode, Pattern};

/// What an emitted `oneOf`/`anyOf` knows; the rest is in `json_union!`.
pub trait Union: Sized {
    /// How the JSON of each variant looks.
    const PATTERNS: &'static [Pattern];

    /// Reads the variant that a pattern names.
    ///
    /// # Errors
    /// When the JSON does not fit the variant after all.
    fn read(variant: usize, json: Value) -> Result<Self, serde_json::Error>;

    /// The variant for JSON that fits none of the others.
    fn from_unrecognized(json: UnrecognizedJson) -> Self;

    /// Writes the variant's value.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// JSON that none of a union's members describes, as it came. It is written back unchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct UnrecognizedJson(Value);

impl UnrecognizedJson {
    /// For emitted code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(json: Value) -> Self {
        Self(json)
    }

    /// The JSON.
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

/// Reads a value from JSON that is in memory.
///
/// # Errors
/// When the JSON does not fit.
#[inline]
pub fn from_json<T: for<'de> Decode<'de>>(json: Value) -> Result<T, serde_json::Error> {
    decode_strictly(json)
}

/// Reads an emitted union: the best fitting variant that can be read, else the catch-all.
///
/// # Errors
/// Only when the JSON itself is broken.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Outcome<T>, D::Error> {
    Value::deserialize(deserializer).map(|json| Ok(union_of(json)))
}

/// The best fitting variant that can be read from the JSON, else the catch-all.
pub fn union_of<T: Union>(json: Value) -> T {
    let chosen = Pattern::rank(T::PATTERNS, &json)
        .into_iter()
        .find_map(|variant| T::read(variant, json.clone()).ok());
    chosen.unwrap_or_else(|| T::from_unrecognized(UnrecognizedJson::new(json)))
}

/// The catch-all with `null` in it.
#[must_use]
pub fn blank_union<T: Union>() -> T {
    T::from_unrecognized(UnrecognizedJson::new(Value::Null))
}
