//! `generate`: generates a crate from documents.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::{Generator, Output};

use super::input;
use super::report::{Format, Stream};
use super::workspace;

/// The arguments of `generate`.
#[derive(Args)]
pub struct Arguments {
    /// The folder with one document per version [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR", conflicts_with = "document")]
    pub(super) spec: Option<PathBuf>,
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
    /// Print the duration of each stage
    #[arg(long, short)]
    verbose: bool,
    /// The format of diagnostics, on standard error
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

impl Arguments {
    /// Runs the command, reports its diagnostics, and returns the exit code.
    pub fn run(&self) -> ExitCode {
        generate(self).unwrap_or_else(|diagnostics| {
            self.format.report(&diagnostics, Stream::Error);
            ExitCode::FAILURE
        })
    }
}

fn generate(arguments: &Arguments) -> Result<ExitCode, Diagnostics> {
    let start = Instant::now();
    let generated = generator(arguments).generate()?;
    if !generated.warnings.is_empty() {
        arguments.format.report(&generated.warnings, Stream::Error);
    }
    println!(
        "{} schemas → {} shapes",
        thousands(generated.schemas),
        thousands(generated.shapes)
    );
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| workspace("generated"));
    let written = Instant::now();
    let code = if arguments.check {
        check(&generated, &out)?
    } else {
        write(&generated, &out)?
    };
    if arguments.verbose {
        print_merged(&generated);
        let output = [("output", written.elapsed()), ("all", start.elapsed())];
        for (stage, time) in generated.stages.iter().chain(&output) {
            println!("{stage:>8} {:>7.1} ms", time.as_secs_f64() * 1e3);
        }
    }
    Ok(code)
}

/// Prints the inline objects that became a component.
fn print_merged(generated: &Output) {
    for side in &generated.sides {
        for (derived, component) in side.merged() {
            println!("{}: {derived} → {component}", side.label);
        }
    }
}

fn generator(arguments: &Arguments) -> Generator {
    let mut generator = match &arguments.document {
        Some(file) => {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            Generator::document(file).name(crate_name(&stem))
        }
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

fn write(generated: &Output, out: &Path) -> Result<ExitCode, Diagnostics> {
    let changes = generated.files.write(out)?;
    println!(
        "{}: {} files written, {} removed, {} unchanged",
        out.display(),
        changes.written.len(),
        changes.removed.len(),
        changes.unchanged
    );
    Ok(ExitCode::SUCCESS)
}

fn check(generated: &Output, out: &Path) -> Result<ExitCode, Diagnostics> {
    let stale = generated.files.check(out)?;
    if stale.is_empty() {
        println!("{}: up to date", out.display());
        return Ok(ExitCode::SUCCESS);
    }
    print!("{stale}");
    Ok(ExitCode::FAILURE)
}

/// Returns a valid name of a Cargo package.
fn crate_name(stem: &str) -> String {
    let name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-').to_lowercase();
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        _ => format!("api-{name}").trim_end_matches('-').to_owned(),
    }
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
