//! JSON whose numbers keep their text: `serde_json::Value` rounds decimals and integers beyond 64
//! bits.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Error;
#[cfg(test)]
use serde_json::Value;
use serde_json::value::RawValue;

use crate::Decimal;
use crate::json::from_utf8;

/// The greatest depth of arrays and objects within each other, that of `serde_json`.
pub(crate) const MAX_DEPTH: usize = 128;

/// A JSON value that is written as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExactValue {
    Null,
    Boolean(bool),
    Number(Decimal),
    Text(String),
    Array(Vec<ExactValue>),
    /// The members in their order.
    Object(Vec<(String, ExactValue)>),
}

impl ExactValue {
    /// Serializes a value.
    ///
    /// # Errors
    /// Returns the error of the value, or an error if it is nested too deeply.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        Self::from_slice(&serde_json::to_vec(value)?)
    }

    /// Parses JSON.
    ///
    /// # Errors
    /// Returns an error if the text is not JSON, or nested too deeply.
    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(from_utf8(bytes)?, 0)
    }

    fn read(raw: &RawValue, depth: usize) -> Result<Self, Error> {
        let text = raw.get();
        if depth > MAX_DEPTH {
            return Err(Error::custom("recursion limit exceeded"));
        }
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text)?;
                let members = members.into_iter();
                let read = members.map(|(name, value)| Ok((name, Self::read(value, depth + 1)?)));
                Self::Object(read.collect::<Result<_, Error>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                let items = items.into_iter();
                let read = items.map(|item| Self::read(item, depth + 1));
                Self::Array(read.collect::<Result<_, Error>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b't' | b'f') => Self::Boolean(text == "true"),
            Some(b'n') => Self::Null,
            _ => Self::Number(text.parse().map_err(Error::custom)?),
        })
    }

    /// Returns a member of an object.
    pub(crate) fn into_member(self, key: &str) -> Option<Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let mut members = members.into_iter();
        let (_, value) = members.find(|(name, _)| name == key)?;
        Some(value)
    }

    /// Returns the text of a string, number or boolean.
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number.to_string()),
            Self::Boolean(boolean) => Some(boolean.to_string()),
            Self::Null | Self::Array(_) | Self::Object(_) => None,
        }
    }
}

#[cfg(test)]
impl From<Value> for ExactValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(value),
            Value::Number(number) => number.to_string().parse().map_or(Self::Null, Self::Number),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                let members = members.into_iter();
                Self::Object(members.map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

/// JSON without whitespace.
impl fmt::Display for ExactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for ExactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

/// The members of an object, with the text of their values.
struct Members<'de>(Vec<(String, &'de RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text() {
        let text =
            r#"{"a":1180591620717411303424,"b":[1.10,-0,1e400,2E+3],"c":{"d":null,"e":true}}"#;
        let json = ExactValue::from_slice(text.as_bytes()).unwrap();
        assert_eq!(json.to_string(), text);
        let pretty = serde_json::to_string_pretty(&json).unwrap();
        assert!(pretty.starts_with("{\n  \"a\": 1180591620717411303424,\n  \"b\": [\n    1.10,"));
        assert_eq!(ExactValue::from_slice(pretty.as_bytes()).unwrap(), json);
    }

    #[test]
    fn text_is_decoded() {
        let json = ExactValue::from_slice(br#" ["\u00e9\/\n", ""] "#).unwrap();
        assert_eq!(json.to_string(), r#"["é/\n",""]"#);
    }

    #[test]
    fn other_text_is_an_error() {
        for text in ["", "{", "[1,]", "01", "nul", "{} {}"] {
            assert!(ExactValue::from_slice(text.as_bytes()).is_err(), "{text}");
        }
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(ExactValue::from_slice(nested(100).as_bytes()).is_ok());
        assert!(ExactValue::from_slice(nested(100_000).as_bytes()).is_err());
    }
}
