//! The diagnostics of a stage that the stages before it do not imply.

use std::collections::HashSet;
use std::path::Path;
#[cfg(feature = "lint")]
use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};

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
    let mut locations = HashSet::new();
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

/// Returns the violations of rules of `lint` that the generator has not reported.
pub(super) fn unreported(advice: Diagnostics, found: &Diagnostics) -> Diagnostics {
    let known = locations(found);
    let is_new = |one: &Diagnostic| match &one.pointer {
        Some(pointer) => !known.contains(&(&*one.file, one.code, pointer)),
        None => true,
    };
    advice.into_iter().filter(is_new).collect()
}

/// The file, the code and the location of a violation of a rule of `lint`.
#[cfg(feature = "lint")]
pub(super) type Finding = (PathBuf, Code, Pointer);

/// Returns the number of findings that the generator does not report.
#[cfg(feature = "lint")]
pub(super) fn count_new(findings: &[Finding], found: &Diagnostics) -> usize {
    let known = locations(found);
    let is_new = |(file, code, pointer): &&Finding| !known.contains(&(&**file, *code, pointer));
    findings.iter().filter(is_new).count()
}

/// Returns the file, the code and the location of each diagnostic that has one.
fn locations(found: &Diagnostics) -> HashSet<(&Path, Code, &Pointer)> {
    found
        .iter()
        .filter_map(|one| Some((&*one.file, one.code, one.pointer.as_ref()?)))
        .collect()
}
