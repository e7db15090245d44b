//! Scanning of well-formed JSON.

use serde::Deserialize;
use serde::de::Error as _;

/// The end of the string literal that starts at `start`: behind its closing quote.
pub(super) fn end_of_string(text: &[u8], start: usize) -> usize {
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

/// The end of the value that starts at `start`.
pub(super) fn end_of_value(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => at = end_of_string(text, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                at += 1;
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The position of the next byte from `at` on that is not a space.
pub(super) fn next_token(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let spaces = rest.iter().position(is_not_space);
    spaces.map_or(text.len(), |spaces| at + spaces)
}

/// The position of the next token behind a member that ends at `end`: behind the comma, if there is
/// one.
pub(super) fn next_member(text: &[u8], end: usize) -> usize {
    let at = next_token(text, end);
    if text.get(at) == Some(&b',') {
        next_token(text, at + 1)
    } else {
        at
    }
}

/// The position of the value whose key ends at `end`: behind the colon.
pub(super) fn value_of_key(text: &[u8], end: usize) -> usize {
    next_token(text, next_token(text, end) + 1)
}

pub(super) fn is_not_space(byte: &u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Decodes JSON that is UTF-8.
///
/// An application contains the deserializer of text in any case, but not that of bytes.
pub(crate) fn from_utf8<'de, T: Deserialize<'de>>(json: &'de [u8]) -> Result<T, serde_json::Error> {
    serde_json::from_str(str::from_utf8(json).map_err(serde_json::Error::custom)?)
}

/// The text of a string literal.
pub(super) fn unescape(literal: &[u8]) -> String {
    from_utf8(literal).unwrap_or_else(|_| String::from_utf8_lossy(literal).into_owned())
}
