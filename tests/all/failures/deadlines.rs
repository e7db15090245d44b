//! The steps of a request that its timeout covers.

use std::io::ErrorKind;
use std::time::Duration;

use intercom_client::v2_16::Client;
use intercom_client::{Error, Throttle};
use tokio::time::Instant;

use super::get;
use super::memory::{MemoryServer, Reply, chunks, reply};
use super::server::without_delay;

const TIMEOUT: Duration = Duration::from_secs(30);

/// Asserts that a request fails because the timeout elapses, and returns the error.
async fn timed_out(client: &Client) -> Error {
    let start = Instant::now();
    let error = get(client).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(start.elapsed().as_secs(), TIMEOUT.as_secs());
    error
}

#[tokio::test(start_paused = true)]
async fn the_timeout_covers_middleware() {
    let server = MemoryServer::start(|_| Reply::Never);
    let client: Client = server.builder().timeout(TIMEOUT).build().unwrap();
    let error = timed_out(&client).await;
    assert!(error.is_maybe_sent());
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_an_attempt_covers_middleware() {
    let server = MemoryServer::start(|index| {
        if index == 0 {
            Reply::Never
        } else {
            reply(200, "", super::COMPANY)
        }
    });
    let policy = without_delay().attempt_timeout(Duration::from_secs(10));
    let client: Client = server.builder().retry(policy).build().unwrap();
    let start = Instant::now();
    get(&client).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 10);
    assert_eq!(server.count(), 2);
}

/// The body is that of a middleware, such as a cache.
#[tokio::test(start_paused = true)]
async fn the_timeout_covers_the_body_of_middleware() {
    let server = MemoryServer::start(|_| {
        let first: &[u8] = b"{\"id\":";
        let late = (Duration::from_secs(3_600), Err(ErrorKind::Other.into()));
        reply(200, "", chunks([(Duration::ZERO, Ok(first)), late]))
    });
    let client: Client = server.builder().timeout(TIMEOUT).build().unwrap();
    let error = timed_out(&client).await;
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.body().unwrap().as_ref(), b"{\"id\":");
}

#[tokio::test(start_paused = true)]
async fn the_timeout_covers_the_wait_for_the_throttle() {
    let server = MemoryServer::start(|_| Reply::Never);
    let throttle = Throttle::new();
    let builder = server.builder().throttle(throttle.clone());
    let first: Client = builder.timeout(TIMEOUT * 10).build().unwrap();
    let probe = tokio::spawn(async move { get(&first).await.map(|_| ()) });
    while server.count() < 1 {
        tokio::task::yield_now().await;
    }
    let builder = server.builder().throttle(throttle);
    let timeout = Duration::from_secs(3);
    let client: Client = builder.timeout(timeout).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /companies/{id}: timed out while another request had no response yet"
    );
    assert!(error.is_timeout() && !error.is_rate_limited());
    assert!(!error.is_maybe_sent());
    assert_eq!(server.count(), 1);
    probe.abort();
}
