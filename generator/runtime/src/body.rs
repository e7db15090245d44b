use std::borrow::Cow;
use std::pin::Pin;

use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use reqwest::multipart::{Form, Part as FormPart};

use super::File;
use super::characters::is_control;
use super::error::Cause;
use super::file::ReadFailure;
#[cfg(not(target_arch = "wasm32"))]
use super::header::parse_part_header;

/// A future that resolves to a request with a multipart body.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type MultipartFuture<'a> =
    Pin<Box<dyn Future<Output = Result<reqwest::Request, Cause>> + Send + 'a>>;

/// A future that resolves to a request with a multipart body.
#[cfg(target_arch = "wasm32")]
pub(super) type MultipartFuture<'a> =
    Pin<Box<dyn Future<Output = Result<reqwest::Request, Cause>> + 'a>>;

/// A function that sets the body of a request to a form of these parts.
type SetMultipart = for<'a> fn(
    &'a reqwest::Client,
    reqwest::Request,
    &'a [NamedPart],
    &'a [PartHeader],
    &'a ReadFailure,
) -> MultipartFuture<'a>;

/// A name and its part of a multipart body.
pub(super) type NamedPart = (Cow<'static, str>, Part);

/// A header of all parts of a name.
#[derive(Clone)]
pub(super) struct PartHeader {
    /// The name of the parts.
    pub(super) part: Cow<'static, str>,
    pub(super) name: Cow<'static, str>,
    pub(super) value: Cow<'static, str>,
}

impl PartHeader {
    /// Returns whether two headers are the same header of the same parts.
    fn is_same(&self, other: &Self) -> bool {
        self.part == other.part && self.name.eq_ignore_ascii_case(&other.name)
    }
}

/// A request body as data, so that it can be sent more than once.
#[derive(Clone, Default)]
pub(super) enum Body {
    #[default]
    None,
    Bytes {
        content_type: &'static str,
        bytes: Bytes,
    },
    Multipart {
        parts: Vec<NamedPart>,
        /// The headers of the parts besides those of their media types and names.
        headers: Vec<PartHeader>,
        /// A pointer to [`set_multipart`], so that programs that send no form do not link it.
        set: SetMultipart,
    },
    /// Encoded names and values.
    Fields(Vec<(String, String)>),
}

#[derive(Clone)]
pub(super) enum Part {
    /// Text, with its media type unless it is the default of parts, `text/plain`.
    Text {
        text: String,
        content_type: Option<&'static str>,
    },
    File(File),
}

impl Part {
    /// Creates a part of text without a media type.
    pub(super) fn text(text: String) -> Self {
        Self::Text {
            text,
            content_type: None,
        }
    }

    /// Creates a part of JSON.
    pub(super) fn json(text: String) -> Self {
        Self::Text {
            text,
            content_type: Some("application/json"),
        }
    }
}

impl Body {
    /// Creates a multipart body.
    pub(super) fn multipart(parts: impl IntoIterator<Item = NamedPart>) -> Self {
        Self::Multipart {
            parts: parts.into_iter().collect(),
            headers: Vec::new(),
            set: set_multipart,
        }
    }

    /// Replaces the parts named `name`. Replaces a body of another kind.
    pub(super) fn set_parts(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        parts: impl IntoIterator<Item = Part>,
    ) {
        let name = name.into();
        let named = parts.into_iter().map(|part| (name.clone(), part));
        match self {
            Self::Multipart { parts, .. } => {
                parts.retain(|(known, _)| *known != name);
                parts.extend(named);
            }
            _ => *self = Self::multipart(named),
        }
    }

    /// Sets the media type of the parts named `name`, except files.
    pub(super) fn set_part_type(&mut self, name: &str, media_type: &'static str) {
        let Self::Multipart { parts, .. } = self else {
            return;
        };
        for (known, part) in parts {
            if let Part::Text { content_type, .. } = part
                && known == name
            {
                *content_type = Some(media_type);
            }
        }
    }

    /// Returns whether the body is multipart and has a part named `name`.
    pub(super) fn has_part(&self, name: &str) -> bool {
        matches!(self, Self::Multipart { parts, .. } if parts.iter().any(|(known, _)| known == name))
    }

    /// Sets a header of the parts of a multipart body.
    pub(super) fn set_part_header(&mut self, header: PartHeader) {
        if let Self::Multipart { headers, .. } = self {
            headers.retain(|known| !known.is_same(&header));
            headers.push(header);
        }
    }

    /// Sets a header of the parts of a multipart body, unless it is set.
    pub(super) fn set_default_part_header(&mut self, header: PartHeader) {
        if let Self::Multipart { headers, .. } = self
            && !headers.iter().any(|known| known.is_same(&header))
        {
            headers.push(header);
        }
    }

    /// Replaces encoded fields of the same names. Replaces a body of another kind.
    pub(super) fn set_fields(&mut self, name: &str, fields: Vec<(String, String)>) {
        match self {
            Self::Fields(known) => replace_pairs(known, name, fields),
            _ => *self = Self::Fields(fields),
        }
    }

    /// Returns the media type to send unless the operation sets its own; `None` for a multipart
    /// body, whose boundary is generated when it is sent.
    pub(super) fn content_type(&self) -> Option<&'static str> {
        match self {
            Self::Bytes { content_type, .. } => Some(content_type),
            Self::Fields(_) => Some("application/x-www-form-urlencoded"),
            Self::None | Self::Multipart { .. } => None,
        }
    }
}

