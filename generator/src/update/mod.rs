//! Importing new documents and generating the crate from them, as one transaction.

mod report;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{find_documents, has_documents};
use crate::import::{Import, import};
use crate::output::{Changes, Transaction};
use crate::{Generator, Output};

pub use report::Report;

/// New documents, and the crate that is generated from them. Nothing is written yet.
#[derive(Debug)]
pub struct Update {
    /// The differences from the documents in the spec folder.
    pub report: Report,
    /// The crate.
    pub generated: Output,
    import: Import,
    spec: PathBuf,
}

/// Imports the documents of `folder`, and generates the crate from them and the rest of the spec
/// folder. `generator` is the generator for the current spec folder.
///
/// # Errors
/// Returns the errors of [`import`] and [`Generator::generate`], such as overlay actions that no
/// longer apply. Their locations are in the documents of `folder`.
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

/// Moves diagnostics to their locations in the published documents, since the staged documents are
/// temporary.
fn as_published(found: Diagnostics, import: &Import) -> Diagnostics {
    let moved = found.into_iter().map(|one| {
        let name = one.file.file_name().unwrap_or_default();
        let mut sources = import.sources.iter();
        let published = sources.find(|(version, _)| *name == *version.file_name());
        match (published, &one.pointer) {
            (Some((_, source)), Some(pointer)) => Diagnostic {
                file: source.path().to_owned(),
                position: source.locate(pointer),
                ..one
            },
            _ => one,
        }
    });
    moved.collect()
}

impl Update {
    /// Writes the documents and the crate. [`Transaction::complete`] completes a write that was
    /// interrupted.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub fn write(&self, out: &Path) -> Result<Changes, Diagnostics> {
        let output = Some((out, &self.generated.files));
        Transaction::commit(&self.spec, &self.import.files, output)
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostics {
    let message = format!("the documents cannot be copied: {error}");
    Diagnostic::error(Code::UnwritableFile, path, message).into()
}
