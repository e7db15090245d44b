//! The reasons why values do not match their types.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// The greatest length of a reason in bytes: it may quote the value, which the anomaly has anyway.
const MAX_REASON_BYTES: usize = 500;

/// The result of decoding a value: a value of another type is a [`Mismatch`], not an error, so that
/// decoding goes on behind it.
pub type Outcome<T> = Result<T, Mismatch>;

/// The reason why a value does not match its type.
#[derive(Debug)]
pub struct Mismatch(Box<Reason>);

/// The text of a reason. In another box, so that an [`Outcome`] is returned in registers.
#[derive(Debug)]
struct Reason(Box<str>);

impl Mismatch {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        let mut reason = reason.into();
        if reason.len() > MAX_REASON_BYTES {
            let boundary = (0..=MAX_REASON_BYTES).rev();
            let mut boundary = boundary.filter(|index| reason.is_char_boundary(*index));
            reason.truncate(boundary.next().unwrap_or_default());
            reason.push('…');
        }
        Self(Box::new(Reason(reason.into())))
    }

    pub(super) fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        serde::de::value::Error::invalid_type(unexpected, expected).into()
    }

    pub(super) fn reason(&self) -> &str {
        &self.0.0
    }
}

impl From<serde::de::value::Error> for Mismatch {
    fn from(error: serde::de::value::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}
