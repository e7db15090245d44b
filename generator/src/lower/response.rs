//! Responses.

use openapiv3::{ReferenceOr, StatusCode};

use crate::diagnostic::{Code, Pointer};
use crate::document::{ComponentRef, Section};
use crate::model::{
    Docs, Member, Output, Response, Schema, SchemaId, SchemaKind, Status, Step, Stream, Type, Union,
};

use super::media_type::{is_json_content, is_plain_json, is_range, is_text};
use super::operation::OperationSource;
use super::{Lowering, Site};

/// A documented response.
pub(super) struct DocumentedResponse {
    pub response: Response<SchemaId>,
    /// The media types for `Accept`.
    media_types: Vec<String>,
    /// The stream that a success can be read as.
    pub stream: Option<Stream<SchemaId>>,
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
        let (content, media_types) = if is_empty {
            (Output::Empty, Vec::new())
        } else {
            self.content(status, response, &site)
        };
        let is_failure = !status.is_success() && status != Status::Default;
        let stream = if is_empty || is_failure {
            None
        } else {
            self.stream(response, &site)
        };
        Some(DocumentedResponse {
            response: Response { status, content },
            media_types,
            stream,
        })
    }

    /// Returns the content of a response and its media types: JSON if it is declared, or else the
    /// first media type.
    fn content(
        &mut self,
        status: Status,
        response: &'a openapiv3::Response,
        site: &Site,
    ) -> (Output<SchemaId>, Vec<String>) {
        let content = &response.content;
        self.check_media_types(content, &site.pointer);
        let mut named = content.iter();
        if let Some((name, media)) = named.find(|(name, media)| is_json_content(name, media)) {
            let pointer = site.pointer.child("content").child(name).child("schema");
            let ty = self.media_type(media, &site.at(pointer)).with_null();
            return (Output::Json(ty), vec![name.clone()]);
        }
        let redirects = matches!(status, Status::Code(300..=399) | Status::Range(3));
        let located = response
            .headers
            .keys()
            .any(|name| name.eq_ignore_ascii_case("location"));
        match content.keys().next() {
            // `Accept` has to select one of several media types.
            Some(name) if is_text(name) && content.len() > 1 => (Output::Text, vec![name.clone()]),
            Some(name) if is_text(name) => (Output::Text, Vec::new()),
            Some(_) => (Output::Binary, content.keys().cloned().collect()),
            None if redirects && located => (Output::Location, Vec::new()),
            None => (Output::Empty, Vec::new()),
        }
    }

    /// Returns the output of a successful call, and the value of `Accept` if the output does not
    /// imply it.
    pub(super) fn output(
        &mut self,
        source: &OperationSource<'a>,
        responses: &[DocumentedResponse],
    ) -> (Output<SchemaId>, Option<String>) {
        let successes = successes(responses);
        let mut contents: Vec<(Status, &Output<SchemaId>)> = Vec::new();
        for Response { status, content } in successes.iter().map(|one| &one.response) {
            if *content != Output::Empty && contents.iter().all(|(_, known)| *known != content) {
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
        let is_optional = successes
            .iter()
            .any(|one| one.response.content == Output::Empty);
        let accept = accept(&output, &successes);
        match output {
            Output::Json(ty) if is_optional => (Output::Json(ty.or_null()), accept),
            output => (output, accept),
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
                rust_name: None,
                search: None,
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

/// Returns the value of `Accept`, unless the kind of the output implies it.
fn accept(output: &Output<SchemaId>, successes: &[&DocumentedResponse]) -> Option<String> {
    let is_other =
        |one: &&DocumentedResponse| !matches!(one.response.content, Output::Binary | Output::Empty);
    if *output == Output::Binary && successes.iter().any(is_other) {
        return Some("*/*".to_owned());
    }
    let mut names: Vec<&str> = Vec::new();
    for name in successes.iter().flat_map(|one| &one.media_types) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let is_implied = match output {
        Output::Json(_) => names
            .iter()
            .all(|name| is_plain_json(name) || is_range(name)),
        _ => names.is_empty(),
    };
    (!is_implied).then(|| names.join(", "))
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
