//! The parts of a document that OpenAPI 3.0 requires or does not have.

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;

use crate::document::component::{ComponentRef, Section};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::reference::{MAX_STEPS, Target, follow};

use super::{CLIENT_CERTIFICATE, Move, WEBHOOKS_EXTENSION};

/// Converts the document object and its components. Returns the locations of the operations of
/// webhooks whose payloads have no type, because another operation of the webhook has one.
pub(super) fn convert(document: &mut Value, moves: &mut Vec<Move>) -> Vec<Pointer> {
    if let Value::Object(document) = document {
        document.entry("paths").or_insert_with(|| json!({}));
        name_client_certificates(document);
    }
    let others = move_webhooks(document, moves);
    if PAYLOAD_EXTENSIONS
        .iter()
        .any(|extension| document.get(extension).is_some())
    {
        return Vec::new();
    }
    others
}

/// The extensions that describe the payloads instead of `webhooks`.
const PAYLOAD_EXTENSIONS: [&str; 2] = ["x-webhook-items", "x-webhook-events"];

/// Makes security schemes of type `mutualTLS` HTTP schemes with the name [`CLIENT_CERTIFICATE`].
fn name_client_certificates(document: &mut Map<String, Value>) {
    let schemes = document
        .get_mut("components")
        .and_then(|components| components.get_mut("securitySchemes"))
        .and_then(Value::as_object_mut);
    let schemes = schemes.into_iter().flat_map(Map::values_mut);
    for scheme in schemes.filter_map(Value::as_object_mut) {
        if scheme.get("type") == Some(&json!("mutualTLS")) {
            scheme.insert("type".to_owned(), json!("http"));
            scheme.insert("scheme".to_owned(), json!(CLIENT_CERTIFICATE));
        }
    }
}

/// Moves the payloads of webhooks to components that are named like the webhook, unless they are
/// components. [`WEBHOOKS_EXTENSION`] maps each webhook to its component. Returns the locations of
/// the operations with other payloads.
fn move_webhooks(document: &mut Value, moves: &mut Vec<Move>) -> Vec<Pointer> {
    let at = Pointer::root().child("webhooks");
    let webhooks = document.get("webhooks").and_then(Value::as_object);
    let mut payloads = Vec::new();
    let mut others = Vec::new();
    for name in webhooks.into_iter().flat_map(Map::keys) {
        let mut found = self::payloads(document, at.child(name)).into_iter();
        let Some(Payload { schema: from, .. }) = found.next() else {
            continue;
        };
        others.extend(found.map(|other| other.operation));
        if let Some(schema) = document.pointer(from.as_str()) {
            payloads.push((name.clone(), from, schema.clone()));
        }
    }
    let Value::Object(document) = document else {
        return others;
    };
    // What is not an object is reported when the document is parsed.
    if let Some(Value::Object(webhooks)) = document.get_mut("webhooks") {
        webhooks.retain(|_, item| !item.is_object());
    }
    if !payloads.is_empty() {
        name_payloads(document, payloads, moves);
    }
    others
}

/// Moves payloads, each with the name of its webhook and its location, to components.
fn name_payloads(
    document: &mut Map<String, Value>,
    payloads: Vec<(String, Pointer, Value)>,
    moves: &mut Vec<Move>,
) {
    let components = document.entry("components").or_insert_with(|| json!({}));
    let schemas = components
        .as_object_mut()
        .map(|components| components.entry("schemas").or_insert_with(|| json!({})));
    let Some(Value::Object(schemas)) = schemas else {
        return;
    };
    let root = Pointer::root();
    let mut named = Map::new();
    for (name, from, schema) in payloads {
        let component = component_of(&schema).unwrap_or_else(|| {
            let mut component = name.clone();
            while schemas.contains_key(&component) {
                component.push_str("_payload");
            }
            let to = root.child("components").child("schemas").child(&component);
            schemas.insert(component.clone(), schema);
            moves.push(Move::new(to, from));
            component
        });
        named.insert(name, component.into());
    }
    document.insert(WEBHOOKS_EXTENSION.to_owned(), Value::Object(named));
}

/// The payload of a webhook.
struct Payload {
    /// The location of the operation.
    operation: Pointer,
    /// The location of the schema of its request body.
    schema: Pointer,
}

