//! The report of an update.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};
use crate::diff::{Change, Level, Side, Subject, diff};
use crate::document::{Source, Version};
use crate::hash::HashSet;

/// The changes of an update.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The versions that are new in the spec folder.
    pub added: Vec<Version>,
    /// The versions of the spec folder that are no longer published. Their documents remain.
    pub unpublished: Vec<Version>,
    /// The labels of the versions whose old document cannot be compared: with the overlays for the
    /// new one, it has errors.
    pub incomparable: Vec<String>,
    /// The changes of each other version that changed, by its label.
    pub changed: Vec<(String, Vec<Change>)>,
    /// The number of problems of each kind that the old documents do not have: see
    /// [`Generator::lint`](crate::Generator::lint).
    pub findings: BTreeMap<Code, usize>,
    /// The items that have no description, neither in a document nor in `docs.yaml`, and are new or
    /// had one before.
    pub undescribed: BTreeSet<String>,
}

impl Report {
    pub(super) fn new(known: &[(Version, PathBuf)], published: &BTreeMap<Version, Source>) -> Self {
        let known: BTreeSet<Version> = known.iter().map(|(version, _)| *version).collect();
        let is_new = |version: &&Version| !known.contains(version);
        let is_gone = |version: &Version| !published.contains_key(version);
        Self {
            added: published.keys().filter(is_new).copied().collect(),
            unpublished: known.iter().copied().filter(is_gone).collect(),
            ..Self::default()
        }
    }

    pub(super) fn compare(&mut self, old: &[Side], new: &[Side]) {
        let added: BTreeSet<String> = self.added.iter().map(Version::label).collect();
        let labels = new.iter().map(|after| &after.label);
        let is_missing = |label: &&String| {
            !added.contains(*label) && old.iter().all(|before| before.label != **label)
        };
        self.incomparable = labels.filter(is_missing).cloned().collect();
        for before in old {
            let Some(after) = new.iter().find(|after| after.label == before.label) else {
                continue;
            };
            let changes = diff(before, after);
            if !changes.is_empty() {
                self.changed.push((after.label.clone(), changes));
            }
        }
    }

    /// Counts the problems that no version had before.
    pub(super) fn find(&mut self, before: &Diagnostics, after: &Diagnostics) {
        fn problem(one: &Diagnostic) -> (Code, Option<&str>, &str) {
            let pointer = one.pointer.as_ref();
            (one.code, pointer.map(|it| it.as_str()), &one.message)
        }
        let known: HashSet<_> = before.iter().map(problem).collect();
        for one in after.iter().filter(|one| !known.contains(&problem(one))) {
            *self.findings.entry(one.code).or_default() += 1;
        }
    }

    /// Returns `true` if a change is breaking, so that the next release of the crate is a major
    /// one.
    pub fn is_breaking(&self) -> bool {
        let mut changes = self.changed.iter().flat_map(|(_, changes)| changes);
        changes.any(|change| change.rule.level == Level::Breaking)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for version in &self.added {
            writeln!(f, "{version}: new version")?;
        }
        for version in &self.unpublished {
            writeln!(f, "{version}: no longer published, remains unchanged")?;
        }
        for label in &self.incomparable {
            writeln!(
                f,
                "{label}: not compared, the old document has errors with the overlays for the new one"
            )?;
        }
        for (label, changes) in &self.changed {
            let operations = Counts::of(changes, Subject::Operation);
            let types = Counts::of(changes, Subject::Type);
            writeln!(f, "{label}: operations {operations}; types {types}")?;
            for change in changes {
                if change.rule.level == Level::Breaking {
                    let (rust_path, id) = (&change.rust_path, change.rule.id);
                    writeln!(f, "  breaking: {rust_path}: {} ({id})", change.message)?;
                }
            }
        }
        if !self.findings.is_empty() {
            writeln!(f, "new problems in the documents, see `lint`:")?;
            for (code, count) in &self.findings {
                writeln!(f, "  {code}: {count}")?;
            }
        }
        if !self.undescribed.is_empty() {
            writeln!(f, "without a description, to be added to docs.yaml:")?;
            for name in &self.undescribed {
                writeln!(f, "  {}", escape_control(name))?;
            }
        }
        writeln!(f, "{}", self.verdict())
    }
}

impl Report {
    fn verdict(&self) -> &'static str {
        if self.is_breaking() {
            "breaking changes: the next release is a major one"
        } else if !self.incomparable.is_empty() {
            "versions that were not compared: review their changes before the next release"
        } else if self.added.is_empty() && self.changed.is_empty() {
            "the API has not changed"
        } else {
            "no breaking changes: the next release is a minor one"
        }
    }
}

/// The number of operations, or types, that were added, removed and changed.
struct Counts {
    added: usize,
    removed: usize,
    changed: usize,
}

impl Counts {
    fn of(changes: &[Change], subject: Subject) -> Self {
        let (id_of_added, id_of_removed) = match subject {
            Subject::Client => ("region-added", "region-removed"),
            Subject::Operation => ("operation-added", "operation-removed"),
            Subject::Type => ("type-added", "type-removed"),
        };
        let mut counts = Self {
            added: 0,
            removed: 0,
            changed: 0,
        };
        let mut changed = BTreeSet::new();
        for change in changes.iter().filter(|it| it.rule.subject == subject) {
            if change.rule.id == id_of_added {
                counts.added += 1;
            } else if change.rule.id == id_of_removed {
                counts.removed += 1;
            } else {
                changed.insert(change.item());
            }
        }
        counts.changed = changed.len();
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            removed,
            changed,
        } = self;
        write!(f, "{added} added, {removed} removed, {changed} changed")
    }
}
