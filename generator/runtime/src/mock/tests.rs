use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::*;
#[cfg(feature = "streams")]
use crate::harbour::WatchArrivals;
use crate::harbour::{Client, GetBoat, GetChart, ListBoats};
use crate::{File, RetryPolicy, Throttle};

/// Returns the message of the panic of `run`.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[tokio::test]
async fn requests_are_recorded_and_replies_decoded() {
    let mock = Mock::new();
    let builder = ClientBuilder::<Client>::new().bearer("secret").mock(&mock);
    let client = builder.build().unwrap();
    let boat = [("length".to_owned(), json!(7.5))].into_iter().collect();
    mock.on::<GetBoat>().reply(boat);
    let request = client.get_boat("Ada/2").with(|request| {
        request.query("fields", "a b");
        request.json(&json!({"name": "Ada"}));
    });
    assert_eq!(request.await.unwrap()["length"], 7.5);
    let [request] = &mock.requests::<GetBoat>()[..] else {
        panic!("{mock:?}");
    };
    assert_eq!(request.to_string(), "GET /boats/Ada%2F2?fields=a%20b");
    assert_eq!(request.path_parameter("name").as_deref(), Some("Ada/2"));
    assert_eq!(request.query("fields").as_deref(), Some("a b"));
    assert_eq!(request.header("authorization"), Some("Bearer secret"));
    assert_eq!(request.json::<Value>().unwrap()["name"], "Ada");
    assert!(request.json::<Vec<bool>>().unwrap_err().is_invalid());
    assert!(!format!("{request:?}").contains("secret"));
}

#[tokio::test(start_paused = true)]
async fn failures_are_retried() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<GetBoat>().reply_sequence([
        Reply::status(503),
        Reply::connect_failure(),
        Reply::ok(&json!({})),
    ]);
    client.get_boat("Ada").await.unwrap();
    assert_eq!(mock.requests::<GetBoat>().len(), 3);
}

#[tokio::test]
async fn each_failure_has_its_kind() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<GetBoat>().reply_sequence([
        Reply::connect_failure(),
        Reply::connection_lost(),
        Reply::bytes(200, "application/json", "{").interrupted(),
        Reply::status(1000),
        Reply::json(404, &json!({"message": "no such boat"})),
    ]);
    let get = || {
        let request = client.get_boat("Ada");
        request.with(|request| request.retry(RetryPolicy::never()))
    };
    let error = get().await.unwrap_err();
    assert!(
        error.is_transport() && error.is_connect() && !error.is_maybe_sent(),
        "{error}"
    );
    let error = get().await.unwrap_err();
    assert!(
        error.is_transport() && !error.is_connect() && error.is_maybe_sent(),
        "{error}"
    );
    let error = get().await.unwrap_err();
    let expected = "GET /boats/{name}: 200 OK: the body is truncated";
    assert_eq!(error.to_string(), expected);
    assert!(error.is_transport() && !error.is_connect() && error.is_maybe_sent());
    let error = get().await.unwrap_err();
    assert!(error.is_invalid() && !error.is_transport());
    let error = get().await.unwrap_err();
    assert!(!error.is_transport());
    assert_eq!(error.errors()[0].message.as_deref(), Some("no such boat"));
}

#[tokio::test(start_paused = true)]
async fn a_late_reply_exceeds_the_timeout() {
    let (client, mock) = Mock::client::<Client>();
    let reply = || Reply::ok(&json!({})).delay(Duration::from_secs(59));
    mock.on::<GetBoat>().times(1).reply_same(reply());
    let minute = Duration::from_secs(60);
    mock.on::<GetBoat>().delay(minute).reply_same(reply());
    let start = Instant::now();
    client.get_boat("Ada").await.unwrap();
    let error = client.get_boat("Ada").await.unwrap_err();
    assert!(error.is_timeout() && error.is_transport());
    assert!(start.elapsed() >= Duration::from_secs(119));
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_begins_when_the_request_is_sent() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<GetBoat>().reply(Default::default());
    let call = client.get_boat("Ada").send();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    call.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_throttle_waits_for_the_announced_window() {
    let mock = Mock::new();
    let builder = ClientBuilder::<Client>::new().throttle(Throttle::new());
    let client = builder.mock(&mock).build().unwrap();
    let reply = Reply::ok(&json!({}))
        .header("x-ratelimit-remaining", 0)
        .header("x-ratelimit-reset", 10);
    mock.on::<GetBoat>().times(2).reply_same(reply);
    let start = Instant::now();
    client.get_boat("Ada").await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1));
    client.get_boat("Ada").await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(10));
}

#[tokio::test]
async fn pages_are_requested_one_after_the_other() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<ListBoats>()
        .times(2)
        .reply_with(|request| match request.query("after").as_deref() {
            Some("2") => Reply::ok(&json!({"data": ["Eve"]})),
            _ => Reply::ok(&json!({"data": ["Ada", "Bob"], "next": "2"})),
        });
    let mut boats = client.list_boats().items();
    let mut names = Vec::new();
    while let Some(boat) = boats.try_next().await.unwrap() {
        names.push(boat);
    }
    assert_eq!(names, ["Ada", "Bob", "Eve"]);
}

