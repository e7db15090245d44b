use std::fmt;

use serde_json::Value;

/// A value of an answer that is not what the document says, and so is in no field.
///
/// The rest of the answer was read without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomaly {
    path: String,
    value: Value,
    reason: String,
}

impl Anomaly {
    pub(super) fn new(path: String, value: Value, reason: String) -> Self {
        Self {
            path,
            value,
            reason,
        }
    }

    /// Where in the body the value was, such as `data[3].owner_id`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value as it came; a string of its text where that is more than a [`Value`] can hold,
    /// such as a number of a thousand digits.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Why it could not be read, such as "invalid type: boolean `true`, expected an object". It
    /// may quote the value.
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

/// What was read, and what could not be.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// What was read.
    pub value: T,
    /// What had to be left out of it, in the order in which it was found.
    pub anomalies: Vec<Anomaly>,
}

impl<T> Decoded<T> {
    /// A value with nothing left out.
    #[must_use]
    pub const fn whole(value: T) -> Self {
        Self {
            value,
            anomalies: Vec::new(),
        }
    }
}