/// Returns the payloads of the operations of a webhook: those of the path item, or of the one that
/// it refers to.
fn payloads(document: &Value, webhook: Pointer) -> Vec<Payload> {
    let mut at = webhook;
    for _ in 0..MAX_STEPS {
        let Some(Value::Object(item)) = document.pointer(at.as_str()) else {
            break;
        };
        let found: Vec<Payload> = operations(item, &at)
            .filter_map(|operation| {
                let schema = body_schema(document, &operation)?;
                Some(Payload { operation, schema })
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
        let target = item.get("$ref").and_then(Value::as_str);
        let target = target.and_then(Target::local);
        let target = target.and_then(|target| follow(document, &target, None));
        match target {
            Some(target) => at = target,
            None => break,
        }
    }
    Vec::new()
}

/// Returns the locations of the operations of a path item.
fn operations<'a>(
    item: &'a Map<String, Value>,
    at: &'a Pointer,
) -> impl Iterator<Item = Pointer> + 'a {
    item.iter().flat_map(move |(key, value)| {
        let at = at.child(key);
        match ObjectKind::PathItem.keyword(key) {
            Some(KeywordValue::One(ObjectKind::Operation)) => vec![at],
            Some(KeywordValue::Map(ObjectKind::Operation)) => {
                let methods = value.as_object().into_iter().flat_map(Map::keys);
                methods.map(|method| at.child(method)).collect()
            }
            _ => Vec::new(),
        }
    })
}

/// Returns the location of the schema of the first content of an operation's request body.
fn body_schema(document: &Value, operation: &Pointer) -> Option<Pointer> {
    let kind = ObjectKind::RequestBody;
    let body = follow(document, &operation.child("requestBody"), Some(kind))?;
    let content = document.pointer(body.as_str())?.get("content")?;
    let (media_type, value) = content.as_object()?.iter().next()?;
    value.get("schema")?;
    Some(body.child("content").child(media_type).child("schema"))
}

/// Returns the name of the component schema that a schema refers to.
fn component_of(schema: &Value) -> Option<String> {
    let component = ComponentRef::parse(schema.get("$ref")?.as_str()?)?;
    (component.section == Section::Schemas).then_some(component.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(schema: Value) -> Value {
        json!({"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}})
    }

    #[test]
    fn every_webhook_has_a_component() {
        let ship = json!({"type": "object"});
        let body = &schema(json!({"type": "string"}))["post"]["requestBody"];
        let mut document = json!({
            "webhooks": {
                "sailed": schema(json!({"$ref": "#/components/schemas/ship"})),
                "ship": schema(json!({"type": "integer"})),
                "moored": {"$ref": "#/components/pathItems/alias"},
                "left": {"$ref": "#/components/pathItems/alias", "summary": "Left"},
                "sunk": {"post": {"requestBody": {"$ref": "#/components/requestBodies/sunk"}}},
                "silent": {"post": {"responses": {}}},
            },
            "components": {
                "schemas": {"ship": ship},
                "pathItems": {
                    "alias": {"$ref": "#/components/pathItems/moored", "description": "Moored"},
                    "moored": schema(json!({"type": "number"})),
                },
                "requestBodies": {"sunk": body},
            },
        });
        let mut moves = Vec::new();
        convert(&mut document, &mut moves);
        assert_eq!(
            document[WEBHOOKS_EXTENSION],
            json!({"sailed": "ship", "ship": "ship_payload", "moored": "moored", "left": "left",
                "sunk": "sunk"})
        );
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["ship"], json!({"type": "object"}));
        assert_eq!(schemas["ship_payload"], json!({"type": "integer"}));
        assert_eq!(schemas["moored"], json!({"type": "number"}));
        assert_eq!(schemas["left"], json!({"type": "number"}));
        assert_eq!(schemas["sunk"], json!({"type": "string"}));
        let from: Vec<String> = moves.iter().map(|one| one.from.to_string()).collect();
        let in_body = "content/application~1json/schema";
        assert_eq!(
            from,
            [
                format!("/webhooks/ship/post/requestBody/{in_body}"),
                format!("/components/pathItems/moored/post/requestBody/{in_body}"),
                format!("/components/pathItems/moored/post/requestBody/{in_body}"),
                format!("/components/requestBodies/sunk/{in_body}"),
            ]
        );
    }
    #[test]
    fn the_first_operation_of_a_webhook_with_a_body_has_the_payload() {
        let operation = &schema(json!({"type": "string"}))["post"];
        let mut document = json!({
            "webhooks": {
                "sailed": {"get": {"responses": {}}, "put": operation, "post": operation},
                "moored": {"additionalOperations": {"NOTIFY": operation, "LINK": operation}},
                "extended": {"x-post": operation},
            },
        });
        let others = convert(&mut document, &mut Vec::new());
        assert_eq!(
            document[WEBHOOKS_EXTENSION],
            json!({"sailed": "sailed", "moored": "moored"})
        );
        let others: Vec<String> = others.iter().map(Pointer::to_string).collect();
        assert_eq!(
            others,
            [
                "/webhooks/sailed/post",
                "/webhooks/moored/additionalOperations/LINK"
            ]
        );
        let mut described = json!({
            "webhooks": {"sailed": {"put": operation, "post": operation}},
            "x-webhook-events": {"name": {"sailed": "voyage"}},
        });
        assert_eq!(convert(&mut described, &mut Vec::new()), []);
    }
}
