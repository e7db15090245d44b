//! Connections that fail, stall or close early.

use std::io::ErrorKind;
use std::time::Duration;

use intercom_client::v2_16::Client;
use intercom_client::{Error, RetryPolicy};

use super::memory::{MemoryServer, chunks, reply};
use super::server::{ScriptedServer, Step, message, response};
use super::{COMPANY, get};

/// Returns the error of a request without retries.
async fn error_without_retries(step: Step) -> Error {
    let server = ScriptedServer::start([step]).await;
    let builder = server.builder().retry(RetryPolicy::never());
    get(&builder.build().unwrap()).await.unwrap_err()
}

/// Returns the error of a request without retries and with a short timeout.
async fn error_with_timeout(step: Step) -> Error {
    let server = ScriptedServer::start([step]).await;
    let builder = server.builder().retry(RetryPolicy::never());
    let client: Client = builder.timeout(Duration::from_millis(100)).build().unwrap();
    get(&client).await.unwrap_err()
}

/// Returns the error of a body that fails with `kind` ten bytes before its end.
async fn error_in_body(kind: ErrorKind) -> Error {
    let server = MemoryServer::start(move |_| {
        let truncated = &COMPANY.as_bytes()[..COMPANY.len() - 10];
        let body = [Ok(truncated), Err(kind.into())].map(|chunk| (Duration::ZERO, chunk));
        reply(200, "x-request-id: r1\n", chunks(body))
    });
    let builder = server.builder().retry(RetryPolicy::never());
    get(&builder.build().unwrap()).await.unwrap_err()
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let client: Client = intercom_client::ClientBuilder::new()
        .base_url("http://127.0.0.1:1")
        .retry(super::server::without_delay())
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_connect());
    let source = std::error::Error::source(&error).unwrap();
    assert!(!format!("{source:?}").is_empty());
}

#[tokio::test]
async fn a_connection_closed_before_the_response_is_an_error() {
    for step in [
        Step::Reset(Vec::new()),
        Step::Close(Vec::new()),
        Step::Close(b"HTTP/1.1 2".to_vec()),
    ] {
        let error = error_without_retries(step).await;
        assert_eq!(
            error.to_string(),
            "GET /companies/{id}: no response received"
        );
        assert!(!error.is_timeout() && !error.is_connect() && error.status().is_none());
    }
}

#[tokio::test]
async fn a_truncated_body_is_an_error_with_the_received_bytes() {
    let whole = message(200, "x-request-id: r1\n", COMPANY.as_bytes());
    let truncated = whole[..whole.len() - 10].to_vec();
    let closed = error_without_retries(Step::Close(truncated)).await;
    let reset = error_in_body(ErrorKind::ConnectionReset).await;
    for error in [closed, reset] {
        let message = "GET /companies/{id}: 200 OK: the body is truncated (request id r1)";
        assert_eq!(error.to_string(), message);
        let received = &COMPANY[..COMPANY.len() - 10];
        assert_eq!(error.body().unwrap().as_ref(), received.as_bytes());
    }
}

#[tokio::test]
async fn stalled_headers_time_out() {
    for step in [
        Step::Stall(Vec::new()),
        Step::Stall(b"HTTP/1.1 200 OK\r\n".to_vec()),
    ] {
        let error = error_with_timeout(step).await;
        assert!(error.is_timeout());
        assert_eq!(error.to_string(), "GET /companies/{id}: timed out");
    }
}

#[tokio::test]
async fn a_stalled_body_times_out() {
    let whole = message(200, "x-request-id: r1\n", COMPANY.as_bytes());
    let truncated = whole[..whole.len() - 10].to_vec();
    assert!(
        error_with_timeout(Step::Stall(truncated))
            .await
            .is_timeout()
    );

    let error = error_in_body(ErrorKind::TimedOut).await;
    assert!(error.is_timeout());
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(error.body().unwrap().len(), COMPANY.len() - 10);
}

#[tokio::test]
async fn the_timeout_covers_a_slow_body() {
    let text = format!("{{\"id\": \"c1\", \"name\": \"{}\"}}", "x".repeat(200));
    let error = error_with_timeout(Step::Drip(message(200, "", text.as_bytes()))).await;
    assert!(error.is_timeout());

    let server = ScriptedServer::start([Step::Drip(message(200, "", COMPANY.as_bytes()))]).await;
    assert_eq!(get(&server.client()).await.unwrap().id, "c1");
}

#[tokio::test]
async fn connections_are_reused() {
    let server = ScriptedServer::start([response(200, "", COMPANY)]).await;
    let client: Client = server.client();
    for _ in 0..20 {
        get(&client).await.unwrap();
    }
    assert_eq!(server.count(), 20);
    assert_eq!(server.connections(), 1);
}
