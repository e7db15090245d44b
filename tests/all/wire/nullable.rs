//! Request properties that may be absent, null or a value.

use intercom_client::v2_16::{self, types};
use intercom_client::{Nullable, Timestamp};
use serde_json::{Value, json};

use super::Server;

/// Updates a contact and returns the JSON of the request.
async fn sent(body: types::UpdateContactRequest) -> Value {
    let server = Server::json(json!({"type": "contact", "id": "6701be"})).await;
    let client: v2_16::Client = server.client();
    client
        .contacts()
        .update_contact("6701be", body)
        .await
        .unwrap();
    let received = server.received().await;
    received.assert_head("PUT /contacts/6701be", "2.16");
    received.json()
}

fn read(json: &Value) -> types::UpdateContactRequest {
    serde_json::from_value(json.clone()).unwrap()
}

#[tokio::test]
async fn absent_properties_are_not_sent() {
    let body = types::UpdateContactRequest::new();
    assert!(body.owner_id.is_absent());
    let json = json!({});
    assert_eq!(sent(body.clone()).await, json);
    assert_eq!(read(&json), body);
}

#[tokio::test]
async fn cleared_properties_are_sent_as_null() {
    let body = types::UpdateContactRequest::new()
        .owner_id("88")
        .clear_owner_id()
        .clear_last_seen_at();
    assert!(body.owner_id.is_null());
    let json = json!({"owner_id": null, "last_seen_at": null});
    assert_eq!(sent(body.clone()).await, json);
    assert_eq!(read(&json), body);
}

#[tokio::test]
async fn values_are_sent() {
    let mut body = types::UpdateContactRequest::new()
        .clear_owner_id()
        .owner_id("88")
        .last_seen_at(1_750_000_000)
        .custom_attributes([("fleet", Value::Null)]);
    body.name = Some("Ines".to_owned()).into();
    body.phone = None.into();
    assert_eq!(body.owner_id.as_deref(), Some("88"));
    assert_eq!(
        body.last_seen_at.into_option(),
        Some(Timestamp::from_seconds(1_750_000_000))
    );
    let json = json!({
        "owner_id": "88",
        "last_seen_at": 1_750_000_000,
        "custom_attributes": {"fleet": null},
        "name": "Ines",
        "phone": null,
    });
    assert_eq!(sent(body.clone()).await, json);
    assert_eq!(read(&json), body);
}

/// Values in `Nullable` are decoded as leniently as other fields.
#[test]
fn decoding_is_lenient() {
    let body = read(&json!({"owner_id": 88, "last_seen_at": "2025-06-15T15:06:40Z"}));
    assert_eq!(body.owner_id, Nullable::Value("88".to_owned()));
    assert_eq!(
        body.last_seen_at.as_option().copied(),
        Some(Timestamp::from_seconds(1_750_000_000))
    );
}
