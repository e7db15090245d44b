//! The text of a file and the positions of JSON pointers in it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Position};
use crate::document::history::{History, Relocation};
use crate::document::offsets::Offsets;
use crate::document::positions::Positions;
use crate::document::scalar;
use crate::hash::HashMap;

/// A file that contains a document or an overlay.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
    /// The position of each value: known from parsing YAML, or else found for the first diagnostic.
    positions: OnceLock<Positions>,
    offsets: OnceLock<Offsets>,
    /// The changes of the document since it was read.
    history: History,
    /// The files that references lead to and that do not exist.
    pub(super) missing: BTreeSet<PathBuf>,
}

impl Source {
    /// Creates a source from a text.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            positions: OnceLock::new(),
            offsets: OnceLock::new(),
            history: History::default(),
            missing: BTreeSet::new(),
        }
    }

    /// Records a change of the value at a location of the document.
    pub(crate) fn record(&mut self, at: Pointer, relocation: Relocation) {
        self.history.record(at, relocation);
    }

    /// Returns the paths of the file and of the files that contain parts of the document.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let files = self.history.files().map(|file| file.path());
        files.chain([self.path()])
    }

    /// Returns the paths of the files that references lead to and that do not exist.
    pub fn missing_paths(&self) -> impl Iterator<Item = &Path> {
        self.missing.iter().map(PathBuf::as_path)
    }

    /// Returns the size in bytes of the file and of the files that contain parts of the document.
    pub(crate) fn size(&self) -> usize {
        let files = self.history.files();
        let files: HashMap<_, _> = files.map(|file| (file.path(), file.text.len())).collect();
        self.text.len() + files.values().sum::<usize>()
    }

    /// Returns the location before any change of the document, as overlays address it.
    pub(crate) fn before_moves(&self, pointer: Pointer) -> Pointer {
        self.history.before_moves(pointer)
    }

    /// Returns the original file and location of a value.
    fn origin(&self, pointer: Pointer) -> (&Self, Pointer) {
        let (file, pointer) = self.history.origin(pointer);
        (file.unwrap_or(self), pointer)
    }

    /// Reads a file. A leading byte order mark is removed.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is not UTF-8.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let path = path.as_ref();
        let unreadable = |reason: &dyn std::fmt::Display| {
            let message = format!("the file cannot be read: {reason}");
            Diagnostics::from(Diagnostic::error(Code::UnreadableFile, path, message))
        };
        // A pipe or a device may have no end.
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return Err(unreadable(&"it is a pipe or a device"));
        }
        let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
        if let Some(encoding) = other_encoding(&bytes) {
            let message = format!("the file is {encoding}, not UTF-8");
            return Err(Diagnostic::error(Code::NotUtf8, path, message)
                .help(format!(
                    "save it as UTF-8, such as with `iconv -f {encoding} -t UTF-8`"
                ))
                .into());
        }
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let message = format!("the file is not valid UTF-8 at byte {offset}");
            Diagnostics::from(
                Diagnostic::error(Code::NotUtf8, path, message).help("save it as UTF-8"),
            )
        })?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Ok(Self::new(path, text))
    }

    /// Returns the path of the file, as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the text of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns `true` if the name of the file ends in `.json`, in any case.
    pub(super) fn is_json(&self) -> bool {
        let extension = self.path.extension();
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
    }

    /// Keeps the positions that parsing has recorded.
    pub(super) fn keep(&self, positions: Positions) {
        // Those of a text are always the same.
        let _ = self.positions.set(positions);
    }

    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::of(&self.text))
    }

    /// Returns the position of the member or element at `pointer`, or of the nearest enclosing one.
    ///
    /// Returns `None` if the text is neither YAML nor JSON.
    pub fn locate(&self, pointer: &Pointer) -> Option<Position> {
        self.positions().near(pointer)
    }

    /// Returns an element of an array as text: a number or a boolean as it is written, since `0x10` is
    /// not `16` for a reader, and anything else as JSON.
    pub(crate) fn written(&self, pointer: &Pointer, element: &Value) -> String {
        let text = if matches!(element, Value::Bool(_) | Value::Number(_)) {
            self.rest(pointer)
        } else {
            None
        };
        let text = text.map(plain_scalar).filter(|text| is(element, text));
        text.map_or_else(|| element.to_string(), str::to_owned)
    }

    /// Returns a member of an object as it is written, if it is a scalar without quotes beside its
    /// key.
    pub(crate) fn written_member(&self, pointer: &Pointer, value: &Value) -> Option<String> {
        let (_, text) = self.rest(pointer)?.split_once([':', '\n'])?;
        let text = plain_scalar(text.trim_start_matches(' '));
        is(value, text).then(|| text.to_owned())
    }

    /// Returns the text from the position of an element, or of the key of a member.
    fn rest(&self, pointer: &Pointer) -> Option<&str> {
        let (source, pointer) = self.origin(pointer.clone());
        let position = source.positions().at(&pointer)?;
        let offsets = source.offsets.get_or_init(|| Offsets::of(&source.text));
        offsets.rest(&source.text, position)
    }

    /// Creates a diagnostic about the value at `pointer`, with the severity of its code.
    pub fn diagnostic(
        &self,
        code: Code,
        pointer: Pointer,
        message: impl Into<String>,
    ) -> Diagnostic {
        let (source, pointer) = self.origin(pointer);
        let position = source.locate(&pointer);
        Diagnostic {
            severity: code.severity(),
            ..Diagnostic::error(code, &source.path, message).at(pointer, position)
        }
    }
}

