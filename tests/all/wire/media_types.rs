//! The choice of a media type for requests and responses.

use intercom_tests_compiled::body_media_types::Client;
use intercom_tests_compiled::body_media_types::api::types::{
    ReadTideSuccess, SetChartStatus4xxResponse, Ship, ShipPatch,
};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{Received, Server};

async fn server(response: ResponseTemplate) -> (Server, Client) {
    let server = Server::responding_with([response]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

fn ship() -> Ship {
    Ship::new().name("Tern")
}

fn json(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"name": "Tern"}))
}

#[track_caller]
fn assert_types(received: &Received, content_type: Option<&str>, accept: &str) {
    assert_eq!(received.header("content-type"), content_type);
    assert_eq!(received.header("accept"), Some(accept));
}

#[tokio::test]
async fn json_media_types_are_sent_as_declared() {
    let (server, client) = server(json(200)).await;
    let patch = ShipPatch::new().name("Tern").clear_length();
    let patched = client.ships().patch_ship("1", patch).await.unwrap();
    assert_eq!(patched.name.as_deref(), Some("Tern"));
    let received = server.received().await;
    let sent = "application/merge-patch+json";
    assert_types(&received, Some(sent), "application/vnd.harbour.ship+json");
    assert_eq!(received.json(), json!({"name": "Tern", "length": null}));
}

#[tokio::test]
async fn json_is_preferred() {
    let (server, client) = server(json(200)).await;
    client.ships().replace_ship("1", ship()).await.unwrap();
    let received = server.received().await;
    assert_types(&received, Some("application/json"), "application/json");
    assert_eq!(received.json(), json!({"name": "Tern"}));
}

/// Documents generated from code declare `*/*` for JSON.
#[tokio::test]
async fn wildcards_are_json() {
    let (server, client) = server(json(200)).await;
    let touched = client.ships().touch_ship("1").body(ship()).await.unwrap();
    assert_eq!(touched.name.as_deref(), Some("Tern"));
    let received = server.received().await;
    assert_types(&received, Some("application/json"), "application/json");
}

#[tokio::test]
async fn head_responses_have_no_body() {
    let (server, client) = server(ResponseTemplate::new(200)).await;
    let () = client.ships().peek_ship("1").await.unwrap();
    assert_eq!(server.received().await.line(), "HEAD /ships/1");
}

#[tokio::test]
async fn text_media_types_are_strings() {
    let (server, client) = server(ResponseTemplate::new(200).set_body_string("a,b")).await;
    let log = client.logs().write_log("c,d").await.unwrap();
    assert_eq!(log, "a,b");
    let received = server.received().await;
    assert_types(&received, Some("text/csv; charset=utf-8"), "text/csv");
    assert_eq!(received.0.body, b"c,d");
}

#[tokio::test]
async fn other_media_types_are_bytes() {
    let (server, client) = server(ResponseTemplate::new(201).set_body_bytes([1, 2])).await;
    let chart = client
        .logs()
        .set_chart(vec![7_u8, 8])
        .with(|request| request.header("content-type", "image/webp"));
    assert_eq!(chart.await.unwrap().as_ref(), [1, 2]);
    let received = server.received().await;
    assert_types(&received, Some("image/webp"), "image/png, image/jpeg");
    assert_eq!(received.0.body, [7, 8]);
}

#[tokio::test]
async fn every_success_status_has_its_own_type() {
    let (_server, client) = server(json(202)).await;
    let tide = client.logs().read_tide().await.unwrap();
    assert!(matches!(tide, Some(ReadTideSuccess::Accepted(ship)) if ship.name.is_some()));

    let body = json!({"metres": 2.5});
    let (_server, client) = server_of_tide(ResponseTemplate::new(200).set_body_json(body)).await;
    let tide = client.logs().read_tide().await.unwrap();
    assert!(matches!(tide, Some(ReadTideSuccess::Ok(tide)) if tide.metres == Some(2.5)));

    let (_server, client) = server_of_tide(ResponseTemplate::new(204)).await;
    assert!(client.logs().read_tide().await.unwrap().is_none());
}

async fn server_of_tide(response: ResponseTemplate) -> (Server, Client) {
    server(response).await
}

#[tokio::test]
async fn status_ranges_of_errors_are_errors() {
    let problem = json!({"detail": "too large"});
    let (_server, client) = server(ResponseTemplate::new(413).set_body_json(&problem)).await;
    let error = client.logs().set_chart(vec![0_u8]).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 413);
    assert_eq!(
        error.body().unwrap().as_ref(),
        problem.to_string().as_bytes()
    );
    let documented: Option<SetChartStatus4xxResponse> = error.decode();
    let detail = documented.and_then(|problem| problem.detail);
    assert_eq!(detail.as_deref(), Some("too large"));
    assert_eq!(error.decode::<Vec<String>>(), None);
}
