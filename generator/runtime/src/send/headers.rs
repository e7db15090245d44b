//! The headers of requests.

use http::HeaderMap;
#[cfg(not(target_arch = "wasm32"))]
use http::Method;
#[cfg(not(target_arch = "wasm32"))]
use http::header::CONTENT_LENGTH;
use http::header::{AUTHORIZATION, COOKIE, Entry, HeaderName, HeaderValue};
use percent_encoding::{percent_decode, percent_decode_str};

use crate::error::Cause;
use crate::{AccessToken, credentials};

/// Sets `Content-Length: 0` in a request by a method that anticipates a body (RFC 9110, section 8.6):
/// some servers reject the request otherwise.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn announce_no_body(request: &mut reqwest::Request) {
    let anticipates_body = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    if anticipates_body {
        set_default(request.headers_mut(), CONTENT_LENGTH, "0");
    }
}

/// The browser does it.
#[cfg(target_arch = "wasm32")]
pub(super) fn announce_no_body(_request: &mut reqwest::Request) {}

/// Adds a token to a request that has been built.
pub(super) fn authorize(request: &mut reqwest::Request, token: &AccessToken) -> Result<(), Cause> {
    let value = credentials::bearer(token.secret()).map_err(Cause::Invalid)?;
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}

/// Adds cookies to those of the client, in a single header (RFC 6265, section 5.4). They replace
/// cookies of the client that have the same name.
pub(super) fn add_cookies(
    headers: &mut HeaderMap,
    cookies: &[(String, String)],
) -> Result<(), Cause> {
    let known = headers.get(COOKIE).map_or(&[][..], HeaderValue::as_bytes);
    let known = known.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
    let is_kept = |pair: &&[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        let is_same = |other: &str| percent_decode(name).eq(percent_decode_str(other));
        !pair.is_empty() && !cookies.iter().any(|(other, _)| is_same(other))
    };
    let pairs = known.filter(is_kept).map(<[u8]>::to_vec);
    let added = cookies
        .iter()
        .map(|(name, cookie)| format!("{name}={cookie}").into_bytes());
    let pairs: Vec<Vec<u8>> = pairs.chain(added).collect();
    let mut value = HeaderValue::from_bytes(&pairs.join(&b"; "[..]))
        .map_err(|_| Cause::Invalid("the cookies cannot be sent".to_owned()))?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

/// Sets a header that a request does not have yet.
pub(super) fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if let Entry::Vacant(entry) = headers.entry(name) {
        entry.insert(HeaderValue::from_static(value));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn with_cookies(known: &str, cookies: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, known.parse().unwrap());
        let cookies = cookies.iter();
        let cookies = cookies.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let cookies: Vec<(String, String)> = cookies.collect();
        assert!(add_cookies(&mut headers, &cookies).is_ok());
        headers
    }

    /// As parameters replace an API key in the query or in a header.
    #[test]
    fn cookies_of_a_request_replace_those_of_the_client() {
        for (known, cookies, expected) in [
            ("a=1; b=2", [("a", "3"), ("c", "4")], "b=2; a=3; c=4"),
            ("a+b=1;c", [("a%2Bb", "3"), ("c", "4")], "a%2Bb=3; c=4"),
            ("a=1", [("b", "3"), ("b", "4")], "a=1; b=3; b=4"),
            ("", [("a", "3"), ("b", "4")], "a=3; b=4"),
        ] {
            let headers = with_cookies(known, &cookies);
            assert_eq!(headers[COOKIE], expected, "{known}");
        }
    }
}