#[tokio::test]
async fn downloads_arrive_in_chunks() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<GetChart>().reply_sequence([
        Reply::chunks(200, "application/pdf", ["ab", "cd"]),
        Reply::chunks(200, "application/pdf", ["ab"]).interrupted(),
    ]);
    let mut chart = client.get_chart().download().await.unwrap();
    assert_eq!(chart.content_type(), Some("application/pdf"));
    let mut chunks = Vec::new();
    while let Some(chunk) = chart.chunk().await.unwrap() {
        chunks.push(chunk);
    }
    assert_eq!(chunks, ["ab", "cd"]);
    let mut chart = client.get_chart().download().await.unwrap();
    assert_eq!(chart.chunk().await.unwrap().unwrap(), "ab");
    assert!(chart.chunk().await.is_err());
}

#[cfg(feature = "streams")]
#[tokio::test]
async fn events_are_streamed() {
    let (client, mock) = Mock::client::<Client>();
    let events = ["data: 1\n\nda", "ta: 2\n\n"];
    let reply = Reply::chunks(200, "text/event-stream", events);
    mock.on::<WatchArrivals>().reply_same(reply);
    let mut arrivals = client.watch_arrivals().stream().await.unwrap();
    let mut read = Vec::new();
    while let Some(event) = arrivals.try_next().await.unwrap() {
        read.push(event.into_data());
    }
    assert_eq!(read, [1, 2]);
}

#[tokio::test]
async fn forms_are_recorded_as_they_are_sent() {
    let (client, mock) = Mock::client::<Client>();
    let upload = || client.upload_chart(File::new("chart.txt", "depths"));
    assert!(upload().await.is_err());
    let [request] = &mock.all_requests()[..] else {
        panic!("{mock:?}");
    };
    let body = String::from_utf8_lossy(request.body()).into_owned();
    assert!(body.contains("filename=\"chart.txt\"") && body.contains("depths"));
    assert!(panic_of(|| mock.verify()).contains("POST /chart"));
    std::mem::forget(mock);
}

#[tokio::test]
async fn an_unexpected_request_is_an_error_and_reported() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<GetBoat>()
        .with(|request| request.path() == "/boats/Ada")
        .times(1)
        .reply_status(200, &json!({}));
    client.get_boat("Ada").await.unwrap();
    let message = client.get_boat("Eve").await.unwrap_err().to_string();
    let start = "GET /boats/{name}: the mock does not expect the request GET /boats/Eve: it expects \
                 GET /boats/{name} (";
    assert!(message.starts_with(start), "{message}");
    assert!(message.ends_with("received 1, a condition is not met"));
    let error = client.get_boat("Ada").await.unwrap_err();
    assert!(error.to_string().ends_with("all replies are used"));
    assert!(!error.is_maybe_sent() && !error.is_invalid());
    let report = panic_of(|| drop(mock));
    assert!(report.contains("unexpected requests:\n  GET /boats/Eve\n  GET /boats/Ada\n"));
    assert!(!report.contains("not met"), "{report}");
}

#[test]
fn expectations_that_are_not_met_are_reported() {
    let report = panic_of(|| {
        let mock = Mock::new();
        mock.on::<GetBoat>().reply_status(200, &json!({}));
        mock.on::<GetBoat>()
            .optional()
            .reply_status(200, &json!({}));
        mock.on::<ListBoats>()
            .reply_sequence([Reply::status(500), Reply::status(500)]);
    });
    let lines: Vec<&str> = report.lines().collect();
    let [_, title, boat, list] = lines[..] else {
        panic!("{report}");
    };
    assert_eq!(title, "expectations that are not met:");
    assert!(
        boat.trim_start().starts_with("GET /boats/{name} ("),
        "{boat}"
    );
    assert!(
        boat.contains("tests.rs:") && boat.ends_with("expected at least 1 request, received 0")
    );
    assert!(list.ends_with("expected 2 requests, received 0"), "{list}");
}

#[test]
fn a_panic_of_the_test_is_not_hidden_by_the_report() {
    let message = panic_of(|| {
        let mock = Mock::new();
        mock.on::<GetBoat>().reply_status(200, &json!({}));
        std::panic::panic_any("the assertion of the test".to_owned());
    });
    assert_eq!(message, "the assertion of the test");
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_requests_are_sent_to_the_mock() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<GetBoat>()
        .reply_status(200, &json!({"length": 3}));
    let boat = client.get_boat("Ada").blocking().send().unwrap();
    assert_eq!(boat["length"], 3);
}

#[cfg(feature = "middleware")]
#[tokio::test]
async fn middleware_precedes_the_mock() {
    struct Signature;

    #[async_trait::async_trait]
    impl reqwest_middleware::Middleware for Signature {
        async fn handle(
            &self,
            mut request: reqwest::Request,
            extensions: &mut http::Extensions,
            next: reqwest_middleware::Next<'_>,
        ) -> reqwest_middleware::Result<reqwest::Response> {
            let signature = http::HeaderValue::from_static("signed");
            request.headers_mut().insert("signature", signature);
            next.run(request, extensions).await
        }
    }

    let mock = Mock::new();
    let builder = ClientBuilder::<Client>::new().middleware(Signature);
    let builder = builder.retry(RetryPolicy::never()).mock(&mock);
    let client = builder.build().unwrap();
    let is_signed = |request: &RecordedRequest| request.header("signature") == Some("signed");
    let replies = [Reply::ok(&json!({})), Reply::connect_failure()];
    mock.on::<GetBoat>().with(is_signed).reply_sequence(replies);
    client.get_boat("Ada").await.unwrap();
    assert!(client.get_boat("Ada").await.unwrap_err().is_connect());
}
