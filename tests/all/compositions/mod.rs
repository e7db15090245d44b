//! `oneOf`, `anyOf` and `allOf` as Intercom's documents use them: what is written in Rust for each,
//! and what JSON that is.

mod answers;
mod requests;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value is written as the JSON, and the JSON is read as the value.
#[track_caller]
fn is<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, json: Value) {
    writes(&value, &json);
    assert_eq!(read::<T>(json), value);
}

#[track_caller]
fn writes(value: &impl Serialize, json: &Value) {
    assert_eq!(&serde_json::to_value(value).unwrap(), json);
}

#[track_caller]
fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// It is read as the catch-all, which keeps it.
#[track_caller]
fn is_kept<T: Serialize + DeserializeOwned>(json: Value, is_catch_all: impl Fn(&T) -> bool) {
    let value: T = read(json.clone());
    assert!(is_catch_all(&value));
    writes(&value, &json);
}
