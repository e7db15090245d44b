//! Taking over new documents and generating anew, in one step that happens whole or not at all.

mod report;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{find_documents, has_documents};
use crate::import::{Import, import};
use crate::output::{Changes, Transaction};
use crate::{Generator, Output};

pub use report::Report;

/// New documents, and the crate that is made of them. Nothing is written yet.
#[derive(Debug)]
pub struct Update {
    /// What is different from what the spec folder holds.
    pub report: Report,
    /// The crate.
    pub generated: Output,
    import: Import,
    spec: PathBuf,
}

/// Reads the documents of `folder`, and generates the crate that they and the rest of the spec
/// folder make. `generator` is the one for the spec folder as it is.
///
/// # Errors
/// What [`import`] and [`Generator::generate`] report, such as actions of overlays that no longer
/// apply. Places are those in the documents of `folder`.
pub fn update(
    generator: &Generator,
    folder: &Path,
    spec: &Path,
    commit: Option<&str>,
) -> Result<Update, Diagnostics> {
    let import = import(folder, spec, commit)?;
    let known = if has_documents(spec)? {
        find_documents(spec)?
    } else {
        Vec::new()
    };
    let staged = tempfile::tempdir().map_err(|error| unwritable(spec, &error))?;
    for (version, path) in &known {
        if !import.sources.contains_key(version) {
            let copied = std::fs::copy(path, staged.path().join(version.file_name()));
            copied.map_err(|error| unwritable(path, &error))?;
        }
    }
    import.files.write_among_others(staged.path())?;
    let after = generator.clone().in_folder(staged.path());
    let generated = after
        .generate()
        .map_err(|found| as_published(found, &import))?;
    let mut report = Report::new(&known, &import.sources);
    let mut findings_before = Diagnostics::new();
    if !known.is_empty() {
        report.compare(&generator.generate()?.sides, &generated.sides);
        findings_before = generator.lint();
    }
    report.find(&findings_before, &after.lint());
    report.undescribed.clone_from(&generated.undescribed);
    Ok(Update {
        report,
        generated,
        import,
        spec: spec.to_owned(),
    })
}

/// The same diagnostics at their places in the published documents, as the staged ones are gone
/// when anybody reads them.
fn as_published(found: Diagnostics, import: &Import) -> Diagnostics {
    let moved = found.into_iter().map(|one| {
        let name = one.file.file_name().unwrap_or_default();
        let mut sources = import.sources.iter();
        match (
            sources.find(|(version, _)| *name == *version.file_name()),
            &one.pointer,
        ) {
            (Some((_, source)), Some(pointer)) => {
                let position = source.locate(pointer);
                Diagnostic {
                    file: source.path().to_owned(),
                    position,
                    ..one
                }
            }
            _ => one,
        }
    });
    moved.collect()
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
