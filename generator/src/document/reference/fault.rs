//! What is wrong with a reference to another file.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::source::Source;

/// Why a reference cannot be followed.
pub(super) enum Fault {
    /// What it refers to is not there.
    Missing,
    /// It leads to another machine.
    Remote,
    /// It leads out of the document's folder.
    Outside,
    /// The names that the component could have are those of others.
    NameTaken,
    /// The file is no document.
    Unreadable(Diagnostics),
}

impl Fault {
    /// The diagnostic about the reference that stands at a place of a file.
    pub(super) fn at(self, source: &Source, place: Pointer, reference: &str) -> Diagnostic {
        let (code, message, help) = match self {
            Self::Missing => (
                Code::DanglingReference,
                format!("`{reference}` does not exist"),
                "add what it refers to, or correct the reference",
            ),
            Self::Remote => (
                Code::UnsupportedReference,
                format!("`{reference}` is on the network, where nothing is read from"),
                "save the file beside the document, and refer to it there",
            ),
            Self::Outside => (
                Code::UnsupportedReference,
                format!("`{reference}` is outside the folder of the document"),
                "move the file into the document's folder, or a folder in it",
            ),
            Self::NameTaken => (
                Code::NameCollision,
                format!(
                    "`{reference}` has the name of another component, with its file's name as well"
                ),
                "rename it, or give it a name of its own in the `components` of the document",
            ),
            Self::Unreadable(found) => {
                let reason = found.into_iter().next();
                let reason = reason.map_or_else(String::new, |one| format!(": {}", one.message));
                (
                    Code::UnreadableFile,
                    format!("`{reference}` cannot be read{reason}"),
                    "correct the file, or the reference",
                )
            }
        };
        source.diagnostic(code, place, message).help(help)
    }
}
