//! Request bodies.
//!
//! Of several media types one is sent: JSON first, then `multipart/form-data`, then
//! `application/x-www-form-urlencoded`, then text, then whatever comes first.

use openapiv3::{Content, MediaType};

use crate::diagnostic::{Code, Pointer};
use crate::model::{Body, Choice, SchemaId, Step, Type};

use super::facets::SchemaRef;
use super::media_type::*;
use super::operation::OperationSource;
use super::schema::Lowered;
use super::{Lowering, Site};

impl<'a> Lowering<'a> {
    /// What a request of the operation carries. What else it could be is noted among the facts.
    pub(super) fn body(
        &mut self,
        source: &OperationSource<'a>,
        facts: &mut Vec<String>,
    ) -> Option<Body<SchemaId, Choice>> {
        let pointer = source.pointer.child("requestBody");
        let body = source.operation.request_body.as_ref()?;
        let (body, _) = self.referenced(body, &pointer)?;
        self.check_media_types(&body.content, &pointer);
        let (name, media) = preferred(&body.content)?;
        let others: Vec<String> = body
            .content
            .keys()
            .filter(|other| *other != name)
            .map(|other| format!("`{other}`"))
            .collect();
        if !others.is_empty() {
            let others = others.join(" or ");
            facts.push(format!(
                "The body is sent as `{name}`; the document also allows {others}."
            ));
        }
        let pointer = pointer.child("content").child(name);
        let required = body.required;
        if is_json_content(name, media) {
            let site = source.site(Step::Request, pointer.child("schema"));
            return Some(Body::Json {
                content_type: name_unless(name, is_plain_json),
                ty: self.media_type(media, &site).ty,
                required,
            });
        }
        if is_multipart(name) || is_url_encoded(name) {
            return Some(self.form(source, name, media, pointer));
        }
        if is_other_multipart(name) {
            let message = format!("a body of type `{name}` has no Rust form");
            let help = "use `multipart/form-data`, in an overlay";
            self.error(Code::UnsupportedMediaType, &pointer, message, help);
            return None;
        }
        Some(if is_text(name) {
            Body::Text {
                content_type: name_unless(name, is_plain_text).map(with_charset),
                required,
            }
        } else {
            Body::Binary {
                content_type: name_unless(name, |_| false),
                required,
            }
        })
    }

    /// The type of what a media type holds.
    pub(super) fn media_type(&mut self, media: &'a MediaType, site: &Site) -> Lowered {
        match &media.schema {
            Some(schema) => self.schema(SchemaRef::from(schema), site),
            None => Lowered::of(Type::Json),
        }
    }

    /// Sees that every media type can stand in a header.
    pub(super) fn check_media_types(&mut self, content: &Content, parent: &Pointer) {
        for name in content.keys().filter(|name| !is_valid(name)) {
            let pointer = parent.child("content").child(name);
            let message = format!("`{}` is no media type", name.escape_debug());
            let help = "write one such as `application/json`, in an overlay";
            self.error(Code::UnsupportedMediaType, &pointer, message, help);
        }
    }
}

/// The media type that is sent.
fn preferred(content: &Content) -> Option<(&String, &MediaType)> {
    let find = |is_it: &dyn Fn(&str) -> bool| content.iter().find(|(name, _)| is_it(name));
    find(&is_plain_json)
        .or_else(|| {
            content
                .iter()
                .find(|(name, media)| is_json_content(name, media))
        })
        .or_else(|| find(&is_multipart))
        .or_else(|| find(&is_url_encoded))
        .or_else(|| find(&is_text))
        .or_else(|| find(&|name| !is_other_multipart(name)))
        .or_else(|| content.first())
}

/// The name to send, where it is not the usual one and says more than that it may be many.
fn name_unless(name: &str, is_usual: impl Fn(&str) -> bool) -> Option<String> {
    (!is_usual(name) && !is_range(name)).then(|| name.to_owned())
}

/// Rust's text is UTF-8.
fn with_charset(name: String) -> String {
    if name.contains(';') {
        name
    } else {
        format!("{name}; charset=utf-8")
    }
}
