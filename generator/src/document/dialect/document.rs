//! The parts of a document that OpenAPI 3.0 requires or does not have.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;

use super::Move;

/// Converts the document object and its components.
pub(super) fn convert(document: &mut Value, moves: &mut Vec<Move>) {
    let Value::Object(document) = document else {
        return;
    };
    document.entry("paths").or_insert_with(|| json!({}));
    remove_client_certificates(document);
    move_webhooks(document, moves);
}

/// Removes security schemes of type `mutualTLS`: a certificate is presented by the connection, not
/// by a request.
fn remove_client_certificates(document: &mut Map<String, Value>) {
    let schemes = document
        .get_mut("components")
        .and_then(|components| components.get_mut("securitySchemes"))
        .and_then(Value::as_object_mut);
    let Some(schemes) = schemes else {
        return;
    };
    let is_certificate = |scheme: &Value| scheme.get("type") == Some(&json!("mutualTLS"));
    let certificates: HashSet<String> = schemes
        .iter()
        .filter(|(_, scheme)| is_certificate(scheme))
        .map(|(name, _)| name.clone())
        .collect();
    if certificates.is_empty() {
        return;
    }
    schemes.retain(|name, _| !certificates.contains(name));
    remove_requirements(document.get_mut("security"), &certificates);
    let items = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in items.into_iter().flat_map(Map::values_mut) {
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            remove_requirements(operation.get_mut("security"), &certificates);
        }
    }
}

fn remove_requirements(security: Option<&mut Value>, schemes: &HashSet<String>) {
    let requirements = security.and_then(Value::as_array_mut);
    for requirement in requirements.into_iter().flatten() {
        if let Value::Object(requirement) = requirement {
            requirement.retain(|name, _| !schemes.contains(name));
        }
    }
}

/// Moves the inline schemas of webhooks to components that are named like the webhook.
fn move_webhooks(document: &mut Map<String, Value>, moves: &mut Vec<Move>) {
    let Some(Value::Object(webhooks)) = document.shift_remove("webhooks") else {
        return;
    };
    let components = document.entry("components").or_insert_with(|| json!({}));
    let schemas = components
        .as_object_mut()
        .map(|components| components.entry("schemas").or_insert_with(|| json!({})));
    let Some(Value::Object(schemas)) = schemas else {
        return;
    };
    let root = Pointer::root();
    for (name, item) in webhooks {
        let from = root.child("webhooks").child(&name);
        let payload = item
            .as_object()
            .into_iter()
            .flatten()
            .find_map(|(method, operation)| {
                let content = operation.get("requestBody")?.get("content")?.as_object()?;
                let (media_type, content) = content.iter().next()?;
                let from = from.child(method).child("requestBody").child("content");
                Some((
                    from.child(media_type).child("schema"),
                    content.get("schema")?,
                ))
            });
        let Some((from, schema)) = payload else {
            continue;
        };
        if schema.get("$ref").is_none() && !schemas.contains_key(&name) {
            let to = root.child("components").child("schemas").child(&name);
            schemas.insert(name, schema.clone());
            moves.push(Move { to, from });
        }
    }
}
