//! Builds URLs from path templates and parameters.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// An API key in the query: its encoded name and value.
pub(super) type QueryKey = (String, SecretString);

/// All characters except the unreserved ones of RFC 3986, so that a value cannot contain syntax.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that are encoded in a query value with `allowReserved`: those that are invalid in
/// a query, and `#`, `&` and `+`, which would end or change the value. `%` is encoded unless it
/// begins a percent-encoded triple.
const NOT_IN_A_VALUE: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The separator between the items of a list that is sent as one query parameter.
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

/// Encodes a query value and keeps reserved characters (`allowReserved`), except for the
/// apostrophe, which the URL standard encodes in the query of `http` URLs. Percent-encoded triples
/// are kept, too.
pub(super) fn encode_allowing_reserved(text: &str) -> String {
    encode_except_triples(text, NOT_IN_A_VALUE)
}

/// Encodes the characters of a set, except in percent-encoded triples (RFC 6570, section 3.2.3).
fn encode_except_triples(text: &str, set: &'static AsciiSet) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut parts = text.split('%');
    encoded.extend(
        parts
            .next()
            .map(|part| utf8_percent_encode(part, set))
            .into_iter()
            .flatten(),
    );
    for part in parts {
        let begins_triple = matches!(
            part.as_bytes(),
            [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()
        );
        encoded.push_str(if begins_triple { "%" } else { "%25" });
        encoded.extend(utf8_percent_encode(part, set));
    }
    encoded
}

/// The characters that are encoded in a path segment with `allowReserved`: those that are invalid
/// there (RFC 3986, section 3.3), and `%` unless it begins a percent-encoded triple.
const NOT_IN_A_SEGMENT: &AsciiSet = &NOT_IN_A_VALUE
    .remove(b'&')
    .remove(b'\'')
    .remove(b'+')
    .add(b'/')
    .add(b'?');

/// Encodes a part of a path segment and keeps reserved characters and percent-encoded triples
/// (`allowReserved`).
pub(super) fn encode_segment_allowing_reserved(text: &str) -> String {
    encode_except_triples(text, NOT_IN_A_SEGMENT)
}

/// Encodes a value as a part of a path segment.
///
/// Rejects an empty value: the path would address another resource.
pub(super) fn encode_segment(name: &str, value: &str) -> Result<String, String> {
    check_not_empty(name, encode(value))
}

/// Returns an encoded value of a path parameter, unless it is empty.
pub(super) fn check_not_empty(name: &str, value: String) -> Result<String, String> {
    if value.is_empty() {
        return Err(format!("path parameter `{name}` must not be empty"));
    }
    Ok(value)
}

/// Rejects a path with dot segments: URLs drop them, encoded or not, and would address another
/// resource, also outside the path of the base URL (RFC 3986, section 5.2.4).
fn check_segments(template: &str, path: &str) -> Result<(), String> {
    for (declared, segment) in segments(template).zip(segments(path)) {
        // URLs drop these characters, too.
        let decoded = segment.replace(['\t', '\n', '\r'], "");
        let decoded = decoded.replace("%2e", ".").replace("%2E", ".");
        if !matches!(decoded.as_str(), "." | "..") {
            continue;
        }
        let segment = segment.escape_debug();
        return Err(match split_placeholder(declared) {
            Some(("", name, "")) => format!("path parameter `{name}` must not be `{segment}`"),
            Some(_) => format!("path segment `{declared}` must not be `{segment}`"),
            None => format!("the path must not contain the segment `{segment}`"),
        });
    }
    Ok(())
}

/// Returns the segments of a path, which a query may follow. In URLs, `\` separates segments, too.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    let end = path.find('?').unwrap_or(path.len());
    path[..end].split(['/', '\\'])
}

/// Replaces each `{name}` in `template` with its encoded value. Rejects dot segments.
pub(super) fn fill(template: &str, values: &[(impl AsRef<str>, String)]) -> Result<String, String> {
    let mut path = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, name, after)) = split_placeholder(rest) {
        let value = values.iter().find(|(key, _)| key.as_ref() == name);
        let (_, value) = value.ok_or_else(|| format!("path parameter `{name}` is not set"))?;
        path.push_str(before);
        path.push_str(value);
        rest = after;
    }
    path.push_str(rest);
    check_segments(template, &path)?;
    Ok(path)
}

pub(super) fn split_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Rejects a URL of a server that requests cannot be sent to.
pub(super) fn check_server(url: &Url) -> Result<(), String> {
    let problem = if !matches!(url.scheme(), "http" | "https") {
        "must start with https:// or http://"
    } else if !url.username().is_empty() || url.password().is_some() {
        "must not contain a user name or password"
    } else if url.query().is_some() || url.fragment().is_some() {
        "must not contain a query or a fragment"
    } else {
        return Ok(());
    };
    Err(format!("the base URL {problem}"))
}

/// The size limit of a URL in bytes, which the crate `http` sets.
const MAX_URL_SIZE: usize = u16::MAX as usize - 1;

/// Rejects a URL that is too long to be sent.
pub(super) fn check_length(url: &Url) -> Result<(), String> {
    if url.as_str().len() > MAX_URL_SIZE {
        return Err(format!(
            "the URL is longer than {MAX_URL_SIZE} bytes with its parameters"
        ));
    }
    Ok(())
}

