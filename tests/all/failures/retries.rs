//! The requests that are retried, and the delays between attempts.

use std::time::Duration;

use intercom_client::RetryPolicy;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::{
    ContactSearchRequest, CreateContactRequest, SingleFilterSearchRequest,
};
use tokio::time::Instant;

use super::memory::{MemoryServer, reply};
use super::server::{ScriptedServer, Step, message, response, without_delay};
use super::{COMPANY, get, post};

/// The body of a response to a rate-limited request.
const LIMITED: &str = r#"{"type": "error.list", "errors": [{"code": "rate_limit_exceeded"}]}"#;

/// Starts a server that responds to the first request with status 429 and these headers.
fn rate_limited_once(headers: String) -> std::sync::Arc<MemoryServer> {
    MemoryServer::start(move |index| {
        if index == 0 {
            reply(429, &headers, LIMITED)
        } else {
            reply(200, "", COMPANY)
        }
    })
}

#[tokio::test]
async fn retries_after_a_transient_status() {
    for status in [408, 500, 502, 503, 504] {
        let script = [
            response(status, "", ""),
            response(status, "", ""),
            response(200, "", COMPANY),
        ];
        let server = ScriptedServer::start(script).await;
        assert_eq!(get(&server.client()).await.unwrap().id, "c1");
        assert_eq!(server.count(), 3, "{status}");
    }
}

#[tokio::test]
async fn the_last_response_is_the_error() {
    let body = r#"{"type": "error.list", "errors": [{"code": "server_error"}]}"#;
    let server = ScriptedServer::start([response(500, "", ""), response(503, "", body)]).await;
    let error = get(&server.client()).await.unwrap_err();
    assert_eq!(server.count(), 3);
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(error.code(), Some("server_error"));
    assert!(error.is_server_error());
}

