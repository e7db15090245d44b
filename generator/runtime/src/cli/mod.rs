//! A command line for the operations of an API.
//!
//! A generated crate contains a description of its operations as static data, without their Rust
//! types: the command line of all versions of an API compiles in seconds. This module interprets
//! it: operations are subcommands, parameters and properties of bodies are options.
//!
//! | part | contents |
//! |---|---|
//! | `names`, `tree` | the names of subcommands and options |
//! | `command`, `value` | the definition of the command line, and the types of its values |
//! | `settings`, `arguments`, `body`, `form` | the connection and the request that the arguments describe |
//! | `response`, `unicode`, `output`, `table` | responses as JSON and tables |
//! | `transfer`, `curl` | downloads, requests as text |
//! | `failure` | messages and exit codes |

mod arguments;
mod body;
mod built_in;
mod command;
mod curl;
#[doc(hidden)]
pub mod description;
mod failure;
mod form;
mod members;
mod names;
mod output;
mod response;
mod settings;
mod table;
mod transfer;
mod tree;
mod unicode;
mod value;

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::error::Line;
use description::{Carries, Operation, Version};
use failure::{Failure, Token};
use output::Format;
use response::Call;
use settings::{Secrets, option};
use tree::{Leaf, Tree};

#[doc(inline)]
pub use description::Program;

impl Program {
    /// Runs the program with the arguments of the process, and returns its exit code.
    ///
    /// | code | meaning |
    /// |---|---|
    /// | 0 | success |
    /// | 1 | the API responded with an error |
    /// | 2 | the command or one of its arguments is invalid |
    /// | 3 | no response: the connection failed or timed out |
    /// | 4 | the credentials are missing or not accepted |
    /// | 5 | the rate limit is exceeded |
    /// | 6 | a file or the output could not be read or written, or the response not be decoded |
    pub fn run(&'static self) -> ExitCode {
        let arguments: Vec<OsString> = std::env::args_os().collect();
        let variable = std::env::var_os(settings::variable(self, API_VERSION));
        let variable = variable.as_deref().map(OsStr::to_string_lossy);
        let (version, unknown) = match self.version(&arguments, variable.as_deref()) {
            Ok(version) => (version, None),
            Err(failure) => (self.default_version(), Some(failure)),
        };
        let tree = Tree::of(version.operations, self.description.tags);
        let command = command::command(self, version, &tree);
        let parsed = command.clone().try_get_matches_from(arguments);
        // Help is printed whatever the environment contains.
        let is_help = parsed.as_ref().is_err_and(|error| !error.use_stderr());
        let outcome = match (unknown.filter(|_| !is_help), parsed) {
            (Some(failure), _) => Err(failure),
            (None, Ok(matches)) => {
                let session = Session {
                    program: self,
                    version,
                    tree,
                };
                session.run(command, &matches)
            }
            (None, Err(error)) => {
                let error = command::without_aliases(error, &tree);
                let _ = error.print();
                return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            }
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                let token = settings::secret(version);
                let token = token.map(|one| Token {
                    variable: settings::variable(self, one.variable),
                    is_of_region: !self.description.regions.is_empty(),
                });
                if let Some(message) = failure.message(token.as_ref()) {
                    // Nothing can be done if the terminal is gone.
                    let _ = io::stderr().lock().write_all(message.as_bytes());
                }
                failure.exit_code()
            }
        }
    }

    /// Returns the version of the API that the arguments or else the environment select.
    ///
    /// # Errors
    /// Returns an error if the environment selects an unknown version. One of the arguments is
    /// reported with the other arguments.
    fn version(
        &self,
        arguments: &[OsString],
        environment: Option<&str>,
    ) -> Result<&'static Version, Failure> {
        const NAME: &str = "--api-version";
        let versions = self.description.versions;
        let texts = arguments.iter().filter_map(|one| one.to_str());
        let mut selected = None;
        let mut is_next = false;
        for text in texts.take_while(|text| *text != "--") {
            if is_next {
                selected = Some(text);
            }
            is_next = text == NAME;
            let value = text.strip_prefix(NAME).and_then(|it| it.strip_prefix('='));
            selected = value.or(selected);
        }
        let named = |label: &str| {
            let mut versions = versions.iter();
            versions.find(|version| version.label.eq_ignore_ascii_case(label))
        };
        let environment = environment.map(str::trim).filter(|label| !label.is_empty());
        match (selected, environment) {
            (Some(label), _) => Ok(named(label).unwrap_or_else(|| self.default_version())),
            (None, Some(label)) if versions.len() > 1 => named(label).ok_or_else(|| {
                let labels: Vec<&str> = versions.iter().map(|version| version.label).collect();
                Failure::Usage(format!(
                    "invalid value '{}' for the environment variable '{}'\n  [possible values: {}]",
                    Line(label),
                    settings::variable(self, API_VERSION),
                    labels.join(", ")
                ))
            }),
            (None, _) => Ok(self.default_version()),
        }
    }

    fn default_version(&self) -> &'static Version {
        let description = &self.description;
        let default = description.versions.get(description.default_version);
        default.unwrap_or(&EMPTY_VERSION)
    }
}

/// The end of the name of the environment variable that selects the version.
const API_VERSION: &str = "API_VERSION";

/// The version of a document without operations.
static EMPTY_VERSION: Version = Version {
    label: "",
    header: None,
    base_url: None,
    credentials: &[],
    selects_authorization: false,
    operations: &[],
};

