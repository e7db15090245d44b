//! The data of items, before it is decoded.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;

use crate::json::Decoded;
use crate::response_kind::Unreadable;

/// Returns whether the data of an event is text: by its name, or since it is not JSON.
pub(super) fn is_text(name: Option<&str>, data: &Bytes, texts: &[&str]) -> bool {
    texts.contains(&name.unwrap_or("message"))
        || (!data.is_empty()
            && **data != *b"[DONE]"
            && serde_json::from_slice::<IgnoredAny>(data).is_err())
}

/// Returns text as a JSON string.
pub(super) fn as_json(text: &Bytes) -> Bytes {
    serde_json::Value::from(String::from_utf8_lossy(text))
        .to_string()
        .into()
}

/// Returns the error of a number or literal that may be truncated.
pub(super) fn truncated<T>(
    _status: StatusCode,
    _headers: &HeaderMap,
    _body: &Bytes,
) -> Result<Decoded<T>, Unreadable> {
    let message = "the JSON may be truncated, since no white space follows it";
    Err(Unreadable::new(message))
}
