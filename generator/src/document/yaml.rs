//! Reading of YAML: the events of `saphyr_parser` as JSON values.
//!
//! Plain scalars are resolved as by `serde_yaml`: YAML 1.2 (core schema), with binary integers.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};
use serde_json::{Map, Value};

use super::positions::{Positions, Recorder};
use super::scalar;
use crate::diagnostic::{Code, Pointer, Position};
use crate::hash::HashMap;

/// The maximum number of objects and arrays in each other, as in `serde_json`.
pub(super) const MAX_DEPTH: usize = 128;

/// The largest ratio of the values that aliases repeat to the text.
const RATIO: usize = 100;

/// The limit in bytes for short texts.
const MINIMUM: usize = 16 << 20;

/// The estimated size in bytes of a value without its text.
pub(super) const VALUE: usize = 64;

/// The message for a key that is an object or array, or an alias of another value.
const KEY: &str = "a key must be a string";

/// The message for aliases that repeat too much.
pub(super) const EXPANSION: &str =
    "aliases repeat values to more than 100 times the size of the file";

/// An error in a YAML text.
pub(super) enum YamlError {
    /// The text is not YAML.
    Syntax(ScanError),
    /// The text is YAML with a content that is not supported.
    Content(ContentError),
}

impl From<ScanError> for YamlError {
    fn from(error: ScanError) -> Self {
        Self::Syntax(error)
    }
}

impl From<ContentError> for YamlError {
    fn from(error: ContentError) -> Self {
        Self::Content(error)
    }
}

/// An error in the content of a YAML text.
pub(super) struct ContentError {
    pub code: Code,
    pub message: String,
    pub pointer: Option<Pointer>,
    pub position: Position,
    pub help: Option<&'static str>,
}

impl ContentError {
    fn new(message: impl Into<String>, marker: &Marker) -> Self {
        Self {
            code: Code::InvalidYaml,
            message: message.into(),
            pointer: None,
            position: position(marker),
            help: None,
        }
    }
}

impl From<ScanError> for ContentError {
    fn from(error: ScanError) -> Self {
        Self::new(error.info(), error.marker())
    }
}

