//! From a path template and parameters to a URL.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// All but what RFC 3986 calls unreserved, so that a value never means more than itself.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What stands between the items of a list that is sent as one query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `a,b`
    Comma,
    /// `a%20b`
    Space,
    /// `a%7Cb`
    Pipe,
}

impl Separator {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Pipe => "%7C",
        }
    }
}

pub(super) fn encode(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, RESERVED)).into_owned()
}

/// Encodes a value for one segment of a path.
///
/// A URL drops empty and dot segments, encoded or not, which would address another resource.
pub(super) fn encode_segment(name: &str, value: &str) -> Result<String, String> {
    match value {
        "" => Err(format!("path parameter `{name}` must not be empty")),
        "." | ".." => Err(format!("path parameter `{name}` must not be `{value}`")),
        _ => Ok(encode(value)),
    }
}

/// Replaces each `{name}` of `template` by the encoded value of that name.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> Result<String, String> {
    let mut path = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, name, after)) = split_placeholder(rest) {
        let value = values.iter().find(|(key, _)| *key == name);
        let (_, value) = value.ok_or_else(|| format!("path parameter `{name}` is not set"))?;
        path.push_str(before);
        path.push_str(value);
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

fn split_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Appends an encoded path and encoded pairs to the base URL, whose own path is kept.
pub(super) fn join(base: &Url, path: &str, query: &[(String, String)]) -> Url {
    let mut url = base.clone();
    match base.path().trim_end_matches('/') {
        "" => url.set_path(path),
        prefix => url.set_path(&format!("{prefix}{path}")),
    }
    if !query.is_empty() {
        let pairs: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        url.set_query(Some(&pairs.join("&")));
    }
    url
}
