//! The subcommands of a version: its tags, their operations, and the options of each.

use std::collections::HashSet;

use super::description::{Input, Location, Operation};
use super::names::{self, kebab};

/// The names of the subcommands besides those of tags.
pub(super) const BUILT_IN: [&str; 4] = ["api", "completions", "help", "man"];

/// The names of the options that every operation has.
pub(super) const GENERAL: [&str; 15] = [
    "all",
    "api-version",
    "base-url",
    "body",
    "columns",
    "dry-run",
    "file",
    "help",
    "output",
    "output-file",
    "region",
    "set",
    "timeout",
    "token-file",
    "verbose",
];

/// The subcommands of a version.
pub(super) struct Tree {
    pub(super) groups: Vec<Group>,
}

/// The operations of a tag.
pub(super) struct Group {
    /// The name of the subcommand.
    pub(super) name: String,
    pub(super) help: &'static str,
    pub(super) leaves: Vec<Leaf>,
}

/// An operation as a subcommand.
pub(super) struct Leaf {
    /// The name of the subcommand.
    pub(super) name: String,
    /// The other names, which the help does not show.
    pub(super) aliases: Vec<String>,
    pub(super) operation: &'static Operation,
    pub(super) flags: Vec<Flag>,
}

/// An input of an operation as an option, or as an argument for a path parameter.
pub(super) struct Flag {
    /// The name of the option, which is unique in its operation.
    pub(super) name: String,
    pub(super) input: &'static Input,
}

impl Flag {
    /// Returns `true` if it is an argument without the name of an option.
    pub(super) fn is_positional(&self) -> bool {
        matches!(self.input.location, Location::Path(_))
    }

    /// Returns `true` if it is part of the body.
    pub(super) fn is_in_body(&self) -> bool {
        matches!(
            self.input.location,
            Location::Body | Location::Part(_) | Location::Field(_)
        )
    }
}

impl Tree {
    pub(super) fn of(
        operations: &[&'static Operation],
        tags: &[(&'static str, &'static str)],
    ) -> Self {
        let mut modules: Vec<&str> = operations.iter().map(|one| one.tag).collect();
        modules.sort_unstable();
        modules.dedup();
        let groups = modules.into_iter().map(|module| {
            let operations = operations.iter().filter(|one| one.tag == module);
            let help = tags.iter().find(|(tag, _)| *tag == module);
            Group {
                name: group_name(module),
                help: help.map_or("", |(_, help)| help),
                leaves: leaves(module, operations.copied().collect()),
            }
        });
        Self {
            groups: groups.collect(),
        }
    }

    /// Returns the operation of two subcommands.
    pub(super) fn leaf(&self, group: &str, name: &str) -> Option<&Leaf> {
        let group = self.groups.iter().find(|one| one.name == group)?;
        group.leaves.iter().find(|one| one.name == name)
    }
}

fn group_name(module: &str) -> String {
    let name = kebab(module);
    if BUILT_IN.contains(&name.as_str()) {
        format!("{name}-operations")
    } else {
        name
    }
}

fn leaves(module: &str, operations: Vec<&'static Operation>) -> Vec<Leaf> {
    let methods: Vec<&str> = operations.iter().map(|one| one.name).collect();
    let names = names::of_tag(module, &methods);
    let mut taken: HashSet<String> = names.iter().map(|one| one.shown.clone()).collect();
    taken.insert("help".to_owned());
    let leaves = names.into_iter().zip(operations);
    let leaves = leaves.map(|(names, operation)| {
        let others = [
            names.full,
            operation.name.to_owned(),
            operation.id.to_owned(),
        ];
        Leaf {
            aliases: others
                .into_iter()
                .filter(|alias| taken.insert(alias.clone()))
                .collect(),
            name: names.shown,
            operation,
            flags: flags(operation),
        }
    });
    let mut leaves: Vec<Leaf> = leaves.collect();
    leaves.sort_by(|one, other| one.name.cmp(&other.name));
    leaves
}

/// Returns the options of an operation. A name that is taken is prefixed with its location:
/// `query-output`; one that is still taken is numbered.
fn flags(operation: &'static Operation) -> Vec<Flag> {
    let mut taken: HashSet<String> = GENERAL.iter().map(|name| (*name).to_owned()).collect();
    if operation.body.range().is_some() {
        taken.insert("content-type".to_owned());
    }
    let inputs = operation.parameters.iter().chain(operation.fields);
    let shown = inputs.filter(|input| input.constant.is_none());
    shown
        .map(|input| {
            let plain = kebab(input.name);
            let located = format!("{}-{plain}", prefix(input.location));
            let numbered = (2_u32..).map(|number| format!("{located}-{number}"));
            let mut names = [plain, located.clone()].into_iter().chain(numbered);
            let is_free = |name: &String| !name.is_empty() && taken.insert(name.clone());
            let name = names.find(is_free).unwrap_or(located);
            Flag { name, input }
        })
        .collect()
}

fn prefix(location: Location) -> &'static str {
    match location {
        Location::Path(_) => "path",
        Location::Query(_) | Location::QueryString(_) => "query",
        Location::Header(_) => "header",
        Location::Cookie(_) => "cookie",
        Location::Body | Location::Part(_) | Location::Field(_) => "body",
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn names_that_are_taken_are_prefixed() {
        let tree = Tree::of(fixture::OPERATIONS, &[]);
        let leaf = tree.leaf("ships", "create").unwrap();
        let names: Vec<&str> = leaf.flags.iter().map(|flag| flag.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "harbour",
                "name",
                "query-output",
                "body-name",
                "crew",
                "length"
            ]
        );
    }

    #[test]
    fn operations_have_their_full_names_and_ids_as_aliases() {
        let tree = Tree::of(fixture::OPERATIONS, &[("ships", "Ships.")]);
        let leaf = tree.leaf("ships", "list").unwrap();
        assert_eq!(leaf.aliases, ["list-ships", "list_ships", "ListShips"]);
        assert_eq!(tree.groups[1].help, "Ships.");
        // A tag that has the name of a subcommand of every program.
        assert!(tree.leaf("api-operations", "get-status").is_some());
    }
}
