use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;
use serde_json::value::RawValue;

use super::Decode;
use super::body::reason;
use super::context::Context;
use super::decode::decode_strictly;
use super::key::Key;
use super::mismatch::{Mismatch, Outcome};
use super::rounding::is_long;
use super::scalar::{self, FromScalar, Scalar};
use super::source::{Failure, SingleValue, Undecoded};

/// A number of any size and precision, kept as the text of the JSON number: the formats `decimal`
/// and `decimal128` of numbers, and `int128`, `uint128` and `bigint` of integers.
///
/// It is read from a number, or from a string with a number, and is sent as a JSON number with the
/// same digits: `1.10` remains `1.10`. Two decimals are equal if they are written alike. A number
/// within a union is read as a float first: `1.10` becomes `1.1`, and digits that are lost are
/// reported as an [`Anomaly`](crate::Anomaly).
///
/// It is serialized by `serde_json`, whose other formats do not know it.
///
/// ```
/// # use intercom_codegen_runtime::Decimal;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let price: Decimal = "1.10".parse()?;
/// assert_eq!(serde_json::to_string(&price)?, "1.10");
/// assert_eq!(price.as_str().parse::<f64>()?, 1.1);
/// assert_eq!(Decimal::from(u128::MAX).as_str(), "340282366920938463463374607431768211455");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

/// The error of a text that is not a number as JSON writes it (RFC 8259, section 6), such as `.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecimalError(());

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not a JSON number")
    }
}

impl std::error::Error for DecimalError {}

impl Decimal {
    /// Returns the text of the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number 0.
impl Default for Decimal {
    fn default() -> Self {
        Self("0".into())
    }
}

/// Parses a number as JSON writes it. Surrounding whitespace is removed.
impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|_| DecimalError(()))?;
        if is_number(raw.get()) {
            Ok(Self(raw.get().into()))
        } else {
            Err(DecimalError(()))
        }
    }
}

/// Converts a finite float to the shortest decimal that is read as the same float.
impl TryFrom<f64> for Decimal {
    type Error = DecimalError;

    fn try_from(number: f64) -> Result<Self, DecimalError> {
        let number = Number::from_f64(number).ok_or(DecimalError(()))?;
        Ok(Self(number.to_string().into()))
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self(number.to_string().into())
            }
        }
    )*};
}

from_integers!(i32, i64, i128, u32, u64, u128);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.0.clone().into_string()).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode_strictly(deserializer)
    }
}

#[doc(hidden)]
impl Decode for Decimal {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        Ok(Self::decode_option(json, context)?.and_then(|number| {
            let null = || Scalar::Null.mismatch(&Self::EXPECTED);
            number.ok_or_else(null)
        }))
    }

    fn decode_option(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, Failure> {
        let read = json.decimal()?;
        context.note_conversion(&read, Self::is_exact);
        if let Ok(Some(number)) = &read
            && context.json().is_some()
            && let Ok(float) = number.0.parse()
            && is_long(float)
        {
            context.note_rounded(float);
        }
        Ok(read)
    }
}

/// The name by which `serde_json` recognizes that the text of a value is requested. Other
/// deserializers, which do not know it, return a number or a string.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Reads null or a number of any precision.
pub(super) fn read_decimal<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Outcome<Option<Decimal>>, D::Error> {
    deserializer.deserialize_newtype_struct(RAW_VALUE, TextVisitor)
}

/// Returns `true` if the text of a JSON value is a number.
fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// Decodes null or a number from the text of a value.
struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Outcome<Option<Decimal>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Decimal::EXPECTED)
    }

    /// Reads the only member of the object by which `serde_json` represents a text.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let text = map.next_entry::<Key<'_>, Key<'_>>()?;
        let text = text.map_or_else(Default::default, |(_, Key(text))| text);
        Ok(read(&text))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        let mut json = SingleValue::new(deserializer);
        let read = scalar::read_option(json.undecoded());
        read.map_err(|failure| json.error(failure))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Decimal::from_scalar(Scalar::Integer(value)).map(Some))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Decimal::from_scalar(Scalar::Unsigned(value)).map(Some))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Decimal::from_scalar(Scalar::Float(value)).map(Some))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Decimal::from_scalar(Scalar::Text(value.into())).map(Some))
    }
}

