//! The diagnostics of a run.

use std::fmt;

use super::{Diagnostic, Severity};

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

    /// Keeps the diagnostics for which a predicate is true.
    pub(crate) fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(is_kept);
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
    use crate::diagnostic::{Code, Pointer, Position};

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
