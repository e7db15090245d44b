//! Calls by name: what they send is what the typed builders send.

use intercom_client::{Error, preview, v2_7, v2_16};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

async fn call(server: &Server, id: &str, arguments: Value) -> Result<Value, Error> {
    let client: v2_16::Client = server.client();
    let operation = v2_16::dynamic::operation(id).unwrap();
    operation.call(&client, arguments).await
}

/// Calls what must be refused before anything is sent, and gives the reason.
async fn refused(id: &str, arguments: Value) -> String {
    let server = Server::json(json!({})).await;
    let error = call(&server, id, arguments).await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    assert!(server.all_received().await.is_empty());
    error.to_string()
}

#[tokio::test]
async fn parameters_and_body() {
    let server = Server::json(json!({"id": "c1", "tide": "ebb"})).await;
    let arguments = json!({"contact_id": "p 9", "body": {"id": "c1"}});
    let answer = call(&server, "attachContactToACompany", arguments).await;
    assert_eq!(answer.unwrap(), json!({"id": "c1", "tide": "ebb"}));
    let received = server.received().await;
    received.assert_head("POST /contacts/p%209/companies", "2.16");
    received.assert_json(json!({"id": "c1"}));
}

#[tokio::test]
async fn optional_parameters() {
    let server = Server::json(json!({"data": []})).await;
    let arguments = json!({"page": "2", "per_page": 15, "order": "desc"});
    call(&server, "listAllCompanies", arguments).await.unwrap();
    let received = server.received().await;
    received.assert_head("POST /companies/list?page=2&per_page=15&order=desc", "2.16");
    received.assert_no_body();
}

#[tokio::test]
async fn a_variable_has_the_name_of_the_version() {
    let server = Server::json(json!({"id": "c1"})).await;
    let old: v2_7::Client = server.client();
    let operation = v2_7::dynamic::operation("RetrieveACompanyById").unwrap();
    let answer = operation.call(&old, json!({"id": "c1"})).await;
    assert_eq!(answer.unwrap(), json!({"id": "c1"}));
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
async fn a_form() {
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
async fn a_redirect_is_an_address() {
    let location = "https://recordings.harbour.test/a.mp3";
    let answer = ResponseTemplate::new(302).insert_header("location", location);
    let server = Server::answering([answer]).await;
    let answer = call(&server, "showCallRecording", json!({"call_id": 5})).await;
    assert_eq!(answer.unwrap(), location);
}

#[tokio::test]
async fn bytes_are_numbers() {
    let answer = ResponseTemplate::new(200).set_body_bytes([31, 139]);
    let server = Server::answering([answer]).await;
    let arguments = json!({"job_identifier": "j1"});
    let answer = call(&server, "downloadDataExport", arguments).await;
    assert_eq!(answer.unwrap(), json!([31, 139]));
}

#[tokio::test]
async fn a_refusal_is_an_error() {
    let body = json!({"type": "error.list", "errors": [{"code": "not_found"}]});
    let answer = ResponseTemplate::new(404).set_body_json(body);
    let server = Server::answering([answer]).await;
    let answer = call(&server, "RetrieveACompanyById", json!({"company_id": "c1"})).await;
    let error = answer.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.code(), Some("not_found"));
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error() {
    let server = Server::json(json!([])).await;
    let answer = call(&server, "RetrieveACompanyById", json!({"company_id": "c1"})).await;
    let error = answer.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.path(), Some(""));
}

#[tokio::test]
async fn a_missing_argument() {
    let message = refused("RetrieveACompanyById", json!({})).await;
    assert_eq!(
        message,
        "GET /companies/{company_id}: argument `company_id` is missing"
    );
    let arguments = json!({"contact_id": "p9"});
    let message = refused("attachContactToACompany", arguments).await;
    assert_eq!(
        message,
        "POST /contacts/{contact_id}/companies: argument `body` is missing"
    );
    let message = refused("RetrieveACompanyById", json!(["c1"])).await;
    assert!(message.ends_with("the arguments must be a JSON object"));
}

#[tokio::test]
async fn an_unknown_argument() {
    let arguments = json!({"company_id": "c1", "colour": "red"});
    let message = refused("RetrieveACompanyById", arguments).await;
    assert_eq!(
        message,
        "GET /companies/{company_id}: unknown argument `colour`: expected `company_id`"
    );
    let message = refused("identifyAdmin", json!({"id": 1})).await;
    assert_eq!(message, "GET /me: unknown argument `id`: the operation has no arguments");
}

#[tokio::test]
async fn an_argument_of_the_wrong_type() {
    let message = refused("listAllCompanies", json!({"page": "two"})).await;
    assert_eq!(
        message,
        "POST /companies/list: argument `page` is not valid: invalid value: string \"two\", \
         expected a 64-bit integer"
    );
    let message = refused("RetrieveACompanyById", json!({"company_id": {}})).await;
    assert!(message.contains("argument `company_id` is not valid: invalid type: map"));
    let arguments = json!({"contact_id": "p9", "body": {"id": []}});
    let message = refused("attachContactToACompany", arguments).await;
    assert!(message.contains("`body` is not valid") && message.ends_with("at `id`"));
}

/// What a builder refuses is refused here too.
#[tokio::test]
async fn a_value_that_no_path_can_hold() {
    let message = refused("RetrieveACompanyById", json!({"company_id": ".."})).await;
    assert!(message.contains("must not be `..`"), "{message}");
}
