use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::Decode;
use super::context::Context;
use super::mismatch::{Mismatch, Outcome};
use super::source::{Failure, Undecoded};
use super::wrapper::wrapper;

/// A value of a type that the generator did not emit, such as `uuid::Uuid`: the type that its
/// options choose for a format or a schema.
///
/// The type is decoded and encoded by [`serde`]. A value that it does not accept is left out and
/// reported as an [`Anomaly`](crate::Anomaly), like any value that does not match its schema.
///
/// It dereferences to the value, and setters accept the value itself:
///
/// ```
/// # use intercom_codegen_runtime::External;
/// # use std::net::Ipv4Addr;
/// let address: External<Ipv4Addr> = Ipv4Addr::LOCALHOST.into();
/// assert!(address.is_loopback());
/// assert_eq!(address.into_inner(), Ipv4Addr::LOCALHOST);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct External<T>(pub T);

wrapper!(External);

/// Displays the text that is sent: that of JSON, without the quotes of a string. A value that
/// `serde` cannot serialize is displayed as nothing.
impl<T: Serialize> fmt::Display for External<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(json) = serde_json::to_string(&self.0) else {
            return Ok(());
        };
        match serde_json::from_str::<Option<Cow<'_, str>>>(&json) {
            Ok(text) => f.pad(&text.unwrap_or_default()),
            Err(_) => f.pad(&json),
        }
    }
}

impl<T: Serialize> Serialize for External<T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for External<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[doc(hidden)]
impl<T: DeserializeOwned> Decode for External<T> {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        Ok(read(json, context)?.and_then(convert))
    }

    fn decode_option(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, Failure> {
        Ok(read(json, context)?.and_then(|json| unless_null(json, convert)))
    }
}

/// Reads a value as JSON, so that the values after it can be read if it does not match.
pub(super) fn read(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<Value>, Failure> {
    // A trial of a variant is decided by the value, which is in memory.
    if context.is_trial() {
        return json.value();
    }
    let left = context.allowance().left();
    let json = context.read_json(json)?;
    let read = left - context.allowance().left();
    context.allowance().give_back(read);
    Ok(json)
}

/// Converts JSON by a function, unless it is null.
pub(super) fn unless_null<T>(
    json: Value,
    convert: impl FnOnce(Value) -> Outcome<T>,
) -> Outcome<Option<T>> {
    if json.is_null() {
        Ok(None)
    } else {
        convert(json).map(Some)
    }
}

/// Converts JSON by the `Deserialize` of a type.
pub(super) fn convert<T: DeserializeOwned>(json: Value) -> Outcome<External<T>> {
    let value = serde_json::from_value(json);
    value
        .map(External)
        .map_err(|error| Mismatch::new(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use serde_json::json;

    use super::*;
    use crate::json::{Map, decode_body};

    type Address = External<Ipv4Addr>;

    #[test]
    fn values_that_do_not_match_are_left_out() {
        let body = br#"{"a": ["10.0.0.1", "10.0.0", 7, null, "10.0.0.2"], "b": []}"#;
        let decoded = decode_body::<Map<Vec<Address>>>(body).unwrap();
        let expected = [[10, 0, 0, 1], [10, 0, 0, 2]].map(|address| External(address.into()));
        assert_eq!(decoded.value["a"], expected);
        assert!(decoded.value["b"].is_empty());
        let paths = decoded.anomalies.iter().map(|one| one.path().to_owned());
        assert_eq!(paths.collect::<Vec<_>>(), ["a[1]", "a[2]", "a[3]"]);
    }

    #[test]
    fn null_is_no_value_where_it_is_allowed() {
        let decoded = decode_body::<Vec<Option<Address>>>(br#"[null, "::1"]"#).unwrap();
        assert_eq!(decoded.value, [None]);
        assert_eq!(decoded.anomalies.len(), 1);
    }

    #[test]
    fn the_display_is_the_text_that_is_sent() {
        assert_eq!(External(Ipv4Addr::LOCALHOST).to_string(), "127.0.0.1");
        assert_eq!(External(json!(1.5)).to_string(), "1.5");
        assert_eq!(External(json!(null)).to_string(), "");
        let large = u128::from(u64::MAX) + 1;
        assert_eq!(External(large).to_string(), "18446744073709551616");
        assert_eq!(External(json!({"a": 1})).to_string(), r#"{"a":1}"#);
        let invalid: std::collections::HashMap<Vec<u8>, u8> = [(vec![1], 2)].into();
        assert_eq!(External(invalid).to_string(), "");
    }
}
