//! The state of decoding: the path of the current value, and the values that were skipped.

use serde_json::Value;

use super::allowance::Allowance;
use super::limit::Limit;
use super::mismatch::{Mismatch, Outcome};
use super::path::{Path, Segment, display};
use super::rounding::long_integer;
use super::scalar::number_text;
use super::source::{Failure, Undecoded};

/// The greatest number of values that may be skipped in one body, including those in other skipped
/// values.
pub(super) const MAX_SKIPPED: usize = 10_000;

/// The greatest length in bytes of the paths of all skipped values of a body: each repeats the keys
/// that lead to it.
const MAX_PATH_BYTES: usize = 16 << 20;

/// The memory in bytes that the elements of the lists and maps of any body may take, and the boxed
/// values.
pub(super) const MIN_ELEMENT_BYTES: usize = 128 << 20;

/// The memory in bytes that the elements of a large body may take for each of its bytes. The
/// elements of usual bodies take up to three.
const ELEMENT_BYTES_PER_BYTE: usize = 8;

/// The greatest number of unions that a value may be, one within the other.
const MAX_UNIONS: u8 = 16;

/// The path of the value that is being decoded, and the record of skipped values.
#[derive(Debug)]
pub struct Context<'c> {
    path: Path<'c>,
    /// The value that is being decoded, if it is in memory: it is a union or a part of one.
    json: Option<&'c Value>,
    /// The number of unions that the value is, one within the other.
    unions: u8,
    record: &'c mut Record,
}

/// A value that was skipped, or possibly rounded.
#[derive(Debug)]
pub(super) struct Skipped {
    pub(super) path: Vec<Segment>,
    pub(super) mismatch: Mismatch,
    /// The number that was kept. It is an anomaly if the text says another one.
    pub(super) rounded: Option<f64>,
}

/// The values that were skipped.
#[derive(Debug)]
pub(super) struct Record {
    on_mismatch: OnMismatch,
    skipped: Vec<Skipped>,
    /// The number of skipped values, including those in other skipped values.
    count: usize,
    /// The number of scalars that were converted to another type. Only those of a trial are counted.
    conversions: usize,
    path_bytes: usize,
    allowance: Allowance,
    /// The memory that further elements may take.
    element_bytes: usize,
    /// The limit that made decoding fail.
    exceeded: Option<Limit>,
}

/// The consequence of a mismatch.
#[derive(Clone, Copy, Debug, PartialEq)]
enum OnMismatch {
    /// The value is skipped and recorded.
    Skip,
    /// Decoding fails.
    Fail,
    /// The mismatch is counted, as are conversions. The decoded value is discarded: unions and plain
    /// JSON are left out of it.
    Count,
}

impl Record {
    const fn new(on_mismatch: OnMismatch, allowance: Allowance) -> Self {
        Self {
            on_mismatch,
            skipped: Vec::new(),
            count: 0,
            conversions: 0,
            path_bytes: 0,
            allowance,
            element_bytes: usize::MAX,
            exceeded: None,
        }
    }

    /// A record of the skipped values of a body of this many bytes.
    pub(super) fn lenient(bytes: usize) -> Self {
        let element_bytes = bytes.saturating_mul(ELEMENT_BYTES_PER_BYTE);
        Self {
            element_bytes: element_bytes.max(MIN_ELEMENT_BYTES),
            ..Self::new(OnMismatch::Skip, Allowance::of_body(bytes))
        }
    }

    /// A record that makes the first mismatch an error.
    pub(super) const fn strict() -> Self {
        Self::new(OnMismatch::Fail, Allowance::UNLIMITED)
    }

    /// A record that counts mismatches.
    pub(super) const fn trial() -> Self {
        Self::new(OnMismatch::Count, Allowance::UNLIMITED)
    }

