//! The output: JSON, JSON lines or a table.

use std::io::{self, IsTerminal, Write};
use std::slice;

use clap::ArgMatches;

use super::failure::Failure;
use super::settings::option;
use super::table;
use crate::KeyPath;
use crate::exact_value::ExactValue;

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Indented JSON.
    Json,
    /// JSON with one item on each line.
    JsonLines,
    /// A table.
    Table,
}

impl Format {
    pub(super) const NAMES: [&'static str; 3] = ["json", "jsonl", "table"];

    /// Returns the format that the arguments select.
    ///
    /// # Errors
    /// Returns an error if they select columns and a format without columns, or either and a file,
    /// whose content has no format.
    pub(super) fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let has_columns = matches.contains_id("columns");
        let is_file = option(matches, "output-file").is_some_and(|path| path != "-");
        let formatting = ["output", "columns"].into_iter();
        let mut formatting = formatting.filter(|name| is_file && matches.contains_id(name));
        if let Some(name) = formatting.next() {
            return Err(Failure::Usage(format!(
                "`--output-file` writes the response body as it is received: omit `--{name}`"
            )));
        }
        let is_table = has_columns || io::stdout().is_terminal();
        let format = Self::named(option(matches, "output").as_deref(), is_table);
        if has_columns && format != Self::Table {
            let message = "`--columns` requires a table: set `--output table`, or no `--output`";
            return Err(Failure::Usage(message.to_owned()));
        }
        Ok(format)
    }

    /// Returns the format of this name. Defaults to a table or else to JSON.
    fn named(name: Option<&str>, is_table: bool) -> Self {
        match name {
            Some("json") => Self::Json,
            Some("jsonl") => Self::JsonLines,
            Some(_) => Self::Table,
            None if is_table => Self::Table,
            None => Self::Json,
        }
    }
}

/// A writer of responses.
pub(super) struct Printer<W> {
    pub(super) format: Format,
    /// The paths of the columns of a table; empty for those that fit.
    pub(super) columns: Vec<String>,
    /// The width of the terminal, if the output is one.
    pub(super) width: Option<u16>,
    pub(super) out: W,
}

impl Printer<io::StdoutLock<'static>> {
    /// Creates a writer to standard output.
    pub(super) fn to_stdout(format: Format, columns: Vec<String>) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let width = terminal_size::terminal_size().map(|(width, _)| width.0);
        Self {
            format,
            columns,
            width: width.filter(|_| is_terminal),
            out: io::stdout().lock(),
        }
    }
}

impl<W: Write> Printer<W> {
    /// Prints a response. `items` is the path of the list, if it is one page of a list.
    pub(super) fn response(&mut self, body: &ExactValue, items: Option<KeyPath>) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(body)?,
            Format::JsonLines => match list_of(body, items) {
                Some(items) => items.iter().try_for_each(|item| self.line(item))?,
                None => self.line(body)?,
            },
            Format::Table => match list_of(body, items) {
                Some(items) => self.table(items)?,
                None if !self.columns.is_empty() && body.as_object().is_some() => {
                    self.table(slice::from_ref(body))?;
                }
                None => write!(self.out, "{}", table::of_object(body, self.width))?,
            },
        }
        self.out.flush()
    }

    /// Starts a list.
    pub(super) fn list(&mut self) -> List<'_, W> {
        List {
            printer: self,
            is_empty: true,
            rows: Vec::new(),
        }
    }

    fn json(&mut self, value: &ExactValue) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    fn line(&mut self, value: &ExactValue) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    fn table(&mut self, items: &[ExactValue]) -> io::Result<()> {
        let table = table::of_list(items, &self.columns, self.width);
        self.out.write_all(table.as_bytes())
    }
}

/// A list that is printed item by item.
pub(super) struct List<'p, W> {
    printer: &'p mut Printer<W>,
    is_empty: bool,
    /// The rows of a table, whose widths depend on all of them.
    rows: Vec<ExactValue>,
}

impl<W: Write> List<'_, W> {
    /// Returns `true` if no item was printed.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub(super) fn item(&mut self, item: ExactValue) -> io::Result<()> {
        match self.printer.format {
            Format::Json => {
                let before: &[u8] = if self.is_empty { b"[\n" } else { b",\n" };
                self.printer.out.write_all(before)?;
                let text = serde_json::to_string_pretty(&item)?;
                let indented = text.replace('\n', "\n  ");
                write!(self.printer.out, "  {indented}")?;
            }
            Format::JsonLines => {
                self.printer.line(&item)?;
                // A reader may wait for it while the next page is fetched.
                self.printer.out.flush()?;
            }
            Format::Table => self.rows.push(item),
        }
        self.is_empty = false;
        Ok(())
    }

    pub(super) fn end(self) -> io::Result<()> {
        match self.printer.format {
            Format::Json if self.is_empty => self.printer.out.write_all(b"[]\n")?,
            Format::Json => self.printer.out.write_all(b"\n]\n")?,
            Format::JsonLines => {}
            Format::Table => self.printer.table(&self.rows)?,
        }
        self.printer.out.flush()
    }
}

