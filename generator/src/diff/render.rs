//! Changes as text, Markdown and JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::conversions::Conversions;
use super::{Change, Level, Side, compare};
use crate::model::{Library, ShapedApi};
use crate::pass::unify;

/// The format of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line for each change.
    Text,
    /// Lists by level.
    Markdown,
    /// An array of objects with `rule`, `level`, `rust_path`, `pointer` and `message`.
    Json,
}

const LEVELS: [Level; 3] = [Level::Breaking, Level::NonBreaking, Level::Documentation];

/// Renders changes in a format.
pub fn render(changes: &[Change], format: Format) -> String {
    match format {
        Format::Text => text(changes),
        Format::Markdown => markdown(changes),
        Format::Json => json_of(changes),
    }
}

/// Renders the changes from each version to the next as a Markdown document, the newest first.
pub fn changelog(sides: &[Side]) -> String {
    let apis: Vec<&ShapedApi> = sides.iter().map(|side| &side.api).collect();
    changelog_of(sides, &unify(&apis))
}

/// Renders the changes like [`changelog`]. The library has the versions of the sides.
pub(crate) fn changelog_of(sides: &[Side], library: &Library) -> String {
    let conversions = Conversions::of_versions(library);
    let versions: Vec<(&Side, &Conversions)> = sides.iter().zip(&conversions).collect();
    let mut out = "# Changes between the versions of the API\n\nThe changes of the Rust items. \
                   Breaking changes may break an application that moves to the next version.\n"
        .to_owned();
    for pair in versions.windows(2).rev() {
        let [old, new] = *pair else { continue };
        let mut changes = compare(old, new);
        changes.retain(|change| change.rule.level != Level::Documentation);
        let _ = write!(
            out,
            "\n## {} → {}\n\n{}",
            old.0.label,
            new.0.label,
            markdown(&changes)
        );
    }
    out
}

fn text(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        let Change {
            rule,
            rust_path,
            pointer,
            message,
        } = change;
        let _ = writeln!(
            out,
            "{:<13} {:<26} {rust_path}: {message} ({})",
            rule.level.name(),
            rule.id,
            pointer.in_message()
        );
    }
    let _ = writeln!(out, "{}", counts(changes));
    out
}

fn markdown(changes: &[Change]) -> String {
    let mut out = format!("{}\n", capitalised(&counts(changes)));
    for level in LEVELS {
        let of_level = changes.iter().filter(|change| change.rule.level == level);
        let of_level: Vec<&Change> = of_level.collect();
        if of_level.is_empty() {
            continue;
        }
        let _ = write!(out, "\n### {}\n\n", capitalised(level.name()));
        for group in of_level.chunk_by(|one, next| are_listed_together(one, next)) {
            let _ = writeln!(out, "- {} ({})", entry(group), group[0].rule.id);
        }
    }
    out
}

/// Returns `true` if two changes are one entry of the list: there are dozens of them, and their
/// messages say no more than their names.
fn are_listed_together(one: &Change, next: &Change) -> bool {
    let is_list = match one.rule.id {
        "value-added" | "value-removed" => one.item() == next.item(),
        "type-added" | "type-removed" => true,
        _ => false,
    };
    is_list && one.rule == next.rule
}

fn entry(group: &[&Change]) -> String {
    let [first, _, ..] = group else {
        let messages = group
            .iter()
            .map(|one| format!("`{}`: {}", one.rust_path, one.message));
        return messages.collect();
    };
    let name = |change: &&Change| {
        let (_, member) = change
            .rust_path
            .rsplit_once("::")
            .unwrap_or(("", &change.rust_path));
        format!("`{member}`")
    };
    let names: Vec<String> = group.iter().map(name).collect();
    let names = names.join(", ");
    match first.rule.id {
        "value-added" => format!("`{}`: new values {names}", first.item()),
        "value-removed" => format!("`{}`: removed values {names}", first.item()),
        "type-added" => format!("new types: {names}"),
        _ => format!("removed types: {names}"),
    }
}

fn json_of(changes: &[Change]) -> String {
    let changes = changes.iter().map(|change| {
        json!({
            "rule": change.rule.id,
            "level": change.rule.level.name(),
            "rust_path": change.rust_path,
            "pointer": change.pointer.as_str(),
            "message": change.message,
        })
    });
    format!("{:#}\n", Value::from_iter(changes))
}

fn counts(changes: &[Change]) -> String {
    let count = |level| {
        let of_level = changes.iter().filter(|change| change.rule.level == level);
        of_level.count()
    };
    let counts = LEVELS.map(|level| (level, count(level)));
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| format!("{count} {level}"))
        .collect();
    if parts.is_empty() {
        "no changes".to_owned()
    } else {
        format!("changes: {}", parts.join(", "))
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
