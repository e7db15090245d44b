//! Derives the token of the next page from the metadata of a page.

use serde_json::Value;
use url::form_urlencoded;

use super::metadata::{Metadata, Next, number, text};
use super::token::Token;
use super::{Pagination, PagingStyle};

/// The position of a page in its list.
pub(super) struct Position {
    /// The number or offset that the page was requested with, unless the request had none.
    pub(super) requested: Option<u64>,
    /// The number of items up to and including this page.
    pub(super) items: u64,
}

/// Returns the token of the page after this one; `None` if it is the last.
pub(super) fn next(
    pagination: &Pagination,
    metadata: &Metadata,
    position: &Position,
) -> Option<Token> {
    if metadata.has_more == Some(false) {
        return None;
    }
    match pagination.style {
        PagingStyle::Whole => None,
        PagingStyle::Scroll { .. } if metadata.count == 0 => None,
        PagingStyle::Cursor { parameter, .. } | PagingStyle::Scroll { parameter, .. } => {
            cursor(metadata, parameter.name()).map(Token::Cursor)
        }
        PagingStyle::Page {
            parameter, first, ..
        } => page(pagination, metadata, position, parameter.name(), first).map(Token::Page),
        PagingStyle::Offset { .. } => offset(pagination, metadata, position).map(Token::Offset),
        PagingStyle::Url { .. } => {
            let (Next::Value(Value::String(url)) | Next::Url(url)) = metadata.next.as_ref()? else {
                return None;
            };
            query(url).map(|query| Token::Query(query.to_owned()))
        }
    }
}

fn cursor(metadata: &Metadata, parameter: &str) -> Option<String> {
    match metadata.next.as_ref()? {
        Next::Value(value) => text(value),
        Next::Number(number) => Some(number.clone()),
        Next::Url(url) => query_value(url, parameter).filter(|cursor| !cursor.is_empty()),
    }
}

fn page(
    pagination: &Pagination,
    metadata: &Metadata,
    position: &Position,
    parameter: &str,
    first: u64,
) -> Option<u64> {
    let own = metadata.page.or(position.requested).unwrap_or(first);
    let following = own.checked_add(1)?;
    let of_url = |url: &str| {
        let number = query_value(url, parameter).and_then(|page| page.parse().ok());
        Some(number.unwrap_or(following))
    };
    match &metadata.next {
        Some(Next::Value(Value::Null)) => None,
        // There is a next page; if it has no number, it is the one after this.
        Some(Next::Value(Value::Object(next))) => {
            Some(next.get(parameter).and_then(number).unwrap_or(following))
        }
        Some(Next::Value(Value::String(text))) if text.is_empty() => None,
        Some(Next::Value(Value::String(text))) => text.parse().ok().or_else(|| of_url(text)),
        Some(Next::Url(url)) => of_url(url),
        Some(Next::Value(value)) if value.is_u64() => value.as_u64(),
        Some(Next::Value(_) | Next::Number(_)) | None => {
            let is_last = match (metadata.has_more, metadata.total_pages) {
                (None, Some(pages)) => following >= first.saturating_add(pages),
                _ => is_last(pagination, metadata, position.items),
            };
            (!is_last).then_some(following)
        }
    }
}

fn offset(pagination: &Pagination, metadata: &Metadata, position: &Position) -> Option<u64> {
    let following = position
        .requested
        .unwrap_or(0)
        .checked_add(metadata.count)?;
    (!is_last(pagination, metadata, following)).then_some(following)
}

/// Returns `true` if no page follows the first `items` items.
///
/// A response without the metadata that the operation declares is the last page. If it declares
/// none, the list ends with an empty page.
fn is_last(pagination: &Pagination, metadata: &Metadata, items: u64) -> bool {
    match (metadata.has_more, metadata.total_items) {
        (Some(has_more), _) => !has_more,
        (None, Some(total)) => metadata.count == 0 || items >= total,
        (None, None) => metadata.count == 0 || pagination.has_end(),
    }
}

impl Pagination {
    /// Returns `true` if the operation declares metadata that marks the last page.
    fn has_end(&self) -> bool {
        let has_end = match self.style {
            PagingStyle::Page {
                next,
                total_pages,
                total_items,
                ..
            } => next.or(total_pages).or(total_items).is_some(),
            PagingStyle::Offset { total_items, .. } => total_items.is_some(),
            PagingStyle::Cursor { .. }
            | PagingStyle::Scroll { .. }
            | PagingStyle::Url { .. }
            | PagingStyle::Whole => true,
        };
        has_end || self.has_more.is_some()
    }
}

/// The query of a URL, which may lack everything before it.
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

#[cfg(test)]
mod tests {
    use super::super::{KeyPath, PageParameter};
    use super::*;

    const PARAMETER: PageParameter = PageParameter::Query("page");

    fn token(
        pagination: Pagination,
        requested: Option<u64>,
        items: u64,
        body: &str,
    ) -> Option<Token> {
        let metadata = Metadata::read(body.as_bytes(), &pagination);
        next(&pagination, &metadata, &Position { requested, items })
    }

    fn cursor(next: KeyPath, body: &str) -> Option<Token> {
        let pagination = Pagination::cursor(&["data"], PARAMETER, next).has_more(&["more"]);
        token(pagination, None, 0, body)
    }

