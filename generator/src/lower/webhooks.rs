//! `x-webhook-items`, `x-webhook-topics` and `x-webhook-events`: the payloads of webhooks. The
//! extensions are at the root of the document, since webhooks belong to no operation.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Pointer};
use crate::document::WEBHOOKS_EXTENSION;
use crate::hash::IndexMap;
use crate::model::{Choice, TaggedSchemas, Webhook};

use super::Lowering;

const ITEMS: &str = "x-webhook-items";
const TOPICS: &str = "x-webhook-topics";

impl Lowering<'_> {
    /// Returns the schemas of the items of notifications, by a property and by topic.
    pub(super) fn webhook_items(&mut self) -> Option<TaggedSchemas> {
        let topics = self.topics();
        let mut items = self.tagged_schemas(ITEMS);
        match &mut items {
            Some(items) => items.topics = topics,
            None if topics.is_empty() => {}
            None => {
                let pointer = Pointer::root().child(TOPICS);
                let message = format!("`{TOPICS}` has no effect without `{ITEMS}`");
                let help = "declare the property that distinguishes the items: \
                            `x-webhook-items: {type: {company: company}}`";
                self.report(Code::InvalidWebhooks, &pointer, message, help);
            }
        }
        items
    }

    /// Returns the webhooks of the document whose payload is described.
    pub(super) fn webhooks(&mut self) -> Vec<Webhook<Choice>> {
        let named = self.document.api.extensions.get(WEBHOOKS_EXTENSION);
        let named = named.and_then(Value::as_object).and_then(schemas);
        let (known, unknown): (Vec<_>, Vec<_>) = named
            .unwrap_or_default()
            .into_iter()
            .partition(|(_, schema)| self.is_component(schema));
        for (name, schema) in unknown {
            let pointer = Pointer::root().child("webhooks").child(&name);
            let message = format!("schema `{schema}` does not exist: the webhook has no type");
            self.warn(
                Code::DanglingReference,
                &pointer,
                message,
                "declare the schema",
            );
        }
        let webhooks = known.into_iter().map(|(name, schema)| Webhook {
            name,
            rust_name: None,
            schema,
        });
        webhooks.collect()
    }

    fn is_component(&self, schema: &str) -> bool {
        let schemas = self.components.map(|components| &components.schemas);
        schemas.is_some_and(|schemas| schemas.contains_key(schema))
    }

    fn topics(&mut self) -> IndexMap<String, String> {
        let Some(value) = self.document.api.extensions.get(TOPICS) else {
            return IndexMap::default();
        };
        let pointer = Pointer::root().child(TOPICS);
        let Some(topics) = value.as_object().and_then(schemas) else {
            let message = format!("`{TOPICS}` does not map topics to schemas");
            let help = "write topics and their schemas: `company.deleted: deleted_company`";
            self.report(Code::InvalidWebhooks, &pointer, message, help);
            return IndexMap::default();
        };
        self.check_schemas(&topics, &pointer);
        topics
    }

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
        self.check_schemas(&tagged.schemas, &pointer.child(&tagged.property));
        Some(tagged)
    }

    /// Reports the names that no component has.
    fn check_schemas(&mut self, named: &IndexMap<String, String>, pointer: &Pointer) {
        for (value, schema) in named {
            if !self.is_component(schema) {
                let pointer = pointer.child(value);
                let message = format!("schema `{schema}` does not exist");
                let help = "correct its name, or limit the overlay action to the versions that \
                            declare it with `x-versions`";
                self.report(Code::InvalidWebhooks, &pointer, message, help);
            }
        }
    }
}

fn parse(annotation: &Value) -> Option<TaggedSchemas> {
    let mut properties = annotation.as_object()?.iter();
    let (Some((property, schemas)), None) = (properties.next(), properties.next()) else {
        return None;
    };
    let schemas = schemas.as_object().filter(|named| !named.is_empty());
    Some(TaggedSchemas {
        property: property.clone(),
        schemas: schemas.and_then(self::schemas)?,
        topics: IndexMap::default(),
    })
}

/// Returns the names of schemas; `None` if a value is not a string.
fn schemas(named: &Map<String, Value>) -> Option<IndexMap<String, String>> {
    let named = named.iter();
    named
        .map(|(value, schema)| Some((value.clone(), schema.as_str()?.to_owned())))
        .collect()
}
