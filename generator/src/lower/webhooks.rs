//! `x-webhook-items` and `x-webhook-events`: the payloads of webhooks. The extensions are at the
//! root of the document, since webhooks belong to no operation.

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::{Code, Pointer};
use crate::model::TaggedSchemas;

use super::Lowering;

impl Lowering<'_> {
    /// Returns the schemas of an extension of the document: `{property: {value: schema}}`.
    pub(super) fn tagged_schemas(&mut self, annotation: &str) -> Option<TaggedSchemas> {
        let value = self.document.api.extensions.get(annotation)?;
        let pointer = Pointer::root().child(annotation);
        let Some(tagged) = parse(value) else {
            let message =
                format!("`{annotation}` does not map the values of a property to schemas");
            let help = "write a property with its values and their schemas: \
                        `type: {company: company, user: contact}`";
            self.report(Code::InvalidWebhooks, &pointer, message, help);
            return None;
        };
        for (value, schema) in &tagged.schemas {
            let schemas = self.components.map(|components| &components.schemas);
            if !schemas.is_some_and(|schemas| schemas.contains_key(schema)) {
                let pointer = pointer.child(&tagged.property).child(value);
                let message = format!("schema `{schema}` does not exist");
                let help = "correct its name, or limit the overlay action to the versions that \
                            declare it with `x-versions`";
                self.report(Code::InvalidWebhooks, &pointer, message, help);
            }
        }
        Some(tagged)
    }
}

fn parse(annotation: &Value) -> Option<TaggedSchemas> {
    let mut properties = annotation.as_object()?.iter();
    let (Some((property, schemas)), None) = (properties.next(), properties.next()) else {
        return None;
    };
    let schemas = schemas.as_object().filter(|schemas| !schemas.is_empty())?;
    let named = schemas
        .iter()
        .map(|(value, schema)| Some((value.clone(), schema.as_str()?.to_owned())));
    Some(TaggedSchemas {
        property: property.clone(),
        schemas: named.collect::<Option<IndexMap<_, _>>>()?,
    })
}
