//! The default locations of documents and overlays, and the state of the spec folder.

use std::path::{Path, PathBuf};

use intercom_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use intercom_codegen::output::{Transaction, pending_update};
use intercom_codegen::{Generator, additions_of, descriptions_of, overlays_of};

use super::console::Console;
use super::workspace;

/// Returns the folder of the documents: the given one, or that of the workspace.
pub fn spec(given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| workspace("spec"), Path::to_owned)
}

/// Returns the overlays for a spec folder: its own, or else those of the workspace.
pub fn overlays(spec: &Path) -> Option<PathBuf> {
    overlays_of(spec).or_else(|| overlays_of(&workspace("spec")))
}

/// Returns the generator of the client of all versions of a spec folder, with the overlays,
/// additions and descriptions of that folder, or else of the workspace.
pub fn versions(spec: &Path) -> Generator {
    let overlays = overlays(spec);
    let descriptions =
        descriptions_of(spec).or_else(|| descriptions_of(overlays.as_deref()?.parent()?));
    let mut generator = Generator::documents(spec)
        .name("intercom-client")
        .description("Client for Intercom's REST API, one additive feature per API version");
    if let Some(folder) = overlays {
        generator = generator.overlays(folder);
    }
    if let Some(folder) = additions_of(spec).or_else(|| additions_of(&workspace("spec"))) {
        generator = generator.additions(folder);
    }
    if let Some(file) = descriptions {
        generator = generator.descriptions(file);
    }
    generator
}

/// Returns an error if an update of the spec folder was interrupted.
pub fn refuse_pending_update(spec: &Path) -> Result<(), Diagnostics> {
    match pending_update(spec) {
        Some(pending) => Err(pending.into()),
        None => Ok(()),
    }
}

/// Returns a warning if an update of the spec folder was interrupted, for commands that only read.
pub fn pending_update_warning(spec: &Path) -> Option<Diagnostic> {
    pending_update(spec).map(|pending| Diagnostic {
        severity: Severity::Warning,
        ..pending
    })
}

/// Completes an update of the same folders that was interrupted.
pub fn complete_pending_update(
    spec: &Path,
    out: Option<&Path>,
    console: &mut Console,
) -> Result<(), Diagnostics> {
    if Transaction::complete(spec, out)? {
        let spec = spec.display();
        console.note(format_args!("{spec}: completed an interrupted update"));
    }
    Ok(())
}
