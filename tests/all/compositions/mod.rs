//! `oneOf`, `anyOf` and `allOf` as Intercom's documents use them: the Rust values and their JSON.

mod requests;
mod responses;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Asserts that the value is encoded as the JSON, and the JSON decoded as the value.
#[track_caller]
fn assert_round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, json: Value) {
    assert_encodes(&value, &json);
    assert_eq!(decode::<T>(json), value);
}

#[track_caller]
fn assert_encodes(value: &impl Serialize, json: &Value) {
    assert_eq!(&serde_json::to_value(value).unwrap(), json);
}

#[track_caller]
fn decode<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// Asserts that the JSON is decoded as the catch-all variant, which preserves it.
#[track_caller]
fn assert_unrecognized<T: Serialize + DeserializeOwned>(
    json: Value,
    is_catch_all: impl Fn(&T) -> bool,
) {
    let value: T = decode(json.clone());
    assert!(is_catch_all(&value));
    assert_encodes(&value, &json);
}
