//! Request bodies.
//!
//! One of the declared media types is sent: JSON, or else `multipart/form-data`, or else
//! `application/x-www-form-urlencoded`, or else text, or else the first one, exact media types
//! before ranges. The others whose content is of another type are sent by operations of their own.

use openapiv3::{Content, MediaType};
use serde_json::Value;

use crate::diagnostic::{Code, Pointer};
use crate::document::{PARTS_EXTENSION, is_json};
use crate::model::{Body, Choice, SchemaId, Step, Type};
use crate::neutral::code_span;

use super::facets::SchemaRef;
use super::media_type::*;
use super::operation::OperationSource;
use super::operation_id::Ids;
use super::schema::Lowered;
use super::{Lowering, Site};

/// A body besides the first that an operation accepts.
pub(super) struct OtherBody {
    /// The id of the operation with this body: `importShips.text`.
    pub id: String,
    /// The kind of its media type: `json`, `text`, `bytes`, `form`, `multipart`. The second further
    /// schema of JSON is `json_2`.
    pub kind: String,
    pub body: Body<SchemaId, Choice>,
    /// The note on the media types, which replaces that of the first body.
    pub note: String,
}

/// The kind of bodies of JSON.
const JSON: &str = "json";

impl OtherBody {
    fn is_json(&self) -> bool {
        matches!(self.body, Body::Json { .. })
    }
}

impl<'a> Lowering<'a> {
    /// Returns the request body of an operation. The other media types are listed in `facts`.
    pub(super) fn body(
        &mut self,
        source: &OperationSource<'a>,
        facts: &mut Vec<String>,
    ) -> Option<Body<SchemaId, Choice>> {
        let pointer = source.pointer.child("requestBody");
        let body = source.operation.request_body.as_ref()?;
        let (body, _) = self.referenced(body, &pointer)?;
        self.check_media_types(&body.content, &pointer);
        let (name, media) = self.preferred(&body.content)?;
        if body.content.len() > 1 {
            facts.push(note(&body.content, name));
        }
        let pointer = pointer.child("content").child(name);
        self.body_as(source, name, media, body.required, pointer)
    }

    /// Returns the bodies of other types that an operation accepts. A media type with the same
    /// schema is the same body in another serialization.
    pub(super) fn other_bodies(
        &mut self,
        source: &OperationSource<'a>,
        ids: &mut Ids,
    ) -> Vec<OtherBody> {
        let pointer = source.pointer.child("requestBody");
        let body = source.operation.request_body.as_ref();
        let Some((body, _)) = body.and_then(|body| self.referenced(body, &pointer)) else {
            return Vec::new();
        };
        let Some((first, preferred)) = self.preferred(&body.content) else {
            return Vec::new();
        };
        let mut bodies: Vec<OtherBody> = Vec::new();
        let mut schemas = vec![&preferred.schema];
        for (name, media) in &body.content {
            let Some(kind) = self.other_kind(name, media) else {
                continue;
            };
            let is_known = schemas.contains(&&media.schema)
                // The content of JSON depends on its schema.
                || kind != JSON
                    && (self.other_kind(first, preferred) == Some(kind)
                        || bodies.iter().any(|known| known.kind == kind));
            if is_known {
                continue;
            }
            let kind = if kind == JSON {
                schemas.push(&media.schema);
                match bodies.iter().filter(|known| known.is_json()).count() {
                    0 => JSON.to_owned(),
                    before => format!("{JSON}_{}", before + 1),
                }
            } else {
                kind.to_owned()
            };
            let owner = format!("{} {}", source.method, source.path);
            let id = ids.make_unique(&format!("{}.{kind}", source.id), &owner);
            let source = source.named(id.clone());
            let pointer = pointer.child("content").child(name);
            let other = self.body_as(&source, name, media, body.required, pointer);
            bodies.extend(other.map(|other| OtherBody {
                id,
                kind,
                body: other,
                note: note(&body.content, name),
            }));
        }
        bodies
    }

