//! `lint`: what is wrong in the documents themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::{Code, Diagnostics};

use super::input;
use super::report::{Format, Stream, print};

/// What `lint` takes.
#[derive(Args)]
pub struct Arguments {
    /// The folder that holds one document per version [default: `spec` of the workspace].
    #[arg(long, value_name = "DIR", conflicts_with = "document")]
    pub(super) spec: Option<PathBuf>,
    /// A single document.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// The folder with overlays that correct the documents first, so that only what they do not
    /// mend is reported [default: as `generate` takes them].
    #[arg(long, value_name = "DIR", conflicts_with = "no_overlays")]
    overlays: Option<PathBuf>,
    /// Looks at the documents as they are, without overlays.
    #[arg(long)]
    no_overlays: bool,
    /// How what is wrong is printed, on standard output.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Exits with 1 when there are warnings, too.
    #[arg(long)]
    deny_warnings: bool,
    /// Explains a code, as `generate` and `lint` print them; without one, lists them all.
    #[arg(long, value_name = "CODE", value_parser = code, exclusive = true)]
    explain: Option<Option<Code>>,
}

impl Arguments {
    /// Runs the command; says what is wrong, and whether it is a failure.
    pub fn run(&self) -> ExitCode {
        if let Some(code) = self.explain {
            print(&explanation(code), Stream::Output);
            return ExitCode::SUCCESS;
        }
        let found = self.generator().lint();
        self.format.report(&found, Stream::Output);
        if self.is_failure(&found) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }

    /// Whether only an explanation is asked for, which looks at no document.
    pub fn explains(&self) -> bool {
        self.explain.is_some()
    }

    fn is_failure(&self, found: &Diagnostics) -> bool {
        found.has_errors() || (self.deny_warnings && !found.is_empty())
    }

    fn generator(&self) -> Generator {
        let (generator, overlays) = match &self.document {
            Some(file) => (Generator::document(file), None),
            None => {
                let spec = input::spec(self.spec.as_deref());
                let overlays = input::overlays(&spec);
                (Generator::documents(spec), overlays)
            }
        };
        let overlays = self.overlays.clone().or(overlays);
        match overlays.filter(|_| !self.no_overlays) {
            Some(folder) => generator.overlays(folder),
            None => generator,
        }
    }
}

fn code(name: &str) -> Result<Code, String> {
    let unknown = || format!("there is no code `{name}`: `--explain` alone lists them");
    Code::find(name).ok_or_else(unknown)
}

fn explanation(code: Option<Code>) -> String {
    match code {
        Some(code) => format!("{code}: {}", code.explanation()),
        None => Code::ALL
            .iter()
            .map(|code| format!("{code}: {}\n", code.summary()))
            .collect(),
    }
}
