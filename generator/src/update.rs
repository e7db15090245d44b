//! Taking over new documents and generating anew, in one step that happens whole or not at all.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::diff::{Change, Level, Side, diff};
use crate::output::{Changes, Transaction};
use crate::spec::import::{Import, import};
use crate::spec::{find_documents, has_documents};
use crate::{Generated, Generator};

/// New documents, and the crate that is made of them. Nothing is written yet.
#[derive(Debug)]
pub struct Update {
    /// What is different from what the spec folder holds.
    pub report: Report,
    /// The crate.
    pub generated: Generated,
    import: Import,
    spec: PathBuf,
}

/// What an update changes.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Versions that the spec folder did not have.
    pub added: Vec<String>,
    /// What changed in each of the others that changed.
    pub changed: Vec<(String, Vec<Change>)>,
}

impl Report {
    fn of(old: &[Side], new: &[Side]) -> Self {
        let mut report = Self::default();
        for side in new {
            let Some(before) = old.iter().find(|before| before.label == side.label) else {
                report.added.push(side.label.clone());
                continue;
            };
            let changes = diff(before, side);
            if !changes.is_empty() {
                report.changed.push((side.label.clone(), changes));
            }
        }
        report
    }

    /// Whether applications may have to be changed, so that the next release of the crate is a
    /// major one.
    pub fn is_breaking(&self) -> bool {
        let mut changes = self.changed.iter().flat_map(|(_, changes)| changes);
        changes.any(|change| change.rule.level == Level::Breaking)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for label in &self.added {
            writeln!(f, "{label}: a new version")?;
        }
        for (label, changes) in &self.changed {
            writeln!(
                f,
                "{label}: operations {}; types {}",
                Counts::of(changes, true),
                Counts::of(changes, false)
            )?;
            let breaking = changes.iter();
            for change in breaking.filter(|change| change.rule.level == Level::Breaking) {
                let (place, id) = (&change.place, change.rule.id);
                writeln!(f, "  breaking: {place}: {} ({id})", change.message)?;
            }
        }
        match (self.added.is_empty(), self.is_breaking()) {
            (true, false) if self.changed.is_empty() => writeln!(f, "the API has not changed"),
            (_, true) => writeln!(f, "the crate breaks applications: next is a major release"),
            (_, false) => writeln!(
                f,
                "the crate breaks no application: next is a minor release"
            ),
        }
    }
}

/// How many operations, or types, are new, gone and changed.
struct Counts {
    added: usize,
    removed: usize,
    changed: usize,
}

impl Counts {
    fn of(changes: &[Change], is_operation: bool) -> Self {
        // Methods are written with parentheses.
        let mut of_kind = changes
            .iter()
            .filter(|change| change.place.ends_with("()") == is_operation);
        let count = |ids: [&str; 2]| {
            let found = of_kind.clone().filter(|it| ids.contains(&it.rule.id));
            found.count()
        };
        let added = count(["operation-added", "type-added"]);
        let removed = count(["operation-removed", "type-removed"]);
        let mut places = BTreeSet::new();
        of_kind.all(|change| {
            let whole = change.place.split(['.', ':']).next().unwrap_or_default();
            let place = if is_operation {
                change.place.as_str()
            } else {
                whole
            };
            places.insert(place);
            true
        });
        Self {
            added,
            removed,
            changed: places.len().saturating_sub(added + removed),
        }
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

/// Reads the documents of `folder`, and generates the crate that they and the rest of the spec
/// folder make. `generator` is the one for the spec folder as it is.
///
/// # Errors
/// What [`import`] and [`Generator::generate`] report, such as actions of overlays that no longer
/// apply.
pub fn update(
    generator: &Generator,
    folder: &Path,
    spec: &Path,
    commit: Option<&str>,
) -> Result<Update, Diagnostics> {
    let import = import(folder, spec, commit)?;
    let staged = tempfile::tempdir().map_err(|error| unwritable(spec, &error))?;
    let known = match has_documents(spec)? {
        true => find_documents(spec)?,
        false => Vec::new(),
    };
    let before = match known.is_empty() {
        true => Vec::new(),
        false => generator.sides()?,
    };
    for (version, path) in known {
        let name = format!("{}.yaml", version.file_stem());
        if import.files.get(&name).is_none() {
            let copied = std::fs::copy(&path, staged.path().join(name));
            copied.map_err(|error| unwritable(&path, &error))?;
        }
    }
    import.files.write_among_others(staged.path())?;
    let after = generator.clone().in_folder(staged.path());
    let generated = after.generate()?;
    Ok(Update {
        report: Report::of(&before, &after.sides()?),
        generated,
        import,
        spec: spec.to_owned(),
    })
}

impl Update {
    /// Writes documents and crate. What was interrupted is completed by
    /// [`Transaction::recover`](crate::output::Transaction::recover).
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, out: &Path) -> Result<Changes, Diagnostics> {
        Transaction::new(&self.spec)
            .among_others(&self.spec, &self.import.files)
            .whole(out, &self.generated.files)
            .commit()
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostics {
    let message = format!("the documents cannot be copied: {error}");
    Diagnostic::error(Code::UnwritableFile, path, message).into()
}