/// Returns `true` if the parameters of a request set one that has this encoded name, or the whole
/// query, to which none is added.
pub(super) fn sets(query: &[(String, String)], name: &str) -> bool {
    let mut names = query.iter().map(|(name, _)| name);
    names.any(|known| known == name || known.is_empty())
}

/// Appends an encoded path and encoded query pairs to the path of the base URL. A query pair replaces
/// the client's API key of the same name. A pair with an empty name is the whole query, which no API
/// key follows. A query of the path itself comes first.
pub(super) fn join(base: &Url, path: &str, query: &[(String, String)], keys: &[QueryKey]) -> Url {
    let mut url = base.clone();
    let (path, declared) = match path.split_once('?') {
        Some((path, declared)) => (path, Some(declared)),
        None => (path, None),
    };
    match base.path().trim_end_matches('/') {
        "" => url.set_path(path),
        prefix => url.set_path(&format!("{prefix}{path}")),
    }
    if declared.is_some() || !query.is_empty() || !keys.is_empty() {
        let keys = keys
            .iter()
            .filter(|(name, _)| !sets(query, name))
            .map(|(name, key)| (name.as_str(), key.expose_secret()));
        let pairs = query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(keys)
            .map(|(name, value)| match name {
                "" => value.to_owned(),
                name => format!("{name}={value}"),
            });
        let pairs: Vec<String> = declared
            .map(str::to_owned)
            .into_iter()
            .chain(pairs)
            .collect();
        url.set_query(Some(&pairs.join("&")));
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6570, section 3.2.3: with reserved characters, percent-encoded triples are allowed.
    #[test]
    fn percent_encoded_triples_are_kept_with_reserved_characters() {
        for (value, query, segment) in [
            ("a%2Fb", "a%2Fb", "a%2Fb"),
            ("a/b?%c3%a9", "a/b?%c3%a9", "a%2Fb%3F%c3%a9"),
            ("100%", "100%25", "100%25"),
            ("%%41%4", "%25%41%254", "%25%41%254"),
            ("%G0&\u{e9}", "%25G0%26%C3%A9", "%25G0&%C3%A9"),
            ("%2\u{e9}", "%252%C3%A9", "%252%C3%A9"),
            ("", "", ""),
        ] {
            assert_eq!(encode_allowing_reserved(value), query);
            assert_eq!(encode_segment_allowing_reserved(value), segment);
        }
        assert_eq!(encode("a%2Fb"), "a%252Fb");
        for dots in [".", "%2e", "..", "%2E.", "%2e%2E"] {
            let values = [("id", encode_segment_allowing_reserved(dots))];
            let expected = format!("path parameter `id` must not be `{dots}`");
            assert_eq!(fill("/ships/{id}/crew", &values), Err(expected));
        }
    }

    /// RFC 3986, section 5.2.4: only whole segments of dots are removed.
    #[test]
    fn dots_beside_other_text_of_a_segment_are_values() {
        let filled = |template: &str, values: [&str; 2]| {
            let values = values.map(encode);
            fill(
                template,
                &["a", "b"].into_iter().zip(values).collect::<Vec<_>>(),
            )
        };
        for (template, values, path) in [
            ("/a{a}b", ["..", ""], "/a..b"),
            ("/{a}.json", [".", ""], "/..json"),
            ("/{a},{b}", ["..", "."], "/..,."),
            ("/ships?from={a}", ["..", ""], "/ships?from=.."),
        ] {
            assert_eq!(filled(template, values).as_deref(), Ok(path));
            let url = Url::parse("https://harbour.example").unwrap();
            assert_eq!(
                join(&url, path, &[], &[]).as_str()[url.as_str().len() - 1..],
                *path
            );
        }
        for (template, values) in [
            ("/{a}{b}", [".", "."]),
            ("/.{a}/x", [".", ""]),
            ("/{a}?x", ["..", ""]),
        ] {
            let error = filled(template, values).unwrap_err();
            assert!(error.contains("must not be `..`"), "{error}");
        }
    }

    #[test]
    fn a_query_of_the_path_precedes_the_parameters() {
        let base = Url::parse("https://harbour.example/api/").unwrap();
        let pair = ("b".to_owned(), "2".to_owned());
        let key = ("c".to_owned(), SecretString::from("3"));
        for (path, query, keys, expected) in [
            (
                "/ships?a=1&d",
                vec![],
                vec![],
                "https://harbour.example/api/ships?a=1&d",
            ),
            (
                "/ships?a=1",
                vec![pair],
                vec![key.clone()],
                "https://harbour.example/api/ships?a=1&b=2&c=3",
            ),
            // JSON that is the whole query.
            (
                "/ships",
                vec![(String::new(), "%5B1%5D".to_owned())],
                vec![key],
                "https://harbour.example/api/ships?%5B1%5D",
            ),
            (
                "/ships",
                vec![],
                vec![],
                "https://harbour.example/api/ships",
            ),
        ] {
            assert_eq!(join(&base, path, &query, &keys).as_str(), expected);
        }
    }

    #[test]
    fn the_longest_url_is_that_of_the_crate_http() {
        let url = |size: usize| {
            let base = "https://harbour.example/";
            format!("{base}{}", "a".repeat(size - base.len()))
        };
        for (size, is_valid) in [(MAX_URL_SIZE, true), (MAX_URL_SIZE + 1, false)] {
            let text = url(size);
            assert_eq!(text.parse::<http::Uri>().is_ok(), is_valid);
            assert_eq!(check_length(&Url::parse(&text).unwrap()).is_ok(), is_valid);
        }
    }
}
