//! The part of a request that selects its page.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use crate::Request;
use crate::address::encode;
use crate::body::Body;

use super::metadata::{number, text};
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
            Self::Page { .. } => Token::Page(number(&value)?),
            Self::Offset { .. } => Token::Offset(number(&value)?),
            Self::Cursor { .. } | Self::Scroll { .. } | Self::Url { .. } | Self::Whole => {
                Token::Cursor(text(&value)?)
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
                parameter.set(request, Value::from(*number))
            }
            (
                Self::Cursor { parameter, .. } | Self::Scroll { parameter, .. },
                Token::Cursor(cursor),
            ) => parameter.set(request, Value::from(cursor.as_str())),
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
            Self::Body(path) => path.last().copied().unwrap_or_default(),
        }
    }

    fn get(self, request: &Request) -> Option<Value> {
        match self {
            Self::Query(name) => {
                let name = encode(name);
                let (_, value) = request.query.iter().find(|(key, _)| *key == name)?;
                let value = percent_decode_str(value).decode_utf8().ok()?;
                Some(Value::from(value))
            }
            Self::Body(path) => {
                let Body::Bytes { bytes, .. } = &request.body else {
                    return None;
                };
                let body: Value = serde_json::from_slice(bytes).ok()?;
                path.iter()
                    .try_fold(&body, |value, key| value.get(key))
                    .cloned()
            }
        }
    }

    fn set(self, request: &mut Request, value: Value) -> Result<(), String> {
        match self {
            Self::Query(name) => {
                request.set_query(name, text(&value).map(|text| encode(&text)));
                Ok(())
            }
            Self::Body(path) => request.set_json_member(path, &value),
        }
    }
}

/// Replaces the query of the request with that of a URL, except for the parameters `keep` that the
/// request has.
fn set_query(request: &mut Request, query: &str, keep: &[&str]) -> Result<(), String> {
    if query.split('&').nth(MAX_PARAMETERS).is_some() {
        return Err(format!(
            "the URL of the next page has more than {MAX_PARAMETERS} parameters"
        ));
    }
    let keep: Vec<String> = keep.iter().map(|name| encode(name)).collect();
    request.query.retain(|(name, _)| keep.contains(name));
    let mut values: IndexMap<String, Vec<String>> = IndexMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        values
            .entry(name.into_owned())
            .or_default()
            .push(encode(&value));
    }
    values.retain(|name, _| {
        let name = encode(name);
        !request.query.iter().any(|(kept, _)| *kept == name)
    });
    for (name, values) in values {
        request.set_query(&name, values);
    }
    Ok(())
}
