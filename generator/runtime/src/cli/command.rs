//! The definition of the command line.

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};

use super::built_in;
use super::description::{Body, Input, Kind, Output, Program, Version};
use super::failure::EXIT_CODES;
use super::output::Format;
use super::settings;
use super::tree::{BUILT_IN, Flag, Group, Leaf, Tree};
use super::value::{self, Parser};

const GENERAL_OPTIONS: &str = "General options";

/// Returns the command line of a version.
pub(super) fn command(program: &Program, version: &Version, tree: &Tree) -> Command {
    let description = &program.description;
    let general = general(program, version);
    Command::new(description.name)
        .version(description.version)
        .about(description.about)
        .after_help(after_help(program, version))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_subcommands(false)
        .args(general)
        .subcommands(tree.groups.iter().map(group))
        .subcommands(built_in::commands())
}

fn after_help(program: &Program, version: &Version) -> String {
    let variables = settings::variables(program, version);
    let lines = variables.iter().map(|(name, text)| {
        let width = variables.iter().map(|(name, _)| name.len()).max();
        format!(
            "  {name:width$}  {text}\n",
            width = width.unwrap_or_default()
        )
    });
    let lines: String = lines.collect();
    if lines.is_empty() {
        EXIT_CODES.to_owned()
    } else {
        format!("Environment:\n{lines}\n{EXIT_CODES}")
    }
}

/// Returns the options that every subcommand has.
fn general(program: &Program, version: &Version) -> Vec<Arg> {
    let description = &program.description;
    let mut args = Vec::new();
    if description.versions.len() > 1 {
        let labels = description.versions.iter().map(|one| one.label);
        args.push(
            Arg::new("api-version")
                .value_name("VERSION")
                .value_parser(PossibleValuesParser::new(labels))
                .ignore_case(true)
                .help(format!(
                    "The version of the API [default: {}]",
                    program.default_version().label
                )),
        );
    }
    if !description.regions.is_empty() {
        let names = description.regions.iter().map(|(name, _)| *name);
        args.push(
            Arg::new("region")
                .value_name("REGION")
                .value_parser(PossibleValuesParser::new(names))
                .ignore_case(true)
                .help("The region whose servers requests are sent to"),
        );
    }
    args.push(
        Arg::new("base-url")
            .value_name("URL")
            .value_hint(ValueHint::Url)
            .help("The URL that requests are sent to instead of the default server"),
    );
    if settings::secret(version).is_some() {
        args.push(
            Arg::new("token-file")
                .value_name("PATH")
                .value_hint(ValueHint::FilePath)
                .help("The file with the token, instead of the environment variable"),
        );
    }
    args.push(
        Arg::new("timeout")
            .value_name("SECONDS")
            .value_parser(value_parser!(u64).range(1..))
            .help("The time limit of each request with its retries [default: 60]"),
    );
    args.extend([
        Arg::new("output")
            .short('o')
            .value_name("FORMAT")
            .value_parser(PossibleValuesParser::new(Format::NAMES))
            .help(
                "The format of the output [default: table on a terminal or with `--columns`, json \
                 otherwise]",
            ),
        Arg::new("columns")
            .value_name("NAMES")
            .value_delimiter(',')
            .help("Print a table with these columns, such as `id,email` or `location.city`"),
        Arg::new("dry-run")
            .action(ArgAction::SetTrue)
            .help("Print the request as a `curl` command, without secrets, and do not send it"),
        Arg::new("verbose")
            .short('v')
            .action(ArgAction::SetTrue)
            .help("Report each request and its retries on standard error"),
    ]);
    let general = args.into_iter().map(|arg| {
        let name = arg.get_id().to_string();
        arg.long(name).global(true).help_heading(GENERAL_OPTIONS)
    });
    general.collect()
}

