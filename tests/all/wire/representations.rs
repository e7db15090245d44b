//! The choice of media types, and responses that depend on the status.

use intercom_codegen_runtime::File;
use intercom_tests_compiled::media_type_choices::Client;
use intercom_tests_compiled::media_type_choices::api::types::{
    ImportTidesJson2Request, ImportTidesJsonRequest, Tides,
};
use intercom_tests_compiled::several_successes::Client as SeveralSuccesses;
use intercom_tests_compiled::several_successes::api::types::AddShipSuccess;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::Server;

async fn server(response: ResponseTemplate) -> (Server, Client) {
    let server = Server::responding_with([response]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

fn nothing() -> ResponseTemplate {
    ResponseTemplate::new(204)
}

#[tokio::test]
async fn json_is_requested_by_default() {
    let tides = ResponseTemplate::new(200).set_body_json(json!({"metres": [2.5]}));
    let (server, client) = server(tides).await;
    let tides = client.logs().read_tides().await.unwrap();
    assert_eq!(tides.metres, Some(vec![2.5]));
    let received = server.received().await;
    assert_eq!(received.header("accept"), Some("application/json"));
    assert_eq!(received.header("content-type"), None);
}

#[tokio::test]
async fn other_representations_are_requested_by_their_type() {
    let (texts, client) = server(ResponseTemplate::new(200).set_body_string("2.5\n")).await;
    let text = client.logs().read_tides().accept_text().await.unwrap();
    assert_eq!(text, "2.5\n");
    assert_eq!(texts.received().await.header("accept"), Some("text/csv"));

    let (images, client) = server(ResponseTemplate::new(200).set_body_bytes([1, 2])).await;
    let image = client.logs().read_tides().accept_bytes().await.unwrap();
    assert_eq!(image.as_ref(), [1, 2]);
    let accept = "image/png, image/svg+xml";
    assert_eq!(images.received().await.header("accept"), Some(accept));

    let everything = ResponseTemplate::new(200).set_body_json(json!({"everything": true}));
    let (all, client) = server(everything).await;
    let full = client.logs().read_tides().accept_json().await.unwrap();
    assert_eq!(full.everything, Some(true));
    let accept = "application/vnd.harbour.full+json";
    assert_eq!(all.received().await.header("accept"), Some(accept));
}

#[tokio::test]
async fn one_of_several_media_types_can_be_requested() {
    let (server, client) = server(ResponseTemplate::new(200).set_body_bytes([1])).await;
    let request = client.logs().read_tides().accept_bytes();
    let mut download = request.accept("image/svg+xml").download().await.unwrap();
    assert_eq!(download.chunk().await.unwrap().unwrap().as_ref(), [1]);
    let received = server.received().await;
    assert_eq!(received.header("accept"), Some("image/svg+xml"));
}

/// `format: binary` describes a file, whatever the media type.
#[tokio::test]
async fn binary_json_is_a_file() {
    let (pictures, client) = server(ResponseTemplate::new(200).set_body_bytes([255, 0])).await;
    let picture = client.logs().read_chart().await.unwrap();
    assert_eq!(picture.as_ref(), [255, 0]);
    let accept = "image/png, application/json";
    assert_eq!(pictures.received().await.header("accept"), Some(accept));

    let (pictures, client) = server(ResponseTemplate::new(200)).await;
    client
        .logs()
        .read_chart()
        .accept("image/png")
        .await
        .unwrap();
    assert_eq!(
        pictures.received().await.header("accept"),
        Some("image/png")
    );

    let (charts, client) = server(nothing()).await;
    client.logs().write_chart(vec![255_u8, 0]).await.unwrap();
    let received = charts.received().await;
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.0.body, [255, 0]);
}

#[tokio::test]
async fn other_names_of_json_are_json() {
    let tides = ResponseTemplate::new(200).set_body_json(json!({"metres": [1.5]}));
    let (server, client) = server(tides).await;
    let written = client.logs().write_tides(Tides::new().metres([2.5])).await;
    assert_eq!(written.unwrap().metres, Some(vec![1.5]));
    let received = server.received().await;
    assert_eq!(received.header("content-type"), Some("text/json"));
    assert_eq!(received.header("accept"), Some("application/x-json"));
    assert_eq!(received.json(), json!({"metres": [2.5]}));
}

#[tokio::test]
async fn text_names_its_media_type() {
    let (server, client) = server(ResponseTemplate::new(200).set_body_string("calm")).await;
    assert_eq!(client.logs().read_log().await.unwrap(), "calm");
    assert_eq!(server.received().await.header("accept"), Some("text/plain"));
}

#[tokio::test]
async fn charsets_are_sent_as_declared() {
    let (utf8, client) = server(nothing()).await;
    client.logs().write_log("é").await.unwrap();
    let received = utf8.received().await;
    let sent = "text/plain; charset=UTF-8";
    assert_eq!(received.header("content-type"), Some(sent));
    assert_eq!(received.0.body, "é".as_bytes());

    let (latin, client) = server(nothing()).await;
    client.logs().write_latin(vec![0xe9_u8]).await.unwrap();
    let received = latin.received().await;
    let sent = "text/plain; charset=iso-8859-1";
    assert_eq!(received.header("content-type"), Some(sent));
    assert_eq!(received.0.body, [0xe9]);

    let (json, client) = server(nothing()).await;
    client.logs().patch_log(Tides::new()).await.unwrap();
    let sent = "application/json; charset=utf-8";
    assert_eq!(json.received().await.header("content-type"), Some(sent));
}

#[tokio::test]
async fn the_media_type_of_bytes_can_be_set() {
    let (server, client) = server(nothing()).await;
    let request = client.logs().write_chart(vec![1_u8]);
    request.content_type("image/webp").await.unwrap();
    assert_eq!(
        server.received().await.header("content-type"),
        Some("image/webp")
    );
}

/// Both types match both bodies: only the status distinguishes them.
#[tokio::test]
async fn success_responses_are_distinguished_by_status() {
    let body = json!({"id": "7", "name": "Tern"});
    for (status, is_new) in [(200, false), (201, true)] {
        let response = ResponseTemplate::new(status).set_body_json(&body);
        let server = Server::responding_with([response]).await;
        let client = SeveralSuccesses::builder().base_url(server.0.uri());
        let added = client.build().unwrap().ships().add_ship().await.unwrap();
        match added {
            AddShipSuccess::Created(created) if is_new => {
                assert_eq!(created.id.as_deref(), Some("7"));
            }
            AddShipSuccess::Ok(ship) if !is_new => {
                assert_eq!(ship.name.as_deref(), Some("Tern"));
            }
            other => panic!("{status} is read as {other:?}"),
        }
    }
}

/// An undeclared status has no type of its own.
#[tokio::test]
async fn other_success_responses_are_distinguished_by_structure() {
    let response = ResponseTemplate::new(203).set_body_json(json!({"id": "7"}));
    let server = Server::responding_with([response]).await;
    let client = SeveralSuccesses::builder().base_url(server.0.uri());
    let added = client.build().unwrap().ships().add_ship().await.unwrap();
    assert!(matches!(added, AddShipSuccess::Created(_)), "{added:?}");
}

#[tokio::test]
async fn bodies_of_other_types_have_methods() {
    let server = Server::responding_with(vec![nothing(); 6]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    client.logs().import_tides(Tides::new()).await.unwrap();
    let everything = ImportTidesJsonRequest::new(true);
    client.logs().import_tides_json(everything).await.unwrap();
    let short = ImportTidesJson2Request::new(3);
    client.logs().import_tides_json_2(short).await.unwrap();
    client.logs().import_tides_text("2.5").await.unwrap();
    let image = client.logs().import_tides_bytes(vec![1_u8]);
    image.content_type("image/png").await.unwrap();
    let scan = client
        .logs()
        .import_tides_multipart(File::new("a.png", "scan"));
    scan.await.unwrap();
    let received = server.all_received().await;
    let types: Vec<Option<&str>> = received
        .iter()
        .map(|request| Some(request.header("content-type")?.split(';').next().unwrap()))
        .collect();
    let expected = [
        "application/json",
        "application/vnd.harbour.full+json",
        "application/vnd.harbour.short+json",
        "text/csv",
        "image/png",
        "multipart/form-data",
    ];
    assert_eq!(types, expected.map(Some));
    assert!(
        received
            .iter()
            .all(|request| request.line() == "PUT /tides")
    );
}