/// Returns the items of a list: at the path, or else the body or its only list of objects.
fn list_of(body: &ExactValue, items: Option<KeyPath>) -> Option<&[ExactValue]> {
    if let Some(path) = items {
        return items_of(body, path);
    }
    if let ExactValue::Array(items) = body {
        return Some(items);
    }
    let members = body.as_object()?.iter();
    let lists = members.filter_map(|(_, value)| value.as_array());
    let mut lists = lists.filter(|items| items.iter().all(|item| item.as_object().is_some()));
    let is_list = body.get("type").and_then(ExactValue::as_str);
    match (lists.next(), lists.next()) {
        (Some(only), None) if is_list.is_none_or(|name| name.contains("list")) => Some(only),
        _ => None,
    }
}

/// Returns the list at the end of a path.
fn items_of(body: &ExactValue, path: KeyPath) -> Option<&[ExactValue]> {
    let list = path.iter().try_fold(body, |value, key| value.get(key))?;
    list.as_array()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn printed(format: Format, print: impl FnOnce(&mut Printer<Vec<u8>>)) -> String {
        let mut printer = Printer {
            format,
            columns: Vec::new(),
            width: Some(80),
            out: Vec::new(),
        };
        print(&mut printer);
        String::from_utf8(printer.out).unwrap()
    }

    #[test]
    fn the_default_is_a_table_on_a_terminal_only() {
        assert_eq!(Format::named(None, true), Format::Table);
        assert_eq!(Format::named(None, false), Format::Json);
        assert_eq!(Format::named(Some("jsonl"), true), Format::JsonLines);
    }

    #[test]
    fn a_list_is_valid_json_in_every_length() {
        for count in 0..3 {
            let text = printed(Format::Json, |printer| {
                let mut list = printer.list();
                for index in 0..count {
                    list.item(json!({"a": index}).into()).unwrap();
                }
                list.end().unwrap();
            });
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value.as_array().map(Vec::len), Some(count));
            // As if it were printed as a whole.
            let whole = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
            assert_eq!(text, whole);
        }
    }

    #[test]
    fn json_lines_are_the_items_of_a_page() {
        let page = json!({"type": "list", "data": [{"a": 1}, {"a": 2}], "pages": {}});
        let items: Option<KeyPath> = Some(&["data"]);
        let lines = |body: &Value, items| {
            let body = ExactValue::from(body.clone());
            printed(Format::JsonLines, |printer| {
                printer.response(&body, items).unwrap();
            })
        };
        assert_eq!(lines(&page, items), "{\"a\":1}\n{\"a\":2}\n");
        // Without a declared path, the only list is found.
        assert_eq!(lines(&page, None), "{\"a\":1}\n{\"a\":2}\n");
        // An object that contains lists is an object.
        let contact = json!({"type": "contact", "tags": []});
        assert_eq!(
            lines(&contact, None),
            "{\"type\":\"contact\",\"tags\":[]}\n"
        );
    }

    #[test]
    fn tables_have_a_row_for_each_item() {
        let page = json!({"data": [{"id": "1", "name": "Ada"}, {"id": "2", "name": "Bo"}]});
        let page = ExactValue::from(page);
        let text = printed(Format::Table, |printer| {
            printer.response(&page, None).unwrap();
        });
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert_eq!(lines, ["ID  NAME", "1   Ada", "2   Bo"]);
    }

    #[test]
    fn numbers_are_printed_as_they_were_received() {
        let body = br#"{"data": [{"id": 1180591620717411303424, "length": 1.10}]}"#;
        let body = ExactValue::from_slice(body).unwrap();
        for (format, expected) in [
            (
                Format::Json,
                "{\n  \"data\": [\n    {\n      \"id\": 1180591620717411303424,\n      \"length\": \
                 1.10\n    }\n  ]\n}\n",
            ),
            (
                Format::JsonLines,
                "{\"id\":1180591620717411303424,\"length\":1.10}\n",
            ),
            (
                Format::Table,
                "ID                      LENGTH\n1180591620717411303424  1.10\n",
            ),
        ] {
            let text = printed(format, |printer| printer.response(&body, None).unwrap());
            assert_eq!(text, expected);
        }
    }
}
