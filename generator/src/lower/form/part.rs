//! Parts of multipart bodies.

use http::HeaderValue;
use openapiv3::{AnySchema, Header, ParameterSchemaOrContent, Schema, SchemaKind};
use serde_json::Value;

use crate::document::{CONDITIONS_EXTENSION, essence, is_json};
use crate::lower::Lowering;
use crate::lower::facets::SchemaRef;
use crate::lower::media_type::{is_default_json, is_valid};
use crate::model::{PartHeader, SchemaId, Serialization, Style, Type, ValueKind};

use super::Form;

impl Lowering<'_> {
    /// Returns the serialization of a field of a multipart body that is not text: JSON for objects
    /// and lists of them; other values are text or JSON by their own types.
    pub(super) fn part_serialization(&self, ty: &Type<SchemaId>) -> Serialization {
        let part = match ty {
            Type::Array(items) => items,
            ty => ty,
        };
        match self.value_kind(part) {
            Some(ValueKind::Object) => Serialization::Json,
            _ => Serialization::Styled {
                style: Style::Form,
                explode: true,
                allow_reserved: false,
                value: ValueKind::Mixed,
            },
        }
    }
}

impl<'a> Lowering<'a> {
    /// Returns the headers of the parts of a field, with their values if they have a `default` or
    /// one allowed value.
    pub(super) fn part_headers(&mut self, form: &Form<'a>, name: &str) -> Vec<PartHeader> {
        let Some(encoding) = form.media.encoding.get(name) else {
            return Vec::new();
        };
        let pointer = form.pointer.child("encoding").child(name).child("headers");
        let mut headers = Vec::new();
        for (header, declared) in &encoding.headers {
            // Those of the media type and of the name are declared elsewhere.
            let is_ignored = ["content-type", "content-disposition"]
                .iter()
                .any(|ignored| header.eq_ignore_ascii_case(ignored));
            let pointer = pointer.child(header);
            let Some((declared, _)) = self.referenced(declared, &pointer).filter(|_| !is_ignored)
            else {
                continue;
            };
            headers.push(PartHeader {
                name: header.clone(),
                value: header_value(self, declared),
                is_required: declared.required,
            });
        }
        headers
    }
}

/// Returns the only allowed value of a header, or else its default, if it can be sent.
fn header_value(lowering: &Lowering<'_>, header: &Header) -> Option<String> {
    let ParameterSchemaOrContent::Schema(schema) = &header.format else {
        return None;
    };
    let facets = lowering.inline_facets(SchemaRef::from(schema))?;
    let value = match facets.values.as_slice() {
        [only] => only,
        _ => facets.data.default.as_ref()?,
    };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    HeaderValue::from_str(&text).is_ok().then_some(text)
}

/// Returns the media type of the parts of a field with this `contentType`, unless it is the default
/// of the serialization.
pub(super) fn part_type(declared: &str, serialization: Serialization) -> Option<String> {
    let content_type = part_media_type(declared, serialization == Serialization::Json)?;
    let is_default = serialization == Serialization::Json && is_default_json(content_type);
    (!is_default).then(|| content_type.to_owned())
}

/// Returns the first exact media type of `contentType`, a list that may contain ranges: the first
/// that is JSON, if there is one and it is preferred.
pub(super) fn part_media_type(declared: &str, prefers_json: bool) -> Option<&str> {
    let names = declared.split(',').map(str::trim);
    let mut names = names.filter(|name| is_valid(name) && !name.contains('*'));
    let json = names.clone().find(|name| prefers_json && is_json(name));
    json.or_else(|| names.next())
}

/// Returns whether a schema has no type and no other constraint: in a multipart body, it is a file
/// (OpenAPI 3.1, "Encoding Object": the default of `contentType` is `application/octet-stream`).
pub(super) fn is_untyped(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Any(any) => {
            let data = &schema.schema_data;
            let has_conditions = data.extensions.contains_key(CONDITIONS_EXTENSION);
            *any == AnySchema::default() && !data.nullable && !has_conditions
        }
        _ => false,
    }
}

/// Returns whether `contentType` is one of files, rather than of values of any type.
pub(super) fn is_type_of_files(declared: &str) -> bool {
    let mut names = declared.split(',').map(str::trim);
    names.all(|name| !is_json(name) && essence(name) != "text/plain")
}

/// Returns whether a type is any JSON, or a list of it.
pub(super) fn is_any(ty: &Type<SchemaId>) -> bool {
    match ty {
        Type::Array(items) => **items == Type::Json,
        ty => *ty == Type::Json,
    }
}
