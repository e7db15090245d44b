//! Runs the examples of the crate against a mock server.

#![allow(dead_code, reason = "their `main` is not called")]

#[path = "../../generated/examples/blocking.rs"]
mod blocking;
#[path = "../../generated/examples/error_handling.rs"]
mod error_handling;
#[path = "../../generated/examples/pagination.rs"]
mod pagination;
#[path = "../../generated/examples/quick_start.rs"]
mod quick_start;
#[path = "../../generated/examples/retries_and_throttle.rs"]
mod retries_and_throttle;
#[path = "../../generated/examples/search.rs"]
mod search;
#[path = "../../generated/examples/testing.rs"]
mod testing;
#[path = "../../generated/examples/two_versions.rs"]
mod two_versions;
#[path = "../../generated/examples/webhook_receiver.rs"]
mod webhook_receiver;

use std::path::Path;

use intercom_client::webhooks::Verifier;
use intercom_client::{v2_9, v2_16};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server() -> MockServer {
    let server = MockServer::start().await;
    let company = json!({"type": "company", "id": "c17", "name": "Tidewater Ferries", "berths": 3});
    for (verb, route, body) in [
        ("POST", "/companies", &company),
        ("GET", "/companies/c17", &company),
        ("GET", "/me", &json!({"type": "admin", "id": "a1"})),
        (
            "GET",
            "/tags",
            &json!({"data": [{"type": "tag", "id": "t1", "name": "berthed"}]}),
        ),
        (
            "POST",
            "/contacts/search",
            &page(&["p1", "p2"], Value::Null),
        ),
        ("GET", "/download/content/data/job-17", &json!("a file")),
    ] {
        let response = ResponseTemplate::new(200).set_body_json(body);
        let mock = Mock::given(method(verb)).and(path(route));
        mock.respond_with(response).mount(&server).await;
    }
    let first = page(&["p1"], json!({"starting_after": "cursor"}));
    let mock = Mock::given(path("/contacts")).and(query_param_is_missing("starting_after"));
    let response = ResponseTemplate::new(200).set_body_json(first);
    mock.respond_with(response).mount(&server).await;
    let mock = Mock::given(path("/contacts")).and(query_param("starting_after", "cursor"));
    let response = ResponseTemplate::new(200).set_body_json(page(&["p2"], Value::Null));
    mock.respond_with(response).mount(&server).await;
    for (number, next) in [("1", json!({"page": 2})), ("2", Value::Null)] {
        let body = json!({"data": [{"id": number}], "pages": {"page": number, "next": next}});
        let response = ResponseTemplate::new(200).set_body_json(body);
        let mock = Mock::given(path("/companies/list"));
        let mock = match number {
            "1" => mock.and(query_param_is_missing("page")),
            _ => mock.and(query_param("page", number)),
        };
        mock.respond_with(response).mount(&server).await;
    }
    server
}

fn page(ids: &[&str], next: Value) -> Value {
    let data: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
    json!({"data": data, "pages": {"next": next}})
}

async fn lines(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    let line = |it: &wiremock::Request| {
        let query = it
            .url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        format!("{} {}{query}", it.method, it.url.path())
    };
    requests.iter().map(line).collect()
}

#[tokio::test]
async fn examples_send_the_expected_requests() {
    let server = server().await;
    let builder = || v2_16::Client::builder("token").base_url(server.uri());
    let client = builder().build().unwrap();

    quick_start::run(&client).await.unwrap();
    pagination::run(&client).await.unwrap();
    search::run(&client).await.unwrap();
    let company = error_handling::run(&client).await.unwrap().unwrap();
    assert_eq!(company.id, "c17");
    let settled = retries_and_throttle::settings(builder()).build().unwrap();
    retries_and_throttle::run(&settled).await.unwrap();
    let old = v2_9::Client::builder("token").base_url(server.uri());
    two_versions::run(&old.build().unwrap(), &client)
        .await
        .unwrap();
    let blocked = tokio::task::spawn_blocking(move || {
        blocking::run(&client).map_err(|error| error.to_string())
    });
    blocked.await.unwrap().unwrap();

    assert_eq!(
        lines(&server).await,
        [
            "POST /companies",
            "GET /companies/c17",
            "GET /contacts?per_page=50",
            "GET /contacts?per_page=50&starting_after=cursor",
            "POST /companies/list",
            "POST /companies/list?page=2",
            "POST /contacts/search",
            "GET /companies/c17",
            "GET /companies/c17",
            "POST /companies",
            "GET /me",
            "GET /tags",
            "GET /tags",
            "GET /companies/c17",
            "GET /contacts",
            "GET /contacts?starting_after=cursor",
            "GET /download/content/data/job-17",
        ]
    );
}

#[tokio::test]
async fn error_handling_distinguishes_404_from_401() {
    let server = MockServer::start().await;
    for status in [404, 401] {
        let response = ResponseTemplate::new(status);
        let mock = Mock::given(path("/companies/c17")).respond_with(response);
        mock.up_to_n_times(1).mount(&server).await;
    }
    let client = v2_16::Client::builder("token")
        .base_url(server.uri())
        .build()
        .unwrap();
    assert_eq!(error_handling::run(&client).await.unwrap(), None);
    assert!(
        error_handling::run(&client)
            .await
            .unwrap_err()
            .is_unauthorized()
    );
}

#[tokio::test]
async fn the_webhook_receiver_requires_a_valid_signature() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/webhooks/intercom",
        listener.local_addr().unwrap()
    );
    let app = webhook_receiver::app(Verifier::new("client secret"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let body = r#"{"type":"notification_event","topic":"ping","data":{"item":{}}}"#;
    let send = |signature: &'static str| {
        let request = reqwest::Client::new().post(&url).body(body);
        request.header("X-Hub-Signature", signature).send()
    };
    // Computed with Python: hmac.new(b"client secret", body, "sha1").hexdigest()
    let response = send("sha1=fbca60b405d0822d99c8f4e1b5232af9e1f4601b")
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "pong");
    let response = send("sha1=0000000000000000000000000000000000000000").await;
    assert_eq!(response.unwrap().status(), 401);
}

/// Asserts that every file in `generated/examples` is included above.
#[test]
fn every_example_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/examples");
    let here = include_str!("crate_examples.rs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            here.contains(&format!("examples/{name}\"]")),
            "{name} is not run"
        );
    }
}
