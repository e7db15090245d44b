//! The spans and events of the feature `tracing`.

use intercom_client::RetryPolicy;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CreateOrUpdateCompanyRequest;
use serde_json::json;
use std::time::Duration;
use wiremock::ResponseTemplate;

use super::log::Log;
use super::{Server, TOKEN};

#[tokio::test]
async fn a_request_is_recorded_as_a_span() {
    let fails = ResponseTemplate::new(500);
    let response = ResponseTemplate::new(200).set_body_json(json!({"id": "c7", "name": "private"}));
    let server = Server::responding_with([fails, response]).await;
    let soon = RetryPolicy::default().min_delay(Duration::from_millis(1));
    let client: Client = server.builder().retry(soon).build().unwrap();
    let request = client.companies().get_company("c7");
    let text = Log::of(async {
        request.await.unwrap();
    })
    .await;
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("runtime::send") && line.contains("close"))
        .collect();
    assert_eq!(lines.len(), 1, "{text}");
    let line = lines[0];
    for part in [
        "request{",
        "otel.kind=\"client\"",
        "http.request.method=GET",
        "url.template=\"/companies/{id}\"",
        "server.address=\"127.0.0.1\"",
        "server.port=",
        "http.response.status_code=200",
        "http.request.resend_count=1",
        "duration=",
    ] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(text.contains("retrying the request"), "{text}");
}

/// At every level, including the logs of dependencies.
#[tokio::test]
async fn no_secret_is_logged() {
    let body = json!({"errors": [{"code": "c", "message": "m"}]});
    let server = Server::responding_with([ResponseTemplate::new(400).set_body_json(body)]).await;
    let client: Client = server.client();
    let body = CreateOrUpdateCompanyRequest::new().name("private");
    let request = client
        .companies()
        .create_or_update_company(body)
        .with(|it| it.query("page", "personal"));
    let text = Log::of(async {
        request.await.unwrap_err();
    })
    .await;
    assert!(text.contains("http.response.status_code=400"), "{text}");
    assert!(text.contains("error.type=\"400\""), "{text}");
    let own: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("intercom_client"))
        .collect();
    for secret in ["private", "personal"] {
        assert!(own.iter().all(|line| !line.contains(secret)), "{text}");
    }
    assert!(!text.contains(TOKEN), "{text}");
}
