//! `generate`: generates a crate from documents.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::output::remains;
use intercom_codegen::{Generator, Output, package_name_of};

use super::console::{Console, Stream};
use super::input;
use super::report::Format;
use super::workspace;

/// The arguments of `generate`.
#[derive(Args)]
pub struct Arguments {
    /// The folder with one document per version [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR", conflicts_with = "document")]
    spec: Option<PathBuf>,
    /// A single document, for a crate without versions
    #[arg(long, value_name = "FILE", requires = "out")]
    document: Option<PathBuf>,
    /// The folder with overlays that correct the documents [default: `overlays` in the spec
    /// folder, or else of the workspace; none for a single document]
    #[arg(long, value_name = "DIR")]
    overlays: Option<PathBuf>,
    /// The file with descriptions of what the documents do not describe [default: `docs.yaml` in
    /// the spec folder, or else beside the overlays; none for a single document]
    #[arg(long, value_name = "FILE")]
    descriptions: Option<PathBuf>,
    /// The folder of the crate [default: `generated` of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate [default: `intercom-client`, or the name of the document]
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// Write nothing; list the stale files, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Replace and remove files even if they were changed by hand or not written by this program
    #[arg(long, conflicts_with = "check")]
    overwrite: bool,
    /// Print the duration of each stage
    #[arg(long, short)]
    verbose: bool,
    /// The format of diagnostics, on standard error
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: Format,
}

impl Arguments {
    /// Runs the command and returns the exit code.
    ///
    /// # Errors
    /// Returns the problems of the inputs and the output.
    pub fn run(&self, console: &mut Console) -> Result<ExitCode, Diagnostics> {
        generate(self, console)
    }
}

fn generate(arguments: &Arguments, console: &mut Console) -> Result<ExitCode, Diagnostics> {
    let start = Instant::now();
    if arguments.document.is_none() {
        input::refuse_pending_update(&input::spec(arguments.spec.as_deref()))?;
    }
    let generated = generator(arguments).generate()?;
    if !generated.warnings.is_empty() {
        console.report(&generated.warnings, arguments.format, Stream::Error);
    }
    console.print_line(format_args!(
        "{} schemas → {} shapes",
        thousands(generated.schemas),
        thousands(generated.shapes)
    ));
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| workspace("generated"));
    let written = Instant::now();
    let code = if arguments.check {
        check(arguments, &generated, &out, console)?
    } else {
        write(arguments, &generated, &out, console)?
    };
    if arguments.verbose {
        let output = [("output", written.elapsed()), ("all", start.elapsed())];
        for (stage, time) in generated.stages.iter().chain(&output) {
            let milliseconds = time.as_secs_f64() * 1e3;
            console.print_line(format_args!("{stage:>8} {milliseconds:>7.1} ms"));
        }
    }
    Ok(code)
}

fn generator(arguments: &Arguments) -> Generator {
    let mut generator = match &arguments.document {
        Some(file) => Generator::document(file).name(package_name_of(file)),
        None => input::versions(&input::spec(arguments.spec.as_deref())),
    };
    if let Some(name) = &arguments.name {
        generator = generator.name(name);
    }
    if let Some(file) = &arguments.descriptions {
        generator = generator.descriptions(file);
    }
    if let Some(folder) = &arguments.overlays {
        generator = generator.overlays(folder);
    }
    generator
}

fn write(
    arguments: &Arguments,
    generated: &Output,
    out: &Path,
    console: &mut Console,
) -> Result<ExitCode, Diagnostics> {
    let changes = if arguments.overwrite {
        generated.files.overwrite(out)?
    } else {
        generated.files.write(out)?
    };
    console.print_line(format_args!(
        "{}: {} files written, {} removed, {} unchanged",
        out.display(),
        changes.written.len(),
        changes.removed.len(),
        changes.unchanged
    ));
    Ok(ExitCode::SUCCESS)
}

fn check(
    arguments: &Arguments,
    generated: &Output,
    out: &Path,
    console: &mut Console,
) -> Result<ExitCode, Diagnostics> {
    let mut stale = generated.files.check(out)?;
    if arguments.document.is_none() {
        let spec = input::spec(arguments.spec.as_deref());
        let remains = remains(&spec)?.into_iter();
        let paths = remains.map(|name| spec.join(name).display().to_string());
        stale.left_over.extend(paths);
    }
    if stale.is_empty() {
        console.print_line(format_args!("{}: up to date", out.display()));
        return Ok(ExitCode::SUCCESS);
    }
    console.print(stale);
    Ok(ExitCode::FAILURE)
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
