use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue, PROXY_AUTHORIZATION};
#[cfg(not(target_arch = "wasm32"))]
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// Parses a header. Errors name the header but not its value, which may be a secret.
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
pub(super) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    with_value(parse_name(name)?, value)
}

/// Parses a header that an application or a document sets on requests.
pub(super) fn parse_request_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), String> {
    with_value(parse_request_name(name)?, value)
}

/// Parses a header of a part of a multipart body. Those of its media type and name have setters of
/// their own.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn parse_part_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = parse_request_header(name, value)?;
    if [CONTENT_DISPOSITION, CONTENT_TYPE].contains(&name) {
        return Err(format!(
            "header `{name}` of a part cannot be set: the media type and the name of the part \
             determine it"
        ));
    }
    Ok((name, value))
}

/// Parses the name of a header that an application or a document sets on requests.
///
/// Rejects those that describe the transmission of the message or its connection (RFC 9110, sections
/// 7.6.1 and 8.6; RFC 9112, section 6), which the HTTP client sets: another value truncates the body
/// or lets servers and proxies disagree about its end.
pub(super) fn parse_request_name(name: &str) -> Result<HeaderName, String> {
    let name = parse_name(name)?;
    let is_of_transmission = matches!(
        name.as_str(),
        "connection"
            | "content-length"
            | "keep-alive"
            | "proxy-connection"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
    );
    if is_of_transmission {
        return Err(format!(
            "header `{name}` cannot be set: it describes the transmission of the request"
        ));
    }
    Ok(name)
}

fn parse_name(name: &str) -> Result<HeaderName, String> {
    HeaderName::try_from(name)
        .map_err(|_| format!("`{}` is not a valid header name", name.escape_debug()))
}

fn with_value(name: HeaderName, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        format!("the value of header `{name}` contains a character that is not valid in a header")
    })?;
    value.set_sensitive([AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(&name));
    Ok((name, value))
}
