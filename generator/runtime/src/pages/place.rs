//! A request and the page that it asks for.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::Request;
use crate::address::encode;
use crate::body::Body;

use super::marks::{number, text};
use super::token::Token;
use super::{PageToken, PagingStyle, TokenPlace};

/// How many items a page has at most. As the caller set it, whatever a URL says.
const PER_PAGE: &str = "per_page";

impl PagingStyle {
    fn place(self) -> Option<TokenPlace> {
        match self {
            Self::Cursor(place)
            | Self::Page(place)
            | Self::Scroll(place)
            | Self::NextCursor(place) => Some(place),
            Self::Url => None,
        }
    }

    /// The page that a request asks for, if it says so.
    pub(super) fn token(self, request: &Request) -> Option<PageToken> {
        let value = self.place()?.get(request)?;
        let token = match self {
            Self::Page(_) => Token::Page(number(&value)?),
            _ => Token::Cursor(text(&value)?),
        };
        Some(PageToken(token))
    }

    /// Makes the request ask for a page.
    pub(super) fn ask(self, request: &mut Request, token: &PageToken) {
        let result = match (self, &token.0) {
            (Self::Page(place), Token::Page(number)) => place.set(request, Value::from(*number)),
            (
                Self::Cursor(place) | Self::Scroll(place) | Self::NextCursor(place),
                Token::Cursor(cursor),
            ) => place.set(request, Value::from(cursor.as_str())),
            (Self::Url, Token::Query(query)) => {
                set_query(request, query);
                Ok(())
            }
            _ => Err("the page token is that of an operation with another kind of pages".into()),
        };
        if let Err(message) = result {
            request.fail(message);
        }
    }
}

impl TokenPlace {
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
            Self::Body(path) => {
                let mut body = match &request.body {
                    Body::None => Value::Null,
                    Body::Bytes { bytes, .. } => serde_json::from_slice(bytes)
                        .map_err(|error| format!("the body is no JSON to page with: {error}"))?,
                    Body::Multipart(_) | Body::Fields(_) => {
                        return Err("a form has no pages".to_owned());
                    }
                };
                put(&mut body, path, value)?;
                request.json(&body);
                Ok(())
            }
        }
    }
}

/// Puts a value where the keys lead; objects that are not there yet are made.
fn put(body: &mut Value, path: &[&str], value: Value) -> Result<(), String> {
    let mut place = body;
    for key in path {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(members) = place else {
            let path = path.join(".");
            return Err(format!("the body has no object for `{path}` to be in"));
        };
        place = members.entry(*key).or_insert(Value::Null);
    }
    *place = value;
    Ok(())
}

/// Gives the request the query of a URL.
fn set_query(request: &mut Request, query: &str) {
    let per_page = |(name, _): &(String, String)| name == PER_PAGE;
    request.query.retain(per_page);
    let mut values: IndexMap<String, Vec<String>> = IndexMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        values
            .entry(name.into_owned())
            .or_default()
            .push(encode(&value));
    }
    if !request.query.is_empty() {
        values.shift_remove(PER_PAGE);
    }
    for (name, values) in values {
        request.set_query(&name, values);
    }
}
