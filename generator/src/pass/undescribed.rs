//! Finds undocumented operations, schemas, properties and tags.

use std::collections::BTreeSet;
use std::fmt;

use crate::model::{Api, Body, Docs, SchemaKind};

/// Returns the items without a description, each with its kind and name: `operation listContacts`,
/// `schema contact`, `property contact: owner_id`, `tag Contacts`.
pub fn undescribed(api: &Api) -> BTreeSet<String> {
    let mut undescribed = BTreeSet::new();
    let mut check = |docs: &Docs, name: fmt::Arguments<'_>| {
        if docs.text.is_none() {
            undescribed.insert(name.to_string());
        }
    };
    for operation in &api.operations {
        let id = &operation.id;
        check(&operation.docs, format_args!("operation {id}"));
        for parameter in &operation.parameters {
            let name = &parameter.name;
            check(&parameter.docs, format_args!("parameter {id}: {name}"));
        }
        if let Some(Body::Form { fields, .. }) = &operation.body {
            for field in fields {
                let name = &field.name;
                check(&field.docs, format_args!("property {id}.request: {name}"));
            }
        }
    }
    for (id, schema) in &api.schemas {
        if id.component_name().is_some() {
            check(&schema.docs, format_args!("schema {id}"));
        }
        if let SchemaKind::Object(object) = &schema.kind {
            for (name, property) in &object.properties {
                check(&property.docs, format_args!("property {id}: {name}"));
            }
        }
    }
    undescribed.extend(
        api.operations
            .iter()
            .map(|operation| &operation.tag.name)
            .filter(|tag| !api.info.tags.contains_key(*tag))
            .map(|tag| format!("tag {tag}")),
    );
    undescribed
}
