//! The limits of decoding.

use std::fmt;

use super::context::MAX_SKIPPED;

/// A limit of decoding that a body exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// The number of values that may be skipped.
    Skipped,
    /// The length of the paths of the skipped values.
    PathBytes,
    /// The memory that elements may take.
    Memory,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped => write!(f, "more than {MAX_SKIPPED} values do not match their types"),
            Self::PathBytes => {
                f.write_str("the paths of the values that do not match are too long")
            }
            Self::Memory => f.write_str("the values take too much memory"),
        }
    }
}
