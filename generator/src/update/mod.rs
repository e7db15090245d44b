//! Importing new documents and generating the crate from them, as one transaction.

mod report;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Version, find_documents, has_documents};
use crate::import::{Import, import};
use crate::output::{Changes, Transaction};
use crate::pipeline::{Clock, Model};
use crate::threads::with_large_stack;
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
    let staging = Staging {
        folder: staged.path(),
        published: folder,
        import: &import,
        known: &known,
    };
    let mut generated = after.generate().map_err(|found| staging.original(found))?;
    generated.warnings = staging.original(std::mem::take(&mut generated.warnings));
    let mut report = Report::new(&known, &import.sources);
    report.undescribed.clone_from(&generated.undescribed);
    let mut findings_before = Diagnostics::new();
    if !known.is_empty() {
        // The overlays and descriptions are those of the new documents: an old one that needs what was
        // removed from them has errors.
        let before = with_large_stack(|| Model::read_valid(generator, &mut Clock::start()))?;
        report.compare(&before.sides, &generated.sides);
        report
            .undescribed
            .retain(|item| !before.undescribed.contains(item));
        findings_before = generator.lint();
    }
    report.find(&findings_before, &after.lint());
    Ok(Update {
        report,
        generated,
        import,
        spec: spec.to_owned(),
    })
}

/// The temporary folder that a crate is generated from.
struct Staging<'a> {
    folder: &'a Path,
    published: &'a Path,
    import: &'a Import,
    /// The documents of the spec folder.
    known: &'a [(Version, PathBuf)],
}

impl Staging<'_> {
    /// Moves diagnostics to their locations in the files that the user has: the published
    /// documents, or else those of the spec folder.
    fn original(&self, found: Diagnostics) -> Diagnostics {
        found.into_iter().map(|one| self.original_of(one)).collect()
    }

    fn original_of(&self, one: Diagnostic) -> Diagnostic {
        if one.file == self.folder {
            return Diagnostic {
                file: self.published.to_owned(),
                ..one
            };
        }
        let Some(name) = one
            .file
            .strip_prefix(self.folder)
            .ok()
            .and_then(Path::to_str)
        else {
            return one;
        };
        let mut sources = self.import.sources.iter();
        if let Some((_, source)) = sources.find(|(version, _)| version.file_name() == name) {
            return Diagnostic {
                file: source.path().to_owned(),
                position: one
                    .pointer
                    .as_ref()
                    .and_then(|pointer| source.locate(pointer)),
                ..one
            };
        }
        let mut known = self.known.iter();
        match known.find(|(version, _)| version.file_name() == name) {
            Some((_, path)) => Diagnostic {
                file: path.clone(),
                ..one
            },
            None => one,
        }
    }
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
