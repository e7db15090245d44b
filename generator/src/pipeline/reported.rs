//! The diagnostics of a stage that the stages before it do not imply.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::hash::HashSet;
use crate::lint;

/// Returns the diagnostics that cannot be consequences of another: of an error, whose value was
/// left out, in an object that contains it, or of a reference that is reported already.
pub(crate) fn unrelated(found: Diagnostics, invalid: &Diagnostics) -> Diagnostics {
    let around_errors = enclosing(invalid, |one| one.severity == Severity::Error);
    let around_references = enclosing(invalid, |one| {
        matches!(
            one.code,
            Code::DanglingReference | Code::UnsupportedReference
        )
    });
    let is_caused = |one: &Diagnostic| {
        let Some(pointer) = &one.pointer else {
            return false;
        };
        let key = (one.file.as_path(), pointer.clone());
        around_errors.contains(&key)
            || one.code == Code::DanglingReference && around_references.contains(&key)
    };
    found.into_iter().filter(|one| !is_caused(one)).collect()
}

/// Returns the locations of diagnostics, and of all values around them.
fn enclosing(
    found: &Diagnostics,
    is_cause: impl Fn(&Diagnostic) -> bool,
) -> HashSet<(&Path, Pointer)> {
    let mut locations = HashSet::default();
    for one in found.iter().filter(|one| is_cause(one)) {
        let mut around = one.pointer.clone();
        while let Some(pointer) = around {
            around = pointer.parent();
            // The values around a known location are known.
            if !locations.insert((&*one.file, pointer)) {
                break;
            }
        }
    }
    locations
}

/// The violations of the rules of `lint` in all documents.
#[derive(Default)]
pub(super) struct Violations {
    /// Those that the generator reports.
    pub(super) reported: Diagnostics,
    /// The file, the code and the location of each of the others.
    pub(super) counted: Vec<(PathBuf, Code, Pointer)>,
}

impl Violations {
    /// Adds the violations in a document.
    pub(super) fn add(&mut self, file: &Path, found: lint::Violations) {
        self.reported.extend(found.reported);
        let counted = found.counted.into_iter();
        self.counted
            .extend(counted.map(|(code, pointer)| (file.to_owned(), code, pointer)));
    }

    /// Removes the violations that the stages have reported.
    pub(super) fn unreported(self, found: &Diagnostics) -> Self {
        let with_location = found.iter().filter(|one| one.pointer.is_some());
        let known: HashSet<(&Path, Code, Option<&Pointer>)> = with_location
            .map(|one| (&*one.file, one.code, one.pointer.as_ref()))
            .collect();
        let is_new = |file: &Path, code: Code, pointer: Option<&Pointer>| {
            !known.contains(&(file, code, pointer))
        };
        let (mut reported, mut counted) = (self.reported, self.counted);
        reported.retain(|one| is_new(&one.file, one.code, one.pointer.as_ref()));
        counted.retain(|(file, code, pointer)| is_new(file, *code, Some(pointer)));
        Self { reported, counted }
    }
}
