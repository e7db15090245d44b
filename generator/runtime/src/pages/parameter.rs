//! The part of a request that selects its page.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use url::form_urlencoded;

use crate::address::encode;
use crate::body::Body;
use crate::exact_value::ExactValue;
use crate::{Decimal, Request};

use super::token::Token;
use super::{PageParameter, PageToken, PagingStyle};

/// The greatest number of parameters in the URL of the next page.
const MAX_PARAMETERS: usize = 1_000;

impl PagingStyle {
    fn parameter(self) -> Option<PageParameter> {
        match self {
            Self::Cursor { parameter, .. }
            | Self::Scroll { parameter, .. }
            | Self::Page { parameter, .. }
            | Self::Offset { parameter, .. } => Some(parameter),
            Self::Url { .. } | Self::Whole => None,
        }
    }

    /// Returns the token of the page that a request selects, if it selects one.
    pub(super) fn token(self, request: &Request) -> Option<PageToken> {
        let value = self.parameter()?.get(request)?;
        let token = match self {
            Self::Page { .. } => Token::Page(value.parse().ok()?),
            Self::Offset { .. } => Token::Offset(value.parse().ok()?),
            Self::Cursor { .. } | Self::Scroll { .. } | Self::Url { .. } | Self::Whole => {
                Token::Cursor(value)
            }
        };
        Some(PageToken(token))
    }

    /// Returns the token of the first page, if it is known without a request.
    pub(super) fn first(self) -> Option<PageToken> {
        match self {
            Self::Page { first, .. } => Some(PageToken(Token::Page(first))),
            Self::Offset { .. } => Some(PageToken(Token::Offset(0))),
            Self::Cursor { .. } | Self::Scroll { .. } | Self::Url { .. } | Self::Whole => None,
        }
    }

    /// Makes the request select a page.
    pub(super) fn select(self, request: &mut Request, token: &PageToken) {
        let result = match (self, &token.0) {
            (Self::Page { parameter, .. }, Token::Page(number))
            | (Self::Offset { parameter, .. }, Token::Offset(number)) => {
                parameter.set(request, &number.to_string(), number)
            }
            (
                Self::Cursor { parameter, .. } | Self::Scroll { parameter, .. },
                Token::Cursor(cursor),
            ) => parameter.set(request, cursor, cursor),
            (Self::Url { keep, .. }, Token::Query(query)) => set_query(request, query, keep),
            _ => Err("the page token is from an operation with another pagination style".into()),
        };
        if let Err(message) = result {
            request.fail(message);
        }
    }
}

impl PageParameter {
    /// Returns the name of the parameter, which is the same in a URL.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Query(name) => name,
            Self::Body(path) | Self::BodyNumber(path) => path.last().copied().unwrap_or_default(),
        }
    }

    /// Returns the text of the value, unless it is empty.
    fn get(self, request: &Request) -> Option<String> {
        let text = match self {
            Self::Query(name) => {
                let name = encode(name);
                let (_, value) = request.query.iter().find(|(key, _)| *key == name)?;
                percent_decode_str(value).decode_utf8().ok()?.into_owned()
            }
            Self::Body(path) | Self::BodyNumber(path) => {
                let Body::Bytes { bytes, .. } = &request.body else {
                    return None;
                };
                let body = ExactValue::from_slice(bytes).ok()?;
                match path
                    .iter()
                    .try_fold(body, |value, key| value.into_member(key))?
                {
                    ExactValue::Text(text) => text,
                    ExactValue::Number(number) => number.to_string(),
                    _ => return None,
                }
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// Sets the parameter to a value, which is `json` in a body.
    fn set(
        self,
        request: &mut Request,
        text: &str,
        json: &(impl Serialize + ?Sized),
    ) -> Result<(), String> {
        match self {
            Self::Query(name) => {
                request.set_query(name, (!text.is_empty()).then(|| encode(text)));
                Ok(())
            }
            Self::Body(path) => request.set_json_member(path, json),
            Self::BodyNumber(path) => {
                let number: Decimal = text
                    .parse()
                    .map_err(|_| format!("the cursor of a page is not a number: `{text}`"))?;
                request.set_json_member(path, &number)
            }
        }
    }
}

/// Replaces the query of the request with that of a URL, except for the parameters `keep` that the
/// request has, and the credentials in the query, which a response cannot change.
fn set_query(request: &mut Request, query: &str, keep: &[&str]) -> Result<(), String> {
    if query.split('&').nth(MAX_PARAMETERS).is_some() {
        return Err(format!(
            "the URL of the next page has more than {MAX_PARAMETERS} parameters"
        ));
    }
    let keys = request.connection.query_keys(request.carried);
    let credentials: Vec<String> = keys.iter().map(|(name, _)| name.clone()).collect();
    let keep: Vec<String> = keep.iter().map(|name| encode(name)).collect();
    let is_kept = |name: &String| keep.contains(name) || credentials.contains(name);
    request.query.retain(|(name, _)| is_kept(name));
    let mut values: IndexMap<String, Vec<String>> = IndexMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        values
            .entry(name.into_owned())
            .or_default()
            .push(encode(&value));
    }
    values.retain(|name, _| {
        let name = encode(name);
        !credentials.contains(&name) && !request.query.iter().any(|(kept, _)| *kept == name)
    });
    for (name, values) in values {
        request.set_query(&name, values);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::Api;
    use crate::harbour::Client;

    fn request(query: &[(&str, &str)]) -> Request {
        let client = Client::builder().query_key("a key", "secret");
        let client = client.build().unwrap();
        let mut request = Request::custom(client.connection(), Method::GET, "/boats");
        for (name, value) in query {
            request.query(name, value);
        }
        request
    }

    /// Returns the query of the request for the page at a URL with this query.
    fn following(mut request: Request, query: &str) -> String {
        const STYLE: PagingStyle = PagingStyle::Url {
            next: &["next"],
            keep: &["size"],
        };
        STYLE.select(&mut request, &PageToken(Token::Query(query.to_owned())));
        let pairs = request.query.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }

    #[test]
    fn the_query_of_a_url_replaces_parameters_that_are_not_kept() {
        let sent = request(&[("page", "1"), ("size", "5"), ("sort", "name")]);
        assert_eq!(following(sent, "page=2&size=50"), "size=5&page=2");
        let without_size = request(&[("page", "1")]);
        assert_eq!(following(without_size, "page=2&size=50"), "page=2&size=50");
    }

    #[test]
    fn the_query_of_a_url_does_not_change_the_credentials() {
        for query in [
            "page=2&a+key=other",
            "page=2&a%20key=",
            "a key=x&page=2&a%20key=y",
        ] {
            assert_eq!(following(request(&[]), query), "page=2", "{query}");
            let own = request(&[("a key", "own")]);
            assert_eq!(following(own, query), "a%20key=own&page=2", "{query}");
        }
    }
}
