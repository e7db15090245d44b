//! Responses that can be read as streams.

use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value;

use crate::document::{EVENT_NAMES_EXTENSION, TEXT_EVENTS_EXTENSION, essence};
use crate::model::{SchemaId, SchemaKind, Step, Stream, StreamFormat, Type};

use super::facets::SchemaRef;
use super::media_type::stream_format;
use super::{Lowering, Site};

impl<'a> Lowering<'a> {
    /// Returns the stream that a response can be read as: that of the first such media type.
    pub(super) fn stream(
        &mut self,
        response: &'a openapiv3::Response,
        site: &Site,
    ) -> Option<Stream<SchemaId>> {
        let mut content = response.content.iter();
        let (name, media, format) =
            content.find_map(|(name, media)| Some((name, media, stream_format(name)?)))?;
        let pointer = site.pointer.child("content").child(name).child("schema");
        let names = media.extensions.get(EVENT_NAMES_EXTENSION);
        let mut variants = Vec::new();
        let item = match item(media) {
            Some((schema, is_element)) => {
                let pointer = if is_element {
                    pointer.child("items")
                } else {
                    pointer
                };
                let lowered = self.schema(schema, &site.child(Step::Event, pointer));
                variants = self.variants_of(&lowered.ty, names);
                if is_element {
                    Type::Array(Box::new(lowered.with_null()))
                } else {
                    lowered.with_null()
                }
            }
            None if format == StreamFormat::Events => Type::String,
            None => Type::Json,
        };
        let texts = media.extensions.get(TEXT_EVENTS_EXTENSION);
        let names = texts.and_then(Value::as_array).into_iter().flatten();
        Some(Stream {
            media_type: essence(name),
            format: match texts {
                Some(Value::Bool(true)) => StreamFormat::TextEvents,
                _ => format,
            },
            text_events: names
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            item,
            variants,
            flag: None,
        })
    }

    /// Returns the variants of a union for the names of events, which are listed for each.
    fn variants_of(&self, ty: &Type<SchemaId>, names: Option<&Value>) -> Vec<(String, usize)> {
        let (Type::Named(id), Some(Value::Array(names))) = (ty, names) else {
            return Vec::new();
        };
        let kind = self.schemas.get(id).map(|schema| &schema.kind);
        let Some(SchemaKind::Union(union)) = kind else {
            return Vec::new();
        };
        if union.members.len() != names.len() {
            return Vec::new();
        }
        let variants = names.iter().enumerate().flat_map(|(index, names)| {
            let names = names.as_array().into_iter().flatten();
            names.filter_map(move |name| Some((name.as_str()?.to_owned(), index)))
        });
        variants.collect()
    }
}

/// Returns the schema of the items, and whether it is that of the elements of an array.
fn item(media: &MediaType) -> Option<(SchemaRef<'_>, bool)> {
    let schema = media.schema.as_ref()?;
    if let ReferenceOr::Item(schema) = schema
        && let openapiv3::SchemaKind::Type(openapiv3::Type::Array(array)) = &schema.schema_kind
        && let Some(items) = &array.items
    {
        return Some((SchemaRef::from(items), true));
    }
    Some((SchemaRef::from(schema), false))
}
