//! The errors of failed requests.

use intercom_client::v2_16::Client;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{Server, TOKEN};

/// An address that nothing listens on: the system assigns no port this low to other tests.
const UNUSED_ADDRESS: &str = "http://127.0.0.1:1";

#[tokio::test]
async fn error_lists_are_decoded_completely() {
    let body = json!({
        "type": "error.list",
        "request_id": "req-in-body",
        "errors": [
            {"code": "company_not_found", "message": "No such company", "field": "id"},
            {"code": "hint"},
        ],
        "advice": ["look again"],
    });
    let text = serde_json::to_string_pretty(&body).unwrap();
    let response = ResponseTemplate::new(404)
        .set_body_raw(text.clone(), "application/json")
        .insert_header("x-request-id", "req-in-header")
        .insert_header("x-ratelimit-remaining", "41");
    let server = Server::responding_with([response]).await;
    let client: Client = server.client();
    let error = client.companies().get_company("gone").await.unwrap_err();

    assert!(error.is_status());
    assert!(!error.is_decode() && !error.is_invalid() && !error.is_connect());
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.headers().unwrap()["x-ratelimit-remaining"], "41");
    assert_eq!(error.body().unwrap().as_ref(), text.as_bytes());
    assert_eq!(error.request_id(), Some("req-in-header"));
    assert_eq!(error.code(), Some("company_not_found"));
    assert_eq!(error.errors().len(), 2);
    assert_eq!(error.errors()[0].field.as_deref(), Some("id"));
    assert_eq!(error.errors()[1].message, None);
    assert_eq!(
        error.to_string(),
        "GET /companies/{id}: 404 Not Found: company_not_found: No such company \
         (request id req-in-header)"
    );
}

#[tokio::test]
async fn the_request_id_is_read_from_the_body() {
    let body = json!({"type": "error.list", "request_id": "req-7", "errors": []});
    let server = Server::responding_with([ResponseTemplate::new(401).set_body_json(body)]).await;
    let client: Client = server.client();
    let error = client.companies().delete_company("c1").await.unwrap_err();
    assert_eq!(error.request_id(), Some("req-7"));
    assert_eq!(error.code(), None);
}

#[tokio::test]
async fn other_error_bodies_are_preserved() {
    let message = json!({"type": "error", "message": "Not for this plan"}).to_string();
    let members = json!({"errors": {"score": ["too high"]}}).to_string();
    for (body, expected) in [
        (message, Some("Not for this plan")),
        (members, Some("too high")),
        ("<html>Forbidden</html>".to_owned(), None),
        (String::new(), None),
    ] {
        let response = ResponseTemplate::new(403).set_body_string(body.clone());
        let server = Server::responding_with([response]).await;
        let client: Client = server.client();
        let error = client.companies().get_company("c1").await.unwrap_err();
        assert!(error.is_status(), "{body}");
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        let message = error
            .errors()
            .first()
            .and_then(|detail| detail.message.as_deref());
        assert_eq!(message, expected, "{body}");
    }
}

#[tokio::test]
async fn non_json_responses_are_preserved() {
    let response = ResponseTemplate::new(200)
        .set_body_string("<html>Maintenance</html>")
        .insert_header("x-request-id", "req-8");
    let server = Server::responding_with([response]).await;
    let client: Client = server.client();
    let error = client.companies().get_company("c1").await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.body().unwrap().as_ref(), b"<html>Maintenance</html>");
    assert_eq!(error.request_id(), Some("req-8"));
    assert_eq!(error.path(), Some(""));
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let client: Client = intercom_client::ClientBuilder::new()
        .bearer(TOKEN)
        .base_url(UNUSED_ADDRESS)
        .build()
        .unwrap();
    let error = client.companies().delete_company("c1").await.unwrap_err();
    assert!(error.is_connect());
    assert!(error.status().is_none() && error.body().is_none());
    assert_eq!(
        error.to_string(),
        "DELETE /companies/{id}: could not connect"
    );
}

#[tokio::test]
async fn debug_output_and_errors_contain_no_token() {
    let response = ResponseTemplate::new(404).set_body_string("gone");
    let server = Server::responding_with([response]).await;
    let client: Client = server.client();
    let request = client.companies().delete_company("c1");
    let elsewhere: Client = server.builder().base_url(UNUSED_ADDRESS).build().unwrap();
    let rejected = request.clone().await.unwrap_err();
    let unsent = elsewhere
        .companies()
        .delete_company("c1")
        .await
        .unwrap_err();
    let secret = format!("{TOKEN}\n");
    let invalid = Client::builder(secret).build().unwrap_err();
    assert_eq!(
        server.received().await.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str()),
        "the token is sent, or this test would prove nothing"
    );
    for text in [
        format!("{:?}", server.builder::<Client>()),
        format!("{client:?} {client:#?}"),
        format!("{:?}", client.companies()),
        format!("{request:?} {request:#?}"),
        format!("{rejected} {rejected:?}"),
        format!("{unsent} {unsent:?}"),
        format!("{invalid} {invalid:?}"),
    ] {
        assert!(!text.contains(TOKEN), "{text}");
    }
}
