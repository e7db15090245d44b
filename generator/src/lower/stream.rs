//! Responses that can be read as streams.

use openapiv3::{MediaType, ReferenceOr, SchemaKind};
use serde_json::Value;

use crate::document::{TEXT_EVENTS_EXTENSION, essence};
use crate::model::{SchemaId, Step, Stream, StreamFormat, Type};

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
        let item = match item(media) {
            Some((schema, is_element)) => {
                let pointer = if is_element {
                    pointer.child("items")
                } else {
                    pointer
                };
                let lowered = self.schema(schema, &site.child(Step::Event, pointer));
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
            flag: None,
        })
    }
}

/// Returns the schema of the items, and whether it is that of the elements of an array.
fn item(media: &MediaType) -> Option<(SchemaRef<'_>, bool)> {
    let schema = media.schema.as_ref()?;
    if let ReferenceOr::Item(schema) = schema
        && let SchemaKind::Type(openapiv3::Type::Array(array)) = &schema.schema_kind
        && let Some(items) = &array.items
    {
        return Some((SchemaRef::from(items), true));
    }
    Some((SchemaRef::from(schema), false))
}
