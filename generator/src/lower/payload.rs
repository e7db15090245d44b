//! Request bodies and responses.

use openapiv3::{MediaType, ReferenceOr, StatusCode};

use crate::diagnostic::{Code, Pointer};
use crate::ir::{
    Body, Docs, Member, Output, Part, PartKind, Response, RustName, Schema, SchemaId, SchemaKind,
    Status, Type, Union,
};

use super::facets::{Facets, SchemaRef};
use super::operation::Source;
use super::schema::Lowered;
use super::{Lowering, Place, docs};

impl<'a> Lowering<'a> {
    /// What a request of the operation carries.
    pub(super) fn body(&mut self, source: &Source<'a>) -> Option<Body<SchemaId>> {
        let pointer = source.pointer.child("requestBody");
        let body = source.operation.request_body.as_ref()?;
        let (body, _) =
            self.referenced(body, "requestBodies", |all| &all.request_bodies, &pointer)?;
        let content = pointer.child("content");
        if let Some((name, media)) = body.content.iter().find(|(name, _)| is_json(name)) {
            let pointer = content.child(name).child("schema");
            let ty = self.media_type(media, &source.place("request", pointer)).ty;
            return Some(Body::Json {
                ty,
                required: body.required,
            });
        }
        if let Some((name, media)) = body.content.iter().find(|(name, _)| is_multipart(name)) {
            let pointer = content.child(name).child("schema");
            return Some(Body::Multipart(
                self.parts(media, &source.place("request", pointer)),
            ));
        }
        let (name, _) = body.content.first()?;
        match essence(name) {
            "text/plain" => Some(Body::Text {
                required: body.required,
            }),
            "application/x-www-form-urlencoded" => {
                let message = format!("a body of type `{name}` has no Rust form yet");
                let help = "use `application/json` or `multipart/form-data`, in an overlay";
                self.error(
                    Code::UnsupportedMediaType,
                    &content.child(name),
                    message,
                    help,
                );
                None
            }
            _ => Some(Body::Binary {
                content_type: name.clone(),
                required: body.required,
            }),
        }
    }

    fn media_type(&mut self, media: &'a MediaType, place: &Place) -> Lowered {
        match &media.schema {
            Some(schema) => self.schema(SchemaRef::from(schema), place),
            None => Lowered::of(Type::Json),
        }
    }

    fn parts(&mut self, media: &'a MediaType, place: &Place) -> Vec<Part<SchemaId>> {
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let schema = match schema {
            Some(SchemaRef::Reference(reference)) => self
                .resolve(reference, &place.pointer)
                .map(|(_, schema)| schema),
            inline => inline,
        };
        let Some(SchemaRef::Inline(schema)) = schema else {
            return Vec::new();
        };
        let facets = Facets::of(schema);
        let mut parts = Vec::new();
        for (name, property) in facets.properties.into_iter().flatten() {
            let pointer = place.pointer.child("properties").child(name);
            let required = facets.required.contains(name);
            parts.extend(self.part(name, required, SchemaRef::from(property), place, pointer));
        }
        parts
    }

    fn part(
        &mut self,
        name: &str,
        required: bool,
        schema: SchemaRef<'a>,
        parent: &Place,
        pointer: Pointer,
    ) -> Option<Part<SchemaId>> {
        let Some(rust_name) = RustName::snake(name) else {
            let message = format!("the part `{name}` gives no Rust name");
            self.error(
                Code::InvalidRustName,
                &pointer,
                message,
                "rename it in an overlay",
            );
            return None;
        };
        let facets = match schema {
            SchemaRef::Inline(schema) => Some(Facets::of(schema)),
            SchemaRef::Reference(_) => None,
        };
        let is_file = facets
            .as_ref()
            .is_some_and(|facets| facets.format == Some("binary"));
        let place = parent.child(name, pointer);
        let ty = if is_file {
            Type::String
        } else {
            self.schema(schema, &place).ty
        };
        let docs = facets
            .map(|facets| docs::of_schema(&facets, &ty))
            .unwrap_or_default();
        let kind = if is_file {
            PartKind::File
        } else {
            PartKind::Value(ty)
        };
        Some(Part {
            name: name.to_owned(),
            rust_name,
            kind,
            required,
            docs,
        })
    }

