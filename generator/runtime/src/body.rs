use bytes::Bytes;
use reqwest::multipart::{Form, Part as FormPart};

use super::File;
use super::error::Cause;

/// What a request carries, as data, so that it can be sent more than once.
#[derive(Clone, Default)]
pub(super) enum Body {
    #[default]
    None,
    Bytes {
        content_type: &'static str,
        bytes: Bytes,
    },
    Multipart(Vec<(&'static str, Part)>),
    /// Encoded names and values.
    Fields(Vec<(String, String)>),
}

#[derive(Clone)]
pub(super) enum Part {
    Text(String),
    Json(String),
    File(File),
}

impl Body {
    /// Sets the parts of a name, in place of those it had; a body of another kind gives way.
    pub(super) fn set_parts(&mut self, name: &'static str, parts: impl IntoIterator<Item = Part>) {
        let named = parts.into_iter().map(|part| (name, part));
        match self {
            Self::Multipart(parts) => {
                parts.retain(|(known, _)| *known != name);
                parts.extend(named);
            }
            _ => *self = Self::Multipart(named.collect()),
        }
    }

    /// Sets encoded fields, in place of those that had their names; a body of another kind gives
    /// way.
    pub(super) fn set_fields(&mut self, name: &str, fields: Vec<(String, String)>) {
        match self {
            Self::Fields(known) => replace_pairs(known, name, fields),
            _ => *self = Self::Fields(fields),
        }
    }

    /// The media type to send, unless the operation sets its own. That of a multipart body has
    /// a boundary, which is made when it is sent.
    pub(super) fn content_type(&self) -> Option<&'static str> {
        match self {
            Self::Bytes { content_type, .. } => Some(content_type),
            Self::Fields(_) => Some("application/x-www-form-urlencoded"),
            Self::None | Self::Multipart(_) => None,
        }
    }
}

/// Sets encoded pairs, in place of those that had the name or one of theirs.
pub(super) fn replace_pairs(
    known: &mut Vec<(String, String)>,
    name: &str,
    pairs: Vec<(String, String)>,
) {
    known.retain(|(key, _)| *key != name && pairs.iter().all(|(other, _)| key != other));
    known.extend(pairs);
}

/// The text of a form that is no multipart body.
pub(super) fn url_encoded(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// The body of one request. Files on disk are opened anew for each.
pub(super) async fn form(parts: &[(&'static str, Part)]) -> Result<Form, Cause> {
    let mut form = Form::new();
    for (name, part) in parts {
        form = form.part(*name, form_part(name, part).await?);
    }
    Ok(form)
}

async fn form_part(name: &str, part: &Part) -> Result<FormPart, Cause> {
    let (part, content_type) = match part {
        Part::Text(text) => return Ok(FormPart::text(text.clone())),
        Part::Json(json) => (FormPart::text(json.clone()), "application/json"),
        Part::File(file) => (file.part().await?, file.media_type()),
    };
    part.mime_str(content_type).map_err(|_| {
        let mime = content_type.escape_debug();
        Cause::Invalid(format!(
            "`{mime}`, the content type of part `{name}`, is no media type"
        ))
    })
}
