//! Bodies that are not JSON, and responses without a body.

use intercom_client::{File, preview, v2_16};
use preview::types::{UploadEcommerceCatalogSuccess, upload_ecommerce_catalog_request};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{Received, Server};

#[tokio::test]
async fn a_redirect_returns_its_location() {
    let location = "https://recordings.harbour.test/a.mp3?sig=%2B";
    let response = ResponseTemplate::new(302).insert_header("location", location);
    let server = Server::responding_with([response]).await;
    let client: v2_16::Client = server.client();
    let response = client
        .calls()
        .get_call_recording(5)
        .response()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 302);
    assert_eq!(response.body(), location);
    // Also asserts that the redirect was not followed.
    assert_eq!(server.received().await.line(), "GET /calls/5/recording");
}

#[tokio::test]
async fn files_are_returned_verbatim() {
    let head = [0x1f, 0x8b, 0x00, 0xff, 0xfe];
    let bytes: Vec<u8> = head.into_iter().chain(0..=255).collect();
    let response = ResponseTemplate::new(200)
        .set_body_raw(bytes.clone(), "application/octet-stream")
        .insert_header("x-request-id", "req-9");
    let server = Server::responding_with([response]).await;
    let client: v2_16::Client = server.client();
    let exports = client.data_export();
    let response = exports.download_data_export("j1").response().await.unwrap();
    assert_eq!(response.request_id(), Some("req-9"));
    assert_eq!(response.body().as_ref(), bytes);
    let received = server.received().await;
    assert_eq!(received.line(), "GET /download/content/data/j1");
    assert_eq!(received.header("accept"), Some("application/octet-stream"));
}

/// The API requires this media type, which the document declares as a parameter.
#[tokio::test]
async fn the_media_type_of_a_file_is_requested() {
    let response = ResponseTemplate::new(200).set_body_string("a,b");
    let server = Server::responding_with([response]).await;
    let client: v2_16::Client = server.client();
    let exports = client.reporting_data_export();
    let response = exports.download_reporting_data_export("j1", "w1").await;
    assert_eq!(response.unwrap().as_ref(), b"a,b");
    let received = server.received().await;
    assert_eq!(received.line(), "GET /download/reporting_data/j1?app_id=w1");
    assert_eq!(received.header("accept"), Some("application/octet-stream"));
}

#[tokio::test]
async fn empty_responses_are_accepted() {
    let server = Server::responding_with([ResponseTemplate::new(202)]).await;
    let client: v2_16::Client = server.client();
    let body = v2_16::types::CreateDataEventRequest::new()
        .event_name("docked")
        .user_id("u1");
    client.data_events().create_data_event(body).await.unwrap();
    assert_eq!(server.received().await.line(), "POST /events");
}

#[tokio::test]
async fn uploads_a_file() {
    let body = json!({"import_job_id": "j1", "next_part_number": 3, "lane": "b"});
    let server = Server::json(body).await;
    let client: preview::Client = server.client();
    let catalog = File::new("fleet \"a\".jsonl", vec![b'{', b'}', b'\n', 0xff])
        .content_type("application/jsonl");
    let response = client
        .ecommerce_connectors()
        .upload_ecommerce_catalog("k/1")
        .catalog(catalog)
        .finalize(upload_ecommerce_catalog_request::Finalize::False)
        .import_job_id("j1")
        .part_number(2)
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /ecommerce/connectors/k%2F1/catalog", "preview");
    let parts = parts(&received);
    let heads: Vec<&str> = parts.iter().map(|(head, _)| head.as_str()).collect();
    assert_eq!(
        heads,
        [
            "Content-Disposition: form-data; name=\"catalog\"; \
             filename=\"fleet %22a%22.jsonl\"\r\nContent-Type: application/jsonl",
            "Content-Disposition: form-data; name=\"finalize\"",
            "Content-Disposition: form-data; name=\"import_job_id\"",
            "Content-Disposition: form-data; name=\"part_number\"",
        ]
    );
    let bodies: Vec<&[u8]> = parts.iter().map(|(_, body)| body.as_slice()).collect();
    assert_eq!(bodies, [&b"{}\n\xff"[..], b"false", b"j1", b"2"]);
    let UploadEcommerceCatalogSuccess::Ok(part) = response else {
        panic!("unexpected response: {response:?}");
    };
    assert_eq!(part.next_part_number, Some(3));
    assert_eq!(part.extra.get("lane"), Some(&json!("b")));
}

/// Returns the head and content of each part of a multipart body.
fn parts(received: &Received) -> Vec<(String, Vec<u8>)> {
    let content_type = received
        .header("content-type")
        .expect("the request has a body");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let mut rest = received.0.body.as_slice();
    let delimiter = format!("--{boundary}");
    rest = rest.strip_prefix(delimiter.as_bytes()).unwrap();
    let delimiter = format!("\r\n--{boundary}");
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = position(part, delimiter.as_bytes());
        let head = position(part, b"\r\n\r\n");
        let text = String::from_utf8(part[..head].to_vec()).unwrap();
        parts.push((text, part[head + 4..end].to_vec()));
        rest = &part[end + delimiter.len()..];
    }
    assert_eq!(rest, b"--\r\n");
    parts
}

fn position(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
        .expect("the body is multipart")
}