/// Reads null or a number from the text of a value.
fn read(json: &str) -> Outcome<Option<Decimal>> {
    let unexpected = match json.as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => return Ok(Some(Decimal(json.into()))),
        Some(b'"') => return read_string(json).map(Some),
        Some(b'[') => Unexpected::Seq,
        Some(b'{') => Unexpected::Map,
        Some(b't' | b'f') => Unexpected::Bool(json == "true"),
        _ => return Ok(None),
    };
    Err(Mismatch::invalid_type(unexpected, &Decimal::EXPECTED))
}

/// Reads a number from the text of a string literal.
fn read_string(literal: &str) -> Outcome<Decimal> {
    let text: Cow<'_, str> =
        serde_json::from_str(literal).map_err(|error| Mismatch::new(reason(&error)))?;
    Decimal::from_scalar(Scalar::Text(text))
}

/// A number, or a string with a number.
impl FromScalar for Decimal {
    const EXPECTED: &'static str = "a number";

    fn from_scalar(scalar: Scalar<'_>) -> Outcome<Self> {
        let number = match &scalar {
            Scalar::Integer(value) => return Ok((*value).into()),
            Scalar::Unsigned(value) => return Ok((*value).into()),
            Scalar::Float(value) => Self::try_from(*value).ok(),
            Scalar::Text(text) => text.parse().ok(),
            Scalar::Null | Scalar::Boolean(_) => return Err(scalar.mismatch(&Self::EXPECTED)),
        };
        number.ok_or_else(|| scalar.invalid(&Self::EXPECTED))
    }

    fn is_exact(json: &serde_json::Value) -> bool {
        json.is_number()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::{Map, decode_body};

    #[test]
    fn digits_are_kept() {
        let body = br#"[1.10, 123456789012345678901234567890.5, "2.50", 1e400, -0, 7, null]"#;
        let decoded = decode_body::<Vec<Option<Decimal>>>(body).unwrap();
        assert!(decoded.anomalies.is_empty(), "{:?}", decoded.anomalies);
        assert_eq!(
            serde_json::to_string(&decoded.value).unwrap(),
            "[1.10,123456789012345678901234567890.5,2.50,1e400,-0,7,null]"
        );
    }

    #[test]
    fn values_that_are_no_numbers_are_left_out() {
        let body = br#"{"a": [1, true, "x", ".5", "\ud800", [[1]], {"b": 1}, null, 2]}"#;
        let decoded = decode_body::<Map<Vec<Decimal>>>(body).unwrap();
        assert_eq!(decoded.value["a"], [1, 2].map(Decimal::from));
        let paths = decoded.anomalies.iter().map(|one| one.path().to_owned());
        let expected = (1..8).map(|index| format!("a[{index}]"));
        assert_eq!(paths.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn other_deserializers_read_numbers_and_strings() {
        for json in [json!(1.5), json!("1.5")] {
            assert_eq!(Decimal::deserialize(json).unwrap().as_str(), "1.5");
        }
        let number = serde::de::value::F64Deserializer::<serde_json::Error>::new(1.5);
        assert_eq!(Decimal::deserialize(number).unwrap().as_str(), "1.5");
        assert!(Decimal::deserialize(Value::Null).is_err());
    }

    #[test]
    fn only_json_numbers_are_parsed() {
        for text in ["", "x", "01", "NaN", "\"1\"", "[1]", "1 2"] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError(())), "{text}");
        }
        assert_eq!(" 1e5 ".parse::<Decimal>().unwrap().as_str(), "1e5");
        assert!(Decimal::try_from(f64::NAN).is_err());
        assert_eq!(Decimal::try_from(0.1).unwrap().to_string(), "0.1");
    }
}
