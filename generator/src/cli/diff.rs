//! `diff`: what changed between two versions.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use intercom_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use intercom_codegen::diff::{Format, Level, Side, diff, render};
use intercom_codegen::{Generator, Version, find_documents};

use super::{input, report};

/// What `diff` takes.
#[derive(Args)]
pub struct Arguments {
    /// The older one: a version, such as `2.15`, or a document.
    old: String,
    /// The newer one: a version, such as `preview`, or a document.
    new: String,
    /// The folder that holds the versions [default: `spec` of the workspace].
    #[arg(long, value_name = "DIR")]
    pub(super) spec: Option<PathBuf>,
    /// The folder with overlays that correct the documents; a document takes part in them by the
    /// version that it is named after [default: `overlays` in the spec folder].
    #[arg(long, value_name = "DIR")]
    overlays: Option<PathBuf>,
    /// How the changes are written.
    #[arg(long, value_enum, default_value = "text")]
    format: OutputFormat,
    /// Exits with 1 if there are changes of this level or a worse one.
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
    /// Runs the command; says what is wrong, and whether it is done.
    pub fn run(&self) -> ExitCode {
        run(self).unwrap_or_else(|diagnostics| {
            report::Format::default().report(&diagnostics, report::Stream::Error);
            ExitCode::FAILURE
        })
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Diagnostics> {
    let spec = input::spec(arguments.spec.as_deref());
    let overlays = arguments
        .overlays
        .clone()
        .or_else(|| input::overlays(&spec));
    let old = side(&arguments.old, &spec, overlays.as_deref())?;
    let new = side(&arguments.new, &spec, overlays.as_deref())?;
    let changes = diff(&old, &new);
    let format = match arguments.format {
        OutputFormat::Text => Format::Text,
        OutputFormat::Markdown => Format::Markdown,
        OutputFormat::Json => Format::Json,
    };
    print!("{}", render(&changes, format));
    let worst = changes.iter().map(|change| change.rule.level).min();
    let fails = match (arguments.fail_on, worst) {
        (Some(limit), Some(worst)) => worst <= limit.level(),
        _ => false,
    };
    Ok(ExitCode::from(u8::from(fails)))
}

/// A version of the spec folder, or else a document.
fn side(name: &str, spec: &Path, overlays: Option<&Path>) -> Result<Side, Diagnostics> {
    let (path, version) = match (Path::new(name).is_file(), name.parse::<Version>()) {
        (true, _) => (PathBuf::from(name), version_of(Path::new(name))),
        (false, Ok(version)) => (document(spec, version)?, Some(version)),
        (false, Err(_)) => return Err(unknown(name)),
    };
    let mut generator = Generator::document(path);
    if let Some(version) = version {
        generator = generator.version(version);
        if let Some(overlays) = overlays {
            generator = generator.overlays(overlays);
        }
    }
    let mut sides = generator.sides()?;
    sides.pop().ok_or_else(|| unknown(name))
}

/// The version that a document is named after.
fn version_of(path: &Path) -> Option<Version> {
    path.file_stem()?.to_str()?.parse().ok()
}

fn document(spec: &Path, version: Version) -> Result<PathBuf, Diagnostics> {
    let mut documents = find_documents(spec)?.into_iter();
    let found = documents.find(|(other, _)| *other == version);
    found.map(|(_, path)| path).ok_or_else(|| {
        let message = format!("the folder has no version {version}");
        Diagnostics::from(Diagnostic::error(Code::UnknownVersion, spec, message))
    })
}

fn unknown(name: &str) -> Diagnostics {
    let message = "this is neither a version nor a document";
    let help = "name a version of the spec folder, such as `2.16` or `preview`, or a file";
    Diagnostics::from(Diagnostic::error(Code::UnknownVersion, name, message).help(help))
}
