//! Errors in references to other files.

use std::path::{Path, PathBuf};

use super::consequence;
use crate::diagnostic::{Code, Diagnostic, Pointer, nearest};
use crate::document::grammar::ObjectKind;
use crate::document::source::Source;

/// The reason why a reference cannot be followed.
pub(super) enum ReferenceError {
    /// The target does not exist.
    Missing,
    /// The references lead to each other: to these locations, and to the first again.
    Cycle(Vec<String>),
    /// The file does not exist.
    MissingFile(PathBuf),
    /// The target is on another host.
    Remote,
    /// The target is in a file outside the document's folder.
    Outside,
    /// The file cannot be read or parsed, which is reported already.
    Unreadable,
}

impl ReferenceError {
    /// Returns the diagnostic for a reference of an object at a location of a file. `similar` is
    /// the reference that may be meant.
    pub(super) fn at(
        self,
        source: &Source,
        kind: ObjectKind,
        pointer: Pointer,
        reference: &str,
        similar: Option<String>,
    ) -> Diagnostic {
        let similar = match &self {
            Self::MissingFile(path) => similar_file(path),
            _ => similar,
        };
        let (code, message, help) = match self {
            Self::Missing => (
                Code::DanglingReference,
                format!("`{reference}` does not exist"),
                "declare the target, or correct the reference",
            ),
            Self::Cycle(members) => {
                let message = super::cycle(reference, &members);
                (Code::DanglingReference, message, super::CYCLE_HELP)
            }
            Self::MissingFile(path) => (
                Code::DanglingReference,
                format!(
                    "`{reference}` does not exist: there is no file `{}`",
                    path.display()
                ),
                "add the file, or correct the reference",
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
            Self::Unreadable => (
                Code::UnreadableFile,
                format!("`{reference}` cannot be read"),
                "correct the file or the reference",
            ),
        };
        let help = match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => help.to_owned(),
        };
        let message = format!("{message}: {}", consequence(kind));
        source.diagnostic(code, pointer, message).help(help)
    }
}

/// Returns the name of the file in the same folder that may be meant.
fn similar_file(path: &Path) -> Option<String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let name = path.file_name()?.to_str()?;
    nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::document::RawDocument;

    /// Returns the message and the help for a reference of a document that has the file
    /// `ships.yaml` beside it.
    fn refused(reference: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("api/harbour.yaml");
        std::fs::create_dir(folder.path().join("api")).unwrap();
        std::fs::write(folder.path().join("berths.yaml"), "Berth: {}\n").unwrap();
        std::fs::write(folder.path().join("api/ships.yaml"), "Ship: {}\n").unwrap();
        let text = format!("components: {{schemas: {{s: {{$ref: '{reference}'}}}}}}\n");
        std::fs::write(&document, text).unwrap();
        let found = RawDocument::load(&document).unwrap().found;
        let one = found.into_iter().next().unwrap();
        let message = one.message.replace(folder.path().to_str().unwrap(), "");
        format!("{}: {message}; {}", one.code, one.help.unwrap_or_default())
    }

    #[test]
    fn a_cycle_of_references_across_files_is_reported_with_its_members() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("ship.yaml", "$ref: boat.yaml#/Boat"),
            ("boat.yaml", "Boat: {$ref: ship.yaml}"),
            (
                "harbour.yaml",
                "components: {schemas: {s: {$ref: ship.yaml}}}",
            ),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let found = RawDocument::load(folder.path().join("harbour.yaml"))
            .unwrap()
            .found;
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`ship.yaml` leads to a cycle of references, `ship.yaml` → `boat.yaml#/Boat` → \
                 `ship.yaml`: any value is accepted"
            ]
        );
    }

    #[test]
    fn a_missing_file_is_reported_wherever_it_would_be() {
        for (reference, expected) in [
            (
                "boats.yaml#/Boat",
                "dangling-reference: `boats.yaml#/Boat` does not exist: there is no file \
                 `/api/boats.yaml`: any value is accepted; add the file, or correct the reference",
            ),
            (
                "../boats.yaml#/Boat",
                "dangling-reference: `../boats.yaml#/Boat` does not exist: there is no file \
                 `/boats.yaml`: any value is accepted; add the file, or correct the reference",
            ),
            (
                "ship.yaml#/Ship",
                "dangling-reference: `ship.yaml#/Ship` does not exist: there is no file \
                 `/api/ship.yaml`: any value is accepted; did you mean `ships.yaml`?",
            ),
            (
                "ships.yaml#/Shp",
                "dangling-reference: `ships.yaml#/Shp` does not exist: any value is \
                 accepted; did you mean `ships.yaml#/Ship`?",
            ),
            (
                "../berths.yaml#/Berth",
                "unsupported-reference: `../berths.yaml#/Berth` is outside the document's folder: \
                 any value is accepted; move the file into the document's folder or a subfolder",
            ),
        ] {
            assert_eq!(refused(reference), expected);
        }
    }
}
