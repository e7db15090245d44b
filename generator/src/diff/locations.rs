//! The locations of schemas and their properties in a document.

use crate::diagnostic::Pointer;
use crate::hash::HashMap;
use crate::model::{Api, SchemaId, SchemaKind};

/// The locations of the schemas of a document and of their properties.
#[derive(Clone, Debug, Default)]
pub struct Locations(HashMap<SchemaId, SchemaLocation>);

#[derive(Clone, Debug)]
struct SchemaLocation {
    pointer: Pointer,
    properties: HashMap<String, Pointer>,
}

impl Locations {
    /// Collects the locations of the schemas of a document.
    pub fn of(api: &Api) -> Self {
        let schemas = api.schemas.iter();
        let locations = schemas.map(|(id, schema)| {
            let properties = match &schema.kind {
                SchemaKind::Object(object) => object
                    .properties
                    .iter()
                    .map(|(name, property)| (name.clone(), property.pointer.clone()))
                    .collect(),
                _ => HashMap::default(),
            };
            let pointer = schema.pointer.clone();
            let location = SchemaLocation {
                pointer,
                properties,
            };
            (id.clone(), location)
        });
        Self(locations.collect())
    }

    pub(super) fn schema(&self, id: &SchemaId) -> Pointer {
        let location = self.0.get(id);
        location.map_or_else(Pointer::root, |location| location.pointer.clone())
    }

    pub(super) fn property(&self, id: &SchemaId, name: &str) -> Pointer {
        let location = self.0.get(id);
        let pointer = location.and_then(|location| location.properties.get(name));
        pointer.cloned().unwrap_or_else(|| self.schema(id))
    }
}
