//! Responses: those of single requests, and the pages of lists.

use std::io::{self, IsTerminal, Write};

use bytes::Bytes;
use clap::ArgMatches;
use http::{HeaderMap, Method, StatusCode};

use super::description::Output;
use super::failure::Failure;
use super::output::{Format, List, Printer};
use super::settings::option;
use super::transfer;
use super::unicode::replace_invalid;
use crate::charset::utf8_or_bytes;
use crate::error::Line;
use crate::exact_value::ExactValue;
use crate::json::Decoded;
use crate::pages::RawPages;
use crate::{
    Binary, Empty, KeyPath, Location, Pagination, Request, Response, ResponseKind, Unreadable,
};

/// A request and the way in which its response is printed.
pub(super) struct Call {
    pub(super) request: Request,
    /// The kind of response; `None` if it may be anything.
    pub(super) output: Option<Output>,
    pub(super) pagination: Option<Pagination>,
}

/// A body as it is received. A client that sends a condition expects the status 304, too.
enum Received {}

impl ResponseKind for Received {
    type Output = Bytes;

    fn accepts(status: StatusCode) -> bool {
        status.is_success() || status == StatusCode::NOT_MODIFIED
    }

    fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<Bytes>, Unreadable> {
        Binary::read(status, headers, body)
    }
}

/// Sends the request and prints the response.
pub(super) async fn print(call: Call, format: Format, matches: &ArgMatches) -> Result<(), Failure> {
    if let Some(path) = option(matches, "output-file")
        && path != "-"
    {
        return transfer::download(call.request, &path).await;
    }
    let columns = matches.get_many::<String>("columns").into_iter().flatten();
    let mut printer = Printer::to_stdout(format, columns.cloned().collect());
    let is_all = matches
        .try_get_one::<bool>("all")
        .is_ok_and(|all| all == Some(&true));
    if is_all && call.pagination.is_some() {
        return print_pages(call, &mut printer).await;
    }
    match call.output {
        Some(Output::Location) => {
            let location = call.request.send::<Location>().await?;
            writeln!(printer.out, "{location}").map_err(Failure::write)
        }
        Some(Output::Empty) => {
            call.request.send::<Empty>().await?;
            Ok(())
        }
        Some(Output::Raw(_)) => {
            let body = call.request.send::<Received>().await?;
            print_raw(&body, &mut printer)
        }
        Some(Output::Json(_) | Output::NullableJson(_)) | None => {
            print_json(call, &mut printer).await
        }
    }
}

fn print_raw(body: &[u8], printer: &mut Printer<io::StdoutLock<'static>>) -> Result<(), Failure> {
    if io::stdout().is_terminal() && std::str::from_utf8(body).is_err() {
        let message = "the response is not text: write it to a file with `--output-file`";
        return Err(Failure::Usage(message.to_owned()));
    }
    printer.out.write_all(body).map_err(Failure::write)?;
    printer.out.flush().map_err(Failure::write)
}

/// Prints JSON in the format of the output. Another body is printed as it is received, and is an
/// error if JSON is expected.
async fn print_json(
    call: Call,
    printer: &mut Printer<io::StdoutLock<'static>>,
) -> Result<(), Failure> {
    let is_head = call.request.method == Method::HEAD;
    let response = call.request.response::<Received>().await?;
    let is_empty = is_head || has_no_content(response.status());
    let error = match (parse(&response), call.output) {
        (Ok(Some(json)), _) => {
            let items = call.pagination.map(|pagination| pagination.items);
            return printer.response(&json, items).map_err(Failure::write);
        }
        (Ok(None), Some(Output::NullableJson(_)) | None) => return Ok(()),
        (Ok(None), _) if is_empty => return Ok(()),
        (Ok(None), _) => empty(),
        (Err(_), None) => return print_raw(response.bytes(), printer),
        (Err(error), _) => error,
    };
    printer
        .out
        .write_all(response.bytes())
        .map_err(Failure::write)?;
    printer.out.flush().map_err(Failure::write)?;
    Err(error)
}

/// Returns `true` if a response with this status has no content (RFC 9110, section 15).
fn has_no_content(status: StatusCode) -> bool {
    [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ]
    .contains(&status)
}

