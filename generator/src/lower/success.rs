//! The content of successful calls, whose responses may differ by status and media type.

use crate::diagnostic::Code;
use crate::model::{
    Member, Output, Representation, Response, SchemaId, SchemaKind, Status, Step, Type, Union,
};
use crate::neutral::code_span;

use super::Lowering;
use super::media_type::{is_plain_json, is_range};
use super::operation::OperationSource;
use super::response::DocumentedResponse;

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

impl<'a> Lowering<'a> {
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
        Output::Json(self.define_composed(SchemaKind::Union(Union { members }), &site))
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
