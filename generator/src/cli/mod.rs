//! The commands of the program: their arguments and their output.

mod console;
mod diff;
mod generate;
mod import;
mod input;
mod lint;
mod report;
mod update;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use console::{Console, Stream};
use report::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0  success, possibly with warnings
  1  errors in documents, overlays or files; stale files (`generate --check`), warnings
     (`lint --deny-warnings`) or changes (`diff --fail-on`); output that cannot be written
  2  invalid arguments";

/// Generates Rust client crates from OpenAPI 3.0, 3.1 and 3.2 documents.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
struct Cli {
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

/// Runs the program and returns its exit code.
pub fn run() -> ExitCode {
    let mut console = Console::default();
    let code = match Cli::try_parse() {
        Ok(cli) => cli.run(&mut console),
        Err(message) => console.usage(&message),
    };
    console.finish(code)
}

impl Cli {
    /// Runs the command, reports its diagnostics, and returns the exit code.
    fn run(&self, console: &mut Console) -> ExitCode {
        let (result, format) = match &self.command {
            Command::Update(arguments) => (arguments.run(console), arguments.message_format),
            Command::Diff(arguments) => (arguments.run(console), Format::default()),
            Command::Generate(arguments) => (arguments.run(console), arguments.message_format),
            Command::Import(arguments) => (arguments.run(console), arguments.message_format),
            Command::Lint(arguments) => return arguments.run(console),
        };
        result.unwrap_or_else(|diagnostics| {
            console.report(&diagnostics, format, Stream::Error);
            ExitCode::FAILURE
        })
    }
}

/// Returns a folder of the workspace: the current folder, or the nearest one above it with a spec
/// folder. Defaults to the current folder.
fn workspace(folder: &str) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    let mut folders = current.ancestors();
    match folders.find(|above| above.join("spec/sources.toml").is_file()) {
        Some(workspace) => workspace.join(folder),
        None => PathBuf::from(folder),
    }
}
