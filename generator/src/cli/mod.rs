//! The commands of the program: what they take and what they print.

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
  0  all is well; warnings are no failure, unless `lint --deny-warnings` makes them one
  1  something is wrong with the documents, the overlays or the files, or `--check` found stale files
  2  the arguments are wrong";

/// Generates Rust client crates from OpenAPI 3.0 documents.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates a crate.
    #[command(after_help = EXIT_CODES)]
    Generate(generate::Arguments),
    /// Takes over the facts of published documents, generates anew, and tells what changed.
    #[command(after_help = EXIT_CODES)]
    Update(update::Arguments),
    /// Tells what changed between two versions, and what of it breaks applications.
    #[command(after_help = EXIT_CODES)]
    Diff(diff::Arguments),
    /// Takes over the facts of published documents into the spec folder.
    #[command(after_help = EXIT_CODES)]
    Import(import::Arguments),
    /// Says what is wrong in the documents themselves, with its place and what to do about it.
    #[command(after_help = EXIT_CODES)]
    Lint(lint::Arguments),
}

impl Cli {
    /// Runs the command that was asked for.
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
    /// Completes an update that was interrupted while it was written.
    fn recover(&self) -> Result<(), Diagnostics> {
        let spec = match &self.command {
            Command::Generate(arguments) => &arguments.spec,
            Command::Update(arguments) => &arguments.spec,
            Command::Diff(arguments) => &arguments.spec,
            Command::Import(arguments) => &arguments.spec,
            Command::Lint(arguments) if arguments.explains() => return Ok(()),
            Command::Lint(arguments) => &arguments.spec,
        };
        let spec = input::spec(spec.as_deref());
        if Transaction::recover(&spec)? {
            eprintln!("{}: completed an interrupted update", spec.display());
        }
        Ok(())
    }
}

/// A folder of the workspace that the binary was built from.
fn workspace(folder: &str) -> PathBuf {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR"));
    generator.parent().unwrap_or(generator).join(folder)
}