/// Limits the suggestions of an error to the best three that the help shows.
pub(super) fn without_aliases(mut error: clap::Error, tree: &Tree) -> clap::Error {
    const KIND: ContextKind = ContextKind::SuggestedSubcommand;
    let Some(ContextValue::Strings(names)) = error.get(KIND) else {
        return error;
    };
    let is_shown = |name: &&String| {
        let mut groups = tree.groups.iter();
        let is_leaf = |group: &Group| group.leaves.iter().any(|leaf| leaf.name == **name);
        BUILT_IN.contains(&name.as_str()) || groups.any(|one| one.name == **name || is_leaf(one))
    };
    // The best ones are last.
    let shown = names.iter().filter(is_shown).rev().take(3);
    let shown: Vec<String> = shown.cloned().collect();
    if !shown.is_empty() {
        error.insert(KIND, ContextValue::Strings(shown));
    }
    error
}

fn group(group: &Group) -> Command {
    let mut leaves = group.leaves.iter().map(|leaf| leaf.name.as_str());
    let about = if group.help.is_empty() {
        leaves.by_ref().take(4).collect::<Vec<_>>().join(", ")
    } else {
        group.help.to_owned()
    };
    Command::new(group.name.clone())
        .about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(group.leaves.iter().map(leaf))
}

fn leaf(leaf: &Leaf) -> Command {
    let operation = leaf.operation;
    let endpoint = format!("{} {}", operation.method, operation.path);
    let about = if operation.help.is_empty() {
        endpoint.clone()
    } else {
        operation.help.to_owned()
    };
    let about = if operation.is_deprecated {
        format!("{about} [deprecated]")
    } else {
        about
    };
    let command = Command::new(leaf.name.clone())
        .about(about.clone())
        .long_about(format!("{about}\n\n{endpoint}"))
        .aliases(&leaf.aliases)
        .args(leaf.flags.iter().map(flag));
    let command = body_options(command, operation.body);
    let command = if operation.pagination.is_some() {
        command.arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .conflicts_with("output-file")
                .help("Print the items of all pages"),
        )
    } else {
        command
    };
    match operation.output {
        Output::Json(_) | Output::NullableJson(_) | Output::Raw(_) => command.arg(output_file()),
        Output::Empty | Output::Location => command,
    }
}

pub(super) fn output_file() -> Arg {
    Arg::new("output-file")
        .long("output-file")
        .value_name("PATH")
        .value_hint(ValueHint::FilePath)
        .help("Write the response body to this file, as it is received; without `--output`")
}

pub(super) fn body_option() -> Arg {
    Arg::new("body")
        .long("body")
        .value_name("BODY")
        .value_hint(ValueHint::FilePath)
        .help("The request body: text, `@PATH` for a file, or `-` for standard input")
}

fn content_type_option(range: &str) -> Arg {
    Arg::new("content-type")
        .long("content-type")
        .value_name("TYPE")
        .help(format!(
            "The media type of the body, one of `{range}` [default: that of the name of the file]"
        ))
}

fn body_options(command: Command, body: Body) -> Command {
    match body {
        Body::None | Body::Fields => command,
        Body::Multipart => command.arg(
            Arg::new("file")
                .long("file")
                .value_name("FIELD=@PATH")
                .action(ArgAction::Append)
                .help("A file for a field of the form; can be repeated"),
        ),
        Body::Text(_) | Body::Bytes(_) => {
            let content_type = body.range().map(content_type_option);
            command.arg(body_option()).args(content_type)
        }
        Body::Json(_) => command.arg(body_option()).arg(
            Arg::new("set")
                .long("set")
                .value_name("KEY.PATH=VALUE")
                .action(ArgAction::Append)
                .help("A property of the body, at any depth, as JSON or text; can be repeated"),
        ),
    }
}

fn flag(flag: &Flag) -> Arg {
    let input = flag.input;
    let arg = Arg::new(flag.name.clone())
        .help(help(flag, input))
        .value_name(value::placeholder(input.kind))
        .allow_hyphen_values(matches!(input.kind, Kind::Integer | Kind::Number))
        .value_parser(Parser(input));
    let arg = if matches!(input.kind, Kind::File(_)) {
        arg.value_hint(ValueHint::FilePath)
    } else {
        arg
    };
    if flag.is_positional() {
        return arg
            .value_name(flag.name.to_uppercase().replace('-', "_"))
            .required(true);
    }
    let arg = arg.long(flag.name.clone());
    let arg = if input.is_list {
        arg.action(ArgAction::Append)
    } else {
        arg
    };
    if input.kind == Kind::Boolean && !input.is_list {
        arg.num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
    } else if flag.is_in_body() {
        // The body may contain it.
        arg
    } else {
        arg.required(input.is_required)
    }
}

