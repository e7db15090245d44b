//! Diagnostics: problems of an input, with their location and a help.

mod code;
mod control;
mod correction;
mod group;
mod suggestion;

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::neutral::escaped;

pub use code::Code;
pub use control::escape_control;
pub(crate) use correction::{naming_help, overlay_lines, rename_help, yaml_name};
pub use group::Group;
pub(crate) use suggestion::{MAX_SUGGESTIONS, did_you_mean, nearest};

/// A location in a document: a JSON pointer (RFC 6901).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Creates the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses a pointer. Returns `None` if the text is neither empty nor begins with a slash.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.is_empty() && !text.starts_with('/') {
            return None;
        }
        if !text.contains('~') {
            return Some(Self(text.to_owned()));
        }
        let tokens = text.split('/').skip(1).map(unescape);
        Some(Self::root().within(tokens))
    }

    /// Returns the pointer to the member `name` of the object at this pointer.
    pub fn child(&self, name: &str) -> Self {
        let mut pointer = Self(String::with_capacity(self.0.len() + name.len() + 1));
        pointer.0.push_str(&self.0);
        pointer.push(name);
        pointer
    }

    /// Returns the pointer to the value at a path of names and indices within the value at this
    /// pointer.
    pub(crate) fn within(&self, path: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut pointer = self.clone();
        for name in path {
            pointer.push(name.as_ref());
        }
        pointer
    }

    /// Appends the name of a member, or the index of an element.
    pub(crate) fn push(&mut self, name: &str) {
        self.0.push('/');
        if name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            self.0.push_str(&name.replace('~', "~0").replace('/', "~1"));
        } else {
            self.0.push_str(name);
        }
    }

    /// Returns the pointer to the element `index` of the array at this pointer.
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns the pointer to the location `other` within the value at this pointer.
    pub fn join(&self, other: &Self) -> Self {
        Self(format!("{}{}", self.0, other.0))
    }

    /// Returns this location relative to `other`, or `None` if it is not within `other`.
    pub fn below(&self, other: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&other.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// Returns the enclosing object or array, or `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// Returns the last part, unescaped: a member's name or an element's index. Returns `None` for
    /// the root.
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(unescape(last).into_owned())
    }

    /// Returns the names of members and indices of elements from the root on, unescaped.
    pub fn parts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// Returns the pointer for messages: characters that cannot be seen are escaped.
    pub fn in_message(&self) -> String {
        crate::diagnostic::escape_control(self.as_str())
    }

    /// Returns the pointer as text: empty for the root, otherwise it begins with a slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Decodes the escapes of a token (RFC 6901, section 4).
fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A position in a file. Lines and columns begin at 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is generated, with the consequence that the message states.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A problem of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// The file.
    pub file: PathBuf,
    /// The location in the document, if there is one.
    pub pointer: Option<Pointer>,
    /// The position in the file, if it is known.
    pub position: Option<Position>,
    /// The message: in lower case, without a final full stop, and naming the subject. Line breaks
    /// and characters that cannot be seen are escaped.
    pub message: String,
    /// The recommended correction.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(code: Code, file: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            file: file.as_ref().to_owned(),
            pointer: None,
            position: None,
            message: escape_control(&message.into()),
            help: None,
        }
    }

    /// Creates a warning.
    pub fn warning(code: Code, file: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, file, message)
        }
    }

    /// Sets the location in the document and its position in the file.
    pub fn at(mut self, pointer: Pointer, position: Option<Position>) -> Self {
        self.pointer = Some(pointer);
        self.position = position;
        self
    }

    /// Sets the position in a file that could not be parsed.
    pub fn at_position(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }

    /// Returns the path of the file for messages: characters that cannot be seen are escaped, since
    /// a document may name other files.
    pub fn shown_file(&self) -> String {
        escape_control(&self.file.display().to_string())
    }

    /// Returns position, message and code on a single line.
    pub fn in_one_line(&self) -> String {
        let position = self.position.map(|it| format!(":{it}")).unwrap_or_default();
        let (file, message, code) = (self.file.display(), &self.message, self.code);
        escape_control(&format!("{file}{position}: {message} [{code}]"))
    }

    /// Sets the help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(escaped(&help.into()).into_owned());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        write!(f, "\n  --> {}", self.shown_file())?;
        if let Some(position) = self.position {
            write!(f, ":{position}")?;
        }
        if let Some(pointer) = self.pointer.as_ref().filter(|p| !p.as_str().is_empty()) {
            write!(f, "\n  at {}", pointer.in_message())?;
        }
        if let Some(help) = &self.help {
            // Aligns the lines of a long help, such as an overlay to paste.
            write!(f, "\n  help: {}", help.replace('\n', "\n        "))?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// The problems of the inputs of a run.
///
/// Displayed as the list of diagnostics by file and position, with equal ones as one entry, and
/// their number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Creates an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Returns `true` if there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of diagnostics.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if one of the diagnostics is an error.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|one| one.severity == Severity::Error)
    }

    /// Returns the diagnostics in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Returns the diagnostics by file, position and code.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.0.iter().collect();
        sorted.sort_by_key(|one| (&one.file, one.position, one.code.as_str(), &one.pointer));
        sorted
    }

    /// Returns the number of diagnostics of each severity: `3 errors, 2 warnings`.
    pub fn summary(&self) -> String {
        let errors = plural(self.count(Severity::Error), "error");
        match self.count(Severity::Warning) {
            0 => errors,
            warnings => format!("{errors}, {}", plural(warnings, "warning")),
        }
    }

    /// Returns the value if no diagnostic is an error. Warnings are dropped.
    ///
    /// # Errors
    /// Returns the diagnostics if one of them is an error.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.has_errors() {
            Err(self)
        } else {
            Ok(value)
        }
    }

    /// Turns violations that are tolerated by default into errors: see [`Code::is_lenient`].
    pub(crate) fn deny_violations(&mut self) {
        for one in self.0.iter_mut().filter(|one| one.code.is_lenient()) {
            one.severity = Severity::Error;
        }
    }

    /// Returns the value of a result, or adds its diagnostics.
    pub(crate) fn collect_errors<T>(&mut self, result: Result<T, Self>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(found) => {
                self.extend(found);
                None
            }
        }
    }

    fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|one| one.severity == severity).count()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.groups() {
            write!(f, "{}", group.first)?;
            if let Some(note) = group.note() {
                write!(f, "\n  {note}")?;
            }
            f.write_str("\n\n")?;
        }
        f.write_str(&self.summary())
    }
}

/// The same text as `Display`: a `main` that returns an error prints it by `Debug`.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

fn plural(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

impl std::error::Error for Diagnostics {}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_tokens_and_have_parents() {
        let pointer = Pointer::root().child("paths").child("/a~b").index(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b/3");
        let parent = pointer.parent().unwrap();
        assert_eq!(parent.as_str(), "/paths/~1a~0b");
        assert_eq!(parent.last().as_deref(), Some("/a~b"));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn pointers_are_parsed() {
        let tokens = |text| {
            let pointer = Pointer::parse(text)?;
            Some(pointer.parts().map(Cow::into_owned).collect::<Vec<_>>())
        };
        assert_eq!(tokens(""), Some(vec![]));
        assert_eq!(
            tokens("/a~1b/~01/"),
            Some(["a/b", "~1", ""].map(str::to_owned).into())
        );
        assert_eq!(tokens("a"), None);
    }

    #[test]
    fn diagnostics_are_sorted_and_counted() {
        let at = |line| Some(Position { line, column: 7 });
        let mut found = Diagnostics::new();
        found.push(
            Diagnostic::error(Code::WrongType, "spec/2.16.yaml", "second")
                .at(Pointer::root(), at(9)),
        );
        found.push(
            Diagnostic::error(Code::UnknownValue, "spec/2.16.yaml", "first")
                .at(Pointer::root().child("info"), at(2))
                .help("fix it"),
        );
        assert_eq!(
            found.to_string(),
            "error[unknown-value]: first\n  --> spec/2.16.yaml:2:7\n  at /info\n  help: fix it\n\n\
             error[wrong-type]: second\n  --> spec/2.16.yaml:9:7\n\n2 errors"
        );
    }
}
