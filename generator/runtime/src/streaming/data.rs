//! The data of items, before it is decoded.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;

use crate::json::Decode;
use crate::response_kind::{ReadAs, Unreadable};
use crate::{Json, ResponseKind};

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

/// The function that decodes the data of an event by its name.
pub(super) type ReadEvent<T> = fn(&str, &Bytes) -> Option<ReadAs<T>>;

/// Decodes data by the name of its event, or else by its structure.
pub(super) fn read_data<T: Decode + Send + 'static>(
    read_event: ReadEvent<T>,
    name: Option<&str>,
    data: &Bytes,
) -> ReadAs<T> {
    match read_event(name.unwrap_or("message"), data) {
        Some(Ok(decoded)) => Ok(decoded),
        Some(Err(_)) | None => Json::<T>::read(StatusCode::OK, &HeaderMap::new(), data),
    }
}

/// Returns the error of a number or literal that may be truncated.
pub(super) fn truncated() -> Unreadable {
    Unreadable::new("the JSON may be truncated, since no white space follows it")
}
