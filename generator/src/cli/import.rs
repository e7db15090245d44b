//! `import`: imports the specification of published documents.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::import::import;
use intercom_codegen::output::Transaction;

use super::console::Console;
use super::report::Format;
use super::{input, workspace};

/// The arguments of `import`.
#[derive(Args)]
pub struct Arguments {
    /// A checkout of github.com/intercom/Intercom-OpenAPI, or a folder of documents
    folder: PathBuf,
    /// The spec folder to update [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The upstream commit of the documents [default: that of the checkout]
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// The format of diagnostics, on standard error
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) message_format: Format,
}

impl Arguments {
    /// Runs the command and returns the exit code.
    ///
    /// # Errors
    /// Returns the problems of the inputs and the output.
    pub fn run(&self, console: &mut Console) -> Result<ExitCode, Diagnostics> {
        import_documents(self, console)
    }
}

fn import_documents(arguments: &Arguments, console: &mut Console) -> Result<ExitCode, Diagnostics> {
    let spec = arguments.spec.clone().unwrap_or_else(|| workspace("spec"));
    input::complete_pending_update(&spec, None, console)?;
    let import = import(&arguments.folder, &spec, arguments.commit.as_deref())?;
    let changes = Transaction::commit(&spec, &import.files, None)?;
    for line in &import.summary {
        console.print_line(line);
    }
    console.print_line(format_args!(
        "{}: {} files written, {} unchanged",
        spec.display(),
        changes.written.len(),
        changes.unchanged
    ));
    Ok(ExitCode::SUCCESS)
}