    pub(super) const fn context(&mut self) -> Context<'_> {
        Context {
            path: Path::Root,
            json: None,
            unions: 0,
            record: self,
        }
    }

    /// The number of mismatches.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The number of scalars of a trial that were converted.
    pub(super) const fn conversions(&self) -> usize {
        self.conversions
    }

    /// The limit that made decoding fail.
    pub(super) const fn exceeded(&self) -> Option<Limit> {
        self.exceeded
    }

    /// Makes decoding fail because of a limit.
    #[cold]
    fn exceed(&mut self, limit: Limit) -> Failure {
        self.exceeded = Some(limit);
        Failure::new(limit)
    }

    /// The skipped values, none of which is in another one, and the remaining allowance.
    pub(super) fn into_parts(self) -> (Vec<Skipped>, Allowance) {
        (self.skipped, self.allowance)
    }

    /// Adds the reason of the first value that was skipped in a value to the mismatch of that
    /// value. The values that were skipped in it are part of it then.
    pub(super) fn explain(&mut self, path: &[Segment], mismatch: Mismatch) -> Mismatch {
        match self.remove_below(path) {
            Some(Skipped {
                path,
                mismatch: inner,
                rounded: None,
            }) => Mismatch::new(format!("{mismatch}; `{}`: {inner}", display(&path))),
            _ => mismatch,
        }
    }

    /// Removes the values below a path, and the number at it if it was rounded. Returns the first
    /// of them. The value at the path is the one that was decoded last.
    fn remove_below(&mut self, path: &[Segment]) -> Option<Skipped> {
        let is_below = |one: &Skipped| {
            one.path.starts_with(path) && (one.path.len() > path.len() || one.rounded.is_some())
        };
        let last_other = self.skipped.iter().rposition(|one| !is_below(one));
        let first = last_other.map_or(0, |index| index + 1);
        self.skipped.drain(first..).next()
    }
}

impl<'c> Context<'c> {
    /// The context of a member of the object that is being decoded.
    #[inline]
    pub(super) fn member<'s>(&'s mut self, key: &'s str) -> Context<'s> {
        Context {
            path: Path::Key(&self.path, key),
            json: self.json.and_then(|json| json.get(key)),
            unions: 0,
            record: self.record,
        }
    }

