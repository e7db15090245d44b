//! A parser for `multipart/form-data`.

/// Returns the name and text of each field. A form without fields is the closing delimiter alone, as
/// browsers send it.
pub fn fields(content_type: &str, body: &[u8]) -> Result<Vec<(String, String)>, String> {
    let (_, boundary) = content_type
        .split_once("boundary=")
        .ok_or("the media type has no boundary")?;
    let body = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let delimiter = format!("--{}", boundary.trim_matches('"'));
    let error = "the body does not begin and end with its boundary";
    let parts = body
        .strip_suffix("--\r\n")
        .and_then(|it| it.strip_suffix(&delimiter))
        .ok_or(error)?;
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let parts = parts.strip_prefix(&delimiter).ok_or(error)?;
    parts.split(&delimiter).map(field).collect()
}

fn field(part: &str) -> Result<(String, String), String> {
    let text = part
        .strip_prefix("\r\n")
        .and_then(|it| it.strip_suffix("\r\n"));
    let (headers, content) = text
        .and_then(|it| it.split_once("\r\n\r\n"))
        .ok_or("a part has no empty line after its headers")?;
    let name = headers
        .split_once("name=\"")
        .and_then(|(_, it)| it.split_once('"'));
    let (name, _) = name.ok_or("a part has no name")?;
    Ok((name.to_owned(), content.to_owned()))
}
