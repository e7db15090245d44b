//! Responses.

use openapiv3::{MediaType, ReferenceOr, StatusCode};

use crate::diagnostic::{Code, Pointer};
use crate::document::{ComponentRef, Section};
use crate::model::{
    Docs, Member, Output, Representation, Response, Schema, SchemaId, SchemaKind, Status, Step,
    Stream, Type, Union,
};
use crate::neutral::code_span;

use super::facets::SchemaRef;
use super::media_type::{
    in_accept, is_plain_json, is_range, is_text, specificity, stream_format, without_charset,
};
use super::operation::OperationSource;
use super::{Lowering, Site};

/// A documented response.
pub(super) struct DocumentedResponse {
    pub response: Response<SchemaId>,
    /// The content and the media types for `Accept`, and those that can be requested instead.
    representations: Vec<Representation<SchemaId>>,
    /// The media types that cannot be requested.
    dropped: Vec<String>,
    /// The stream that a success can be read as.
    pub stream: Option<Stream<SchemaId>>,
}

/// The content of a successful call.
pub(super) struct Success {
    pub output: Output<SchemaId>,
    /// The index of the variant for each status, if the output is a union.
    pub statuses: Vec<(Status, usize)>,
    /// The media types for `Accept`; empty if the output implies it.
    pub accept: Vec<String>,
    /// The other representations that can be requested.
    pub representations: Vec<Representation<SchemaId>>,
    /// The note on the media types that cannot be requested, if there are any.
    pub note: Option<String>,
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
            let kind = if is_text(name) {
                Output::Text
            } else {
                Output::Binary
            };
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
            let pointer = site.pointer.child("content").child(name);
            if kind == Output::Text && json.is_none() && !is_stream {
                self.warn_of_text(media, site, &pointer);
            }
            let output = match json {
                Some(media) => {
                    let site = site.at(pointer.child("schema"));
                    Output::Json(self.media_type(media, &site).with_null())
                }
                None => kind,
            };
            let media_types = vec![without_charset(in_accept(name))];
            found.push((
                json,
                Representation {
                    output,
                    media_types,
                },
            ));
        }
        Content {
            representations: found.into_iter().map(|(_, one)| one).collect(),
            dropped,
        }
    }

    /// Returns whether the schema of a media type, if there is one, describes a string.
    pub(super) fn is_text_or_file(&self, media: &'a MediaType) -> bool {
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let facets = schema.and_then(|schema| self.inline_facets(schema));
        facets.is_none_or(|facets| facets.ty == Some("string"))
    }

    /// Returns the content of a successful call.
    pub(super) fn success(
        &mut self,
        source: &OperationSource<'a>,
        responses: &[DocumentedResponse],
    ) -> Success {
        let successes = successes(responses);
        let mut contents: Vec<(Status, &Output<SchemaId>)> = Vec::new();
        let mut statuses = Vec::new();
        for Response { status, content } in successes.iter().map(|one| &one.response) {
            if *content == Output::Empty {
                continue;
            }
            let known = contents.iter().position(|(_, known)| *known == content);
            statuses.push((*status, known.unwrap_or(contents.len())));
            if known.is_none() {
                contents.push((*status, content));
            }
        }
        let is_redirect = |one: &DocumentedResponse| one.response.content == Output::Location;
        let output = match contents.as_slice() {
            [] if !successes.is_empty() => Output::Empty,
            [] if responses.iter().any(is_redirect) => Output::Location,
            [] => Output::Json(Type::Json),
            [(_, only)] => (*only).clone(),
            several => self.either(source, several),
        };
        let is_union = contents.len() > 1 && matches!(output, Output::Json(_));
        let is_optional = successes
            .iter()
            .any(|one| one.response.content == Output::Empty);
        let representations = alternatives(&output, &successes);
        Success {
            accept: accept(&output, &successes),
            note: note(&output, &representations, &successes),
            representations,
            output: match output {
                Output::Json(ty) if is_optional => Output::Json(ty.or_null()),
                output => output,
            },
            statuses: if is_union { statuses } else { Vec::new() },
        }
    }

    /// Returns the output of an operation with several success responses that differ: a union if
    /// all are JSON, or else the bytes.
    fn either(
        &mut self,
        source: &OperationSource<'a>,
        several: &[(Status, &Output<SchemaId>)],
    ) -> Output<SchemaId> {
        let members: Vec<Member> = several
            .iter()
            .filter_map(|(status, content)| match content {
                Output::Json(ty) => Some(Member {
                    name: status.phrase(),
                    ty: ty.clone(),
                    tag: None,
                    is_default: false,
                }),
                _ => None,
            })
            .collect();
        let pointer = source.pointer.child("responses");
        if members.len() < several.len() {
            let message = format!(
                "`{}` has success responses with JSON and with another media type: the call \
                 returns bytes",
                source.id
            );
            let help = "remove one of the media types (an overlay can do it)";
            self.warn(Code::MixedResponseTypes, &pointer, message, help);
            return Output::Binary;
        }
        let site = source.site(Step::Success, pointer);
        self.schemas.insert(
            site.id.clone(),
            Schema {
                pointer: site.pointer,
                docs: Docs::default(),
                nullable: false,
                trust_required: None,
                rust_name: None,
                search: None,
                constructors: Vec::new(),
                kind: SchemaKind::Union(Union { members }),
            },
        );
        Output::Json(Type::Named(site.id))
    }
}

