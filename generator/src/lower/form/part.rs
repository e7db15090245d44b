//! Parts of multipart bodies.

use openapiv3::{AnySchema, Schema, SchemaKind};

use crate::document::CONDITIONS_EXTENSION;
use crate::lower::Lowering;
use crate::lower::facets::SchemaRef;
use crate::lower::media_type::{essence, is_default_json, is_json, is_valid};
use crate::model::{SchemaId, Serialization, Style, Type, ValueKind};

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
pub(super) fn is_untyped(schema: SchemaRef<'_>) -> bool {
    match schema {
        SchemaRef::Inline(Schema {
            schema_data: data,
            schema_kind: SchemaKind::Any(any),
        }) => {
            let has_conditions = data.extensions.contains_key(CONDITIONS_EXTENSION);
            *any == AnySchema::default() && !data.nullable && !has_conditions
        }
        SchemaRef::Inline(_) | SchemaRef::Reference(_) => false,
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
