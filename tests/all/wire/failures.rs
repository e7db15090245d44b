//! What an application learns when a request does not give its result.

use intercom_client::v2_16::Client;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{Server, TOKEN};

/// A port that no program is given by chance, as the servers of other tests are theirs.
const NOBODY_LISTENING: &str = "http://127.0.0.1:1";

#[tokio::test]
async fn a_list_of_errors_is_kept_whole() {
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
    let answer = ResponseTemplate::new(404)
        .set_body_raw(text.clone(), "application/json")
        .insert_header("x-request-id", "req-in-header")
        .insert_header("x-ratelimit-remaining", "41");
    let server = Server::answering([answer]).await;
    let client: Client = server.client();
    let error = client
        .companies()
        .retrieve_a_company_by_id("gone")
        .await
        .unwrap_err();

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
async fn the_request_id_of_the_body_does_as_well() {
    let body = json!({"type": "error.list", "request_id": "req-7", "errors": []});
    let server = Server::answering([ResponseTemplate::new(401).set_body_json(body)]).await;
    let client: Client = server.client();
    let error = client.companies().delete_company("c1").await.unwrap_err();
    assert_eq!(error.request_id(), Some("req-7"));
    assert_eq!(error.code(), None);
}

#[tokio::test]
async fn other_forms_of_errors_are_kept_too() {
    let message = json!({"type": "error", "message": "Not for this plan"}).to_string();
    let members = json!({"errors": {"score": ["too high"]}}).to_string();
    for (body, says) in [
        (message, Some("Not for this plan")),
        (members, Some("too high")),
        ("<html>Forbidden</html>".to_owned(), None),
        (String::new(), None),
    ] {
        let answer = ResponseTemplate::new(403).set_body_string(body.clone());
        let server = Server::answering([answer]).await;
        let client: Client = server.client();
        let error = client
            .companies()
            .retrieve_a_company_by_id("c1")
            .await
            .unwrap_err();
        assert!(error.is_status(), "{body}");
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        let message = error
            .errors()
            .first()
            .and_then(|detail| detail.message.as_deref());
        assert_eq!(message, says, "{body}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_kept() {
    let answer = ResponseTemplate::new(200)
        .set_body_string("<html>Maintenance</html>")
        .insert_header("x-request-id", "req-8");
    let server = Server::answering([answer]).await;
    let client: Client = server.client();
    let error = client
        .companies()
        .retrieve_a_company_by_id("c1")
        .await
        .unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.body().unwrap().as_ref(), b"<html>Maintenance</html>");
    assert_eq!(error.request_id(), Some("req-8"));
    assert_eq!(error.path(), Some(""));
}

#[tokio::test]
async fn nobody_listening_is_told_from_a_refusal() {
    let client: Client = intercom_client::ClientBuilder::new()
        .bearer(TOKEN)
        .base_url(NOBODY_LISTENING)
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
async fn the_token_is_nowhere_to_be_seen() {
    let answer = ResponseTemplate::new(404).set_body_string("gone");
    let server = Server::answering([answer]).await;
    let client: Client = server.client();
    let request = client.companies().delete_company("c1");
    let elsewhere: Client = server.builder().base_url(NOBODY_LISTENING).build().unwrap();
    let refused = request.clone().await.unwrap_err();
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
        "the token is in the request, or else this test shows nothing"
    );
    for text in [
        format!("{:?}", server.builder::<Client>()),
        format!("{client:?} {client:#?}"),
        format!("{:?}", client.companies()),
        format!("{request:?} {request:#?}"),
        format!("{refused} {refused:?}"),
        format!("{unsent} {unsent:?}"),
        format!("{invalid} {invalid:?}"),
    ] {
        assert!(!text.contains(TOKEN), "{text}");
    }
}
