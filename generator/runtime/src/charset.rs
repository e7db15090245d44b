//! The encoding of text and JSON in response bodies.

use std::borrow::Cow;

use http::HeaderMap;

use super::response_kind::Unreadable;

/// Returns the text of a body in UTF-8, without the byte order mark that some servers add and
/// parsers may ignore (RFC 8259, section 8.1). Bytes that are not UTF-8 are left to the reader.
///
/// With the feature `charset`, a body in the charset of its `Content-Type` is converted.
///
/// # Errors
/// Returns an error if the body is not in that charset.
pub(super) fn utf8<'b>(headers: &HeaderMap, body: &'b [u8]) -> Result<Cow<'b, [u8]>, Unreadable> {
    #[cfg(feature = "charset")]
    if let Some(encoding) = declared::encoding(headers) {
        return declared::converted(encoding, body);
    }
    let _ = headers;
    let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    Ok(Cow::Borrowed(text))
}

/// Returns the text of a body as [`utf8`] does, or the body if it is not in its charset.
pub(super) fn utf8_or_bytes<'b>(headers: &HeaderMap, body: &'b [u8]) -> Cow<'b, [u8]> {
    utf8(headers, body).unwrap_or(Cow::Borrowed(body))
}

#[cfg(feature = "charset")]
mod declared {
    use std::borrow::Cow;

    use encoding_rs::{Encoding, UTF_8};
    use http::HeaderMap;
    use http::header::CONTENT_TYPE;

    use super::Unreadable;

    /// Returns the declared encoding if it is known and not UTF-8.
    pub(super) fn encoding(headers: &HeaderMap) -> Option<&'static Encoding> {
        let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let mut parameters = content_type.split(';').skip(1);
        let charset = parameters.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let is_charset = name.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim().trim_matches('"'))
        })?;
        Encoding::for_label(charset.as_bytes()).filter(|encoding| *encoding != UTF_8)
    }

    /// A byte order mark takes precedence over the declaration.
    pub(super) fn converted<'b>(
        encoding: &'static Encoding,
        body: &'b [u8],
    ) -> Result<Cow<'b, [u8]>, Unreadable> {
        let (text, encoding, is_malformed) = encoding.decode(body);
        if is_malformed {
            let message = format!("the body is not valid {}", encoding.name());
            return Err(Unreadable::new(message));
        }
        Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }
}

#[cfg(all(test, feature = "charset"))]
mod tests {
    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use http::{HeaderValue, StatusCode};

    use super::*;
    use crate::{Json, OrEmpty, ResponseKind, Text};

    fn headers(content_type: &'static str) -> HeaderMap {
        [(CONTENT_TYPE, HeaderValue::from_static(content_type))]
            .into_iter()
            .collect()
    }

    fn read<K: ResponseKind>(
        content_type: &'static str,
        body: &'static [u8],
    ) -> Result<K::Output, Unreadable> {
        let body = Bytes::from_static(body);
        K::read(StatusCode::OK, &headers(content_type), &body).map(|decoded| decoded.value)
    }

    #[test]
    fn text_is_read_in_its_charset() {
        for (content_type, body) in [
            ("text/plain; charset=iso-8859-1", &b"M\xf6we"[..]),
            (
                "text/plain; format=flowed; Charset=\"Windows-1252\"",
                b"M\xf6we",
            ),
            ("text/plain; charset=utf-16le", b"M\0\xf6\0w\0e\0"),
            ("text/plain; charset=utf-16", b"\xfe\xff\0M\0\xf6\0w\0e"),
            ("text/plain; charset=utf-8", b"M\xc3\xb6we"),
            ("text/plain; charset=unknown", b"\xef\xbb\xbfM\xc3\xb6we"),
            ("text/plain", b"M\xc3\xb6we"),
        ] {
            assert_eq!(
                read::<Text>(content_type, body).unwrap(),
                "Möwe",
                "{content_type}"
            );
        }
    }

    #[test]
    fn json_is_read_in_its_charset() {
        let content_type = "application/json; charset=iso-8859-1";
        let names = read::<Json<Vec<String>>>(content_type, b"[\"M\xf6we\"]").unwrap();
        assert_eq!(names, ["Möwe"]);
        let content_type = "application/json; charset=utf-16";
        let names = read::<OrEmpty<Json<Vec<String>>>>(content_type, b"n\0u\0l\0l\0").unwrap();
        assert_eq!(names, None);
    }

    #[test]
    fn a_body_that_is_not_in_its_charset_is_an_error() {
        let error = read::<Text>("text/plain; charset=utf-16", b"a\0\0\xd8").unwrap_err();
        assert_eq!(error.source.to_string(), "the body is not valid UTF-16LE");
    }
}
