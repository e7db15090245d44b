//! `generate`: generates a crate from documents.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::error::ErrorKind;
use clap::{Args, Command};

use intercom_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use intercom_codegen::{Config, Generator, Output};

use super::input;
use super::report::{Format, Stream};

/// The arguments of `generate`.
#[derive(Args)]
pub struct Arguments {
    /// A spec folder: one document per version, with its `overlays`, `docs.yaml` and `crate`, or else
    /// those of the workspace [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["document", "documents"])]
    pub(super) spec: Option<PathBuf>,
    /// The file with options, which arguments override [default: `codegen.toml`, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    options: Box<Config>,
    /// Write nothing; list the stale files, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Print the duration of each stage
    #[arg(long, short)]
    verbose: bool,
    /// The format of diagnostics, on standard error
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: Format,
}

impl Arguments {
    /// Runs the command, reports its diagnostics, and returns the exit code.
    pub fn run(&self) -> ExitCode {
        generate(self).unwrap_or_else(|diagnostics| {
            self.message_format.report(&diagnostics, Stream::Error);
            ExitCode::FAILURE
        })
    }
}

fn generate(arguments: &Arguments) -> Result<ExitCode, Diagnostics> {
    let start = Instant::now();
    let (spec, file) = (arguments.spec.as_deref(), arguments.config.as_deref());
    let options = input::options(Config::clone(&arguments.options), spec, file)?;
    let Some(out) = options.out_dir.clone() else {
        missing_folder();
    };
    let is_module = options.module_name.is_some();
    let generated = Generator::try_from(options)?.generate()?;
    if !generated.warnings.is_empty() {
        let warnings = &generated.warnings;
        arguments.message_format.report(warnings, Stream::Error);
    }
    println!(
        "{} schemas → {} shapes",
        thousands(generated.schemas),
        thousands(generated.shapes)
    );
    let written = Instant::now();
    let code = if arguments.check {
        check(&generated, &out)?
    } else {
        write(&generated, &out, is_module)?
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

/// Exits like any other invalid argument.
fn missing_folder() -> ! {
    let message = "`--out` is required, here or as `out_dir` in the file with options";
    Arguments::augment_args(Command::new("intercom-codegen generate"))
        .error(ErrorKind::MissingRequiredArgument, message)
        .exit()
}

fn write(generated: &Output, out: &Path, is_module: bool) -> Result<ExitCode, Diagnostics> {
    let changes = if is_module {
        // The folder is one of the application.
        refuse_handwritten(generated, out)?;
        generated.files.write_among_others(out)?
    } else {
        generated.files.write(out)?
    };
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

/// Refuses to replace a file that does not begin like the generated one.
fn refuse_handwritten(generated: &Output, out: &Path) -> Result<(), Diagnostics> {
    let heading = |text: &str| text.lines().next().map(str::to_owned);
    let is_handwritten = |(path, text): &(&str, &str)| {
        let existing = std::fs::read(out.join(path)).ok();
        existing.is_some_and(|bytes| heading(&String::from_utf8_lossy(&bytes)) != heading(text))
    };
    let handwritten = generated.files.iter().filter(is_handwritten);
    let found: Diagnostics = handwritten
        .map(|(path, _)| {
            let message = format!("`{path}` already exists and was not written by this program");
            Diagnostic::error(Code::ForeignFile, out.join(path), message)
                .help("choose another folder or module, or move the file")
        })
        .collect();
    found.into_result(())
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
