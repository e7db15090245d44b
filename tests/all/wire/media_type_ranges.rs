//! Media types of requests and responses that are declared as ranges: `image/*`, `*/*`.

use intercom_tests_compiled::media_type_ranges::Client;
use intercom_tests_compiled::media_type_ranges::api::types::Ship;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{Received, Server};

async fn server(response: ResponseTemplate) -> (Server, Client) {
    let server = Server::responding_with([response]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

fn nothing() -> ResponseTemplate {
    ResponseTemplate::new(204)
}

#[track_caller]
fn assert_sent(received: &Received, content_type: &str, body: &[u8]) {
    assert_eq!(received.header("content-type"), Some(content_type));
    assert_eq!(received.0.body, body);
}

#[tokio::test]
async fn a_range_is_requested_as_declared() {
    let (images, client) = server(ResponseTemplate::new(200).set_body_bytes([255, 0])).await;
    let chart = client.charts().read_chart().await.unwrap();
    assert_eq!(chart.as_ref(), [255, 0]);
    let received = images.received().await;
    assert_eq!(received.header("accept"), Some("image/*"));
}

#[tokio::test]
async fn bodies_of_a_range_have_the_media_type_of_the_caller() {
    let (images, client) = server(nothing()).await;
    let chart = client.charts().set_chart(vec![255_u8]);
    chart.content_type("image/webp").await.unwrap();
    assert_sent(&images.received().await, "image/webp", &[255]);

    let (images, client) = server(nothing()).await;
    client.charts().set_chart(vec![255_u8]).await.unwrap();
    let default = "application/octet-stream";
    assert_sent(&images.received().await, default, &[255]);

    let (files, client) = server(nothing()).await;
    let file = client.charts().add_anything("{}");
    file.content_type("application/json").await.unwrap();
    assert_sent(&files.received().await, "application/json", b"{}");

    let (texts, client) = server(nothing()).await;
    let log = client.charts().set_log("a,b");
    log.content_type("text/csv").await.unwrap();
    assert_sent(&texts.received().await, "text/csv", b"a,b");
}

/// A string of `*/*` is any content, also behind a reference.
#[tokio::test]
async fn strings_of_any_media_type_are_bytes() {
    let (logs, client) = server(ResponseTemplate::new(200).set_body_string("calm")).await;
    assert_eq!(client.charts().read_log().await.unwrap(), "calm");
    assert_eq!(logs.received().await.header("accept"), Some("*/*"));
}

/// OpenAPI 3.0, "Response Object", `content`.
#[tokio::test]
async fn the_most_specific_media_type_applies() {
    let ship = ResponseTemplate::new(200).set_body_json(json!({"name": "Tern"}));
    let (ships, client) = server(ship).await;
    let ship: Ship = client.ships().read_ship().await.unwrap();
    assert_eq!(ship.name.as_deref(), Some("Tern"));
    let received = ships.received().await;
    assert_eq!(received.header("accept"), Some("application/vnd.ship+json"));

    let (ships, client) = server(nothing()).await;
    let ship = Ship::new().name("Tern");
    client.ships().set_ship(ship).await.unwrap();
    let received = ships.received().await;
    assert_sent(
        &received,
        "application/vnd.ship+json",
        br#"{"name":"Tern"}"#,
    );
}

#[tokio::test]
async fn objects_of_a_range_that_contains_json_are_json() {
    let ship = ResponseTemplate::new(200).set_body_json(json!({"name": "Tern"}));
    let (ships, client) = server(ship).await;
    let ship = client.ships().add_ship(Ship::new().name("Tern"));
    assert!(ship.await.unwrap().name.is_some());
    let received = ships.received().await;
    assert_sent(&received, "application/json", br#"{"name":"Tern"}"#);
    assert_eq!(received.header("accept"), Some("application/json"));
}
