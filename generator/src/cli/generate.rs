//! `generate`: generates a crate from documents.

use std::mem;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::error::ErrorKind;
use clap::{Args, Command};

use intercom_codegen::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};
use intercom_codegen::output::remains;
use intercom_codegen::{Config, Generator, Output};

use super::console::{Console, Stream};
use super::input;
use super::report::Format;

/// The arguments of `generate`.
#[derive(Args)]
pub struct Arguments {
    /// A spec folder: one document per version, with its `overlays`, `docs.yaml` and `crate`. The
    /// defaults are then those of its client: `--strict`, `--tag-features`, `--presets base64`,
    /// `--cli intercom`
    /// [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["document", "documents"])]
    spec: Option<PathBuf>,
    /// The file with options, which arguments override [default: `codegen.toml`, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    options: Box<Config>,
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
    pub(super) message_format: Format,
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
    let (spec, file) = (arguments.spec.as_deref(), arguments.config.as_deref());
    let options = input::options(Config::clone(&arguments.options), spec, file)?;
    let Some(out) = options.out_dir.clone() else {
        missing_folder();
    };
    let target = Target {
        out,
        documents: options.documents.clone(),
        is_module: options.module_name.is_some(),
        overwrites: arguments.overwrite,
    };
    if let Some(folder) = &target.documents {
        input::refuse_pending_update(folder)?;
    }
    let generator = Generator::try_from(options)?.count_findings(!arguments.check);
    let generated = generator.generate()?;
    let (warnings, format) = (&generated.warnings, arguments.message_format);
    // JSON is an array in any case.
    if !warnings.is_empty() || matches!(format, Format::Json) {
        console.report(warnings, format, Stream::Error);
    }
    console.print_line(format_args!(
        "{} schemas → {} shapes",
        thousands(generated.schemas),
        thousands(generated.shapes)
    ));
    let written = Instant::now();
    let code = if arguments.check {
        target.check(&generated, console)?
    } else {
        target.write(&generated, console)?
    };
    if arguments.verbose {
        print_merged(&generated, console);
        let output = [("output", written.elapsed()), ("all", start.elapsed())];
        for (stage, time) in generated.stages.iter().chain(&output) {
            let milliseconds = time.as_secs_f64() * 1e3;
            console.print_line(format_args!("{stage:>8} {milliseconds:>7.1} ms"));
        }
    }
    if generated.findings > 0 {
        console.print_line(format_args!("`lint` reports {} more", generated.findings));
    }
    // The process ends: freeing the models of all documents would take a thirtieth of its time.
    mem::forget(generated);
    Ok(code)
}

/// Prints the inline objects that became a component.
fn print_merged(generated: &Output, console: &mut Console) {
    for side in &generated.sides {
        for (derived, component) in side.merged() {
            let merged = format!("{}: {derived} → {component}", side.label);
            console.print_line(escape_control(&merged));
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

/// The destination of the files.
struct Target {
    out: PathBuf,
    /// The folder of the documents, unless there is a single document.
    documents: Option<PathBuf>,
    /// `true` if the file is a module among the files of an application.
    is_module: bool,
    /// `true` if files are replaced that were not generated, or changed by hand.
    overwrites: bool,
}

impl Target {
    fn write(&self, generated: &Output, console: &mut Console) -> Result<ExitCode, Diagnostics> {
        let (files, out) = (&generated.files, &self.out);
        let changes = if self.is_module {
            if !self.overwrites {
                refuse_handwritten(generated, out)?;
            }
            files.write_among_others(out)?
        } else if self.overwrites {
            files.overwrite(out)?
        } else {
            files.write(out)?
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

    fn check(&self, generated: &Output, console: &mut Console) -> Result<ExitCode, Diagnostics> {
        let mut stale = if self.is_module {
            generated.files.check_among_others(&self.out)?
        } else {
            generated.files.check(&self.out)?
        };
        if let Some(folder) = &self.documents {
            let remains = remains(folder)?.into_iter();
            let paths = remains.map(|name| folder.join(name).display().to_string());
            stale.left_over.extend(paths);
        }
        if stale.is_empty() {
            console.print_line(format_args!("{}: up to date", self.out.display()));
            return Ok(ExitCode::SUCCESS);
        }
        console.print(stale);
        Ok(ExitCode::FAILURE)
    }
}

/// Refuses to replace a file that does not begin like the generated one.
fn refuse_handwritten(generated: &Output, out: &Path) -> Result<(), Diagnostics> {
    let heading = |text: &str| text.lines().next().map(str::to_owned);
    let is_handwritten = |(path, text): &(&str, &str)| {
        let file = out.join(path);
        if file.exists() && !file.is_file() {
            return true;
        }
        let existing = std::fs::read(file).ok();
        existing.is_some_and(|bytes| heading(&String::from_utf8_lossy(&bytes)) != heading(text))
    };
    let handwritten = generated.files.iter().filter(is_handwritten);
    let found: Diagnostics = handwritten
        .map(|(path, _)| {
            let message = format!("`{path}` already exists and was not written by this program");
            Diagnostic::error(Code::ForeignFile, out.join(path), message)
                .help("choose another folder or module, or discard the file with `--overwrite`")
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
