//! Diagnostics: problems of an input, with their location and a help.

mod code;
mod control;
mod correction;
mod group;
mod list;
mod pointer;
mod suggestion;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::neutral::escaped;

pub use code::Code;
pub use control::escape_control;
pub(crate) use correction::{naming_help, overlay_lines, quoted, rename_help, yaml_name};
pub use group::Group;
pub use list::Diagnostics;
pub use pointer::Pointer;
pub(crate) use suggestion::{MAX_SUGGESTIONS, did_you_mean, nearest};

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
