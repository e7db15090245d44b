//! Searches with filters, for each searchable resource.

use intercom_client::search::field;
use intercom_client::v2_16::types::{ContactSearchRequest, SearchRequest};
use intercom_client::{preview, v2_16};
use serde_json::{Value, json};

use super::Server;

fn condition(name: &str, value: impl Into<Value>) -> Value {
    json!({"field": name, "operator": "=", "value": value.into()})
}

#[tokio::test]
async fn searches_contacts() {
    let contact = json!({"type": "contact", "id": "p9", "name": "Ines"});
    let server = Server::json(json!({"type": "list", "data": [contact], "total_count": 1})).await;
    let client: v2_16::Client = server.client();
    let filter = field("email")
        .eq("ines@harbour.example")
        .and(field("role").eq("user"));
    let body = ContactSearchRequest::try_from(filter).unwrap();
    let response = client.contacts().search_contacts(body).await.unwrap();

    let received = server.received().await;
    received.assert_head("POST /contacts/search", "2.16");
    received.assert_json(json!({
        "query": {
            "operator": "AND",
            "value": [condition("email", "ines@harbour.example"), condition("role", "user")],
        },
    }));
    assert_eq!(response.data.unwrap()[0].id, "p9");
}

#[tokio::test]
async fn searches_conversations() {
    let server = Server::json(json!({"type": "conversation.list", "conversations": []})).await;
    let client: v2_16::Client = server.client();
    let body = SearchRequest::try_from(field("open").eq(true)).unwrap();
    let conversations = client.conversations();
    conversations.search_conversations(body).await.unwrap();

    let received = server.received().await;
    received.assert_head("POST /conversations/search", "2.16");
    received.assert_json(json!({"query": condition("open", true)}));
}

#[tokio::test]
async fn searches_tickets() {
    let server = Server::json(json!({"type": "ticket.list", "tickets": []})).await;
    let client: v2_16::Client = server.client();
    let body = SearchRequest::try_from(field("category").eq("request")).unwrap();
    client.tickets().search_tickets(body).await.unwrap();

    let received = server.received().await;
    received.assert_head("POST /tickets/search", "2.16");
    received.assert_json(json!({"query": condition("category", "request")}));
}

#[tokio::test]
async fn searches_companies() {
    let server = Server::json(json!({"type": "list", "data": [], "total_count": 0})).await;
    let client: preview::Client = server.client();
    let filter = field("name").eq("Tidewater Pumps");
    let body = preview::types::CompanySearchRequest::try_from(filter).unwrap();
    client.companies().search_companies(body).await.unwrap();

    let received = server.received().await;
    received.assert_head("POST /companies/search", "Preview");
    received.assert_json(json!({"query": condition("name", "Tidewater Pumps")}));
}