/// Returns the position of a marker. Lines and columns begin at 1.
pub(super) fn position(marker: &Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

/// Parses a text that contains one YAML document. Returns its value and the positions in it.
///
/// # Errors
/// Returns an error for the first syntax error, duplicate key or value without a JSON
/// equivalent, and for values that are nested too deeply or repeated too often.
pub(super) fn parse(text: &str) -> Result<(Value, Positions), YamlError> {
    let mut recorder = Recorder::new(text);
    let mut reader = Reader {
        open: Vec::new(),
        anchors: HashMap::default(),
        budget: budget(text),
        root: None,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        recorder.add(&event, span);
        reader.read(event, span)?;
    }
    Ok((reader.root.unwrap_or_default(), recorder.finish()))
}

/// Returns the bytes that the aliases of a text may add.
pub(super) fn budget(text: &str) -> usize {
    text.len().saturating_mul(RATIO).max(MINIMUM)
}

/// A value that aliases repeat.
struct Anchor {
    value: Value,
    /// The estimated size in bytes.
    size: usize,
    /// The number of objects and arrays in each other.
    depth: usize,
}

/// An object or array that is not closed yet.
struct Open {
    content: Content,
    /// The id of its anchor; 0 for none.
    anchor: usize,
    size: usize,
    depth: usize,
}

enum Content {
    /// The members so far, and the key whose value comes next.
    Object(Map<String, Value>, Option<String>),
    Array(Vec<Value>),
}

struct Reader {
    open: Vec<Open>,
    anchors: HashMap<usize, Anchor>,
    /// The bytes that anchors and aliases may still add.
    budget: usize,
    root: Option<Value>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>, span: Span) -> Result<(), ContentError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if self.expects_key() {
                    let text = if span.is_empty() { "" } else { &text };
                    self.remember(anchor, || text.into(), VALUE + text.len(), 0, span)?;
                    return self.key(text.to_owned(), span);
                }
                let tag = tag.as_deref().map(full_tag);
                let is_plain = style == ScalarStyle::Plain;
                let value = scalar::resolve(text, is_plain, tag.as_deref());
                let value = value.map_err(|message| self.error(message, span))?;
                let size = VALUE + value.as_str().map_or(0, str::len);
                self.remember(anchor, || value.clone(), size, 0, span)?;
                self.add(value, size, 0, span)
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::MappingStart(anchor, tag) => self.begin(
                Content::Object(Map::new(), None),
                anchor,
                tag.as_deref(),
                span,
            ),
            Event::SequenceStart(anchor, tag) => {
                self.begin(Content::Array(Vec::new()), anchor, tag.as_deref(), span)
            }
            Event::MappingEnd | Event::SequenceEnd => self.end(span),
            Event::DocumentStart(_) if self.root.is_some() => {
                let message = "the file contains more than one YAML document";
                Err(self.error(message, span))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether the next scalar is the key of a member.
    fn expects_key(&self) -> bool {
        let content = self.open.last().map(|open| &open.content);
        matches!(content, Some(Content::Object(_, None)))
    }

    fn key(&mut self, text: String, span: Span) -> Result<(), ContentError> {
        let Some(open) = self.open.last_mut() else {
            return Ok(());
        };
        open.size += text.len();
        let Content::Object(members, key) = &mut open.content else {
            return Ok(());
        };
        let is_duplicate = members.contains_key(&text);
        let text = key.insert(text);
        if is_duplicate {
            let message = format!("duplicate key `{text}`: remove one of the two");
            return Err(self.error(message, span));
        }
        Ok(())
    }

    fn begin(
        &mut self,
        content: Content,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), ContentError> {
        if self.expects_key() {
            return Err(self.error(KEY, span));
        }
        if let Some(tag) = tag.map(full_tag).filter(|tag| tag.starts_with('!')) {
            return Err(self.error(scalar::unsupported_tag(&tag), span));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        self.open.push(Open {
            content,
            anchor,
            size: VALUE,
            depth: 1,
        });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), ContentError> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.content {
            Content::Object(members, _) => Value::Object(members),
            Content::Array(elements) => Value::Array(elements),
        };
        self.remember(open.anchor, || value.clone(), open.size, open.depth, span)?;
        self.add(value, open.size, open.depth, span)
    }

    /// Adds a value to the innermost open object or array.
    fn add(
        &mut self,
        value: Value,
        size: usize,
        depth: usize,
        span: Span,
    ) -> Result<(), ContentError> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        open.size += size;
        open.depth = open.depth.max(depth + 1);
        match &mut open.content {
            Content::Array(elements) => elements.push(value),
            Content::Object(members, key) => match key.take() {
                Some(key) => drop(members.insert(key, value)),
                None => return Err(self.error(KEY, span)),
            },
        }
        Ok(())
    }

    /// Keeps a value that has an anchor.
    fn remember(
        &mut self,
        anchor: usize,
        value: impl FnOnce() -> Value,
        size: usize,
        depth: usize,
        span: Span,
    ) -> Result<(), ContentError> {
        if anchor != 0 {
            self.spend(size, span)?;
            let value = value();
            self.anchors.insert(anchor, Anchor { value, size, depth });
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), ContentError> {
        let Some(&Anchor { size, depth, .. }) = self.anchors.get(&anchor) else {
            return Err(self.error("the alias refers to a value that contains it", span));
        };
        if self.open.len() + depth > MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        self.spend(size, span)?;
        let value = self.anchors.get(&anchor).map(|anchor| anchor.value.clone());
        match value.unwrap_or_default() {
            Value::String(text) if self.expects_key() => self.key(text, span),
            _ if self.expects_key() => Err(self.error(KEY, span)),
            value => self.add(value, size, depth, span),
        }
    }

    /// Creates an error about the value that comes next.
    fn error(&self, message: impl Into<String>, span: Span) -> ContentError {
        let parts = self
            .open
            .iter()
            .fold(Pointer::root(), |at, open| match &open.content {
                Content::Object(_, Some(key)) => at.child(key),
                Content::Object(_, None) => at,
                Content::Array(elements) => at.index(elements.len()),
            });
        ContentError {
            pointer: Some(parts),
            ..ContentError::new(message, &span.start)
        }
    }

    fn too_deep(&self, span: Span) -> ContentError {
        ContentError {
            code: Code::NestingTooDeep,
            ..self.error(
                format!("values are nested more than {MAX_DEPTH} levels deep"),
                span,
            )
        }
    }

    /// Takes the size of a repeated value from the budget.
    fn spend(&mut self, size: usize, span: Span) -> Result<(), ContentError> {
        match self.budget.checked_sub(size) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => Err(ContentError {
                code: Code::ExcessiveExpansion,
                help: Some("write repeated values once, and refer to them by `$ref`"),
                ..self.error(EXPANSION, span)
            }),
        }
    }
}

fn full_tag(tag: &Tag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}

#[cfg(test)]
mod tests;