/// A run of the program.
struct Session {
    program: &'static Program,
    version: &'static Version,
    tree: Tree,
}

impl Session {
    fn run(&self, command: Command, matches: &ArgMatches) -> Result<(), Failure> {
        match matches.subcommand() {
            Some(("completions", matches)) => complete(command, matches),
            Some(("man", matches)) => write_manual(command, matches),
            Some(("api", matches)) => self.send(None, matches),
            Some((group, matches)) => {
                let found = matches.subcommand();
                let found =
                    found.and_then(|(name, inner)| Some((self.tree.leaf(group, name)?, inner)));
                let Some((leaf, inner)) = found else {
                    return Err(Failure::Usage("the command is not complete".to_owned()));
                };
                self.send(Some(leaf), inner)
            }
            None => Err(Failure::Usage("the command is not complete".to_owned())),
        }
    }

    /// Sends the request of an operation, or of the command `api`.
    fn send(&self, leaf: Option<&Leaf>, matches: &ArgMatches) -> Result<(), Failure> {
        let carries = leaf.map_or(Carries::All, |leaf| leaf.operation.exceptions.carries);
        let format = Format::of(matches)?;
        if matches.get_flag("dry-run") {
            let call = self.call(leaf, matches, Secrets::None)?;
            let credentials = settings::likely(self.program, self.version);
            let text = curl::command(&call.request, self.program, credentials, carries)?;
            let written = io::stdout().lock().write_all(text.as_bytes());
            return written.map_err(Failure::write);
        }
        if carries != Carries::None {
            settings::check(self.program, self.version, matches)?;
        }
        if matches.get_flag("verbose") {
            log_to_stderr();
        }
        let call = self.call(leaf, matches, Secrets::Environment)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| Failure::Io(format!("no async runtime: {error}")))?;
        runtime.block_on(response::print(call, format, matches))
    }

    fn call(
        &self,
        leaf: Option<&Leaf>,
        matches: &ArgMatches,
        secrets: Secrets,
    ) -> Result<Call, Failure> {
        let connection = settings::connect(self.program, self.version, matches, secrets)?;
        Ok(match leaf {
            None => Call {
                request: arguments::any_request(&connection, matches)?,
                output: arguments::any_output(matches),
                pagination: None,
            },
            Some(leaf) => {
                let Operation {
                    output, pagination, ..
                } = *leaf.operation;
                Call {
                    request: arguments::request(&connection, leaf, matches)?,
                    output: Some(output),
                    pagination,
                }
            }
        })
    }
}

/// Logs each request and its retries: method, path template, status, attempts and duration.
fn log_to_stderr() {
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::fmt::format::FmtSpan;
    use tracing_subscriber::prelude::*;

    let layer = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(io::stderr().is_terminal())
        .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
        .without_time();
    let own = Targets::new().with_target(env!("CARGO_CRATE_NAME"), LevelFilter::DEBUG);
    // Only fails if a subscriber is set, which then has the same events.
    let _ = tracing_subscriber::registry()
        .with(layer.with_filter(own))
        .try_init();
}

fn complete(mut command: Command, matches: &ArgMatches) -> Result<(), Failure> {
    use clap_complete::Shell;

    let name = command.get_name().to_owned();
    let shell = match option(matches, "shell").as_deref() {
        Some("bash") => Shell::Bash,
        Some("elvish") => Shell::Elvish,
        Some("fish") => Shell::Fish,
        Some("powershell") => Shell::PowerShell,
        _ => Shell::Zsh,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    let written = io::stdout().lock().write_all(&script);
    written.map_err(Failure::write)
}

fn write_manual(command: Command, matches: &ArgMatches) -> Result<(), Failure> {
    let folder = option(matches, "folder").unwrap_or_default();
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(command, &folder));
    written.map_err(|error| Failure::file(&folder, &error))
}

#[cfg(test)]
mod fixture;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_arguments_or_of_the_environment() {
        let label = |arguments: &str, environment: Option<&str>| {
            let arguments: Vec<OsString> = arguments.split(' ').map(Into::into).collect();
            let version = fixture::PROGRAM.version(&arguments, environment);
            version.map_or_else(
                |failure| failure.message(None),
                |one| Some(one.label.to_owned()),
            )
        };
        let label = |arguments: &str, environment| label(arguments, environment).unwrap();
        assert_eq!(label("harbour ships", None), "1.2");
        assert_eq!(label("harbour --api-version 1.1 ships", None), "1.1");
        assert_eq!(
            label("harbour ships --api-version=Preview", None),
            "preview"
        );
        assert_eq!(label("harbour ships", Some("1.1")), "1.1");
        assert_eq!(label("harbour --api-version 1.2", Some("1.1")), "1.2");
        // Reported with the other arguments.
        assert_eq!(label("harbour --api-version 9", None), "1.2");
        assert_eq!(label("harbour api -- --api-version 1.1", None), "1.2");
        assert_eq!(label("harbour ships", Some(" ")), "1.2");
        assert_eq!(label("harbour --api-version 1.1", Some("9")), "1.1");
        assert_eq!(
            label("harbour ships", Some("9")),
            "error: invalid value '9' for the environment variable 'HARBOUR_API_VERSION'\n  \
             [possible values: 1.1, 1.2, preview]\n\nFor more information, try '--help'.\n"
        );
    }
}
