use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part as FormPart};

use super::File;

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

    pub(super) fn attach(self, request: RequestBuilder) -> Result<RequestBuilder, String> {
        Ok(match self {
            Self::None => request,
            Self::Bytes { bytes, .. } => request.body(bytes),
            Self::Multipart(parts) => request.multipart(form(parts)?),
        })
    }
}

fn form(parts: Vec<(&'static str, Part)>) -> Result<Form, String> {
    parts
        .into_iter()
        .try_fold(Form::new(), |form, (name, part)| {
            Ok(match part {
                Part::Text(text) => form.text(name, text),
                Part::Json(json) => {
                    form.part(name, typed(name, FormPart::text(json), "application/json")?)
                }
                Part::File(file) => form.part(name, file_part(name, file)?),
            })
        })
}

fn file_part(name: &str, file: File) -> Result<FormPart, String> {
    // Of known length, in spite of the name: the body is bytes.
    let part = FormPart::stream(file.bytes).file_name(file.name);
    typed(name, part, &file.content_type)
}

fn typed(name: &str, part: FormPart, content_type: &str) -> Result<FormPart, String> {
    part.mime_str(content_type).map_err(|_| {
        let mime = content_type.escape_debug();
        format!("`{mime}`, the content type of part `{name}`, is no media type")
    })
}
