//! The commands that every program has besides those of its operations.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint};

use super::command::{body_option, output_file};

/// The shells that completions exist for.
const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// Returns the commands.
pub(super) fn commands() -> [Command; 3] {
    [api(), completions(), man()]
}

/// Returns the subcommand for requests that are not in the document.
fn api() -> Command {
    Command::new("api")
        .about("Send a request to any path of the API")
        .arg(
            Arg::new("method")
                .value_name("METHOD")
                .required(true)
                .help("The HTTP method, such as GET"),
        )
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .required(true)
                .help("The path, which may have a query, such as `/contacts/{id}?per_page=5`"),
        )
        .arg(
            Arg::new("path-parameter")
                .long("path")
                .short('p')
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("The value of `{NAME}` in the path; can be repeated"),
        )
        .arg(
            Arg::new("query")
                .long("query")
                .short('q')
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("A query parameter; can be repeated"),
        )
        .arg(
            Arg::new("header")
                .long("header")
                .short('H')
                .value_name("NAME:VALUE")
                .action(ArgAction::Append)
                .help(
                    "A header, such as `Accept: text/csv` if JSON is not expected; can be repeated",
                ),
        )
        .arg(body_option())
        .arg(output_file())
}

fn completions() -> Command {
    Command::new("completions")
        .about("Print a script that completes commands in a shell")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(PossibleValuesParser::new(SHELLS)),
        )
}

fn man() -> Command {
    Command::new("man")
        .about("Write a manual page for each command to a folder")
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .required(true)
                .value_hint(ValueHint::DirPath),
        )
}
