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
    File(File),
}

impl Body {
    /// Adds a part; a body of another kind gives way.
    pub(super) fn push(&mut self, name: &'static str, part: Part) {
        match self {
            Self::Multipart(parts) => parts.push((name, part)),
            Self::None | Self::Bytes { .. } => *self = Self::Multipart(vec![(name, part)]),
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
                Part::File(file) => form.part(name, file_part(name, file)?),
            })
        })
}

fn file_part(name: &str, file: File) -> Result<FormPart, String> {
    // Of known length, in spite of the name: the body is bytes.
    FormPart::stream(file.bytes)
        .file_name(file.name)
        .mime_str(&file.content_type)
        .map_err(|_| {
            let mime = file.content_type.escape_debug();
            format!("`{mime}`, the content type of file `{name}`, is no media type")
        })
}
