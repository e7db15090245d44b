//! Which requests are sent again, and when.

use std::time::Duration;

use intercom_client::RetryPolicy;
use intercom_client::v2_16::Client;
use tokio::time::Instant;

use super::memory::{MemoryServer, reply};
use super::server::{ScriptedServer, Step, answer, at_once, message};
use super::{COMPANY, get, post};

/// The body of a response to a request beyond the rate limit.
const LIMITED: &str = r#"{"type": "error.list", "errors": [{"code": "rate_limit_exceeded"}]}"#;

/// Starts a server that refuses the first request with status 429 and these headers.
fn limited_once(headers: String) -> std::sync::Arc<MemoryServer> {
    MemoryServer::start(move |index| {
        if index == 0 {
            reply(429, &headers, LIMITED)
        } else {
            reply(200, "", COMPANY)
        }
    })
}

#[tokio::test]
async fn a_server_that_fails_for_a_moment_is_asked_again() {
    for status in [408, 500, 502, 503, 504] {
        let script = [
            answer(status, "", ""),
            answer(status, "", ""),
            answer(200, "", COMPANY),
        ];
        let server = ScriptedServer::start(script).await;
        assert_eq!(get(&server.client()).await.unwrap().id, "c1");
        assert_eq!(server.count(), 3, "{status}");
    }
}

#[tokio::test]
async fn the_last_answer_is_the_error() {
    let body = r#"{"type": "error.list", "errors": [{"code": "server_error"}]}"#;
    let server = ScriptedServer::start([answer(500, "", ""), answer(503, "", body)]).await;
    let error = get(&server.client()).await.unwrap_err();
    assert_eq!(server.count(), 3);
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(error.code(), Some("server_error"));
    assert!(error.is_server_error());
}

#[tokio::test]
async fn other_failures_are_final() {
    for status in [400, 401, 403, 404, 409, 410, 422] {
        let server = ScriptedServer::start([answer(status, "", "")]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(server.count(), 1, "{status}");
    }
}

#[tokio::test]
async fn what_can_be_repeated_is_known_by_its_method() {
    let server = ScriptedServer::start([answer(500, "", "")]).await;
    let client: Client = server.client();
    client.companies().delete_company("c1").await.unwrap_err();
    assert_eq!(server.count(), 3);
    post(&client).await.unwrap_err();
    assert_eq!(server.count(), 3 + 1);
}

#[tokio::test]
async fn the_caller_can_have_posts_repeated() {
    let server = ScriptedServer::start([answer(500, "", ""), answer(200, "", COMPANY)]).await;
    let policy = at_once().repeat_any_method(true);
    let client: Client = server.builder().retry(policy).build().unwrap();
    post(&client).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1], "the body is there again");
    assert!(requests[0].contains("Blue Sun"));
}

#[tokio::test]
async fn a_request_has_the_last_word_on_its_tries() {
    let server = ScriptedServer::start([answer(500, "", "")]).await;
    let client: Client = server.client();
    let request = client.companies().retrieve_a_company_by_id("c1");
    let once = request.clone().with(|it| it.retry(RetryPolicy::never()));
    once.await.unwrap_err();
    assert_eq!(server.count(), 1);
    let often = request.with(|it| it.retry(at_once().max_retries(5)));
    often.await.unwrap_err();
    assert_eq!(server.count(), 1 + 6);
}

#[tokio::test]
async fn a_broken_connection_is_tried_again() {
    let breaks = [
        Step::Reset(Vec::new()),
        Step::Reset(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        answer(200, "", COMPANY),
    ];
    let server = ScriptedServer::start(breaks.clone()).await;
    get(&server.client()).await.unwrap();
    assert_eq!(server.count(), 3);

    let server = ScriptedServer::start(breaks).await;
    let error = post(&server.client()).await.unwrap_err();
    assert_eq!(server.count(), 1, "the server may have done it");
    assert_eq!(error.to_string(), "POST /companies: no response received");
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_waited_for_whatever_the_method() {
    // The date is the server's present.
    let date = "date: Wed, 21 Oct 2015 07:28:00 GMT\n";
    for headers in [
        "retry-after: 7\n".to_owned(),
        format!("{date}retry-after: Wed, 21 Oct 2015 07:28:07 GMT\n"),
        format!("{date}x-ratelimit-remaining: 0\nx-ratelimit-reset: 1445412487\n"),
    ] {
        let server = limited_once(headers.clone());
        let start = Instant::now();
        post(&server.client()).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 7, "{headers}");
        assert_eq!(server.count(), 2, "{headers}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_without_a_time_is_tried_again() {
    let server = limited_once(String::new());
    post(&server.client()).await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wait_has_a_ceiling() {
    let server = limited_once("retry-after: 3600\n".to_owned());
    let start = Instant::now();
    let error = get(&server.client()).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(server.count(), 1);
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn a_limit_on_jobs_is_not_waited_for() {
    let body = r#"{"type": "error.list", "errors": [
        {"code": "rate_limit_exceeded", "message": "2 export jobs are still pending"}]}"#;
    let soon = "x-ratelimit-reset: 4102444800\n";
    for step in [
        answer(429, "", body),
        answer(429, &format!("x-ratelimit-remaining: 70\n{soon}"), ""),
    ] {
        let server = ScriptedServer::start([step]).await;
        let error = get(&server.client()).await.unwrap_err();
        assert_eq!(server.count(), 1);
        assert!(!error.is_rate_limited());
        assert_eq!(error.status().unwrap().as_u16(), 429);
        assert_eq!(error.retry_after(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let server = limited_once("retry-after: 20\n".to_owned());
    let timeout = Duration::from_secs(10);
    let client: Client = server.builder().timeout(timeout).build().unwrap();
    let start = Instant::now();
    assert!(get(&client).await.unwrap_err().is_rate_limited());
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_first_try_can_take_all_the_time() {
    let server = ScriptedServer::start([Step::Stall(Vec::new())]).await;
    let timeout = Duration::from_millis(100);
    let client: Client = server.builder().timeout(timeout).build().unwrap();
    assert!(get(&client).await.unwrap_err().is_timeout());
    assert!(server.count() <= 1, "no second try");
}

#[tokio::test]
async fn a_try_can_have_less_time_than_all_together() {
    let script = [Step::Stall(Vec::new()), answer(200, "", COMPANY)];
    let server = ScriptedServer::start(script).await;
    let policy = at_once().attempt_timeout(Duration::from_millis(200));
    let policy = policy.max_retries(usize::MAX);
    let client: Client = server.builder().retry(policy).build().unwrap();
    get(&client).await.unwrap();
    assert!(server.count() >= 2);
}

#[tokio::test]
async fn a_request_that_is_dropped_before_its_response_is_over() {
    let mut server = ScriptedServer::start([Step::Stall(Vec::new())]).await;
    let client: Client = server.client();
    let request = tokio::spawn(async move { get(&client).await.map(|_| ()) });
    server.received(1).await;
    request.abort();
    server.client_gone().await;
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_dropped_while_it_waits_is_over() {
    let server = limited_once("retry-after: 10\n".to_owned());
    let client: Client = server.client();
    let dropped = tokio::time::timeout(Duration::from_secs(5), get(&client)).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_asked_for_again() {
    let whole = message(200, "", COMPANY.as_bytes());
    let half = whole[..whole.len() - 10].to_vec();
    let script = [
        Step::Reset(half.clone()),
        Step::Close(half),
        answer(200, "", COMPANY),
    ];
    let server = ScriptedServer::start(script).await;
    assert_eq!(get(&server.client()).await.unwrap().id, "c1");
    assert_eq!(server.count(), 3);
}
