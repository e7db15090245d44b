//! The conversion of responses of any kind to JSON.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::json::Decode;
use crate::{
    Binary, ByStatus, Empty, Json, JsonPage, Location, OrEmpty, ResponseKind, Statuses, Text,
};

/// A kind of response that can be converted to JSON.
pub trait Encode: ResponseKind {
    /// Converts a decoded response to JSON.
    ///
    /// # Errors
    /// Returns an error if JSON cannot represent it.
    fn encode(output: &Self::Output) -> serde_json::Result<Value>;
}

impl<T: Serialize + Decode + Send + 'static> Encode for Json<T> {
    #[inline]
    fn encode(output: &T) -> serde_json::Result<Value> {
        serde_json::to_value(output)
    }
}

impl<L: crate::Paged> Encode for JsonPage<L>
where
    L::Body: Serialize + Decode + Send + 'static,
{
    #[inline]
    fn encode(output: &L::Body) -> serde_json::Result<Value> {
        serde_json::to_value(output)
    }
}

impl<T: Statuses<Union: Serialize>> Encode for ByStatus<T> {
    #[inline]
    fn encode(output: &T::Union) -> serde_json::Result<Value> {
        serde_json::to_value(output)
    }
}

impl<K: Encode> Encode for OrEmpty<K> {
    #[inline]
    fn encode(output: &Option<K::Output>) -> serde_json::Result<Value> {
        output.as_ref().map_or(Ok(Value::Null), K::encode)
    }
}

impl Encode for Text {
    fn encode(output: &String) -> serde_json::Result<Value> {
        Ok(Value::from(output.as_str()))
    }
}

impl Encode for Binary {
    fn encode(output: &Bytes) -> serde_json::Result<Value> {
        Ok(Value::from(&output[..]))
    }
}

impl Encode for Empty {
    fn encode((): &()) -> serde_json::Result<Value> {
        Ok(Value::Null)
    }
}

impl Encode for Location {
    fn encode(output: &String) -> serde_json::Result<Value> {
        Ok(Value::from(output.as_str()))
    }
}