fn help(flag: &Flag, input: &Input) -> String {
    let mut notes = Vec::new();
    if input.is_required && flag.is_in_body() {
        notes.push("required");
    }
    if input.is_list {
        notes.push("can be repeated");
    }
    let text = input.help.trim_end_matches('.');
    match notes.as_slice() {
        [] => text.to_owned(),
        notes => format!("{text} ({})", notes.join(", "))
            .trim_start()
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fixture;
    use super::super::tree::GENERAL;
    use super::*;

    fn fixture_command() -> Command {
        let version = &fixture::PROGRAM.description.versions[0];
        let tree = Tree::of(version.operations, fixture::PROGRAM.description.tags);
        command(&fixture::PROGRAM, version, &tree)
    }

    #[test]
    fn the_command_line_is_consistent() {
        fixture_command().debug_assert();
    }

    /// `fixture_command` is the command line of the first version, which is not the default.
    #[test]
    fn the_default_version_does_not_depend_on_the_selected_one() {
        let help = fixture_command().render_help().to_string();
        assert!(help.contains("[default: 1.2]"), "{help}");
    }

    #[test]
    fn general_options_are_reserved() {
        let command = fixture_command();
        let mut longs: BTreeSet<String> = ["help".to_owned()].into();
        let mut add = |command: &Command| {
            let args = command.get_arguments().filter(|arg| arg.is_global_set());
            longs.extend(args.filter_map(|arg| arg.get_long().map(str::to_owned)));
        };
        add(&command);
        for body in [Body::Json(None), Body::Multipart] {
            let options = body_options(Command::new("a"), body);
            let options = options.get_arguments().filter_map(Arg::get_long);
            longs.extend(options.map(str::to_owned));
        }
        longs.extend(["all", "output-file"].map(str::to_owned));
        assert_eq!(longs, BTreeSet::from(GENERAL.map(str::to_owned)));
        for name in BUILT_IN.into_iter().filter(|name| *name != "help") {
            assert!(command.find_subcommand(name).is_some(), "{name}");
        }
    }

    #[test]
    fn known_values_are_shown_and_others_accepted() {
        let command = fixture_command();
        let arguments = "harbour ships list --per-page 5 --order new --archived";
        let matches = command.try_get_matches_from(arguments.split(' '));
        assert!(matches.is_ok());
        let mut command = fixture_command();
        let ships = command.find_subcommand_mut("ships").unwrap();
        let list = ships.find_subcommand_mut("list").unwrap();
        let help = list.render_long_help().to_string();
        for expected in [
            "GET /ships",
            "--order <TEXT>",
            "[possible values: asc, desc]",
        ] {
            assert!(help.contains(expected), "{help}");
        }
    }

    #[test]
    fn deprecated_operations_are_marked() {
        let mut command = fixture_command();
        let ships = command.find_subcommand_mut("ships").unwrap();
        let help = ships.render_help().to_string();
        assert!(help.contains("PUT /photo [deprecated]\n"), "{help}");
        assert_eq!(help.matches("[deprecated]").count(), 1, "{help}");
    }

    #[test]
    fn similar_commands_and_options_are_suggested() {
        for (arguments, expected) in [
            ("harbour shisp list", "a similar subcommand exists: 'ships'"),
            ("harbour ships lst", "a similar subcommand exists: 'list'\n"),
            (
                "harbour ships list --per-pag 5",
                "a similar argument exists: '--per-page'",
            ),
            (
                "harbour ships list --per-page many",
                "invalid value 'many' for '--per-page <INTEGER>': expected an integer",
            ),
        ] {
            let error = fixture_command()
                .try_get_matches_from(arguments.split(' '))
                .unwrap_err();
            assert_eq!(error.exit_code(), 2);
            let tree = Tree::of(fixture::OPERATIONS, &[]);
            let error = without_aliases(error, &tree);
            let message = error.to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