    /// Every documented response of the operation.
    pub(super) fn responses(&mut self, source: &Source<'a>) -> Vec<Response<SchemaId>> {
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
                let content = self.response(source, status, &step, response, &pointer)?;
                Some(Response { status, content })
            })
            .collect()
    }

    fn response(
        &mut self,
        source: &Source<'a>,
        status: Status,
        step: &str,
        response: &'a ReferenceOr<openapiv3::Response>,
        pointer: &Pointer,
    ) -> Option<Output<SchemaId>> {
        let (response, component) =
            self.referenced(response, "responses", |all| &all.responses, pointer)?;
        let place = match component {
            None => source.place(step, pointer.clone()),
            Some(name) => Place {
                id: SchemaId::component(name).child("response"),
                pointer: Pointer::root()
                    .child("components")
                    .child("responses")
                    .child(name),
            },
        };
        Some(self.content(status, response, &place))
    }

    fn content(
        &mut self,
        status: Status,
        response: &'a openapiv3::Response,
        place: &Place,
    ) -> Output<SchemaId> {
        if let Some((name, media)) = response.content.iter().find(|(name, _)| is_json(name)) {
            let pointer = place.pointer.child("content").child(name).child("schema");
            return Output::Json(self.media_type(media, &place.at(pointer)).with_null());
        }
        let redirects = matches!(status, Status::Code(300..=399) | Status::Range(3));
        let located = response
            .headers
            .keys()
            .any(|name| name.eq_ignore_ascii_case("location"));
        match response.content.keys().next() {
            Some(name) if essence(name).starts_with("text/") => Output::Text,
            Some(_) => {
                let names: Vec<&str> = response.content.keys().map(String::as_str).collect();
                Output::Binary {
                    accept: names.join(", "),
                }
            }
            None if redirects && located => Output::Location,
            None => Output::Empty,
        }
    }

    /// What a successful call returns: the documented success, or one of several.
    pub(super) fn output(
        &mut self,
        source: &Source<'a>,
        responses: &[Response<SchemaId>],
    ) -> Output<SchemaId> {
        let mut successes: Vec<(Status, &Output<SchemaId>)> = Vec::new();
        for response in responses
            .iter()
            .filter(|response| response.status.is_success())
        {
            if successes
                .iter()
                .all(|(_, known)| **known != response.content)
            {
                successes.push((response.status, &response.content));
            }
        }
        match successes.as_slice() {
            [] if responses
                .iter()
                .any(|response| response.content == Output::Location) =>
            {
                Output::Location
            }
            [] => Output::Json(Type::Json),
            [(_, only)] => (*only).clone(),
            [(_, Output::Json(ty)), (_, Output::Empty)]
            | [(_, Output::Empty), (_, Output::Json(ty))] => Output::Json(ty.clone().or_null()),
            several => self.either(source, several),
        }
    }

    /// One of several successes that differ: a union when all are JSON, else the bytes.
    fn either(
        &mut self,
        source: &Source<'a>,
        several: &[(Status, &Output<SchemaId>)],
    ) -> Output<SchemaId> {
        let members: Vec<Member> = several
            .iter()
            .filter_map(|(status, content)| match content {
                Output::Json(ty) => Some(Member {
                    name: reason(*status),
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
            self.warn(Code::MixedResponses, &pointer, message, help);
            return Output::Binary {
                accept: "*/*".to_owned(),
            };
        }
        let place = source.place("success", pointer);
        self.schemas.insert(
            place.id.clone(),
            Schema {
                pointer: place.pointer,
                docs: Docs::default(),
                nullable: false,
                rust_name: None,
                search: None,
                kind: SchemaKind::Union(Union { members }),
            },
        );
        Output::Json(Type::Named(place.id))
    }
}

fn status_of(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(hundred) => Status::Range(*hundred),
    }
}

/// What names an inline response: `response` for the only success, else the reason phrase.
fn step(status: Status, several_successes: bool) -> String {
    match status.is_success() && !several_successes {
        true => "response".to_owned(),
        false => format!("{}_response", reason(status)),
    }
}

fn reason(status: Status) -> String {
    match status {
        Status::Code(code) => http::StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
            .map_or_else(
                || format!("status_{code}"),
                |reason| reason.replace(' ', "_"),
            ),
        Status::Range(hundred) => format!("status_{hundred}xx"),
        Status::Default => "default".to_owned(),
    }
}

/// The media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type).trim()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}

fn is_multipart(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("multipart/form-data")
}
