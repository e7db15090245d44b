//! Throttled requests.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use intercom_client::v2_16::Client;
use intercom_client::{ClientBuilder, RetryPolicy, Throttle};
use tokio::time::Instant;

use super::memory::{MemoryServer, Reply, reply};
use super::server::{ScriptedServer, response};
use super::{COMPANY, get};

/// The start time of the server's clock: 07:28:00 GMT on 21 October 2015.
const START: u64 = 1_445_412_480;
/// The length of the rate limit window, in seconds.
const WINDOW: u64 = 2;

/// The number of requests by window, for windows that had any.
type Windows = Arc<Mutex<Vec<(u64, u64)>>>;

/// A server that accepts a number of requests per window and rejects the others.
struct Limited {
    start: Instant,
    limit: u64,
    windows: Windows,
}

impl Limited {
    fn start(limit: u64) -> (Arc<MemoryServer>, Windows) {
        let windows = Arc::new(Mutex::new(Vec::new()));
        let limited = Self {
            start: Instant::now(),
            limit,
            windows: windows.clone(),
        };
        (MemoryServer::start(move |_| limited.respond()), windows)
    }

    fn respond(&self) -> Reply {
        let now = self.start.elapsed().as_secs();
        let window = now / WINDOW;
        let mut windows = self.windows.lock().unwrap();
        match windows.last_mut() {
            Some((current, count)) if *current == window => *count += 1,
            _ => windows.push((window, 1)),
        }
        let (_, count) = windows[windows.len() - 1];
        let status = if count > self.limit { 429 } else { 200 };
        let limit = self.limit;
        let remaining = limit.saturating_sub(count);
        let reset = START + (window + 1) * WINDOW;
        let headers = format!(
            "date: Wed, 21 Oct 2015 07:28:{now:02} GMT\nx-ratelimit-limit: {limit}\n\
             x-ratelimit-remaining: {remaining}\nx-ratelimit-reset: {reset}\n"
        );
        reply(status, &headers, COMPANY)
    }
}

fn builder(server: &Arc<MemoryServer>) -> ClientBuilder<Client> {
    server.builder().retry(RetryPolicy::never())
}

#[tokio::test(start_paused = true)]
async fn clients_that_share_a_throttle_keep_the_limit() {
    let (server, windows) = Limited::start(8);
    let throttle = Throttle::new();
    let one: Client = builder(&server).throttle(throttle.clone()).build().unwrap();
    let other: Client = builder(&server).throttle(throttle).build().unwrap();
    let requests = (0..20).map(|index| {
        let client = if index % 2 == 0 {
            one.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move { get(&client).await.map(|_| ()) })
    });
    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap().unwrap();
    }
    assert_eq!(*windows.lock().unwrap(), [(0, 8), (1, 8), (2, 4)]);
}

#[tokio::test(start_paused = true)]
async fn without_a_throttle_the_limit_is_exceeded() {
    let (server, _) = Limited::start(8);
    let client: Client = builder(&server).build().unwrap();
    let mut rejected = 0;
    for _ in 0..20 {
        rejected += usize::from(get(&client).await.is_err());
    }
    assert_eq!(rejected, 12);
}

#[tokio::test]
async fn an_api_without_a_rate_limit_is_not_throttled() {
    let server = ScriptedServer::start([response(200, "", COMPANY)]).await;
    let client: Client = server.builder().throttle(Throttle::new()).build().unwrap();
    let requests = (0..50).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { get(&client).await.map(|_| ()) })
    });
    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn an_aborted_first_request_does_not_block_others() {
    let server = MemoryServer::start(|index| {
        if index == 0 {
            Reply::Never
        } else {
            reply(200, "", COMPANY)
        }
    });
    let client: Client = server.builder().throttle(Throttle::new()).build().unwrap();
    let first = client.clone();
    let first = tokio::spawn(async move { get(&first).await.map(|_| ()) });
    while server.count() < 1 {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn(async move { get(&client).await.map(|_| ()) });
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_timeout_covers_throttling() {
    let headers = "date: Wed, 21 Oct 2015 07:28:00 GMT\n\
                   x-ratelimit-remaining: 0\nx-ratelimit-reset: 1445412540\n";
    let server = MemoryServer::start(|_| reply(200, headers, COMPANY));
    let builder = server.builder().throttle(Throttle::new());
    let client: Client = builder.timeout(Duration::from_secs(30)).build().unwrap();
    get(&client).await.unwrap();
    let start = Instant::now();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_timeout());
    assert_eq!(
        error.to_string(),
        "GET /companies/{id}: timed out while the rate limit was exhausted"
    );
    assert_eq!(start.elapsed().as_secs(), 30);
    assert_eq!(server.count(), 1, "the second request was not sent");
}
