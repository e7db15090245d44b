use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::path::Segment;
use super::text::{end_of_string, end_of_value, next_member, next_token, unescape, value_of_key};

/// Returns the path of the value that caused a decoding error, such as `data[3].owner_id`; empty
/// for the whole body.
///
/// The path is derived from the position in the error, by one scan of the text, so that decoding
/// does not record it.
#[must_use]
pub fn path_of(error: &serde_json::Error, body: &[u8]) -> String {
    Scan::to(offset_of(error, body), body).path()
}

/// Returns the offset in `body` at which the error occurred.
fn offset_of(error: &serde_json::Error, body: &[u8]) -> usize {
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

/// Returns the range of the value at each of these paths, found in one pass over well-formed JSON.
/// The range is empty if there is no such value.
pub(super) fn ranges<'p>(
    text: &[u8],
    paths: impl Iterator<Item = &'p [Segment]>,
) -> Vec<Range<usize>> {
    let mut tree = Tree::default();
    let nodes: Vec<usize> = paths.map(|path| tree.add(path)).collect();
    tree.visit(text, next_token(text, 0), 0);
    nodes
        .into_iter()
        .map(|node| tree.ranges[node].clone())
        .collect()
}

/// The paths to be found, as a tree. Of members with the same key, the first is taken.
struct Tree<'p> {
    children: HashMap<(usize, Child<'p>), usize>,
    /// By node: whether it has children.
    has_children: Vec<bool>,
    ranges: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Child<'p> {
    Key(&'p str),
    Index(usize),
}

impl Default for Tree<'_> {
    fn default() -> Self {
        Self {
            children: HashMap::new(),
            has_children: vec![false],
            ranges: Vec::from([Range::default()]),
        }
    }
}

impl<'p> Tree<'p> {
    fn add(&mut self, path: &'p [Segment]) -> usize {
        path.iter().fold(0, |node, segment| {
            let child = match segment {
                Segment::Key(key) => Child::Key(key),
                Segment::Index(index) => Child::Index(*index),
            };
            let next = self.ranges.len();
            let found = *self.children.entry((node, child)).or_insert(next);
            if found == next {
                self.has_children.push(false);
                self.ranges.push(Range::default());
                self.has_children[node] = true;
            }
            found
        })
    }

    /// Finds the values below a node, whose value starts at `start`; returns the end of that.
    fn visit(&mut self, text: &[u8], start: usize, node: usize) -> usize {
        let end = match text.get(start) {
            Some(b'{' | b'[') if self.has_children[node] => self.visit_members(text, start, node),
            _ => end_of_value(text, start),
        };
        self.ranges[node] = start..end;
        end
    }

    fn visit_members(&mut self, text: &[u8], start: usize, node: usize) -> usize {
        let is_object = text[start] == b'{';
        let mut at = next_token(text, start + 1);
        let mut index = 0;
        while let Some(byte) = text.get(at)
            && !matches!(byte, b'}' | b']')
        {
            let (child, value) = if is_object {
                let end = end_of_string(text, at);
                let child = self.member(node, &text[at..end]);
                (child, value_of_key(text, end))
            } else {
                (self.children.get(&(node, Child::Index(index))).copied(), at)
            };
            let end = match child {
                Some(child) if self.ranges[child].is_empty() => self.visit(text, value, child),
                _ => end_of_value(text, value),
            };
            index += 1;
            at = next_member(text, end);
        }
        at + 1
    }

    fn member(&self, node: usize, literal: &[u8]) -> Option<usize> {
        let plain = literal.get(1..literal.len() - 1).unwrap_or_default();
        let key = if plain.contains(&b'\\') {
            Cow::Owned(unescape(literal))
        } else {
            String::from_utf8_lossy(plain)
        };
        let child = Child::Key(&key);
        // The key lives shorter than those of the tree, which are only compared with it.
        self.children.get(&(node, child)).copied()
    }
}
