//! Blocking requests.

use std::io::Read;
use std::time::Duration;

use intercom_client::v2_16::Client;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

/// Runs blocking code on a thread of its own.
async fn blocking<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::spawn(call);
    tokio::task::spawn_blocking(|| thread.join().unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_blocking_call_returns_the_result_of_the_async_call() {
    let found = ResponseTemplate::new(200)
        .set_body_json(json!({"id": "c1", "size": []}))
        .insert_header("x-request-id", "r1");
    let server = Server::responding_with([found.clone(), found, ResponseTemplate::new(404)]).await;
    let client: Client = server.client();
    blocking(move || {
        let request = client.companies().get_company("c1").blocking();
        assert_eq!(request.clone().send().unwrap().id, "c1");
        let response = request.clone().response().unwrap();
        assert_eq!(response.request_id(), Some("r1"));
        assert_eq!(response.anomalies().len(), 1);
        assert!(request.send().unwrap_err().is_not_found());
    })
    .await;
    assert_eq!(server.all_received().await.len(), 3);
}

#[tokio::test]
async fn a_blocking_download_is_a_reader() {
    let bytes: Vec<u8> = (0..1 << 20).map(|index| index as u8).collect();
    let response = ResponseTemplate::new(200)
        .set_body_raw(bytes.clone(), "application/gzip")
        .insert_header("x-request-id", "r1");
    let server = Server::responding_with([response.clone(), response]).await;
    let client: Client = server.client();
    blocking(move || {
        let request = client.data_export().download_data_export("j1").blocking();
        let mut file = request.clone().download().unwrap();
        assert_eq!(file.status().as_u16(), 200);
        assert_eq!(file.content_type(), Some("application/gzip"));
        assert_eq!(file.content_length(), Some(1 << 20));
        assert_eq!(file.request_id(), Some("r1"));
        let mut head = [0; 3];
        file.read_exact(&mut head).unwrap();
        let mut rest = file.chunk().unwrap().unwrap().to_vec();
        file.read_to_end(&mut rest).unwrap();
        assert_eq!([head.as_slice(), &rest].concat(), bytes);
        let mut file = request.download().unwrap().limit(10);
        let error = file
            .read_to_end(&mut Vec::new())
            .unwrap_err()
            .downcast::<intercom_client::Error>()
            .unwrap();
        assert!(error.is_too_large());
    })
    .await;
}

#[tokio::test]
async fn a_blocking_list_is_an_iterator() {
    let page = |ids: [&str; 2], next: Value| {
        let data = ids.map(|id| json!({"id": id}));
        let body = json!({"data": data, "pages": {"next": next}});
        ResponseTemplate::new(200).set_body_json(body)
    };
    let server = Server::responding_with([
        page(["p1", "p2"], json!({"starting_after": "a"})),
        page(["p3", "p4"], Value::Null),
        page(["p3", "p4"], json!({"starting_after": "b"})),
        ResponseTemplate::new(404),
    ])
    .await;
    let client: Client = server.client();
    blocking(move || {
        let request = client.contacts().list_contacts().blocking();
        let items = request.clone().items().map(|contact| contact.unwrap().id);
        assert_eq!(items.collect::<Vec<_>>(), ["p1", "p2", "p3", "p4"]);
        let mut pages = request.pages().resume("cursor:a".parse().unwrap());
        let page = pages.next().unwrap().unwrap();
        assert_eq!(page.next_token().unwrap().to_string(), "cursor:b");
        assert_eq!(page.into_items().len(), 2);
        assert!(pages.next().unwrap().unwrap_err().is_not_found());
        assert!(pages.next().is_none());
    })
    .await;
    let received = server.all_received().await;
    let lines: Vec<String> = received.iter().map(super::Received::line).collect();
    assert_eq!(
        lines,
        [
            "GET /contacts",
            "GET /contacts?starting_after=a",
            "GET /contacts?starting_after=a",
            "GET /contacts?starting_after=b",
        ]
    );
}

/// The call blocks the worker thread, but does not panic.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_calls_work_inside_a_runtime() {
    let server = Server::json(json!({"id": "c1"})).await;
    let client: Client = server.client();
    let request = client.companies().get_company("c1");
    assert_eq!(request.blocking().send().unwrap().id, "c1");
}

/// The connections of the async requests are driven by a runtime that does not run meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_calls_work_after_a_runtime_of_one_thread() {
    let response = || ResponseTemplate::new(200).set_body_json(json!({"id": "c1"}));
    for with_clients in [false, true] {
        let server = Server::responding_with((0..4).map(|_| response())).await;
        let builder = server.builder().timeout(Duration::from_secs(5));
        let client: Client = if with_clients {
            let http = reqwest::Client::new();
            let blocking = reqwest::Client::new();
            builder.http_client(http).blocking_http_client(blocking)
        } else {
            builder
        }
        .build()
        .unwrap();
        blocking(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let request = client.companies().get_company("c1");
            for _ in 0..2 {
                runtime.block_on(request.clone().send()).unwrap();
                request.clone().blocking().send().unwrap();
            }
        })
        .await;
        assert_eq!(server.all_received().await.len(), 4);
    }
}