    /// The context of an item of the array that is being decoded.
    #[inline]
    pub(super) fn item(&mut self, index: usize) -> Context<'_> {
        Context {
            path: Path::Index(&self.path, index),
            json: self.json.and_then(|json| json.get(index)),
            unions: 0,
            record: self.record,
        }
    }

    /// The context of the same value, which is in memory, as the variant of a union.
    pub(super) fn of<'s>(&'s mut self, json: &'s Value) -> Context<'s> {
        Context {
            path: self.path,
            json: Some(json),
            unions: self.unions.saturating_add(1),
            record: self.record,
        }
    }

    /// The value that is being decoded, if it is in memory.
    pub(super) const fn json(&self) -> Option<&'c Value> {
        self.json
    }

    /// `true` if the value is a union within too many others. Unions that are variants of each
    /// other could pass it on for ever.
    pub(super) const fn is_union_too_deep(&self) -> bool {
        self.unions > MAX_UNIONS
    }

    /// `true` if mismatches are skipped and recorded.
    pub(super) fn is_lenient(&self) -> bool {
        self.record.on_mismatch == OnMismatch::Skip
    }

    /// `true` if the decoded value is discarded.
    pub(super) fn is_trial(&self) -> bool {
        self.record.on_mismatch == OnMismatch::Count
    }

    /// Counts the value of this context as converted if it was decoded in a trial and is not of the
    /// type. Null is the absence of a value, and not converted.
    #[inline]
    pub(super) fn note_conversion<T>(
        &mut self,
        outcome: &Outcome<T>,
        is_exact: fn(&Value) -> bool,
    ) {
        if self.is_trial()
            && outcome.is_ok()
            && let Some(json) = self.json
            && !json.is_null()
            && !is_exact(json)
        {
            self.record.conversions += 1;
        }
    }

    pub(super) const fn allowance(&mut self) -> &mut Allowance {
        &mut self.record.allowance
    }

    /// Reads the value as JSON that is kept. It does not match if the body has too many such
    /// values.
    pub(super) fn read_json(&mut self, json: Undecoded<'_, '_>) -> Result<Outcome<Value>, Failure> {
        if self.is_trial() {
            json.ignore()?;
            return Ok(Ok(Value::Null));
        }
        let json = self.buffer(json)?;
        if let Ok(json) = &json {
            self.note_all_rounded(json);
        }
        Ok(json)
    }

    /// Reads the value to memory, from where it is decoded.
    pub(super) fn buffer(&mut self, json: Undecoded<'_, '_>) -> Result<Outcome<Value>, Failure> {
        json.keep(&mut self.record.allowance)
    }

    /// Records the integers of more than 64 bits in JSON that is kept.
    pub(super) fn note_all_rounded(&mut self, json: &Value) {
        if self.record.allowance.has_long_integers() {
            self.note_long_integers(json);
        }
    }

    #[cold]
    fn note_long_integers(&mut self, json: &Value) {
        match json {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.item(index).note_long_integers(item);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    self.member(key).note_long_integers(member);
                }
            }
            _ => {
                if let Some(number) = long_integer(json) {
                    self.note_rounded(number);
                }
            }
        }
    }

    /// Records that the value of this context is kept as a number that is possibly not exactly the
    /// one in the body. The text decides; of very many, the first are recorded.
    #[cold]
    pub(super) fn note_rounded(&mut self, number: f64) {
        let record = &mut *self.record;
        let path_bytes = record.path_bytes + self.path.key_bytes();
        let is_full = record.skipped.len() >= MAX_SKIPPED || path_bytes > MAX_PATH_BYTES;
        if record.on_mismatch == OnMismatch::Skip && !is_full {
            record.path_bytes = path_bytes;
            let reason = format!("the number is rounded to {}", number_text(number));
            record.skipped.push(Skipped {
                path: self.path.segments(),
                mismatch: Mismatch::new(reason),
                rounded: Some(number),
            });
        }
    }

    /// Counts the memory of a value that is an element of a list or map, or in a box.
    ///
    /// # Errors
    /// Returns an error if the values of the body take too much memory: an empty object of two
    /// bytes may be a struct of a thousand.
    #[inline]
    pub(super) fn take_memory(&mut self, bytes: usize) -> Result<(), Failure> {
        match self.record.element_bytes.checked_sub(bytes) {
            Some(left) => {
                self.record.element_bytes = left;
                Ok(())
            }
            None => Err(self.record.exceed(Limit::Memory)),
        }
    }

    /// Records that the value of this context is skipped. The skipped values in it are part of it.
    ///
    /// # Errors
    /// Returns an error if no value may be skipped, or no more.
    #[cold]
    pub(super) fn skip(&mut self, mismatch: Mismatch) -> Result<(), Failure> {
        self.record.count += 1;
        match self.record.on_mismatch {
            OnMismatch::Skip => self.record(mismatch),
            OnMismatch::Fail => {
                let path = display(&self.path.segments());
                Err(Failure::new(format_args!("{mismatch}, at `{path}`")))
            }
            OnMismatch::Count => Ok(()),
        }
    }

    fn record(&mut self, mismatch: Mismatch) -> Result<(), Failure> {
        if self.record.count > MAX_SKIPPED {
            return Err(self.record.exceed(Limit::Skipped));
        }
        self.record.path_bytes += self.path.key_bytes();
        if self.record.path_bytes > MAX_PATH_BYTES {
            return Err(self.record.exceed(Limit::PathBytes));
        }
        let path = self.path.segments();
        let mismatch = self.record.explain(&path, mismatch);
        self.record.skipped.push(Skipped {
            path,
            mismatch,
            rounded: None,
        });
        Ok(())
    }

    /// Forgets the values in the value of this context that were skipped, since it is preserved.
    pub(super) fn forget_skipped(&mut self) {
        self.record.remove_below(&self.path.segments());
    }
}
