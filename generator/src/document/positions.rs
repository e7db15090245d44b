//! The positions of the values of a text, by JSON pointer.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::FixedState;
use saphyr_parser::{Event, Parser, ScanError, Span};

use crate::diagnostic::{Pointer, Position};
use crate::document::yaml::position;
use crate::hash::HashMap;

/// The maximum number of lines that are changed so that `saphyr_parser` accepts them.
const MAX_CHANGES: usize = 16;

/// The hash of the names and indices that lead to a value: positions are recorded for every value
/// and asked for few, so that pointers as text would cost more than they help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Path(u64);

impl Path {
    /// Returns the path of the member `name` of the object at this path.
    fn child(self, name: &str) -> Self {
        Self(FixedState::with_seed(self.0).hash_one(name))
    }

    /// Returns the path of the element `index` of the array at this path.
    fn index(self, index: usize) -> Self {
        self.child(&index.to_string())
    }
}

/// The position of every value of a text. The position of a member is that of its key.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    /// The values in the order of the text.
    values: Vec<(Path, Position)>,
    /// The values by path, collected for the first diagnostic.
    by_path: OnceLock<HashMap<Path, Position>>,
}

impl Positions {
    /// Finds the positions in a text that is not parsed as YAML.
    ///
    /// Text that `saphyr_parser` rejects, but other parsers accept, is changed without moving the
    /// values after it. Values after another syntax error have no position. Parsing reports the
    /// error.
    pub(super) fn of(text: &str) -> Self {
        let mut text = without_surrogates(text);
        for _ in 0..MAX_CHANGES {
            match record(&text) {
                (positions, None) => return positions,
                (positions, Some(error)) => match acceptable(&text, &error) {
                    Some(changed) => text = Cow::Owned(changed),
                    None => return positions,
                },
            }
        }
        record(&text).0
    }

    /// Returns the position of the member or element at `pointer`.
    pub(super) fn at(&self, pointer: &Pointer) -> Option<Position> {
        let path = pointer
            .parts()
            .fold(Path::default(), |at, part| at.child(&part));
        self.by_path().get(&path).copied()
    }

    /// Returns the position of the member or element at `pointer`, or of the nearest enclosing one.
    pub(super) fn near(&self, pointer: &Pointer) -> Option<Position> {
        let root = Path::default();
        let paths = pointer.parts().scan(root, |at, part| {
            *at = at.child(&part);
            Some(*at)
        });
        // Children of values without a position have none.
        let known = [root].into_iter().chain(paths);
        let positions = known.map_while(|path| self.by_path().get(&path));
        positions.last().copied()
    }

    fn by_path(&self) -> &HashMap<Path, Position> {
        // The first of the members with the same key counts.
        self.by_path
            .get_or_init(|| self.values.iter().rev().copied().collect())
    }
}

/// Returns the positions up to the first syntax error.
fn record(text: &str) -> (Positions, Option<ScanError>) {
    let mut recorder = Recorder::new(text);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => recorder.add(&event, span),
            Err(error) => return (recorder.finish(), Some(error)),
        }
    }
    (recorder.finish(), None)
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

/// An object or array that is not closed yet.
enum Open {
    /// The path of an object, and of the member whose value comes next.
    Object(Path, Option<Path>),
    /// The path of an array, and the next index.
    Array(Path, usize),
}

/// Records the positions of values from the events of `saphyr_parser`.
pub(super) struct Recorder {
    values: Vec<(Path, Position)>,
    open: Vec<Open>,
}

impl Recorder {
    pub(super) fn new(text: &str) -> Self {
        Self {
            // Most lines of YAML begin a value.
            values: Vec::with_capacity(text.bytes().filter(|byte| *byte == b'\n').count()),
            open: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, ..) => match self.open.last_mut() {
                Some(Open::Object(object, next @ None)) => {
                    let member = object.child(text);
                    *next = Some(member);
                    self.record(member, span);
                }
                _ => {
                    self.enter_value(span);
                }
            },
            Event::Alias(_) => {
                self.enter_value(span);
            }
            Event::MappingStart(..) => {
                let path = self.enter_value(span);
                self.open.push(Open::Object(path, None));
            }
            Event::SequenceStart(..) => {
                let path = self.enter_value(span);
                self.open.push(Open::Array(path, 0));
            }
            Event::MappingEnd | Event::SequenceEnd => drop(self.open.pop()),
            _ => {}
        }
    }

    pub(super) fn finish(self) -> Positions {
        Positions {
            values: self.values,
            by_path: OnceLock::new(),
        }
    }

    /// Returns the path of the value that begins here.
    fn enter_value(&mut self, span: Span) -> Path {
        match self.open.last_mut() {
            None => {
                self.record(Path::default(), span);
                Path::default()
            }
            // Without a key, this is a key that is not a scalar, which no pointer can refer to.
            Some(Open::Object(object, next)) => next.take().unwrap_or(*object),
            Some(Open::Array(array, next)) => {
                let path = array.index(*next);
                *next += 1;
                self.record(path, span);
                path
            }
        }
    }

    fn record(&mut self, path: Path, span: Span) {
        self.values.push((path, position(&span.start)));
    }
}
