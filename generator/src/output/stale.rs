//! The result of a check.

use std::fmt;

use super::Files;
use super::plan::Differing;

/// The differences of a folder from the output of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// The files that do not exist.
    pub missing: Vec<String>,
    /// The files with a different text.
    pub changed: Vec<String>,
    /// The files of an earlier run that are no longer generated.
    pub left_over: Vec<String>,
}

impl Stale {
    /// All files are missing.
    pub(super) fn all_missing(files: &Files) -> Self {
        Self {
            missing: files.0.keys().cloned().collect(),
            ..Self::default()
        }
    }

    /// The files that differ are missing or changed.
    pub(super) fn of(differing: &[Differing<'_>]) -> Self {
        let mut stale = Self::default();
        for file in differing {
            match file.existing {
                Some(_) => stale.changed.push(file.path.to_owned()),
                None => stale.missing.push(file.path.to_owned()),
            }
        }
        stale
    }

    /// Returns `true` if the folder is up to date.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.left_over.is_empty()
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [
            ("missing", &self.missing),
            ("changed", &self.changed),
            ("left over", &self.left_over),
        ];
        for (label, paths) in groups {
            for path in paths {
                writeln!(f, "{label}: {path}")?;
            }
        }
        Ok(())
    }
}
