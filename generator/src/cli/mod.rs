//! The commands of the program: their arguments and their output.

mod diff;
mod generate;
mod import;
mod input;
mod lint;
mod report;
mod update;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::output::Transaction;

use report::{Format, Stream};

const EXIT_CODES: &str = "\
Exit codes:
  0  success, possibly with warnings
  1  errors in documents, overlays or files; stale files (`generate --check`), warnings
     (`lint --deny-warnings`) or changes (`diff --fail-on`)
  2  invalid arguments";

/// Generates Rust client crates from OpenAPI 3.0 documents.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate a crate
    #[command(after_help = EXIT_CODES)]
    Generate(generate::Arguments),
    /// Import published documents, generate the crate from them, and report what changed
    #[command(after_help = EXIT_CODES)]
    Update(update::Arguments),
    /// Compare two versions, and report which changes break applications
    #[command(after_help = EXIT_CODES)]
    Diff(diff::Arguments),
    /// Import the specification of published documents into the spec folder
    #[command(after_help = EXIT_CODES)]
    Import(import::Arguments),
    /// Report problems in the documents, with their location and a help
    #[command(after_help = EXIT_CODES)]
    Lint(lint::Arguments),
}

impl Cli {
    /// Runs the command and returns the exit code.
    pub fn run(&self) -> ExitCode {
        if let Err(diagnostics) = self.recover() {
            Format::default().report(&diagnostics, Stream::Error);
            return ExitCode::FAILURE;
        }
        match &self.command {
            Command::Update(arguments) => arguments.run(),
            Command::Diff(arguments) => arguments.run(),
            Command::Generate(arguments) => arguments.run(),
            Command::Import(arguments) => arguments.run(),
            Command::Lint(arguments) => arguments.run(),
        }
    }
}

impl Cli {
    /// Completes an update that was interrupted while it wrote files.
    fn recover(&self) -> Result<(), Diagnostics> {
        let spec = match &self.command {
            Command::Generate(arguments) => &arguments.spec,
            Command::Update(arguments) => &arguments.spec,
            Command::Diff(arguments) => &arguments.spec,
            Command::Import(arguments) => &arguments.spec,
            Command::Lint(arguments) if arguments.is_explanation() => return Ok(()),
            Command::Lint(arguments) => &arguments.spec,
        };
        let spec = input::spec(spec.as_deref());
        if Transaction::recover(&spec)? {
            eprintln!("{}: completed an interrupted update", spec.display());
        }
        Ok(())
    }
}

/// Returns a folder of the workspace that the binary was built from.
fn workspace(folder: &str) -> PathBuf {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR"));
    generator.parent().unwrap_or(generator).join(folder)
}
