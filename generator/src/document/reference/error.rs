//! Errors in references to other files.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::source::Source;

/// The reason why a reference cannot be followed.
pub(super) enum ReferenceError {
    /// The target does not exist.
    Missing,
    /// The target is on another host.
    Remote,
    /// The target is in a file outside the document's folder.
    Outside,
    /// All candidate names of the component are taken.
    NameTaken,
    /// The file cannot be read or parsed.
    Unreadable(Diagnostics),
}

impl ReferenceError {
    /// Creates the diagnostic for a reference at a location of a file.
    pub(super) fn at(self, source: &Source, pointer: Pointer, reference: &str) -> Diagnostic {
        let (code, message, help) = match self {
            Self::Missing => (
                Code::DanglingReference,
                format!("`{reference}` does not exist"),
                "declare the target, or correct the reference",
            ),
            Self::Remote => (
                Code::UnsupportedReference,
                format!("`{reference}` is a remote reference, which is not supported"),
                "save the file beside the document and refer to it by its relative path",
            ),
            Self::Outside => (
                Code::UnsupportedReference,
                format!("`{reference}` is outside the document's folder"),
                "move the file into the document's folder or a subfolder",
            ),
            Self::NameTaken => (
                Code::NameCollision,
                format!("the component names for `{reference}` are already used"),
                "rename the target, or declare it in `components` under another name",
            ),
            Self::Unreadable(found) => {
                let reason = found
                    .into_iter()
                    .next()
                    .map_or_else(String::new, |one| format!(": {}", one.message));
                (
                    Code::UnreadableFile,
                    format!("`{reference}` cannot be read{reason}"),
                    "correct the file or the reference",
                )
            }
        };
        source.diagnostic(code, pointer, message).help(help)
    }
}