/// Returns the success responses. If `default` is the only response, it is one.
fn successes(responses: &[DocumentedResponse]) -> Vec<&DocumentedResponse> {
    match responses {
        [only] if only.response.status == Status::Default => {
            Vec::from_iter((only.response.content != Output::Empty).then_some(only))
        }
        _ => responses
            .iter()
            .filter(|one| one.response.status.is_success())
            .collect(),
    }
}

/// Returns the media types for `Accept`, unless the kind of the output implies them.
fn accept(output: &Output<SchemaId>, successes: &[&DocumentedResponse]) -> Vec<String> {
    let is_other =
        |one: &&DocumentedResponse| !matches!(one.response.content, Output::Binary | Output::Empty);
    if *output == Output::Binary && successes.iter().any(is_other) {
        return vec!["*/*".to_owned()];
    }
    let first = successes
        .iter()
        .filter_map(|one| one.representations.first());
    let names = distinct(first.flat_map(|one| &one.media_types));
    let is_default = |name: &&str| is_plain_json(name) || is_range(name);
    if matches!(output, Output::Json(_)) && names.iter().all(is_default) {
        return Vec::new();
    }
    names.into_iter().map(str::to_owned).collect()
}

/// Returns the representations besides the output. One of each kind can be requested: text, bytes,
/// JSON of another type.
fn alternatives(
    output: &Output<SchemaId>,
    successes: &[&DocumentedResponse],
) -> Vec<Representation<SchemaId>> {
    let others = || {
        let others = successes.iter().flat_map(|one| &one.representations);
        others.filter(|one| one.output != *output)
    };
    let is_default = |one: &Representation<SchemaId>| {
        successes
            .iter()
            .any(|response| response.response.content == one.output)
    };
    let mut found: Vec<Representation<SchemaId>> = Vec::new();
    for one in others() {
        let is_same_kind = |known: &Representation<SchemaId>| {
            std::mem::discriminant(&known.output) == std::mem::discriminant(&one.output)
        };
        if is_default(one) || found.iter().any(is_same_kind) {
            continue;
        }
        let same = others().filter(|other| other.output == one.output);
        let names = distinct(same.flat_map(|other| &other.media_types));
        found.push(Representation {
            output: one.output.clone(),
            media_types: names.into_iter().map(str::to_owned).collect(),
        });
    }
    found
}

/// Returns the note on the media types that cannot be requested, if there are any.
fn note(
    output: &Output<SchemaId>,
    representations: &[Representation<SchemaId>],
    successes: &[&DocumentedResponse],
) -> Option<String> {
    let is_offered = |one: &&Representation<SchemaId>| {
        let mut outputs = representations.iter().map(|known| &known.output);
        one.output == *output || outputs.any(|known| *known == one.output)
    };
    let unoffered = successes.iter().flat_map(|one| {
        let others = one.representations.iter().skip(1);
        let others = others.filter(|one| !is_offered(one));
        one.dropped
            .iter()
            .chain(others.flat_map(|one| &one.media_types))
    });
    let names: Vec<String> = distinct(unoffered).into_iter().map(code_span).collect();
    (!names.is_empty()).then(|| {
        let names = names.join(" or ");
        format!("The API also responds with {names}, which the client does not request.")
    })
}

fn distinct<'n>(all: impl Iterator<Item = &'n String>) -> Vec<&'n str> {
    let mut names: Vec<&str> = Vec::new();
    for name in all {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
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
