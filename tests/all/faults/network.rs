//! Connections that fail, stall or break.

use std::io::ErrorKind;
use std::time::Duration;

use intercom_client::v2_16::Client;
use intercom_client::{Error, RetryPolicy};

use super::memory::{MemoryServer, pieces, reply};
use super::server::{ScriptedServer, Step, answer, message};
use super::{COMPANY, get};

/// Returns the error of a request that is sent once.
async fn error_of(step: Step) -> Error {
    let server = ScriptedServer::start([step]).await;
    let builder = server.builder().retry(RetryPolicy::never());
    get(&builder.build().unwrap()).await.unwrap_err()
}

/// Returns the error of a request that is sent once and has little time.
async fn error_in_time_of(step: Step) -> Error {
    let server = ScriptedServer::start([step]).await;
    let builder = server.builder().retry(RetryPolicy::never());
    let client: Client = builder.timeout(Duration::from_millis(100)).build().unwrap();
    get(&client).await.unwrap_err()
}

/// Returns the error of a body that breaks for a reason, after all of it but ten bytes.
async fn error_in_body(reason: ErrorKind) -> Error {
    let server = MemoryServer::start(move |_| {
        let half = &COMPANY.as_bytes()[..COMPANY.len() - 10];
        let body = [Ok(half), Err(reason.into())];
        let body = body.map(|piece| (Duration::ZERO, piece));
        reply(200, "x-request-id: r1\n", pieces(body))
    });
    let builder = server.builder().retry(RetryPolicy::never());
    get(&builder.build().unwrap()).await.unwrap_err()
}

#[tokio::test]
async fn nobody_listens() {
    let client: Client = intercom_client::ClientBuilder::new()
        .base_url("http://127.0.0.1:1")
        .retry(super::server::at_once())
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_connect());
    let source = std::error::Error::source(&error).unwrap();
    assert!(!format!("{source:?}").is_empty());
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_answer() {
    for step in [
        Step::Reset(Vec::new()),
        Step::Close(Vec::new()),
        Step::Close(b"HTTP/1.1 2".to_vec()),
    ] {
        let error = error_of(step).await;
        assert_eq!(error.to_string(), "GET /companies/{id}: no response received");
        assert!(!error.is_timeout() && !error.is_connect() && error.status().is_none());
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_body() {
    let whole = message(200, "x-request-id: r1\n", COMPANY.as_bytes());
    let half = whole[..whole.len() - 10].to_vec();
    let closed = error_of(Step::Close(half)).await;
    let reset = error_in_body(ErrorKind::ConnectionReset).await;
    for error in [closed, reset] {
        let says = "GET /companies/{id}: 200 OK: the body is truncated (request id r1)";
        assert_eq!(error.to_string(), says);
        let came = &COMPANY[..COMPANY.len() - 10];
        assert_eq!(error.body().unwrap().as_ref(), came.as_bytes());
    }
}

#[tokio::test]
async fn a_head_that_does_not_come() {
    for step in [
        Step::Stall(Vec::new()),
        Step::Stall(b"HTTP/1.1 200 OK\r\n".to_vec()),
    ] {
        let error = error_in_time_of(step).await;
        assert!(error.is_timeout());
        assert_eq!(error.to_string(), "GET /companies/{id}: timed out");
    }
}

#[tokio::test]
async fn a_body_that_does_not_come() {
    let whole = message(200, "x-request-id: r1\n", COMPANY.as_bytes());
    let half = whole[..whole.len() - 10].to_vec();
    assert!(error_in_time_of(Step::Stall(half)).await.is_timeout());

    let error = error_in_body(ErrorKind::TimedOut).await;
    assert!(error.is_timeout());
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(error.body().unwrap().len(), COMPANY.len() - 10);
}

#[tokio::test]
async fn an_answer_that_comes_drop_by_drop() {
    let text = format!("{{\"id\": \"c1\", \"name\": \"{}\"}}", "x".repeat(200));
    let error = error_in_time_of(Step::Drip(message(200, "", text.as_bytes()))).await;
    assert!(error.is_timeout());

    let server = ScriptedServer::start([Step::Drip(message(200, "", COMPANY.as_bytes()))]).await;
    assert_eq!(get(&server.client()).await.unwrap().id, "c1");
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let server = ScriptedServer::start([answer(200, "", COMPANY)]).await;
    let client: Client = server.client();
    for _ in 0..20 {
        get(&client).await.unwrap();
    }
    assert_eq!(server.count(), 20);
    assert_eq!(server.connections(), 1);
}