/// Replaces encoded pairs that are named `name` or like one of `pairs`.
pub(super) fn replace_pairs(
    known: &mut Vec<(String, String)>,
    name: &str,
    pairs: Vec<(String, String)>,
) {
    known.retain(|(key, _)| *key != name && pairs.iter().all(|(other, _)| key != other));
    known.extend(pairs);
}

/// Serializes a form as `application/x-www-form-urlencoded`.
pub(super) fn url_encoded(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// Sets a multipart body. Files on disk are opened again for each attempt.
fn set_multipart<'a>(
    client: &'a reqwest::Client,
    request: reqwest::Request,
    parts: &'a [NamedPart],
    headers: &'a [PartHeader],
    failure: &'a ReadFailure,
) -> MultipartFuture<'a> {
    Box::pin(async move {
        let mut form = new_form();
        for (name, part) in parts {
            let sent = form_part(name, part, failure).await?;
            let headers = part_headers(name, part, headers);
            form = form.part(encode_name(name), with_headers(sent, headers)?);
        }
        let builder = reqwest::RequestBuilder::from_parts(client.clone(), request);
        let end = parts.is_empty().then(|| end_of(&form)).flatten();
        let mut request = builder.multipart(form).build().map_err(Cause::transport)?;
        if let Some(end) = end {
            request.headers_mut().remove(http::header::CONTENT_LENGTH);
            *request.body_mut() = Some(end.into());
        }
        Ok(request)
    })
}

/// Returns the last line of a form, which is all of one without parts.
#[cfg(not(target_arch = "wasm32"))]
fn end_of(form: &Form) -> Option<String> {
    Some(format!("--{}--\r\n", form.boundary()))
}

/// The browser writes the line itself.
#[cfg(target_arch = "wasm32")]
fn end_of(_form: &Form) -> Option<String> {
    None
}

/// Returns the headers of a part besides those of its media type and name: those of all parts of its
/// name, which those of a file replace.
pub(super) fn part_headers<'a>(
    name: &'a str,
    part: &'a Part,
    headers: &'a [PartHeader],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let own = match part {
        Part::File(file) => file.headers(),
        Part::Text { .. } => &[],
    };
    let is_own = |name: &str| {
        own.iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let of_name = headers.iter().filter(move |header| header.part == name);
    of_name
        .map(|header| (&*header.name, &*header.value))
        .filter(move |(name, _)| !is_own(name))
        .chain(
            own.iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        )
}

/// Adds headers to a part.
#[cfg(not(target_arch = "wasm32"))]
fn with_headers<'a>(
    part: FormPart,
    headers: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<FormPart, Cause> {
    let mut map = http::HeaderMap::new();
    for (name, value) in headers {
        let (name, value) = parse_part_header(name, value).map_err(Cause::Invalid)?;
        map.insert(name, value);
    }
    Ok(part.headers(map))
}

/// The browser sends no other headers of parts.
#[cfg(target_arch = "wasm32")]
fn with_headers<'a>(
    part: FormPart,
    _headers: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<FormPart, Cause> {
    Ok(part)
}

/// Creates a form whose names are not encoded again.
#[cfg(not(target_arch = "wasm32"))]
fn new_form() -> Form {
    Form::new().percent_encode_noop()
}

/// The browser encodes quotes and line breaks only.
#[cfg(target_arch = "wasm32")]
fn new_form() -> Form {
    Form::new()
}

/// Encodes the name of a part or file as the HTML standard does (section "Multipart form data"):
/// line breaks and quotes, which would end the name, are percent-encoded. So are other control
/// characters, and those that change the direction of text.
pub(super) fn encode_name(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    let mut utf8 = [0; 4];
    for char in name.chars() {
        if char == '"' || is_control(char) {
            let bytes = char.encode_utf8(&mut utf8).as_bytes();
            encoded.extend(percent_encode(bytes, NON_ALPHANUMERIC));
        } else {
            encoded.push(char);
        }
    }
    encoded
}

async fn form_part(name: &str, part: &Part, failure: &ReadFailure) -> Result<FormPart, Cause> {
    let (part, content_type) = match part {
        Part::Text { text, content_type } => {
            let part = FormPart::text(text.clone());
            match content_type {
                Some(content_type) => (part, *content_type),
                None => return Ok(part),
            }
        }
        Part::File(file) => (file.part(failure).await?, file.media_type()),
    };
    part.mime_str(content_type).map_err(|_| {
        let mime = content_type.escape_debug();
        Cause::Invalid(format!(
            "content type `{mime}` of part `{name}` is not a valid media type"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::encode_name;

    #[test]
    fn names_cannot_end_early_or_change_the_direction_of_text() {
        for (name, expected) in [
            ("chart.pdf", "chart.pdf"),
            ("Straße 100%.pdf", "Straße 100%.pdf"),
            ("a\"b", "a%22b"),
            (
                "a\r\nContent-Type: text/html",
                "a%0D%0AContent-Type: text/html",
            ),
            ("a\0b\tc\u{7f}d\u{85}", "a%00b%09c%7Fd%C2%85"),
            ("fdp\u{202e}.exe", "fdp%E2%80%AE.exe"),
            ("a\u{2028}b\u{2066}c\u{61c}", "a%E2%80%A8b%E2%81%A6c%D8%9C"),
        ] {
            assert_eq!(encode_name(name), expected);
        }
    }
}
