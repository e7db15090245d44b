//! `lint`: reports problems in the documents themselves.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use intercom_codegen::diagnostic::{Code, Diagnostics};
use intercom_codegen::{Config, Generator};

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
    /// The file with options, which arguments override [default: `codegen.toml`, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An overlay, or a folder of overlays, that corrects the documents before they are checked;
    /// can be repeated [default: as for `generate`]
    #[arg(
        long = "overlay",
        visible_alias = "overlays",
        value_name = "PATH",
        conflicts_with = "no_overlays"
    )]
    overlays: Vec<PathBuf>,
    /// Check the documents as they are, without overlays
    #[arg(long)]
    no_overlays: bool,
    /// The format of diagnostics, on standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: Format,
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
        let found = self.lint().unwrap_or_else(|errors| errors);
        console.report(&found, self.message_format, Stream::Output);
        if self.is_failure(&found) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }

    fn is_failure(&self, found: &Diagnostics) -> bool {
        found.has_errors() || (self.deny_warnings && !found.is_empty())
    }

    /// Returns the problems of the documents.
    fn lint(&self) -> Result<Diagnostics, Diagnostics> {
        let mut given = Config::default();
        given.document.clone_from(&self.document);
        given.overlays.clone_from(&self.overlays);
        let (spec, file) = (self.spec.as_deref(), self.config.as_deref());
        let mut options = input::options(given, spec, file)?;
        if self.no_overlays {
            options.overlays.clear();
        }
        let folder = options.documents.as_deref();
        let pending = folder.and_then(input::pending_update_warning);
        let mut found = match Generator::try_from(options) {
            Ok(generator) => generator.lint(),
            Err(errors) => errors,
        };
        found.extend(pending);
        Ok(found)
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        arguments: Arguments,
    }

    #[test]
    fn a_pending_update_of_the_configured_documents_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let documents = folder.path().join("documents");
        std::fs::create_dir(&documents).unwrap();
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
        std::fs::write(documents.join("2.16.yaml"), text).unwrap();
        let config = folder.path().join("codegen.toml");
        std::fs::write(&config, "documents = \"documents\"\n").unwrap();
        let arguments = [Path::new("lint"), Path::new("--config"), &config];
        let lint = || Command::parse_from(arguments).arguments.lint().unwrap();
        let is_pending =
            |found: Diagnostics| found.iter().any(|one| one.code == Code::PendingUpdate);
        assert!(!is_pending(lint()));
        std::fs::write(documents.join(".pending-update.json"), "{}").unwrap();
        assert!(is_pending(lint()));
    }
}