    fn page(first: u64, requested: Option<u64>, body: &str) -> Option<Token> {
        let pagination = Pagination::page(&["data"], PARAMETER, first)
            .has_more(&["more"])
            .next_page(&["next"])
            .current_page(&["number"])
            .total_pages(&["pages"])
            .total_items(&["total"]);
        token(pagination, requested, 2, body)
    }

    fn offset(total_items: Option<KeyPath>, requested: Option<u64>, body: &str) -> Option<Token> {
        let mut pagination = Pagination::offset(&["data"], PARAMETER);
        if let Some(path) = total_items {
            pagination = pagination.total_items(path);
        }
        token(pagination, requested, 0, body)
    }

    #[test]
    fn cursor_is_a_string_a_number_or_in_a_url() {
        let found = |cursor: &str| Some(Token::Cursor(cursor.to_owned()));
        assert_eq!(cursor(&["a", "b"], r#"{"a": {"b": "x"}}"#), found("x"));
        assert_eq!(cursor(&["a", "b"], r#"{"a": {"b": 7}}"#), found("7"));
        let long = "1180591620717411303424";
        let body = format!(r#"{{"a": {{"b": {long}}}, "data": {long}}}"#);
        assert_eq!(cursor(&["a", "b"], &body), found(long));
        assert_eq!(cursor(&["data"], &body), found(long));
        assert_eq!(
            cursor(&["a", "b"], r#"{"a": "/x?page=y%20z#top"}"#),
            found("y z")
        );
        assert_eq!(cursor(&["a"], r#"{"a": "/x?page=y"}"#), found("/x?page=y"));
        assert_eq!(
            cursor(&["data"], r#"{"data": "x", "more": true}"#),
            found("x")
        );
        assert_eq!(
            cursor(&["data", "b"], r#"{"data": {"b": "x"}}"#),
            found("x")
        );
        for body in [
            r#"{"a": {"b": ""}}"#,
            r#"{"a": {"b": null}}"#,
            r#"{"a": {"b": "x"}, "more": false}"#,
            r#"{"a": "/x?other=y"}"#,
            r#"{"a": [{"b": "x"}]}"#,
            r#"{"a": {"b": "x"}"#,
            "[]",
        ] {
            assert_eq!(cursor(&["a", "b"], body), None, "{body}");
        }
    }

    #[test]
    fn page_number_is_derived_from_the_metadata() {
        for (first, requested, body, expected) in [
            (1, None, r#"{"next": 5}"#, Some(5)),
            (1, None, r#"{"next": "5"}"#, Some(5)),
            (1, None, r#"{"next": {"page": "5"}}"#, Some(5)),
            (1, None, r#"{"next": "https://x/y?page=5"}"#, Some(5)),
            (1, Some(3), r#"{"next": {}}"#, Some(4)),
            (1, Some(3), r#"{"next": "https://x/y"}"#, Some(4)),
            (1, Some(3), r#"{"next": "", "pages": 9}"#, None),
            (1, Some(3), r#"{"next": null, "pages": 9}"#, None),
            (1, None, r#"{"number": 3, "pages": 4}"#, Some(4)),
            (1, None, r#"{"number": 4, "pages": 4}"#, None),
            (0, None, r#"{"number": 2, "pages": 4}"#, Some(3)),
            (0, None, r#"{"number": 3, "pages": 4}"#, None),
            (0, None, r#"{"pages": 4}"#, Some(1)),
            (1, None, r#"{"more": true}"#, Some(2)),
            (1, None, r#"{"more": true, "pages": 1}"#, Some(2)),
            (1, None, r#"{"more": false, "pages": 9}"#, None),
            (1, None, r#"{"data": [1, 2], "total": 3}"#, Some(2)),
            (1, None, r#"{"data": [1, 2], "total": 2}"#, None),
            (1, None, r#"{"data": [], "total": 9}"#, None),
            (1, None, r#"{"data": [1, 2]}"#, None),
        ] {
            assert_eq!(
                page(first, requested, body),
                expected.map(Token::Page),
                "{body}"
            );
        }
    }

    #[test]
    fn offset_increases_by_the_items_of_the_page() {
        let total: Option<KeyPath> = Some(&["total"]);
        for (total, requested, body, expected) in [
            (total, None, r#"{"data": [1, 2], "total": 5}"#, Some(2)),
            (total, Some(2), r#"{"data": [1, 2], "total": 5}"#, Some(4)),
            (total, Some(4), r#"{"data": [1], "total": 5}"#, None),
            (total, Some(2), r#"{"data": [], "total": 5}"#, None),
            (total, Some(2), r#"{"data": [1, 2]}"#, None),
            (None, Some(2), r#"{"data": [1, 2]}"#, Some(4)),
            (None, Some(2), r#"{"data": []}"#, None),
        ] {
            assert_eq!(
                offset(total, requested, body),
                expected.map(Token::Offset),
                "{body}"
            );
        }
    }

    #[test]
    fn only_the_query_of_a_url_is_used() {
        let url = |body: &str| {
            let pagination = Pagination::url(&["data"], &["next"], &[]);
            token(pagination, None, 0, body)
        };
        let query = |query: &str| Some(Token::Query(query.to_owned()));
        assert_eq!(
            url(r#"{"next": "https://elsewhere/x?a=b&c#d"}"#),
            query("a=b&c")
        );
        for body in [
            r#"{"next": "https://x/y"}"#,
            r#"{"next": null}"#,
            r#"{"next": 5}"#,
            "{}",
        ] {
            assert_eq!(url(body), None, "{body}");
        }
    }
}
