use std::fmt::Write as _;
use std::ops::Range;

use serde::de::IgnoredAny;

/// Returns the path of the value that caused a decoding error, such as `data[3].owner_id`; empty
/// for the whole body.
///
/// The path is derived from the position in the error, by one scan of the text. Decoding again
/// through a deserializer that records the path would compile every type a second time.
#[must_use]
pub fn path_of(error: &serde_json::Error, body: &[u8]) -> String {
    Scan::to(offset_of(error, body), body).path()
}

/// The location of a value in a body.
pub(super) struct ValueLocation {
    /// The path, such as `data[3].owner_id`.
    pub(super) path: String,
    /// The bytes of the value with its key, if it has one.
    pub(super) member: Range<usize>,
    /// The bytes of the value.
    pub(super) value: Range<usize>,
}

/// Returns the location of the value that was being read at `offset`; `None` if it is the whole
/// body.
pub(super) fn locate(offset: usize, body: &[u8]) -> Option<ValueLocation> {
    let mut scan = Scan::to(offset, body);
    let path = scan.path();
    let start = scan.innermost()?;
    let value_start = match scan.containers.last()? {
        Container::Array { .. } => start,
        Container::Object { .. } => value_after_key(body, start),
    };
    let mut values = serde_json::Deserializer::from_slice(body.get(value_start..)?).into_iter();
    let _: IgnoredAny = values.next()?.ok()?;
    let end = value_start + values.byte_offset();
    Some(ValueLocation {
        path,
        member: start..end,
        value: value_start..end,
    })
}

/// Returns the offset in `body` at which the error occurred.
pub(super) fn offset_of(error: &serde_json::Error, body: &[u8]) -> usize {
    let newlines = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let line_start = match error.line() {
        0 | 1 => Some(0),
        line => newlines.map(|(index, _)| index + 1).nth(line - 2),
    };
    let offset = line_start.unwrap_or(0).saturating_add(error.column());
    offset.min(body.len())
}

/// The containers that are open at an offset of a JSON text.
struct Scan<'a> {
    text: &'a [u8],
    containers: Vec<Container>,
}

enum Container {
    /// An object, with the offset of the current key; `None` after `{` and `,`.
    Object { key: Option<usize> },
    /// An array, with the offset and the index of the current item; `None` after `[` and `,`.
    Array { item: Option<usize>, index: usize },
}

impl<'a> Scan<'a> {
    fn to(offset: usize, text: &'a [u8]) -> Self {
        let mut scan = Self {
            text,
            containers: Vec::new(),
        };
        let mut at = 0;
        while let Some(byte) = text[..offset].get(at) {
            at = scan.step(at, *byte);
        }
        scan
    }

    /// Processes the token at `at`, or one byte of it, and returns the next offset.
    fn step(&mut self, at: usize, byte: u8) -> usize {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b':' => {}
            b',' => self.end_member(),
            b'}' | b']' => {
                self.containers.pop();
            }
            _ => self.begin_member(at),
        }
        match byte {
            b'{' => self.containers.push(Container::Object { key: None }),
            b'[' => self.containers.push(Container::Array {
                item: None,
                index: 0,
            }),
            b'"' => return end_of_string(self.text, at),
            _ => {}
        }
        at + 1
    }

    fn begin_member(&mut self, at: usize) {
        match self.containers.last_mut() {
            Some(Container::Object { key: start } | Container::Array { item: start, .. }) => {
                start.get_or_insert(at);
            }
            None => {}
        }
    }

    fn end_member(&mut self) {
        match self.containers.last_mut() {
            Some(Container::Object { key }) => *key = None,
            Some(Container::Array { item, index }) => {
                *item = None;
                *index += 1;
            }
            None => {}
        }
    }

    /// Closes containers without a current member and returns the offset of the innermost current
    /// member.
    fn innermost(&mut self) -> Option<usize> {
        loop {
            match self.containers.last()? {
                Container::Object { key: Some(start) }
                | Container::Array {
                    item: Some(start), ..
                } => return Some(*start),
                _ => self.containers.pop(),
            };
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for container in &self.containers {
            match container {
                Container::Object { key: Some(start) } => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    let end = end_of_string(self.text, *start);
                    path.push_str(&unescape(&self.text[*start..end]));
                }
                Container::Array {
                    item: Some(_),
                    index,
                } => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(path, "[{index}]");
                }
                Container::Object { key: None } | Container::Array { item: None, .. } => {}
            }
        }
        path
    }
}

/// Returns the offset after the closing quote of the string literal that begins at `start`.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = text
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'"' | b'\\')))
    {
        at += found;
        match text[at] {
            b'"' => return at + 1,
            _ => at += 2,
        }
    }
    text.len()
}

/// Returns the offset of the value whose key begins at `key`.
fn value_after_key(text: &[u8], key: usize) -> usize {
    let mut at = end_of_string(text, key);
    while let Some(b' ' | b'\t' | b'\r' | b'\n' | b':') = text.get(at) {
        at += 1;
    }
    at
}

fn unescape(literal: &[u8]) -> String {
    serde_json::from_slice(literal)
        .unwrap_or_else(|_| String::from_utf8_lossy(literal).into_owned())
}
