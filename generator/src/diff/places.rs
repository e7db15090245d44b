use std::collections::HashMap;

use crate::diagnostic::Pointer;
use crate::model::{Api, SchemaId, SchemaKind};

/// Where in a document its schemas and their properties are written.
#[derive(Clone, Debug, Default)]
pub struct Places(HashMap<SchemaId, Place>);

#[derive(Clone, Debug)]
struct Place {
    pointer: Pointer,
    properties: HashMap<String, Pointer>,
}

impl Places {
    /// The places of a document's schemas.
    pub fn of(api: &Api) -> Self {
        let schemas = api.schemas.iter();
        let places = schemas.map(|(id, schema)| {
            let properties = match &schema.kind {
                SchemaKind::Object(object) => object
                    .properties
                    .iter()
                    .map(|(name, property)| (name.clone(), property.pointer.clone()))
                    .collect(),
                _ => HashMap::new(),
            };
            let pointer = schema.pointer.clone();
            let place = Place {
                pointer,
                properties,
            };
            (id.clone(), place)
        });
        Self(places.collect())
    }

    pub(super) fn schema(&self, id: &SchemaId) -> Pointer {
        let place = self.0.get(id);
        place.map_or_else(Pointer::root, |place| place.pointer.clone())
    }

    pub(super) fn property(&self, id: &SchemaId, name: &str) -> Pointer {
        let place = self.0.get(id);
        let pointer = place.and_then(|place| place.properties.get(name));
        pointer.cloned().unwrap_or_else(|| self.schema(id))
    }
}
