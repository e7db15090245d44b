//! Requests that are held back.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use intercom_client::v2_16::Client;
use intercom_client::{ClientBuilder, RetryPolicy, Throttle};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::server::{ScriptedServer, Step, answer};
use super::{COMPANY, get};

/// Allows so many requests in every two seconds of the clock, and refuses the rest.
struct Limited {
    limit: u64,
    windows: Arc<Mutex<Vec<(u64, u64)>>>,
}

impl Respond for Limited {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let window = now.as_secs() / 2;
        let mut windows = self.windows.lock().unwrap();
        match windows.last_mut() {
            Some((current, count)) if *current == window => *count += 1,
            _ => windows.push((window, 1)),
        }
        let (_, count) = windows[windows.len() - 1];
        let status = if count > self.limit { 429 } else { 200 };
        ResponseTemplate::new(status)
            .insert_header("x-ratelimit-limit", self.limit)
            .insert_header("x-ratelimit-remaining", self.limit.saturating_sub(count))
            .insert_header("x-ratelimit-reset", (window + 1) * 2)
            .set_body_raw(COMPANY, "application/json")
    }
}

async fn limited(limit: u64) -> (MockServer, Arc<Mutex<Vec<(u64, u64)>>>) {
    let windows = Arc::new(Mutex::new(Vec::new()));
    let limited = Limited {
        limit,
        windows: windows.clone(),
    };
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(limited)
        .mount(&server)
        .await;
    (server, windows)
}

fn builder(server: &MockServer) -> ClientBuilder<Client> {
    ClientBuilder::new()
        .base_url(server.uri())
        .retry(RetryPolicy::never())
}

#[tokio::test]
async fn the_limit_is_kept_by_all_clones_together() {
    let (server, windows) = limited(8).await;
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
    let windows = windows.lock().unwrap();
    assert!(windows.iter().all(|(_, count)| *count <= 8), "{windows:?}");
    let sent: u64 = windows.iter().map(|(_, count)| count).sum();
    assert_eq!(sent, 20);
}

#[tokio::test]
async fn without_it_the_limit_is_hit() {
    let (server, _) = limited(8).await;
    let client: Client = builder(&server).build().unwrap();
    let mut refused = 0;
    for _ in 0..20 {
        refused += usize::from(get(&client).await.is_err());
    }
    assert!(refused > 0, "the test above shows nothing otherwise");
}

#[tokio::test]
async fn an_api_without_a_limit_is_not_waited_for() {
    let server = ScriptedServer::start([answer(200, "", COMPANY)]).await;
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
async fn a_first_request_that_comes_to_nothing_holds_up_nobody() {
    let script = [Step::Stall(Vec::new()), answer(200, "", COMPANY)];
    let server = ScriptedServer::start(script).await;
    let client: Client = server.builder().throttle(Throttle::new()).build().unwrap();
    let first = client.clone();
    let first = tokio::spawn(async move { get(&first).await.map(|_| ()) });
    server.received(1).await;
    let second = tokio::spawn(async move { get(&client).await.map(|_| ()) });
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn waiting_for_the_window_ends_with_the_time() {
    let reset = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        + 60;
    let head = format!("x-ratelimit-remaining: 0\nx-ratelimit-reset: {reset}\n");
    let server = ScriptedServer::start([answer(200, &head, COMPANY)]).await;
    let builder = server.builder().throttle(Throttle::new());
    let client: Client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    get(&client).await.unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_timeout());
    assert_eq!(server.count(), 1, "the second request was never sent");
}