/// Returns the scalar without quotes that a text begins with.
fn plain_scalar(text: &str) -> &str {
    let end = text.find([',', ']', '}', '\n']).unwrap_or(text.len());
    let end = text[..end].find(" #").unwrap_or(end);
    text[..end].trim_end()
}

/// Returns whether a scalar without quotes is a value.
fn is(value: &Value, scalar: &str) -> bool {
    let resolved = scalar::resolve(Cow::Borrowed(scalar), true, None);
    resolved.as_ref() == Ok(value)
}

/// Returns the encoding of a file that begins with a byte order mark of UTF-32 or UTF-16, or with an
/// ASCII character in one of them (YAML 1.2.2, section 5.2).
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0, 0, 0xFE, 0xFF, ..]
        | [0xFF, 0xFE, 0, 0, ..]
        | [0, 0, 0, 1..=0x7F, ..]
        | [1..=0x7F, 0, 0, 0, ..] => Some("UTF-32"),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, 1..=0xFF, ..] | [1..=0xFF, 0, ..] => {
            Some("UTF-16")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse::parse;

    fn locate(source: &Source, pointer: &[&str]) -> Option<(usize, usize)> {
        let pointer = pointer
            .iter()
            .fold(Pointer::root(), |at, part| at.child(part));
        source.locate(&pointer).map(|at| (at.line, at.column))
    }

    #[test]
    fn yaml_values_are_located_by_key_and_index() {
        let text = "a: &x\n  b:\n  - one\n  - c: 1\nd: *x\n\"/p~q\": {e: 2}\n";
        let parsed = Source::new("x.yaml", text);
        parse(&parsed).unwrap();
        for source in [parsed, Source::new("x.yaml", text)] {
            assert_eq!(locate(&source, &[]), Some((1, 1)));
            assert_eq!(locate(&source, &["a", "b"]), Some((2, 3)));
            assert_eq!(locate(&source, &["a", "b", "1", "c"]), Some((4, 5)));
            assert_eq!(locate(&source, &["d", "b", "0"]), Some((5, 1)));
            assert_eq!(locate(&source, &["/p~q", "e"]), Some((6, 10)));
            assert_eq!(locate(&source, &["a", "absent", "deep"]), Some((1, 1)));
        }
    }

    #[test]
    fn json_values_are_located() {
        let source = Source::new("x.json", "{\n  \"a\": [1, {\"b\": 2}]\n}");
        assert_eq!(locate(&source, &["a", "1", "b"]), Some((2, 13)));
    }

    #[test]
    fn escapes_of_json_that_yaml_lacks_do_not_end_the_index() {
        let text = "{\"a\": \"\\ud83d\\ude00\", \"b\": [\"\\uD83D\\uDE00\", 1]}";
        let source = Source::new("x.json", text);
        assert_eq!(locate(&source, &["b"]), Some((1, 23)));
        assert_eq!(locate(&source, &["b", "1"]), Some((1, 45)));
    }

    #[test]
    fn yaml_that_is_not_according_to_the_specification_is_located() {
        let text = "\
a:
  b: \"one
  two\"
  c: 'it''s
  three'
d:\t1
e: {f: \"x
y\", g: 2}
h: 1
";
        let source = Source::new("x.yaml", text);
        assert_eq!(locate(&source, &["a", "b"]), Some((2, 3)));
        assert_eq!(locate(&source, &["a", "c"]), Some((4, 3)));
        assert_eq!(locate(&source, &["d"]), Some((6, 1)));
        assert_eq!(locate(&source, &["h"]), Some((9, 1)));
    }

    #[test]
    fn malformed_text_is_located_up_to_the_error() {
        let source = Source::new("x.yaml", "a: 1\nb: [1, 2\nc: }");
        assert_eq!(locate(&source, &["a"]), Some((1, 1)));
        assert_eq!(locate(&Source::new("x", "\u{0}"), &["a"]), None);
    }

    #[test]
    fn other_encodings_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.yaml");
        let units: Vec<u16> = "\u{feff}openapi: 3.0.3\n".encode_utf16().collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        for bytes in [&big[..], &little, &big[2..], &little[2..]] {
            std::fs::write(&path, bytes).unwrap();
            let found = Source::read(&path).unwrap_err().to_string();
            assert!(found.contains("the file is UTF-16, not UTF-8"), "{found}");
        }
        // The code points of ASCII characters are their units.
        let big: Vec<u8> = units
            .iter()
            .flat_map(|unit| [0, 0, (unit >> 8) as u8, *unit as u8])
            .collect();
        let little: Vec<u8> = units
            .iter()
            .flat_map(|unit| [*unit as u8, (unit >> 8) as u8, 0, 0])
            .collect();
        for bytes in [&big[..], &little, &big[4..], &little[4..]] {
            std::fs::write(&path, bytes).unwrap();
            let found = Source::read(&path).unwrap_err().to_string();
            assert!(found.contains("the file is UTF-32, not UTF-8"), "{found}");
            assert!(found.contains("iconv -f UTF-32 -t UTF-8"), "{found}");
        }
        std::fs::write(&path, "\u{feff}a: 1").unwrap();
        assert_eq!(Source::read(&path).unwrap().text(), "a: 1");
        std::fs::write(&path, b"a: \xff").unwrap();
        let found = Source::read(&path).unwrap_err().to_string();
        assert!(found.contains("not valid UTF-8 at byte 3"), "{found}");
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        let source = Source::new("x.yaml", "[".repeat(100_000));
        locate(&source, &["0"]);
    }
}
