//! Values of well-formed JSON that no Rust type can hold.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::body::reason;
use super::path::Segment;
use super::text::{
    end_of_string, end_of_value, is_not_space, next_member, next_token, unescape, value_of_key,
};

/// The greatest depth of containers that `serde_json` reads.
const MAX_DEPTH: usize = 127;

/// A value that cannot be read.
pub(super) struct Unreadable {
    pub(super) path: Vec<Segment>,
    /// The value with its key, if it has one.
    pub(super) member: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) reason: String,
}

/// The values of well-formed JSON that cannot be read, found in one pass.
pub(super) fn unreadable(body: &[u8]) -> Vec<Unreadable> {
    let mut scan = Scan {
        body,
        path: Vec::new(),
        found: Vec::new(),
    };
    let start = next_token(body, 0);
    scan.value(start, start);
    scan.found
}

/// The body with spaces in place of these values, so that the others remain where they are. Of the
/// commas around a value, one is removed as well.
pub(super) fn remove(found: &[Unreadable], body: &[u8]) -> Vec<u8> {
    let mut text = body.to_vec();
    for Unreadable { member, .. } in found {
        let Range { mut start, mut end } = *member;
        let after = next_token(&text, end);
        if text.get(after) == Some(&b',') {
            end = after + 1;
        } else if let Some(before) = text[..start].iter().rposition(is_not_space)
            // Only of the last member: for each, removing a list would take quadratic time.
            && text[before] == b','
        {
            start = before;
        }
        text[start..end].fill(b' ');
    }
    text
}

struct Scan<'a> {
    body: &'a [u8],
    path: Vec<Segment>,
    found: Vec<Unreadable>,
}

impl Scan<'_> {
    /// Scans the value at `start`, whose member begins at `member`; returns its end.
    fn value(&mut self, member: usize, start: usize) -> usize {
        match self.body.get(start) {
            Some(b'{' | b'[') if self.path.len() >= MAX_DEPTH => {
                let end = end_of_value(self.body, start);
                self.add(member, start..end, "recursion limit exceeded".to_owned());
                end
            }
            Some(b'{') => self.object(start),
            Some(b'[') => self.array(start),
            _ => {
                let end = end_of_value(self.body, start);
                if let Some(reason) = unreadable_scalar(&self.body[start..end]) {
                    self.add(member, start..end, reason);
                }
                end
            }
        }
    }

    fn object(&mut self, start: usize) -> usize {
        let mut at = next_token(self.body, start + 1);
        while self.body.get(at) == Some(&b'"') {
            let key_end = end_of_string(self.body, at);
            let key = &self.body[at..key_end];
            let value = value_of_key(self.body, key_end);
            self.path.push(Segment::Key(unescape(key).into()));
            let end = match unreadable_scalar(key) {
                Some(reason) => {
                    let end = end_of_value(self.body, value);
                    self.add(at, value..end, reason);
                    end
                }
                None => self.value(at, value),
            };
            self.path.pop();
            at = next_member(self.body, end);
        }
        at + 1
    }

    fn array(&mut self, start: usize) -> usize {
        let mut at = next_token(self.body, start + 1);
        let mut index = 0;
        while at < self.body.len() && self.body[at] != b']' {
            self.path.push(Segment::Index(index));
            let end = self.value(at, at);
            self.path.pop();
            index += 1;
            at = next_member(self.body, end);
        }
        at + 1
    }

    fn add(&mut self, member: usize, value: Range<usize>, reason: String) {
        self.found.push(Unreadable {
            path: self.path.clone(),
            member: member..value.end,
            value,
            reason,
        });
    }
}

/// The reason why a scalar cannot be read.
fn unreadable_scalar(text: &[u8]) -> Option<String> {
    let is_suspect = match text.first()? {
        b'"' => text.windows(2).any(|pair| pair == b"\\u") || str::from_utf8(text).is_err(),
        b'-' | b'0'..=b'9' => {
            text.len() > 300 || text.iter().any(|byte| matches!(byte, b'e' | b'E'))
        }
        _ => false,
    };
    if !is_suspect {
        return None;
    }
    let error = match str::from_utf8(text) {
        Ok(text) => serde_json::from_str::<Value>(text).err()?,
        Err(_) => serde_json::from_slice::<Cow<'_, str>>(text).err()?,
    };
    Some(reason(&error))
}
