use std::fmt;

use serde_json::Value;

/// A value in a response that does not match the schema and was left out, or a number that was
/// rounded.
///
/// The rest of the response is decoded without it. If an object is left out, for example because a
/// required field is missing, the values in it that do not match are part of its anomaly.
///
/// A number is rounded, but kept, if it is an integer of more than 64 bits in JSON without a schema
/// (a [`Value`]), which has floats only.
///
/// Anomalies are found in [`Response::anomalies`](crate::Response::anomalies); with
/// [`ClientBuilder::strict`](crate::ClientBuilder::strict), they are errors instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomaly {
    path: String,
    value: Value,
    reason: String,
}

impl Anomaly {
    pub(crate) fn new(path: String, value: Value, reason: String) -> Self {
        Self {
            path,
            value,
            reason,
        }
    }

    /// Returns the path of the value in the body, such as `data[3].owner_id`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the value. If a [`Value`] cannot represent it, such as a number with a thousand
    /// digits, or would take too much memory, it is a string of the JSON text.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Returns the reason, such as "invalid type: boolean `true`, expected an object". It may
    /// contain the value, of which it quotes at most 500 bytes.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// A decoded value and its anomalies.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The decoded value.
    pub value: T,
    /// The values that were left out or rounded, in the order in which they were found.
    pub anomalies: Vec<Anomaly>,
}

impl<T> Decoded<T> {
    /// Creates a decoded value without anomalies.
    #[must_use]
    pub const fn whole(value: T) -> Self {
        Self {
            value,
            anomalies: Vec::new(),
        }
    }
}
