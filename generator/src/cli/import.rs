//! `import`: imports the specification of published documents.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::import::import;

use super::report::{Format, Stream};
use super::workspace;

/// The arguments of `import`.
#[derive(Args)]
pub struct Arguments {
    /// A checkout of github.com/intercom/Intercom-OpenAPI, or a folder of documents
    folder: PathBuf,
    /// The spec folder to update [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(super) spec: Option<PathBuf>,
    /// The upstream commit of the documents [default: that of the checkout]
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// The format of diagnostics, on standard error
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: Format,
}

impl Arguments {
    /// Runs the command, reports its diagnostics, and returns the exit code.
    pub fn run(&self) -> ExitCode {
        import_documents(self).unwrap_or_else(|diagnostics| {
            self.message_format.report(&diagnostics, Stream::Error);
            ExitCode::FAILURE
        })
    }
}

fn import_documents(arguments: &Arguments) -> Result<ExitCode, Diagnostics> {
    let spec = arguments.spec.clone().unwrap_or_else(|| workspace("spec"));
    let import = import(&arguments.folder, &spec, arguments.commit.as_deref())?;
    let changes = import.files.write_among_others(&spec)?;
    for line in &import.summary {
        println!("{line}");
    }
    println!(
        "{}: {} files written, {} unchanged",
        spec.display(),
        changes.written.len(),
        changes.unchanged
    );
    Ok(ExitCode::SUCCESS)
}
