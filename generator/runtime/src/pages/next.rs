//! From what a page says to what the next one is asked for with.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::PagingStyle;
use super::marks::{Marks, Next, number, text};
use super::token::Token;

/// What asks for the page after this one; `None` when it is the last.
///
/// `asked` is the number that the page was asked for with, `given` how many items there were up to
/// and including this page.
pub(super) fn next(style: PagingStyle, marks: &Marks, asked: u64, given: u64) -> Option<Token> {
    match style {
        PagingStyle::Cursor(_) => cursor(marks).map(Token::Cursor),
        PagingStyle::Page(_) => page(marks, asked, given).map(Token::Page),
        PagingStyle::Scroll(_) if marks.count == 0 => None,
        PagingStyle::Scroll(_) => marks.text("scroll_param").map(Token::Cursor),
        PagingStyle::NextCursor(_) if marks.is_false("has_more") => None,
        PagingStyle::NextCursor(_) => marks.text("next_cursor").map(Token::Cursor),
        PagingStyle::Url => match marks.next() {
            Next::Url(url) => query(url).map(|query| Token::Query(query.to_owned())),
            _ => None,
        },
    }
}

fn cursor(marks: &Marks) -> Option<String> {
    const KEY: &str = "starting_after";
    match marks.next() {
        Next::Object(next) => next.get(KEY).and_then(text),
        Next::Url(url) => query_value(url, KEY).filter(|cursor| !cursor.is_empty()),
        Next::Null | Next::Absent => None,
    }
}

fn page(marks: &Marks, asked: u64, given: u64) -> Option<u64> {
    let following = marks.number("page").unwrap_or(asked).checked_add(1)?;
    match marks.next() {
        Next::Null => None,
        // There is a next page; where it has no number, it is the one after this.
        Next::Object(next) => Some(number_of(next).unwrap_or(following)),
        Next::Url(url) => {
            let number = query_value(url, "page").and_then(|page| page.parse().ok());
            Some(number.unwrap_or(following))
        }
        Next::Absent => {
            let is_last = match (marks.number("total_pages"), marks.number("total_count")) {
                (Some(pages), _) => following > pages,
                (None, Some(items)) => marks.count == 0 || given >= items,
                (None, None) => true,
            };
            (!is_last).then_some(following)
        }
    }
}

fn number_of(next: &Map<String, Value>) -> Option<u64> {
    next.get("page").and_then(number)
}

/// The query of a URL, which may lack all before it.
fn query(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once('?')?;
    let query = rest.split('#').next().unwrap_or(rest);
    Some(query).filter(|query| !query.is_empty())
}

fn query_value(url: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query(url)?.as_bytes());
    let (_, value) = pairs.find(|(key, _)| key == name)?;
    Some(value.into_owned())
}
