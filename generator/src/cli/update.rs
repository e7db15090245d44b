//! `update`: imports new documents and generates the crate from them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::update::update;

use super::console::{Console, Stream};
use super::report::Format;
use super::{input, workspace};

/// The arguments of `update`.
#[derive(Args)]
pub struct Arguments {
    /// A checkout of github.com/intercom/Intercom-OpenAPI, or a folder of documents
    folder: PathBuf,
    /// The spec folder to update [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder of the crate [default: `generated` of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The upstream commit of the documents [default: that of the checkout]
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// Write nothing; report what would change
    #[arg(long)]
    dry_run: bool,
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
        run(self, console)
    }
}

fn run(arguments: &Arguments, console: &mut Console) -> Result<ExitCode, Diagnostics> {
    let spec = input::spec(arguments.spec.as_deref());
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| workspace("generated"));
    if arguments.dry_run {
        input::refuse_pending_update(&spec)?;
    } else {
        input::complete_pending_update(&spec, Some(&out), console)?;
    }
    let generator = input::versions(&spec)?;
    let update = update(
        &generator,
        &arguments.folder,
        &spec,
        arguments.commit.as_deref(),
    )?;
    if !update.generated.warnings.is_empty() {
        let warnings = &update.generated.warnings;
        console.report(warnings, arguments.message_format, Stream::Error);
    }
    console.print(&update.report);
    if !arguments.dry_run {
        let changes = update.write(&out)?;
        console.print_line(format_args!(
            "{} files written, {} removed",
            changes.written.len(),
            changes.removed.len()
        ));
    }
    Ok(ExitCode::SUCCESS)
}
