use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue, PROXY_AUTHORIZATION};

/// Parses a header. Errors name the header but not its value, which may be a secret.
pub(super) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(name)
        .map_err(|_| format!("`{}` is not a valid header name", name.escape_debug()))?;
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        format!("the value of header `{name}` contains a character that is not valid in a header")
    })?;
    value.set_sensitive([AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(&name));
    Ok((name, value))
}
