//! `diff`: compares two versions.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use intercom_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use intercom_codegen::diff::{Format, Level, Side, diff, render};
use intercom_codegen::{Generator, Version, overlays_of};

use super::console::{Console, Stream};
use super::input;
use super::report::Format as ReportFormat;

/// The arguments of `diff`.
#[derive(Args)]
pub struct Arguments {
    /// The older version, such as `2.15`, or document
    old: String,
    /// The newer version, such as `preview`, or document
    new: String,
    /// The folder with one document per version [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// An overlay, or a folder of overlays, that corrects the documents; a single document is
    /// corrected if its name is a version; can be repeated [default: `overlays` in the spec folder]
    #[arg(long = "overlay", visible_alias = "overlays", value_name = "PATH")]
    overlays: Vec<PathBuf>,
    /// The format of the changes
    #[arg(long, value_enum, default_value = "text")]
    format: OutputFormat,
    /// Exit with 1 if there are changes of this level or a more severe one
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, ValueEnum)]
enum OutputFormat {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Breaking,
    NonBreaking,
    Documentation,
}

impl FailOn {
    fn level(self) -> Level {
        match self {
            Self::Breaking => Level::Breaking,
            Self::NonBreaking => Level::NonBreaking,
            Self::Documentation => Level::Documentation,
        }
    }
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
    let mut overlays = arguments.overlays.clone();
    if overlays.is_empty() {
        overlays.extend(overlays_of(&spec));
    }
    let are_documents = [&arguments.old, &arguments.new].map(|name| Path::new(name).is_file());
    if are_documents.contains(&false)
        && let Some(pending) = input::pending_update_warning(&spec)
    {
        console.report(&pending.into(), ReportFormat::default(), Stream::Error);
    }
    let old = side(&arguments.old, &spec, &overlays)?;
    let new = side(&arguments.new, &spec, &overlays)?;
    let changes = diff(&old, &new);
    let format = match arguments.format {
        OutputFormat::Text => Format::Text,
        OutputFormat::Markdown => Format::Markdown,
        OutputFormat::Json => Format::Json,
    };
    console.print(render(&changes, format));
    let most_severe = changes.iter().map(|change| change.rule.level).min();
    let fails = match (arguments.fail_on, most_severe) {
        (Some(limit), Some(level)) => level <= limit.level(),
        _ => false,
    };
    Ok(ExitCode::from(u8::from(fails)))
}

/// Reads a document, or a version of the spec folder.
fn side(name: &str, spec: &Path, overlays: &[PathBuf]) -> Result<Side, Diagnostics> {
    let path = Path::new(name);
    let (mut generator, is_version) = if path.is_file() {
        match version_of(path) {
            Some(version) => (Generator::document(path).version(version), true),
            None => (Generator::document(path), false),
        }
    } else if is_path(path) {
        return Err(missing(name));
    } else {
        (Generator::documents(spec).versions([name]), true)
    };
    if is_version {
        generator = overlays.iter().fold(generator, Generator::overlay);
    }
    generator.sides()?.pop().ok_or_else(|| missing(name))
}

/// Returns the version that a document is named after.
fn version_of(path: &Path) -> Option<Version> {
    path.file_stem()?.to_str()?.parse().ok()
}

/// Returns `true` if an argument is the path of a document rather than a version.
fn is_path(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let mut known = ["yaml", "yml", "json"].iter();
    path.components().count() > 1 || known.any(|known| extension.eq_ignore_ascii_case(known))
}

fn missing(name: &str) -> Diagnostics {
    let message = "the file does not exist";
    let help = "correct the path, or name a version of the spec folder, such as `2.16`";
    Diagnostic::error(Code::UnreadableFile, name, message)
        .help(help)
        .into()
}