#[tokio::test]
async fn other_statuses_are_not_retried() {
    for status in [400, 401, 403, 404, 409, 410, 422] {
        let server = ScriptedServer::start([response(status, "", "")]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(server.count(), 1, "{status}");
    }
}

#[tokio::test]
async fn only_idempotent_methods_are_retried() {
    let server = ScriptedServer::start([response(500, "", "")]).await;
    let client: Client = server.client();
    client.companies().delete_company("c1").await.unwrap_err();
    assert_eq!(server.count(), 3);
    post(&client).await.unwrap_err();
    assert_eq!(server.count(), 3 + 1);
}

#[tokio::test]
async fn searches_are_retried_although_they_are_posts() {
    let list = r#"{"type": "list", "data": []}"#;
    let script = [
        response(503, "", ""),
        Step::Reset(Vec::new()),
        response(200, "", list),
    ];
    let server = ScriptedServer::start(script).await;
    let client: Client = server.client();
    let request = ContactSearchRequest::new(SingleFilterSearchRequest::new());
    let search = client.contacts().search_contacts(request).per_page(50);
    search.await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[2].ends_with(r#"{"query":{},"pagination":{"per_page":50}}"#));

    let server = ScriptedServer::start([response(503, "", ""), response(200, "", "{}")]).await;
    let client: Client = server.client();
    let contact = CreateContactRequest::new().email("ada@example.com");
    let error = client.contacts().create_contact(contact).await;
    assert!(error.unwrap_err().is_server_error());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn posts_are_retried_if_the_policy_allows_it() {
    let server = ScriptedServer::start([response(500, "", ""), response(200, "", COMPANY)]).await;
    let policy = without_delay().repeat_any_method(true);
    let client: Client = server.builder().retry(policy).build().unwrap();
    post(&client).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1], "the body is sent again");
    assert!(requests[0].contains("Blue Sun"));
}

#[tokio::test]
async fn the_policy_of_a_request_overrides_the_client() {
    let server = ScriptedServer::start([response(500, "", "")]).await;
    let client: Client = server.client();
    let request = client.companies().get_company("c1");
    let once = request.clone().with(|it| it.retry(RetryPolicy::never()));
    once.await.unwrap_err();
    assert_eq!(server.count(), 1);
    let five_times = request.with(|it| it.retry(without_delay().max_retries(5)));
    five_times.await.unwrap_err();
    assert_eq!(server.count(), 1 + 6);
}

#[tokio::test]
async fn retries_after_a_connection_reset() {
    let script = [
        Step::Reset(Vec::new()),
        Step::Reset(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        response(200, "", COMPANY),
    ];
    let server = ScriptedServer::start(script.clone()).await;
    get(&server.client()).await.unwrap();
    assert_eq!(server.count(), 3);

    let server = ScriptedServer::start(script).await;
    let error = post(&server.client()).await.unwrap_err();
    assert_eq!(
        server.count(),
        1,
        "the server may have processed the request"
    );
    assert_eq!(error.to_string(), "POST /companies: no response received");
}

#[tokio::test(start_paused = true)]
async fn retries_any_method_after_the_rate_limit_resets() {
    // `Date` is the current time of the server.
    let date = "date: Wed, 21 Oct 2015 07:28:00 GMT\n";
    for headers in [
        "retry-after: 7\n".to_owned(),
        format!("{date}retry-after: Wed, 21 Oct 2015 07:28:07 GMT\n"),
        format!("{date}x-ratelimit-remaining: 0\nx-ratelimit-reset: 1445412487\n"),
    ] {
        let server = rate_limited_once(headers.clone());
        let start = Instant::now();
        post(&server.client()).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 7, "{headers}");
        assert_eq!(server.count(), 2, "{headers}");
    }
}

#[tokio::test(start_paused = true)]
async fn retries_after_a_429_without_a_reset_time() {
    let server = rate_limited_once(String::new());
    post(&server.client()).await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_delay_above_the_maximum_is_not_waited_for() {
    let server = rate_limited_once("retry-after: 3600\n".to_owned());
    let start = Instant::now();
    let error = get(&server.client()).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(server.count(), 1);
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

/// The headers may describe the limit of the app while that of the workspace is exceeded.
#[tokio::test(start_paused = true)]
async fn retries_after_a_429_although_requests_remain() {
    let date = "date: Wed, 21 Oct 2015 07:28:00 GMT\n";
    let reset = format!("{date}x-ratelimit-remaining: 70\nx-ratelimit-reset: 1445412487\n");
    for (headers, wait) in [("x-ratelimit-remaining: 70\n".to_owned(), 0), (reset, 7)] {
        let server = rate_limited_once(headers.clone());
        let start = Instant::now();
        post(&server.client()).await.unwrap();
        assert!(start.elapsed().as_secs() >= wait, "{headers}");
        assert_eq!(server.count(), 2, "{headers}");
    }
}

#[tokio::test]
async fn limits_of_running_jobs_are_not_retried() {
    let body = r#"{"type": "error.list", "errors": [
        {"code": "rate_limit_exceeded", "message": "2 export jobs are still pending"}]}"#;
    for headers in [
        "",
        "x-ratelimit-remaining: 70\nx-ratelimit-reset: 4102444800\n",
    ] {
        let step = response(429, headers, body);
        let server = ScriptedServer::start([step]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert_eq!(server.count(), 1);
        assert!(!error.is_rate_limited());
        assert_eq!(error.status().unwrap().as_u16(), 429);
        assert_eq!(error.retry_after(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_delay_beyond_the_timeout_is_not_waited_for() {
    let server = rate_limited_once("retry-after: 20\n".to_owned());
    let timeout = Duration::from_secs(10);
    let client: Client = server.builder().timeout(timeout).build().unwrap();
    let start = Instant::now();
    assert!(get(&client).await.unwrap_err().is_rate_limited());
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_first_attempt_may_use_the_whole_timeout() {
    let server = ScriptedServer::start([Step::Stall(Vec::new())]).await;
    let timeout = Duration::from_millis(100);
    let client: Client = server.builder().timeout(timeout).build().unwrap();
    assert!(get(&client).await.unwrap_err().is_timeout());
    assert!(server.count() <= 1, "no second attempt");
}

#[tokio::test]
async fn an_attempt_timeout_leaves_time_for_retries() {
    let script = [Step::Stall(Vec::new()), response(200, "", COMPANY)];
    let server = ScriptedServer::start(script).await;
    let policy = without_delay()
        .attempt_timeout(Duration::from_millis(200))
        .max_retries(usize::MAX);
    let client: Client = server.builder().retry(policy).build().unwrap();
    get(&client).await.unwrap();
    assert!(server.count() >= 2);
}

#[tokio::test]
async fn dropping_a_request_closes_the_connection() {
    let mut server = ScriptedServer::start([Step::Stall(Vec::new())]).await;
    let client: Client = server.client();
    let request = tokio::spawn(async move { get(&client).await.map(|_| ()) });
    server.received(1).await;
    request.abort();
    server.client_disconnected().await;
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_request_cancels_its_retries() {
    let server = rate_limited_once("retry-after: 10\n".to_owned());
    let client: Client = server.client();
    let dropped = tokio::time::timeout(Duration::from_secs(5), get(&client)).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn retries_after_a_truncated_body() {
    let whole = message(200, "", COMPANY.as_bytes());
    let truncated = whole[..whole.len() - 10].to_vec();
    let script = [
        Step::Reset(truncated.clone()),
        Step::Close(truncated),
        response(200, "", COMPANY),
    ];
    let server = ScriptedServer::start(script).await;
    assert_eq!(get(&server.client()).await.unwrap().id, "c1");
    assert_eq!(server.count(), 3);
}
