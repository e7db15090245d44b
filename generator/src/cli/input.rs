//! The options of a command: its arguments, the file with options, and the conventions of a spec
//! folder.

use std::path::{Path, PathBuf};

use intercom_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use intercom_codegen::output::{Transaction, pending_update};
use intercom_codegen::{Config, Generator, additions_of, descriptions_of, overlays_of};

use super::console::Console;
use super::workspace;

/// Returns the folder of the documents: the given one, or that of the workspace.
pub fn spec(given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| workspace("spec"), Path::to_owned)
}

/// Returns the generator of the client of all versions of a spec folder.
pub fn versions(spec: &Path) -> Result<Generator, Diagnostics> {
    Generator::try_from(conventions(spec))
}

/// Returns the options of a command: the given ones, or else those of the file, or else those of
/// the spec folder, which is that of the workspace if there is no other input.
pub fn options(
    mut given: Config,
    spec: Option<&Path>,
    file: Option<&Path>,
) -> Result<Config, Diagnostics> {
    if let Some(spec) = spec {
        given.documents = Some(spec.to_owned());
    }
    let is_here = || Path::new(Config::FILE).is_file();
    let options = match file.or_else(|| is_here().then(|| Path::new(Config::FILE))) {
        Some(file) => given.or(Config::load(file)?),
        None => given,
    };
    // A file with options declares the input, as in a build script.
    let is_other_input =
        options.document.is_some() || options.documents.is_some() || options.is_from_file();
    if is_other_input && spec.is_none() {
        return Ok(options);
    }
    let mut defaults = conventions(&self::spec(spec));
    if options.module_name.is_none() {
        defaults.out_dir = Some(workspace("generated"));
    }
    if options.types_only == Some(true) {
        defaults.cli = None;
    }
    Ok(options.or(defaults))
}

/// Returns the options of the client of all versions of a spec folder, with the overlays, additions
/// and descriptions of that folder.
fn conventions(spec: &Path) -> Config {
    let description = "Async client for Intercom's REST API, with one feature per API version";
    let mut config = Config::default();
    config.documents = Some(spec.to_owned());
    config.overlays = Vec::from_iter(overlays_of(spec));
    config.strict = Some(true);
    config.presets = vec!["base64".to_owned()];
    config.descriptions = descriptions_of(spec);
    config.name = Some("intercom-client".to_owned());
    config.description = Some(description.to_owned());
    config.additions = additions_of(spec);
    config.cli = Some("intercom".to_owned());
    config.tag_features = Some(true);
    config
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
