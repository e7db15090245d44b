//! Tables of JSON values.

use crate::error::Line;
use crate::exact_value::ExactValue;
use comfy_table::{ContentArrangement, Table, presets};

/// The width of a table that is not on a terminal.
const DEFAULT_WIDTH: u16 = 120;

/// The columns that come first, if a list has them.
const FIRST: [&str; 5] = ["id", "name", "title", "email", "state"];

/// Returns a table with a row for each item. Without chosen columns, those that fit are shown.
pub(super) fn of_list(items: &[ExactValue], columns: &[String], width: Option<u16>) -> String {
    let width = width.unwrap_or(DEFAULT_WIDTH);
    if items.is_empty() {
        return "No results.\n".to_owned();
    }
    let columns = if columns.is_empty() {
        fitting(items, width)
    } else {
        columns.to_vec()
    };
    if columns.is_empty() {
        let lines = items.iter().map(|item| format!("{}\n", cell(item)));
        return lines.collect();
    }
    let mut table = table(width);
    table.set_header(
        columns
            .iter()
            .map(|name| Line(name).to_string().to_uppercase()),
    );
    for item in items {
        table.add_row(columns.iter().map(|path| cell(at(item, path))));
    }
    printed(&table)
}

/// Returns a table with a row for each property.
pub(super) fn of_object(value: &ExactValue, width: Option<u16>) -> String {
    let Some(members) = value.as_object() else {
        return match value {
            ExactValue::Null => String::new(),
            value => format!("{}\n", cell(value)),
        };
    };
    let mut table = table(width.unwrap_or(DEFAULT_WIDTH));
    for (name, value) in members
        .iter()
        .filter(|(_, value)| *value != ExactValue::Null)
    {
        table.add_row([Line(name).to_string(), cell(value)]);
    }
    printed(&table)
}

fn table(width: u16) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    table
}

/// Returns the lines of a table, without the spaces around them.
fn printed(table: &Table) -> String {
    let text = table.to_string();
    let lines = text.lines();
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = lines.clone().filter(|line| !line.trim().is_empty());
    let common = common.map(indent).min().unwrap_or_default();
    lines
        .map(|line| format!("{}\n", line.get(common..).unwrap_or_default().trim_end()))
        .collect()
}

/// Returns the columns of scalars that fit side by side, the ones that identify an item first.
fn fitting(items: &[ExactValue], width: u16) -> Vec<String> {
    let mut columns: Vec<(String, usize)> = Vec::new();
    let objects = items.iter().filter_map(ExactValue::as_object);
    for (name, value) in objects.flatten() {
        if !value.is_scalar() {
            continue;
        }
        let length = cell(value).chars().count();
        match columns.iter_mut().find(|(known, _)| known == name) {
            Some((_, longest)) => *longest = length.max(*longest),
            None => columns.push((name.clone(), length.max(name.chars().count()))),
        }
    }
    let rank = |name: &str| FIRST.iter().position(|one| *one == name);
    columns.sort_by_key(|(name, _)| rank(name).unwrap_or(FIRST.len()));
    // The type of the items of a list is the same.
    columns.retain(|(name, _)| name != "type");
    let mut remaining = usize::from(width);
    let mut fitting = Vec::new();
    for (name, longest) in columns {
        const LONGEST: usize = 40;
        let needed = longest.min(LONGEST) + 2;
        if needed > remaining && !fitting.is_empty() {
            continue;
        }
        remaining = remaining.saturating_sub(needed);
        fitting.push(name);
    }
    fitting
}

/// Returns the value at a path of keys: `location.city`.
fn at<'v>(item: &'v ExactValue, path: &str) -> &'v ExactValue {
    const ABSENT: &ExactValue = &ExactValue::Null;
    item.get(path).unwrap_or_else(|| {
        let mut keys = path.split('.');
        keys.try_fold(item, |value, key| value.get(key))
            .unwrap_or(ABSENT)
    })
}

/// Returns a value as a line of limited length, in which control characters are escaped.
fn cell(value: &ExactValue) -> String {
    match value {
        ExactValue::Null => String::new(),
        ExactValue::Text(text) => Line(text).to_string(),
        value => Line(&value.to_string()).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_that_identify_items_come_first_and_others_as_far_as_they_fit() {
        let items = [json!({
            "type": "ship", "crew": [1], "motto": "a".repeat(60), "length": 12, "note": null,
            "name": "Ada", "id": "7",
        })];
        let items = items.map(ExactValue::from);
        assert_eq!(fitting(&items, 80), ["id", "name", "motto", "length"]);
        assert_eq!(fitting(&items, 20), ["id", "name", "length"]);
        assert_eq!(fitting(&items, 1), ["id"]);
    }

    #[test]
    fn chosen_columns_may_be_nested() {
        let items = [
            json!({"id": 1, "port": {"city": "Rotterdam"}}),
            json!({"id": 2}),
        ];
        let items = items.map(ExactValue::from);
        let columns = ["port.city".to_owned(), "id".to_owned()];
        let text = of_list(&items, &columns, Some(80));
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert_eq!(lines, ["PORT.CITY  ID", "Rotterdam  1", "           2"]);
    }

    #[test]
    fn objects_have_a_row_for_each_property() {
        let text = of_object(
            &json!({"id": "7", "crew": ["Bo"], "note": null}).into(),
            Some(80),
        );
        assert_eq!(text, "id    7\ncrew  [\"Bo\"]\n");
        assert_eq!(of_object(&json!(null).into(), None), "");
        assert_eq!(of_object(&json!("a").into(), None), "a\n");
    }

    #[test]
    fn control_characters_are_escaped() {
        let text = of_list(&[json!({"id": "\u{1b}[2J"}).into()], &[], Some(80));
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
