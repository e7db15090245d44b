//! Calls of operations by name send the requests of the typed builders.

use intercom_client::{Error, preview, v2_7, v2_16};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

async fn call(server: &Server, id: &str, arguments: Value) -> Result<Value, Error> {
    let client: v2_16::Client = server.client();
    let operation = v2_16::dynamic::operation(id).unwrap();
    operation.call(&client, arguments).await
}

/// Returns the message of a call that must be rejected before it is sent.
async fn rejected(id: &str, arguments: Value) -> String {
    let server = Server::json(json!({})).await;
    let error = call(&server, id, arguments).await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    assert!(server.all_received().await.is_empty());
    error.to_string()
}

#[tokio::test]
async fn sends_parameters_and_body() {
    let server = Server::json(json!({"id": "c1", "tide": "ebb"})).await;
    let arguments = json!({"contact_id": "p 9", "body": {"id": "c1"}});
    let response = call(&server, "attachContactToACompany", arguments).await;
    assert_eq!(response.unwrap(), json!({"id": "c1", "tide": "ebb"}));
    let received = server.received().await;
    received.assert_head("POST /contacts/p%209/companies", "2.16");
    received.assert_json(json!({"id": "c1"}));
}

#[tokio::test]
async fn sends_the_nulls_of_the_body() {
    let server = Server::json(json!({"id": "p9"})).await;
    let body = json!({"email": null, "name": "Ada"});
    let arguments = json!({"contact_id": "p9", "body": body});
    call(&server, "UpdateContact", arguments).await.unwrap();
    server.received().await.assert_json(body);
}

#[tokio::test]
async fn sends_optional_parameters() {
    let server = Server::json(json!({"data": []})).await;
    let arguments = json!({"page": "2", "per_page": 15, "order": "desc"});
    call(&server, "listAllCompanies", arguments).await.unwrap();
    let received = server.received().await;
    received.assert_head("POST /companies/list?page=2&per_page=15&order=desc", "2.16");
    received.assert_no_body();
}

#[tokio::test]
async fn path_parameters_have_the_names_of_the_version() {
    let server = Server::json(json!({"id": "c1"})).await;
    let old: v2_7::Client = server.client();
    let operation = v2_7::dynamic::operation("RetrieveACompanyById").unwrap();
    let response = operation.call(&old, json!({"id": "c1"})).await;
    assert_eq!(response.unwrap(), json!({"id": "c1"}));
    server
        .received()
        .await
        .assert_head("GET /companies/c1", "2.7");
    let new: v2_16::Client = server.client();
    let operation = v2_16::dynamic::operation("RetrieveACompanyById").unwrap();
    let error = operation.call(&new, json!({"id": "c1"})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /companies/{company_id}: argument `company_id` is missing"
    );
}

#[tokio::test]
async fn sends_a_multipart_form() {
    let server = Server::json(json!({"status": "complete"})).await;
    let client: preview::Client = server.client();
    let upload = preview::dynamic::operation("uploadEcommerceCatalog").unwrap();
    let arguments = json!({
        "id": "e1",
        "body": {"catalog": [104, 105], "finalize": "true"},
    });
    upload.call(&client, arguments).await.unwrap();
    let received = server.received().await;
    let body = String::from_utf8(received.0.body.clone()).unwrap();
    assert!(
        body.contains("filename=\"file\"") && body.contains("\r\n\r\nhi\r\n"),
        "{body}"
    );
    assert!(body.contains("\r\n\r\ntrue\r\n"), "{body}");

    let arguments = json!({"id": "e1", "body": {"catalog": "", "colour": 1}});
    let error = upload.call(&client, arguments).await.unwrap_err();
    assert!(
        error.to_string().contains("unknown argument `body.colour`"),
        "{error}"
    );
    let error = upload.call(&client, json!({"id": "e1", "body": 1})).await;
    assert!(error.unwrap_err().is_invalid());
}

#[tokio::test]
async fn a_redirect_returns_its_location() {
    let location = "https://recordings.harbour.test/a.mp3";
    let response = ResponseTemplate::new(302).insert_header("location", location);
    let server = Server::responding_with([response]).await;
    let response = call(&server, "showCallRecording", json!({"call_id": 5})).await;
    assert_eq!(response.unwrap(), location);
}

#[tokio::test]
async fn bytes_are_returned_as_numbers() {
    let response = ResponseTemplate::new(200).set_body_bytes([31, 139]);
    let server = Server::responding_with([response]).await;
    let arguments = json!({"job_identifier": "j1"});
    let response = call(&server, "downloadDataExport", arguments).await;
    assert_eq!(response.unwrap(), json!([31, 139]));
}

#[tokio::test]
async fn an_error_status_is_an_error() {
    let body = json!({"type": "error.list", "errors": [{"code": "not_found"}]});
    let response = ResponseTemplate::new(404).set_body_json(body);
    let server = Server::responding_with([response]).await;
    let response = call(&server, "RetrieveACompanyById", json!({"company_id": "c1"})).await;
    let error = response.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.code(), Some("not_found"));
}

#[tokio::test]
async fn an_undecodable_response_is_an_error() {
    let server = Server::json(json!([])).await;
    let response = call(&server, "RetrieveACompanyById", json!({"company_id": "c1"})).await;
    let error = response.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.path(), Some(""));
}

#[tokio::test]
async fn missing_arguments_are_rejected() {
    let message = rejected("RetrieveACompanyById", json!({})).await;
    assert_eq!(
        message,
        "GET /companies/{company_id}: argument `company_id` is missing"
    );
    let arguments = json!({"contact_id": "p9"});
    let message = rejected("attachContactToACompany", arguments).await;
    assert_eq!(
        message,
        "POST /contacts/{contact_id}/companies: argument `body` is missing"
    );
    let message = rejected("RetrieveACompanyById", json!(["c1"])).await;
    assert!(message.ends_with("the arguments must be a JSON object"));
}

#[tokio::test]
async fn unknown_arguments_are_rejected() {
    let arguments = json!({"company_id": "c1", "colour": "red"});
    let message = rejected("RetrieveACompanyById", arguments).await;
    assert_eq!(
        message,
        "GET /companies/{company_id}: unknown argument `colour`: expected `company_id`"
    );
    let message = rejected("identifyAdmin", json!({"id": 1})).await;
    assert_eq!(
        message,
        "GET /me: unknown argument `id`: the operation has no arguments"
    );
}

#[tokio::test]
async fn arguments_of_the_wrong_type_are_rejected() {
    let message = rejected("listAllCompanies", json!({"page": "two"})).await;
    assert_eq!(
        message,
        "POST /companies/list: argument `page` is not valid: invalid value: string \"two\", \
         expected a 64-bit integer"
    );
    let message = rejected("RetrieveACompanyById", json!({"company_id": {}})).await;
    assert!(message.contains("argument `company_id` is not valid: invalid type: map"));
    let arguments = json!({"contact_id": "p9", "body": {"id": []}});
    let message = rejected("attachContactToACompany", arguments).await;
    assert!(message.contains("`body` is not valid") && message.ends_with("at `id`"));
}

/// The validation of the typed builders applies.
#[tokio::test]
async fn dot_segments_are_rejected() {
    let message = rejected("RetrieveACompanyById", json!({"company_id": ".."})).await;
    assert!(message.contains("must not be `..`"), "{message}");
}
