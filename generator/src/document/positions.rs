//! The positions of the values of a text, by JSON pointer.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScanError, Span};

use crate::diagnostic::{Pointer, Position};
use crate::hash::HashMap;

/// The maximum number of lines that are changed so that `saphyr_parser` accepts them.
const MAX_CHANGES: usize = 16;

/// An object or array that is not closed yet.
enum Open {
    /// The pointer of an object, and the key whose value comes next.
    Object(Pointer, Option<Pointer>),
    /// The pointer of an array, and the next index.
    Array(Pointer, usize),
}

/// Returns the position of every value, by pointer. The position of a member is that of its key.
///
/// Text that `saphyr_parser` rejects, but other parsers accept, is changed without moving the
/// values after it. Values after another syntax error have no position. Parsing reports the error.
pub(super) fn positions(text: &str) -> HashMap<String, Position> {
    let mut text = without_surrogates(text);
    for _ in 0..MAX_CHANGES {
        match index(&text) {
            (positions, None) => return positions,
            (positions, Some(error)) => match acceptable(&text, &error) {
                Some(changed) => text = Cow::Owned(changed),
                None => return positions,
            },
        }
    }
    index(&text).0
}

/// Returns the positions up to the first syntax error.
fn index(text: &str) -> (HashMap<String, Position>, Option<ScanError>) {
    let mut index = Index {
        // Most lines of YAML begin a value.
        positions: HashMap::with_capacity_and_hasher(text.lines().count(), Default::default()),
        open: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => index.add(&event, span),
            Err(error) => return (index.positions, Some(error)),
        }
    }
    (index.positions, None)
}

/// Replaces escapes of surrogates, which JSON has and YAML lacks, by others of the same length.
fn without_surrogates(text: &str) -> Cow<'_, str> {
    let mut changed = Cow::Borrowed(text);
    for (index, _) in text.match_indices("\\u") {
        let digits = index + 2..index + 6;
        let is_surrogate = |digits: &str| {
            u16::from_str_radix(digits, 16).is_ok_and(|unit| (0xD800..0xE000).contains(&unit))
        };
        if text.get(digits.clone()).is_some_and(is_surrogate) {
            changed.to_mut().replace_range(digits, "0020");
        }
    }
    changed
}

/// Returns a text with the same positions as `text` that has no error of this kind at this
/// position, or `None` for other errors.
fn acceptable(text: &str, error: &ScanError) -> Option<String> {
    let at = error.marker();
    let start = line_start(text, at.line())?;
    let line = text.get(start..)?.lines().next()?;
    let column = line.char_indices().nth(at.col());
    match column {
        Some((offset, quote @ ('"' | '\''))) => joined(text, start + offset, quote),
        _ if line.contains('\t') => {
            let mut changed = text.to_owned();
            let spaces = line.replace('\t', " ");
            changed.replace_range(start..start + line.len(), &spaces);
            Some(changed)
        }
        _ => None,
    }
}

/// Moves quoted text that begins at `start` to one line, with as many line breaks after that line.
/// Only values that begin in the last line of the quoted text change their position.
fn joined(text: &str, start: usize, quote: char) -> Option<String> {
    let end = start + quoted_length(text.get(start..)?, quote)?;
    let quoted = text.get(start..end)?;
    let breaks = quoted.matches('\n').count();
    if breaks == 0 {
        return None;
    }
    let rest = text.get(end..)?;
    let (line, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
    let before = text.get(..start)?;
    let line = format!("{quote}{quote}{line}{}", "\n".repeat(breaks));
    Some(format!("{before}{line}{after}"))
}

/// Returns the length of quoted text with its quotes.
fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((index, character)) = characters.next() {
        if quote == '"' && character == '\\' {
            characters.next();
        } else if character == quote {
            let is_escape =
                quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote);
            if !is_escape {
                return Some(index + 1);
            }
            characters.next();
        }
    }
    None
}

/// Returns the offset of a line, counted from 1.
fn line_start(text: &str, line: usize) -> Option<usize> {
    let before = line.checked_sub(1)?;
    if before == 0 {
        return Some(0);
    }
    let (index, _) = text.match_indices('\n').nth(before - 1)?;
    Some(index + 1)
}

struct Index {
    positions: HashMap<String, Position>,
    open: Vec<Open>,
}

impl Index {
    fn add(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, ..) => {
                let key = match self.open.last() {
                    Some(Open::Object(object, None)) => Some(object.child(text)),
                    _ => None,
                };
                match key {
                    Some(key) => self.enter_member(key, span),
                    None => drop(self.enter_value(span)),
                }
            }
            Event::Alias(_) => drop(self.enter_value(span)),
            Event::MappingStart(..) => {
                let pointer = self.enter_value(span);
                self.open.push(Open::Object(pointer, None));
            }
            Event::SequenceStart(..) => {
                let pointer = self.enter_value(span);
                self.open.push(Open::Array(pointer, 0));
            }
            Event::MappingEnd | Event::SequenceEnd => drop(self.open.pop()),
            _ => {}
        }
    }

    fn enter_member(&mut self, key: Pointer, span: Span) {
        self.insert(&key, span);
        if let Some(Open::Object(_, next)) = self.open.last_mut() {
            *next = Some(key);
        }
    }

    /// Returns the pointer of the value that begins here.
    fn enter_value(&mut self, span: Span) -> Pointer {
        match self.open.last_mut() {
            None => {
                self.insert(&Pointer::root(), span);
                Pointer::root()
            }
            // Without a key, this is a key that is not a scalar, which no pointer can refer to.
            Some(Open::Object(object, next)) => next.take().unwrap_or_else(|| object.clone()),
            Some(Open::Array(array, next)) => {
                let pointer = array.index(*next);
                *next += 1;
                self.insert(&pointer, span);
                pointer
            }
        }
    }

    fn insert(&mut self, pointer: &Pointer, span: Span) {
        let position = Position {
            line: span.start.line(),
            column: span.start.col() + 1,
        };
        self.positions
            .entry(pointer.as_str().to_owned())
            .or_insert(position);
    }
}