/// Parses a body; `None` if it is empty. Text that is not Unicode does not hide the rest.
fn parse(response: &Response<Bytes>) -> Result<Option<ExactValue>, Failure> {
    let text = utf8_or_bytes(response.headers(), response.bytes());
    if text.trim_ascii().is_empty() {
        return Ok(None);
    }
    let json = ExactValue::from_slice(&text)
        .or_else(|error| ExactValue::from_slice(&replace_invalid(&text)).map_err(|_| error));
    json.map(Some).map_err(|error| not_json(&error.to_string()))
}

fn empty() -> Failure {
    not_json("the body is empty")
}

fn not_json(reason: &str) -> Failure {
    Failure::Io(format!("the response is not JSON: {}", Line(reason)))
}

async fn print_pages(
    call: Call,
    printer: &mut Printer<io::StdoutLock<'static>>,
) -> Result<(), Failure> {
    let mut list = printer.list();
    let outcome = print_items(call, &mut list).await;
    if outcome.is_err() && list.is_empty() {
        return outcome;
    }
    // After an error, the items before it are still a complete list.
    let ended = list.end().map_err(Failure::write);
    outcome.and(ended)
}

async fn print_items(
    call: Call,
    list: &mut List<'_, io::StdoutLock<'static>>,
) -> Result<(), Failure> {
    let Some(pagination) = call.pagination else {
        return Ok(());
    };
    let is_nullable = matches!(call.output, Some(Output::NullableJson(_)));
    let mut pages = RawPages::new(call.request, pagination, "application/json");
    while let Some(response) = pages.next().await? {
        let page = match parse(&response)? {
            Some(ExactValue::Null) | None if is_nullable => continue,
            page => page.ok_or_else(empty)?,
        };
        let items = items_of(page, pagination.items);
        for item in items.ok_or_else(|| not_the_list(pagination.items))? {
            list.item(item).map_err(Failure::write)?;
        }
    }
    Ok(())
}

/// Returns the items of a page; `None` if the page is not the list. Null in place of the list, or
/// of an object of the page that contains it, is an empty list.
fn items_of(mut page: ExactValue, path: KeyPath) -> Option<Vec<ExactValue>> {
    let mut value = &mut page;
    for (depth, key) in path.iter().enumerate() {
        if depth > 0 && *value == ExactValue::Null {
            return Some(Vec::new());
        }
        value = value.get_mut(key)?;
    }
    match std::mem::replace(value, ExactValue::Null) {
        ExactValue::Array(items) => Some(items),
        ExactValue::Null => Some(Vec::new()),
        _ => None,
    }
}

fn not_the_list(path: KeyPath) -> Failure {
    Failure::Io(if path.is_empty() {
        "the response is not the list".to_owned()
    } else {
        let path = path.join(".");
        format!(
            "the response is not the list: it has no list at `{}`",
            Line(&path)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(page: &str, path: KeyPath) -> Option<usize> {
        let page = ExactValue::from_slice(page.as_bytes()).unwrap();
        items_of(page, path).map(|items| items.len())
    }

    #[test]
    fn an_empty_list_and_null_are_lists() {
        let path: KeyPath = &["fleet", "boats"];
        assert_eq!(count(r#"{"fleet": {"boats": [1, 2]}}"#, path), Some(2));
        assert_eq!(count("[1]", &[]), Some(1));
        for page in [
            r#"{"fleet": {"boats": []}}"#,
            r#"{"fleet": {"boats": null}}"#,
            r#"{"fleet": null}"#,
        ] {
            assert_eq!(count(page, path), Some(0), "{page}");
        }
    }

    #[test]
    fn other_pages_are_not_lists() {
        for page in [
            "{}",
            "null",
            "[]",
            r#"{"fleet": {}}"#,
            r#"{"fleet": []}"#,
            r#"{"fleet": {"boats": {"a": 1}}}"#,
            r#"{"fleet": {"boats": false}}"#,
        ] {
            assert_eq!(count(page, &["fleet", "boats"]), None, "{page}");
        }
        assert_eq!(count("{}", &[]), None);
        let message = not_the_list(&["fleet", "boats"]).message(None).unwrap();
        assert!(message.contains("`fleet.boats`"), "{message}");
    }
}