    /// Returns the kind of a media type of bodies besides the first. The JSON of a range is that of
    /// media types without a key of their own.
    fn other_kind(&self, name: &str, media: &'a MediaType) -> Option<&'static str> {
        let is_described = || self.is_text_or_file(media);
        if !is_valid(name) || is_other_multipart(name) {
            None
        } else if self.is_json_body(name, media) {
            (!is_range(name)).then_some(JSON)
        } else if is_multipart(name) {
            Some("multipart")
        } else if is_url_encoded(name) {
            Some("form")
        } else if is_text(name) {
            is_described().then_some("text")
        } else {
            is_described().then_some("bytes")
        }
    }

    /// Returns the request body in one of its media types.
    fn body_as(
        &mut self,
        source: &OperationSource<'a>,
        name: &str,
        media: &'a MediaType,
        required: bool,
        pointer: Pointer,
    ) -> Option<Body<SchemaId, Choice>> {
        if self.is_json_body(name, media) {
            let site = source.site(Step::Request, pointer.child("schema"));
            return Some(Body::Json {
                content_type: name_unless(name, is_default_json),
                ty: self.media_type(media, &site).ty,
                required,
            });
        }
        if is_multipart(name) || is_url_encoded(name) {
            let consequence = "the fields are those of `schema`, and `encoding` describes them";
            self.warn_of_parts(name, media, &pointer, consequence);
            return Some(self.form(source, name, media, pointer, required));
        }
        if is_other_multipart(name) {
            let problem = format!("a request body of type `{name}` is not supported");
            let help = "declare `multipart/form-data` if the API accepts it";
            self.omit(Code::OmittedOperation, &pointer, &problem, help);
            return None;
        }
        // Text in another charset than that of Rust's strings is encoded by the application.
        let is_utf8 = charset(name).is_none_or(|charset| charset == "utf-8");
        let site = source.site(Step::Request, pointer.clone());
        self.warn_of_parts(
            name,
            media,
            &pointer,
            "the application writes the whole body",
        );
        if is_text(name) && is_utf8 {
            return Some(Body::Text {
                content_type: name_unless(name, is_default_text).map(with_charset),
                ty: self.sent_text(media, &site, &pointer),
                range: range(name),
                required,
            });
        }
        if is_text(name) {
            self.warn_of_text(media, &site, &pointer);
        }
        Some(Body::Binary {
            content_type: name_unless(name, |_| false),
            range: range(name),
            required,
        })
    }

    /// Returns the media type that is sent.
    fn preferred(&self, content: &'a Content) -> Option<(&'a String, &'a MediaType)> {
        content.iter().min_by_key(|(name, media)| {
            let kind = if self.is_json_body(name, media) {
                if is_plain_json(name) {
                    Preference::PlainJson
                } else {
                    Preference::Json
                }
            } else if is_multipart(name) {
                Preference::Multipart
            } else if is_url_encoded(name) {
                Preference::UrlEncoded
            } else if is_text(name) {
                Preference::Text
            } else if is_other_multipart(name) {
                Preference::OtherMultipart
            } else {
                Preference::Bytes
            };
            (kind, specificity(name))
        })
    }

    /// Returns whether content is JSON and not a file, which any media type may have. The content
    /// of `*/*` and `application/*` is JSON if it has a schema that is not a string: documents that
    /// are generated from code often declare no exact media type.
    pub(super) fn is_json_body(&self, name: &str, media: &'a MediaType) -> bool {
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let facets = schema.and_then(|schema| self.inline_facets(schema));
        let (ty, format) = facets.map_or((None, None), |facets| (facets.ty, facets.format));
        let is_structured = || schema.is_some() && ty != Some("string");
        format != Some("binary") && (is_json(name) || is_range_of_json(name) && is_structured())
    }

    /// Returns the type of the schema of a media type.
    pub(super) fn media_type(&mut self, media: &'a MediaType, site: &Site) -> Lowered {
        match &media.schema {
            Some(schema) => self.schema(SchemaRef::from(schema), site),
            None => Lowered::of(Type::Json),
        }
    }

    /// Warns of items or parts whose schema or encoding is not used.
    pub(super) fn warn_of_parts(
        &mut self,
        name: &str,
        media: &MediaType,
        pointer: &Pointer,
        consequence: &str,
    ) {
        let keyword = media.extensions.get(PARTS_EXTENSION);
        if let Some(keyword) = keyword.and_then(Value::as_str) {
            let message = format!("`{keyword}` of `{name}` is not supported: {consequence}");
            let help = "describe the items or parts by `schema` in a media type of JSON or a form, if \
                        the API has one";
            let pointer = pointer.child(keyword);
            self.warn(Code::UnsupportedMediaType, &pointer, message, help);
        }
    }

    /// Reports media types that are not valid values of `Content-Type`.
    pub(super) fn check_media_types(&mut self, content: &Content, parent: &Pointer) {
        for name in content.keys().filter(|name| !is_valid(name)) {
            let pointer = parent.child("content").child(name);
            let message = format!(
                "`{}` is not a valid media type: it is read as `{ANY}`",
                name.escape_debug()
            );
            let help = "declare a media type such as `application/json`";
            self.report(Code::InvalidMediaType, &pointer, message, help);
        }
    }
}

/// The kinds of bodies, the preferred first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Preference {
    PlainJson,
    Json,
    Multipart,
    UrlEncoded,
    Text,
    Bytes,
    OtherMultipart,
}

/// The number of other media types that the note on a body names: each body of an operation has a
/// note.
const MAX_NAMED: usize = 8;

/// Returns the note on the media type that a body is sent as.
fn note(content: &Content, name: &str) -> String {
    let others = content.keys().filter(|other| *other != name);
    let named = others.clone().take(MAX_NAMED);
    let mut names: Vec<String> = named.map(|other| code_span(other)).collect();
    match others.skip(MAX_NAMED).count() {
        0 => {}
        rest => names.push(format!("{rest} more")),
    }
    format!(
        "The body is sent as {}; the API also accepts {}.",
        code_span(name),
        names.join(" or ")
    )
}

/// Returns the media type if it is neither the default nor a range.
fn name_unless(name: &str, is_default: impl Fn(&str) -> bool) -> Option<String> {
    (!is_default(name) && !is_range(name)).then(|| name.to_owned())
}

/// Returns a media type if it is a range.
fn range(name: &str) -> Option<String> {
    is_range(name).then(|| in_accept(name).to_owned())
}

/// Adds the charset of Rust's strings to a media type without one.
fn with_charset(name: String) -> String {
    if name.contains(';') {
        name
    } else {
        format!("{name}; charset=utf-8")
    }
}
