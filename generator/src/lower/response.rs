//! Responses.

use openapiv3::{MediaType, ReferenceOr, StatusCode};

use crate::diagnostic::Pointer;
use crate::document::{ComponentRef, Section};
use crate::model::{Output, Representation, Response, SchemaId, Status, Step, Stream};

use super::facets::SchemaRef;
use super::media_type::{
    in_accept, is_range, is_text, specificity, stream_format, without_charset,
};
use super::operation::OperationSource;
use super::{Lowering, Site};

/// A documented response.
pub(super) struct DocumentedResponse {
    pub response: Response<SchemaId>,
    /// The content and the media types for `Accept`, and those that can be requested instead.
    pub representations: Vec<Representation<SchemaId>>,
    /// The media types that cannot be requested.
    pub dropped: Vec<String>,
    /// The stream that a success can be read as.
    pub stream: Option<Stream<SchemaId>>,
}

/// The content of a response in the media types that it is declared for.
#[derive(Default)]
struct Content {
    representations: Vec<Representation<SchemaId>>,
    /// The media types that cannot be requested.
    dropped: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// Returns the documented responses of an operation.
    pub(super) fn responses(&mut self, source: &OperationSource<'a>) -> Vec<DocumentedResponse> {
        let responses = &source.operation.responses;
        let is_success = |code: &&StatusCode| status_of(code).is_success();
        let several_successes = responses.responses.keys().filter(is_success).count() > 1;
        let by_status = responses
            .responses
            .iter()
            .map(|(code, response)| (status_of(code), code.to_string(), response));
        let default = responses
            .default
            .iter()
            .map(|response| (Status::Default, "default".to_owned(), response));
        by_status
            .chain(default)
            .filter_map(|(status, key, response)| {
                let pointer = source.pointer.child("responses").child(&key);
                let step = step(status, several_successes);
                self.response(source, status, step, response, &pointer)
            })
            .collect()
    }

    fn response(
        &mut self,
        source: &OperationSource<'a>,
        status: Status,
        step: Step,
        response: &'a ReferenceOr<openapiv3::Response>,
        pointer: &Pointer,
    ) -> Option<DocumentedResponse> {
        let (response, component) = self.referenced(response, pointer)?;
        let site = match component {
            None => source.site(step, pointer.clone()),
            Some(name) => Site::new(
                SchemaId::response(name),
                ComponentRef::new(Section::Responses, name).pointer(),
            ),
        };
        // These responses have no body (RFC 9110, 9.3.2, 15.3.5 and 15.3.6).
        let is_empty = source.method == "HEAD" || matches!(status, Status::Code(204 | 205));
        let Content {
            representations,
            dropped,
        } = if is_empty {
            Content::default()
        } else {
            self.representations(response, status, &site)
        };
        let content = match representations.first() {
            Some(first) => first.output.clone(),
            None if !is_empty && is_located_redirect(status, response) => Output::Location,
            None => Output::Empty,
        };
        let is_failure = !status.is_success() && status != Status::Default;
        let stream = if is_empty || is_failure {
            None
        } else {
            self.stream(response, &site)
        };
        Some(DocumentedResponse {
            response: Response { status, content },
            representations,
            dropped,
            stream,
        })
    }

    /// Returns the content of a response: JSON if it is declared, or else that of the first media
    /// type, exact media types before ranges; then the representations that can be requested
    /// instead of a success, one for each other type of content. Media types whose content is not
    /// decoded (XML beside JSON) are not among them.
    fn representations(
        &mut self,
        response: &'a openapiv3::Response,
        status: Status,
        site: &Site,
    ) -> Content {
        let content = &response.content;
        self.check_media_types(content, &site.pointer);
        let mut sorted: Vec<(&String, &MediaType)> = content.iter().collect();
        sorted.sort_by_key(|(name, media)| (!self.is_json_body(name, media), specificity(name)));
        let mut dropped = Vec::new();
        let mut found: Vec<(Option<&MediaType>, Representation<SchemaId>)> = Vec::new();
        for (name, media) in sorted {
            // The content of JSON depends on its schema.
            let json = self.is_json_body(name, media).then_some(media);
            let kind = undecoded(name);
            let known = found.iter_mut().find(|(known, one)| match (known, json) {
                (Some(known), Some(json)) => known.schema == json.schema,
                (None, None) => one.output == kind,
                _ => false,
            });
            if let Some((known, one)) = known {
                if known.is_none() {
                    one.media_types.push(without_charset(in_accept(name)));
                }
                continue;
            }
            let is_choice = status.is_success() || status == Status::Default;
            // A range beside JSON means the media types without a key of their own.
            let is_decoded = match json {
                Some(_) => !is_range(name),
                None => self.is_text_or_file(media),
            };
            let is_stream = stream_format(name).is_some();
            let is_offered = found.is_empty() || is_choice && is_decoded && !is_stream;
            if !is_offered {
                if !is_stream {
                    dropped.push(name.clone());
                }
                continue;
            }
            found.push((json, self.representation(name, media, json.is_some(), site)));
        }
        Content {
            representations: found.into_iter().map(|(_, one)| one).collect(),
            dropped,
        }
    }

    /// Returns the content of a response in one of its media types.
    fn representation(
        &mut self,
        name: &str,
        media: &'a MediaType,
        is_json: bool,
        site: &Site,
    ) -> Representation<SchemaId> {
        let pointer = site.pointer.child("content").child(name);
        let output = if is_json {
            let site = site.at(pointer.child("schema"));
            Output::Json(self.media_type(media, &site).with_null())
        } else {
            let kind = undecoded(name);
            if stream_format(name).is_none() {
                let consequence = "the application reads the whole body";
                self.warn_of_parts(name, media, &pointer, consequence);
            }
            if kind == Output::Text && stream_format(name).is_none() {
                self.warn_of_text(media, site, &pointer);
            }
            kind
        };
        Representation {
            output,
            media_types: vec![without_charset(in_accept(name))],
        }
    }

    /// Returns whether the schema of a media type, if there is one, describes a string.
    pub(super) fn is_text_or_file(&self, media: &'a MediaType) -> bool {
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let facets = schema.and_then(|schema| self.inline_facets(schema));
        facets.is_none_or(|facets| facets.ty == Some("string"))
    }
}

/// Returns the content of a media type other than JSON.
fn undecoded(name: &str) -> Output<SchemaId> {
    if is_text(name) {
        Output::Text
    } else {
        Output::Binary
    }
}

/// Returns whether a response without content leads to another URL.
fn is_located_redirect(status: Status, response: &openapiv3::Response) -> bool {
    let redirects = matches!(status, Status::Code(300..=399) | Status::Range(3));
    let mut headers = response.headers.keys();
    redirects && headers.any(|name| name.eq_ignore_ascii_case("location"))
}

fn status_of(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(hundred) => Status::Range(*hundred),
    }
}

/// Returns the step to the schema of a response.
fn step(status: Status, several_successes: bool) -> Step {
    Step::Response((!status.is_success() || several_successes).then_some(status))
}
