//! The operations on the notes of a contact.

use intercom_client::v2_16::{self, types};
use intercom_client::{Timestamp, v2_9};
use serde_json::{Value, json};

use super::Server;

fn note(id: &str) -> Value {
    json!({
        "type": "note",
        "id": id,
        "created_at": 1_750_000_000,
        "contact": {"type": "contact", "id": "p9"},
        "author": {"type": "admin", "id": "88", "name": "Ines", "shift": "late"},
        "body": "<p>Prefers the early ferry.</p>",
        "pinned": false,
    })
}

#[tokio::test]
async fn lists_notes() {
    let body = json!({
        "type": "list",
        "data": [note("31"), note("32")],
        "total_count": 2,
        "pages": {"type": "pages", "next": null, "page": 1, "per_page": 50, "total_pages": 1},
        "took": 3,
    });
    let server = Server::json(body).await;
    let client: v2_16::Client = server.client();
    let response = client.notes().list_contact_notes("6701be").await.unwrap();

    let received = server.received().await;
    received.assert_head("GET /contacts/6701be/notes", "2.16");
    received.assert_no_body();
    assert_eq!(response.extra.get("took"), Some(&json!(3)));
    let notes = response.data.unwrap();
    assert_eq!(notes.len(), 2);
    assert_eq!(notes[1].id, "32");
    assert_eq!(notes[0].created_at, Some(Timestamp::from(1_750_000_000)));
    assert_eq!(notes[0].extra.get("pinned"), Some(&json!(false)));
    let author = notes[0].author.as_ref().unwrap();
    assert_eq!(author.extra.get("shift"), Some(&json!("late")));
}

#[tokio::test]
async fn creates_a_note() {
    let server = Server::json(note("33")).await;
    let client: v2_16::Client = server.client();
    let body = types::CreateContactNoteRequest::new("Prefers the early ferry.").admin_id("88");
    let response = client
        .notes()
        .create_contact_note("6701be", body)
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /contacts/6701be/notes", "2.16");
    received.assert_json(json!({"body": "Prefers the early ferry.", "admin_id": "88"}));
    assert_eq!(response.contact.as_ref().unwrap().id.as_deref(), Some("p9"));
    assert_eq!(serde_json::to_value(&response).unwrap(), note("33"));
}

/// In this version, the path variable has another name, and the body one more property.
#[tokio::test]
async fn creates_a_note_in_another_version() {
    let server = Server::json(note("33")).await;
    let client: v2_9::Client = server.client();
    let body = v2_9::types::CreateContactNoteRequest::new("Calls back.").contact_id("p9");
    let response = client
        .notes()
        .create_contact_note("6701be", body)
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /contacts/6701be/notes", "2.9");
    received.assert_json(json!({"body": "Calls back.", "contact_id": "p9"}));
    assert_eq!(response.extra.get("pinned"), Some(&json!(false)));
}
