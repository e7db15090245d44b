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
            Self::None | Self::Bytes { .. } => *self = Self::Multipart(named.collect()),
        }
    }

    /// The media type to send, unless the operation sets its own. That of a multipart body has
    /// a boundary, which is made when it is sent.
    pub(super) fn content_type(&self) -> Option<&'static str> {
        match self {
            Self::Bytes { content_type, .. } => Some(content_type),
            Self::None | Self::Multipart(_) => None,
        }
    }
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
        Part::File(file) => (file.part().await?, file.content_type.as_str()),
    };
    part.mime_str(content_type).map_err(|_| {
        let mime = content_type.escape_debug();
        Cause::Invalid(format!(
            "`{mime}`, the content type of part `{name}`, is no media type"
        ))
    })
}
