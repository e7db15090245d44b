//! The state of decoding: the path of the current value, and the values that were skipped.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// The greatest number of values that may be skipped in one body.
pub(super) const MAX_SKIPPED: usize = 10_000;

/// The greatest length in bytes of the paths of all skipped values of a body: each repeats the keys
/// that lead to it.
const MAX_PATH_BYTES: usize = 16 << 20;

/// The result of decoding a value: a value of another type is a [`Mismatch`], not an error, so that
/// decoding goes on behind it.
pub type Outcome<T> = Result<T, Mismatch>;

/// The reason why a value does not match its type.
#[derive(Debug)]
pub struct Mismatch(Box<str>);

impl Mismatch {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into().into())
    }

    pub(super) fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        serde::de::value::Error::invalid_type(unexpected, expected).into()
    }

    pub(super) fn reason(&self) -> &str {
        &self.0
    }
}

impl From<serde::de::value::Error> for Mismatch {
    fn from(error: serde::de::value::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of the value that is being decoded, and the record of skipped values.
#[derive(Debug)]
pub struct Context<'c> {
    path: Path<'c>,
    record: &'c mut Record,
}

/// A path from the innermost segment outwards, which costs nothing until it is read.
#[derive(Debug)]
enum Path<'c> {
    Root,
    Key(&'c Path<'c>, &'c str),
    Index(&'c Path<'c>, usize),
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Segment {
    Key(Box<str>),
    Index(usize),
}

/// A value that was skipped.
#[derive(Debug)]
pub(super) struct Skipped {
    pub(super) path: Vec<Segment>,
    pub(super) mismatch: Mismatch,
}

/// The values that were skipped.
#[derive(Debug)]
pub(super) struct Record {
    /// `None` if no value may be skipped.
    skipped: Option<Vec<Skipped>>,
    path_bytes: usize,
}

impl Record {
    /// A record of skipped values.
    pub(super) fn lenient() -> Self {
        Self {
            skipped: Some(Vec::new()),
            path_bytes: 0,
        }
    }

    /// A record that makes the first mismatch an error.
    pub(super) fn strict() -> Self {
        Self {
            skipped: None,
            path_bytes: 0,
        }
    }

    pub(super) fn context(&mut self) -> Context<'_> {
        Context {
            path: Path::Root,
            record: self,
        }
    }

    pub(super) fn into_skipped(self) -> Vec<Skipped> {
        self.skipped.unwrap_or_default()
    }
}

impl Context<'_> {
    /// The context of a member of the object that is being decoded.
    #[inline]
    pub(super) fn member<'s>(&'s mut self, key: &'s str) -> Context<'s> {
        Context {
            path: Path::Key(&self.path, key),
            record: self.record,
        }
    }

    /// The context of an item of the array that is being decoded.
    #[inline]
    pub(super) fn item(&mut self, index: usize) -> Context<'_> {
        Context {
            path: Path::Index(&self.path, index),
            record: self.record,
        }
    }

    /// Records that the value of this context is skipped.
    ///
    /// # Errors
    /// Returns an error if no value may be skipped, or no more.
    #[cold]
    pub(super) fn skip<E: Error>(&mut self, mismatch: Mismatch) -> Result<(), E> {
        let Some(skipped) = &mut self.record.skipped else {
            let path = display(&self.path.segments());
            return Err(E::custom(format_args!("{mismatch}, at `{path}`")));
        };
        self.record.path_bytes += self.path.key_bytes();
        if self.record.path_bytes > MAX_PATH_BYTES {
            return Err(E::custom(
                "the paths of the values that do not match are too long",
            ));
        }
        if skipped.len() == MAX_SKIPPED {
            return Err(E::custom(format_args!(
                "more than {MAX_SKIPPED} values do not match their types"
            )));
        }
        skipped.push(Skipped {
            path: self.path.segments(),
            mismatch,
        });
        Ok(())
    }
}

impl Path<'_> {
    fn key_bytes(&self) -> usize {
        let mut bytes = 0;
        let mut path = self;
        loop {
            path = match path {
                Self::Root => return bytes,
                Self::Key(outer, key) => {
                    bytes += key.len();
                    outer
                }
                Self::Index(outer, _) => outer,
            };
        }
    }

    fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut path = self;
        loop {
            let (outer, segment) = match path {
                Self::Root => break,
                Self::Key(outer, key) => (outer, Segment::Key((*key).into())),
                Self::Index(outer, index) => (outer, Segment::Index(*index)),
            };
            segments.push(segment);
            path = outer;
        }
        segments.reverse();
        segments
    }
}

/// Writes a path as in `data[3].owner_id`.
pub(super) fn display(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
