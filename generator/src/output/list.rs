//! `.generated-files`: the generated files of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, escape_control};

use super::folder::Folder;
use super::{Files, is_inside};

/// The name of the list of generated files that [`Files::write`] keeps in the folder.
///
/// Each line has the SHA-256 and the path of a file, in the format of `sha256sum`. A path has
/// several lines if any of several texts may be found: after an interrupted run, or a merge. A path
/// without SHA-256 is that of a file whose text is unknown.
pub const LIST: &str = ".generated-files";

/// The paths of the generated files, with the fingerprints of the texts that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List(BTreeMap<String, BTreeSet<String>>);

impl List {
    /// Returns the list of a set of files.
    pub(super) fn of(files: &Files) -> Self {
        let lines = files.0.par_iter().map(|(path, text)| {
            let fingerprint = fingerprint(text.as_bytes());
            (path.clone(), BTreeSet::from([fingerprint]))
        });
        Self(lines.collect())
    }

    /// Parses the content of the list of a folder.
    pub(super) fn parse(content: &[u8], folder: &Folder) -> Result<Self, Diagnostics> {
        let text = String::from_utf8_lossy(content);
        let mut list = Self::default();
        let mut found = Diagnostics::new();
        for (index, line) in text.lines().enumerate() {
            let (fingerprint, path) = match line.split_once("  ") {
                Some((hash, path)) if is_fingerprint(hash) => (Some(hash), path),
                _ => (None, line),
            };
            if is_inside(path) {
                let fingerprints = list.0.entry(path.to_owned()).or_default();
                fingerprints.extend(fingerprint.map(str::to_owned));
            } else {
                found.push(outside(folder, index + 1, path));
            }
        }
        found.into_result(list)
    }

    /// Returns the lines of both lists.
    pub(super) fn union(mut self, other: &Self) -> Self {
        for (path, fingerprints) in &other.0 {
            let known = self.0.entry(path.clone()).or_default();
            known.extend(fingerprints.iter().cloned());
        }
        self
    }

    /// Returns the paths, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns `true` if a file with this path was generated.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Returns `true` if a file was generated with this content.
    pub(super) fn contains_text(&self, path: &str, content: &[u8]) -> bool {
        let fingerprints = self.0.get(path);
        fingerprints.is_some_and(|known| known.contains(&fingerprint(content)))
    }

    /// Returns the text of the file.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for (path, fingerprints) in &self.0 {
            if fingerprints.is_empty() {
                text.push_str(&format!("{path}\n"));
            }
            for fingerprint in fingerprints {
                text.push_str(&format!("{fingerprint}  {path}\n"));
            }
        }
        text
    }
}

/// Returns the SHA-256 of a text in hexadecimal digits. Git may check out files with `\r\n`, which
/// makes no difference.
fn fingerprint(content: &[u8]) -> String {
    let mut hash = Sha256::new();
    // A part that ends with `\r` is followed by `\n`, unless the text ends.
    let mut parts = content.split_inclusive(|byte| *byte == b'\r').peekable();
    while let Some(part) = parts.next() {
        let is_line_end = parts.peek().is_some_and(|next| next.starts_with(b"\n"));
        hash.update(match part {
            [line @ .., b'\r'] if is_line_end => line,
            part => part,
        });
    }
    let mut digits = String::new();
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

fn is_fingerprint(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn outside(folder: &Folder, line: usize, path: &str) -> Diagnostic {
    let message = format!(
        "`{}` is not the path of an output file",
        escape_control(path)
    );
    let at = Position { line, column: 1 };
    Diagnostic::error(Code::InvalidFilePath, folder.shown(LIST), message)
        .at_position(Some(at))
        .help("remove the line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_the_format_of_sha256sum() {
        let list = List::of(&Files::from_iter([("src/a.rs", "abc"), ("b", "")]));
        assert_eq!(
            list.to_text(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  src/a.rs\n"
        );
        assert!(list.contains_text("src/a.rs", b"abc"));
        assert!(!list.contains_text("src/a.rs", b"abcd") && !list.contains_text("c", b""));
    }

    #[test]
    fn line_ends_make_no_difference() {
        let list = List::of(&Files::from_iter([("a", "x\n\ny\n")]));
        assert!(list.contains_text("a", b"x\r\n\r\ny\r\n"));
        assert!(!list.contains_text("a", b"x\r\ry\n"));
    }

    /// A list of a merge with conflicts, or of an older version of the program.
    #[test]
    fn a_path_without_a_fingerprint_has_an_unknown_text() {
        let dir = tempfile::tempdir().unwrap();
        let of_a = List::of(&Files::from_iter([("a", "")])).to_text();
        let text = format!("<<<<<<< HEAD\n{of_a}=======\nb\n>>>>>>> theirs\n");
        let folder = Folder::create(dir.path()).unwrap();
        let list = List::parse(text.as_bytes(), &folder).unwrap();
        assert!(list.contains_text("a", b""));
        assert!(list.contains("b") && !list.contains_text("b", b""));
    }
}
