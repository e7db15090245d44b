//! Responses.

use openapiv3::{ReferenceOr, StatusCode};

use crate::diagnostic::{Code, Pointer};
use crate::document::{ComponentRef, Section};
use crate::model::{
    Docs, Member, Output, Response, Schema, SchemaId, SchemaKind, Status, Step, Type, Union,
};

use super::media_type::{is_json_content, is_plain_json, is_range, is_text};
use super::operation::OperationSource;
use super::{Lowering, Site};

/// A documented response, and the media types that a request asks for to get it so.
pub(super) struct Answer {
    pub response: Response<SchemaId>,
    media_types: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// Every documented response of the operation.
    pub(super) fn answers(&mut self, source: &OperationSource<'a>) -> Vec<Answer> {
        let responses = &source.operation.responses;
        let successes = |code: &&StatusCode| status_of(code).is_success();
        let several = responses.responses.keys().filter(successes).count() > 1;
        let by_status = responses
            .responses
            .iter()
            .map(|(code, response)| (status_of(code), code.to_string(), response));
        let default = responses.default.iter();
        let default = default.map(|response| (Status::Default, "default".to_owned(), response));
        by_status
            .chain(default)
            .filter_map(|(status, key, response)| {
                let pointer = source.pointer.child("responses").child(&key);
                let step = step(status, several);
                self.answer(source, status, step, response, &pointer)
            })
            .collect()
    }

    fn answer(
        &mut self,
        source: &OperationSource<'a>,
        status: Status,
        step: Step,
        response: &'a ReferenceOr<openapiv3::Response>,
        pointer: &Pointer,
    ) -> Option<Answer> {
        let (response, component) = self.referenced(response, pointer)?;
        let site = match component {
            None => source.site(step, pointer.clone()),
            Some(name) => Site::new(
                SchemaId::response(name),
                ComponentRef::new(Section::Responses, name).pointer(),
            ),
        };
        // HTTP itself leaves no room for a body here (RFC 9110, 9.3.2 and 15.3.5).
        let is_empty = source.method == "HEAD" || matches!(status, Status::Code(204 | 205));
        let (content, media_types) = if is_empty {
            (Output::Empty, Vec::new())
        } else {
            self.content(status, response, &site)
        };
        Some(Answer {
            response: Response { status, content },
            media_types,
        })
    }

    /// JSON where there is any; else what comes first.
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
            // Of several, the server must know which.
            Some(name) if is_text(name) && content.len() > 1 => (Output::Text, vec![name.clone()]),
            Some(name) if is_text(name) => (Output::Text, Vec::new()),
            Some(_) => (Output::Binary, content.keys().cloned().collect()),
            None if redirects && located => (Output::Location, Vec::new()),
            None => (Output::Empty, Vec::new()),
        }
    }

    /// What a successful call returns, and the media types that it asks for where that does not
    /// say: the documented success, or one of several.
    pub(super) fn output(
        &mut self,
        source: &OperationSource<'a>,
        answers: &[Answer],
    ) -> (Output<SchemaId>, Option<String>) {
        let successes = successes(answers);
        let mut contents: Vec<(Status, &Output<SchemaId>)> = Vec::new();
        for Response { status, content } in successes.iter().map(|answer| &answer.response) {
            if *content != Output::Empty && contents.iter().all(|(_, known)| *known != content) {
                contents.push((*status, content));
            }
        }
        let redirects = |answer: &Answer| answer.response.content == Output::Location;
        let output = match contents.as_slice() {
            [] if !successes.is_empty() => Output::Empty,
            [] if answers.iter().any(redirects) => Output::Location,
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

    /// One of several successes that differ: a union when all are JSON, else the bytes.
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
            let message = format!("`{}` succeeds with JSON and with something else", source.id);
            let help = "the call returns the bytes; keep one of the two in an overlay";
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

/// The answers to successful calls. Where there is but one for all statuses, that.
fn successes(answers: &[Answer]) -> Vec<&Answer> {
    match answers {
        [only] if only.response.status == Status::Default => {
            Vec::from_iter((only.response.content != Output::Empty).then_some(only))
        }
        _ => {
            let answers = answers.iter();
            let successes = answers.filter(|answer| answer.response.status.is_success());
            successes.collect()
        }
    }
}

/// The media types that the request names, where the kind of the output does not.
fn accept(output: &Output<SchemaId>, successes: &[&Answer]) -> Option<String> {
    let is_mixed =
        |answer: &&Answer| !matches!(answer.response.content, Output::Binary | Output::Empty);
    if *output == Output::Binary && successes.iter().any(is_mixed) {
        return Some("*/*".to_owned());
    }
    let mut names: Vec<&str> = Vec::new();
    for name in successes.iter().flat_map(|answer| &answer.media_types) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let says_all = match output {
        Output::Json(_) => names
            .iter()
            .all(|name| is_plain_json(name) || is_range(name)),
        _ => names.is_empty(),
    };
    (!says_all).then(|| names.join(", "))
}

fn status_of(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(hundred) => Status::Range(*hundred),
    }
}

/// The step to the schema of a response.
fn step(status: Status, several_successes: bool) -> Step {
    Step::Response((!status.is_success() || several_successes).then_some(status))
}
