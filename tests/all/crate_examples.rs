//! Runs the examples of the crate against a mock server.

#![allow(dead_code, reason = "their `main` is not called")]

#[path = "../../generated/examples/blocking.rs"]
mod blocking;
#[path = "../../generated/examples/clear_field.rs"]
mod clear_field;
#[path = "../../generated/examples/conversation_reply.rs"]
mod conversation_reply;
#[path = "../../generated/examples/data_export.rs"]
mod data_export;
#[path = "../../generated/examples/error_handling.rs"]
mod error_handling;
#[path = "../../generated/examples/metrics.rs"]
mod metrics;
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
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use intercom_client::RetryPolicy;
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

async fn reply(server: &MockServer, verb: &str, route: &str, body: Value) {
    let response = ResponseTemplate::new(200).set_body_json(body);
    let mock = Mock::given(method(verb)).and(path(route));
    mock.respond_with(response).mount(server).await;
}

async fn body(server: &MockServer, index: usize) -> Value {
    let requests = server.received_requests().await.unwrap();
    serde_json::from_slice(&requests[index].body).unwrap()
}

#[tokio::test]
async fn a_cleared_field_is_null() {
    let server = MockServer::start().await;
    let contact = json!({"type": "contact", "id": "p1", "email": "ada@ferries.test"});
    reply(&server, "PUT", "/contacts/p1", contact).await;
    let client = v2_16::Client::builder("token").base_url(server.uri());
    let client = client.build().unwrap();
    let contact = clear_field::run(&client, "p1").await.unwrap();
    assert_eq!(clear_field::label(&contact), "ada@ferries.test (p1)");
    assert_eq!(
        body(&server, 0).await,
        json!({"name": "Ada Tidewater", "owner_id": null})
    );
}

#[tokio::test]
async fn an_attached_file_is_base64() {
    let server = MockServer::start().await;
    reply(&server, "GET", "/me", json!({"type": "admin", "id": "a1"})).await;
    let conversation = json!({"type": "conversation", "id": "7"});
    reply(&server, "POST", "/conversations/7/reply", conversation).await;
    let client = v2_16::Client::builder("token").base_url(server.uri());
    let client = client.build().unwrap();
    let conversation = conversation_reply::run(&client, "7").await.unwrap();
    assert_eq!(conversation.id, "7");
    // Computed with Python: base64.b64encode(b"harbour,departure\nNorth,07:40\n")
    assert_eq!(
        body(&server, 1).await,
        json!({
            "type": "admin",
            "admin_id": "a1",
            "message_type": "comment",
            "body": "The timetable is attached.",
            "attachment_files": [{
                "name": "timetable.csv",
                "content_type": "text/csv",
                "data": "aGFyYm91cixkZXBhcnR1cmUKTm9ydGgsMDc6NDAK",
            }],
        })
    );
}

#[tokio::test]
async fn an_export_is_saved_when_it_is_complete() {
    let server = MockServer::start().await;
    let job = |status: &str| json!({"job_identifier": "j1", "status": status});
    reply(&server, "POST", "/export/content/data", job("pending")).await;
    let route = "/export/content/data/j1";
    let response = ResponseTemplate::new(200).set_body_json(job("in_progress"));
    let running = Mock::given(path(route)).respond_with(response);
    running.up_to_n_times(1).mount(&server).await;
    reply(&server, "GET", route, job("completed")).await;
    let response = ResponseTemplate::new(200).set_body_bytes(b"\x1f\x8b\x08\x00".as_slice());
    let download = Mock::given(path("/download/content/data/j1"));
    download.respond_with(response).mount(&server).await;
    let client = v2_16::Client::builder("token").base_url(server.uri());
    let client = client.build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.csv.gz");
    let bytes = data_export::run(&client, Duration::ZERO, &file).await;
    assert_eq!(bytes.unwrap(), 4);
    assert_eq!(std::fs::read(file).unwrap(), b"\x1f\x8b\x08\x00");
    assert_eq!(lines(&server).await.len(), 4);
}

#[tokio::test]
async fn attempts_are_measured() {
    let server = MockServer::start().await;
    let list = Mock::given(path("/tags"));
    let busy =
        list.respond_with(ResponseTemplate::new(503).insert_header("x-ratelimit-remaining", "9"));
    busy.up_to_n_times(1).mount(&server).await;
    reply(&server, "GET", "/tags", json!({"data": []})).await;
    let metrics = Arc::new(metrics::Metrics::default());
    let retry = RetryPolicy::default().min_delay(Duration::ZERO);
    let builder = v2_16::Client::builder("token").base_url(server.uri());
    let client = metrics.of(builder.retry(retry)).build().unwrap();
    metrics::run(&client).await.unwrap();
    let counts = [
        &metrics.attempts,
        &metrics.retries,
        &metrics.errors,
        &metrics.remaining,
    ];
    assert_eq!(
        counts.map(|count| count.load(Ordering::Relaxed)),
        [2, 1, 1, 9]
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

/// Otherwise Cargo builds an example without the features that it uses, and fails.
#[test]
fn every_example_requires_the_features_that_it_uses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let required = |name: &str| -> Vec<String> {
        let mut examples = manifest["example"].as_array().unwrap().iter();
        let example = examples.find(|one| one["name"].as_str() == Some(name));
        let features = example.expect(name)["required-features"].clone();
        features.try_into().unwrap()
    };
    let features = manifest["features"].as_table().unwrap();
    let tags: Vec<String> = features["full"].clone().try_into().unwrap();
    for entry in std::fs::read_dir(folder.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let is_version = |name: &&String| text.contains(&format!("{name}::"));
        let is_called = |tag: &&String| text.contains(&format!(".{tag}()"));
        let versions = features.keys().filter(|name| name.starts_with("v2_"));
        let used = versions
            .filter(is_version)
            .chain(tags.iter().filter(is_called));
        let required = required(path.file_stem().unwrap().to_str().unwrap());
        for feature in used {
            assert!(required.contains(feature), "{path:?}: {feature}");
        }
    }
}
