//! Unusual and malformed responses, and their size limits.

use intercom_client::RetryPolicy;
use intercom_client::v2_16::Client;

use super::server::{ScriptedServer, Step, message, response};
use super::{COMPANY, get};

#[tokio::test]
async fn http_1_0_responses_are_read() {
    let text = format!("HTTP/1.0 200 OK\r\n\r\n{COMPANY}");
    let server = ScriptedServer::start([Step::Close(text.into_bytes())]).await;
    let client: Client = server.client();
    assert_eq!(get(&client).await.unwrap().id, "c1");
    assert_eq!(get(&client).await.unwrap().id, "c1");
}

#[tokio::test]
async fn json_is_decoded_for_any_content_type() {
    let server = ScriptedServer::start([response(200, "content-type: text/html\n", COMPANY)]).await;
    assert_eq!(get(&server.client()).await.unwrap().id, "c1");
}

#[tokio::test]
async fn truncated_json_is_a_decode_error() {
    let text = &COMPANY[..COMPANY.len() - 3];
    let server = ScriptedServer::start([response(200, "", text)]).await;
    let error = get(&server.client()).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body().unwrap().as_ref(), text.as_bytes());
    assert_eq!(server.count(), 1, "decode errors are not retried");
}

#[tokio::test]
async fn gzip_bodies_are_decompressed() {
    let compressed = gzip(COMPANY.as_bytes());
    let head = "content-encoding: gzip\n";
    let server = ScriptedServer::start([Step::Respond(message(200, head, &compressed))]).await;
    assert_eq!(get(&server.client()).await.unwrap().id, "c1");
    let request = server.requests().remove(0);
    assert!(request.contains("accept-encoding: gzip"), "{request}");
}

/// RFC 9110, section 8.6: servers may respond with 411 otherwise.
#[tokio::test]
async fn a_post_without_a_body_has_a_length() {
    let server = ScriptedServer::start([response(200, "", "{}"), response(200, "", COMPANY)]).await;
    let client: Client = server.client();
    client.contacts().archive_contact("6").await.unwrap();
    get(&client).await.unwrap();
    let requests = server.requests();
    assert!(
        requests[0].contains("content-length: 0\r\n"),
        "{requests:?}"
    );
    assert!(!requests[1].contains("content-length"), "{requests:?}");
}

#[tokio::test]
async fn corrupt_gzip_bodies_are_decode_errors() {
    let head = "content-encoding: gzip\n";
    let mut compressed = gzip(COMPANY.as_bytes());
    compressed[12] ^= 0xff;
    for bytes in [b"no gzip at all".to_vec(), compressed] {
        let server = ScriptedServer::start([Step::Respond(message(200, head, &bytes))]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(error.is_decode(), "{error}");
        assert_eq!(server.count(), 1, "decode errors are not retried");
    }
}

#[tokio::test]
async fn an_endless_body_ends_at_the_size_limit() {
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 16, " ".repeat(1 << 16));
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = ScriptedServer::start([Step::Begin(head.into(), chunk.into_bytes())]).await;
    let client: Client = server.builder().max_response_size(1 << 20).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(error.body().unwrap().len(), 1 << 20);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_size_limit_defaults_to_32_mib() {
    let name = "x".repeat(64 << 20);
    let text = format!("{{\"id\": \"c1\", \"name\": \"{name}\"}}");
    let server = ScriptedServer::start([response(200, "", &text)]).await;
    let client: Client = server.client();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_too_large());
    let message = "GET /companies/{id}: 200 OK: the body is larger than the limit of 33554432 \
                bytes";
    assert_eq!(error.to_string(), message);
    let request = client.companies().get_company("c1");
    let company = request.with(|it| it.max_response_size(65 << 20)).await;
    assert_eq!(company.unwrap().name, Some(name));
}

#[tokio::test]
async fn the_size_limit_applies_to_the_decompressed_body() {
    let compressed = gzip(&vec![b' '; 64 << 20]);
    assert!(compressed.len() < 1 << 20);
    let bytes = message(200, "content-encoding: gzip\n", &compressed);
    let server = ScriptedServer::start([Step::Respond(bytes)]).await;
    assert!(get(&server.client()).await.unwrap_err().is_too_large());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = ScriptedServer::start([response(200, "", COMPANY)]).await;
    let head = format!("location: {}/companies/c1\n", elsewhere.url);
    for status in [301, 302, 307, 308] {
        let server = ScriptedServer::start([response(status, &head, "")]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn every_error_representation_is_decoded() {
    for (body, code, message, field) in [
        (
            r#"{"type": "error.list", "errors": [{"code": "c", "message": "m", "field": "f"}]}"#,
            Some("c"),
            Some("m"),
            Some("f"),
        ),
        (
            r#"{"type": "error", "request_id": "r", "message": "m"}"#,
            None,
            Some("m"),
            None,
        ),
        (
            r#"{"error_key": "c", "message": "m"}"#,
            Some("c"),
            Some("m"),
            None,
        ),
        (r#"{"errors": {"f": "m"}}"#, None, Some("m"), Some("f")),
        (
            r#"{"errors": {"f": ["m", "n"]}}"#,
            None,
            Some("m"),
            Some("f"),
        ),
        (r#"{"errors": ["m"]}"#, None, Some("m"), None),
    ] {
        let server = ScriptedServer::start([response(422, "", body)]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert!(error.is_validation());
        let first = &error.errors()[0];
        let found = (
            first.code.as_deref(),
            first.message.as_deref(),
            first.field.as_deref(),
        );
        assert_eq!(found, (code, message, field), "{body}");
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
    }
}

#[tokio::test]
async fn long_error_messages_are_shortened_to_one_line() {
    let message = "no\nway\r\n".repeat(500);
    let body = serde_json::json!({"errors": [{"code": "c", "message": message}]}).to_string();
    let server = ScriptedServer::start([response(400, "", &body)]).await;
    let builder = server.builder().retry(RetryPolicy::never());
    let error = get(&builder.build().unwrap()).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains('\n') && text.len() < 9_000, "{text}");
    assert!(error.to_string().len() < 400);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
