//! `lint`: reports problems in the documents themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::{Code, Diagnostics};

use super::console::{Console, Stream};
use super::input;
use super::report::Format;

/// The arguments of `lint`.
#[derive(Args)]
pub struct Arguments {
    /// The folder with one document per version [default: `spec` of the workspace]
    #[arg(long, value_name = "DIR", conflicts_with = "document")]
    spec: Option<PathBuf>,
    /// A single document
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// The folder with overlays that correct the documents before they are checked [default: as
    /// for `generate`]
    #[arg(long, value_name = "DIR", conflicts_with = "no_overlays")]
    overlays: Option<PathBuf>,
    /// Check the documents as they are, without overlays
    #[arg(long)]
    no_overlays: bool,
    /// The format of diagnostics, on standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Explain the code of a diagnostic; list all codes if none is given
    #[arg(long, value_name = "CODE", value_parser = code, exclusive = true)]
    explain: Option<Option<Code>>,
}

impl Arguments {
    /// Runs the command, reports its diagnostics, and returns the exit code.
    pub fn run(&self, console: &mut Console) -> ExitCode {
        if let Some(code) = self.explain {
            console.print(explanation(code));
            return ExitCode::SUCCESS;
        }
        let mut found = self.generator().lint();
        if self.document.is_none() {
            let spec = input::spec(self.spec.as_deref());
            found.extend(input::pending_update_warning(&spec));
        }
        console.report(&found, self.format, Stream::Output);
        if self.is_failure(&found) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
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
    Code::find(name).ok_or_else(|| match Code::nearest(name) {
        Some(nearest) => format!("unknown code: did you mean `{nearest}`?"),
        None => "unknown code: `lint --explain` lists all codes".to_owned(),
    })
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
