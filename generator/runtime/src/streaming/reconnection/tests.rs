use tokio::time::Instant;

use super::*;
use crate::harbour::{Client, WatchArrivals};
use crate::json::Value;
use crate::mock::{Mock, Reply};
use crate::{Api, ClientBuilder, EventStream, Streaming, method};

const SECOND: Duration = Duration::from_secs(1);

/// Returns a response that ends after these events.
fn events(text: &'static str) -> Reply {
    Reply::chunks(200, "text/event-stream", [text])
}

/// Returns a client whose waits are one second, two, four, …, with jitter of up to as much again.
fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, Mock) {
    let mock = Mock::new();
    let policy = RetryPolicy::default().min_delay(SECOND).max_retries(0);
    let builder = ClientBuilder::new().retry(policy).mock(&mock);
    mock.on::<WatchArrivals>().reply_sequence(replies);
    (builder.build().unwrap(), mock)
}

async fn stream(client: &Client, attempts: usize) -> EventStream<Value> {
    let request = client.watch_arrivals();
    let request = request.with(|request| request.reconnect(attempts));
    request.stream().await.unwrap()
}

/// Returns the data of all items, and the error that ends the stream.
async fn all(stream: &mut EventStream<Value>) -> (Vec<Value>, Option<Error>) {
    let mut data = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => data.push(event.into_data()),
            Ok(None) => return (data, None),
            Err(error) => return (data, Some(error)),
        }
    }
}

/// Returns the header `Last-Event-ID` of all requests.
fn last_event_ids(mock: &Mock) -> Vec<Option<String>> {
    let requests = mock.requests::<WatchArrivals>();
    let ids = requests.iter().map(|one| one.header("last-event-id"));
    ids.map(|id| id.map(str::to_owned)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_stream_continues_after_the_last_event() {
    let (client, mock) = client([
        events("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3").interrupted(),
        // No id: it is still the last one. The text after it is not an event.
        events("data: 3\n\ndata: 4"),
        Reply::connection_lost(),
        events("id\ndata: 4\n\n"),
        Reply::status(204),
    ]);
    let mut stream = stream(&client, 2).await;
    let (data, error) = all(&mut stream).await;
    assert_eq!(data, [1, 2, 3, 4]);
    assert!(error.is_none(), "{error:?}");
    let expected = [None, Some("2"), Some("2"), Some("2"), None];
    assert_eq!(
        last_event_ids(&mock),
        expected.map(|id| id.map(str::to_owned))
    );
    assert_eq!(stream.status(), 204);
    // It has ended for good.
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn the_first_wait_is_the_one_that_the_stream_requests() {
    let (client, _mock) = client([
        events("retry: 1500\ndata: 1\n\n"),
        events("retry: 100\n\ndata: 2\n\n"),
        events(""),
        events("data: 3\n\n"),
        Reply::status(204),
    ]);
    let mut stream = stream(&client, 2).await;
    stream.try_next().await.unwrap();
    let start = Instant::now();
    stream.try_next().await.unwrap();
    assert_eq!(start.elapsed().as_millis(), 1_500);
    let start = Instant::now();
    stream.try_next().await.unwrap();
    // The second wait in a row is that of the policy: from two seconds to four.
    let waits = start.elapsed().as_millis();
    assert!((2_100..=4_101).contains(&waits), "{waits}");
    assert_eq!(stream.reconnection_time(), Some(Duration::from_millis(100)));
    let start = Instant::now();
    assert!(stream.try_next().await.unwrap().is_none());
    assert_eq!(start.elapsed().as_millis(), 100);
}

#[tokio::test(start_paused = true)]
async fn a_longer_wait_than_the_policy_allows_ends_the_stream() {
    let (client, mock) = client([events("retry: 30001\ndata: 1\n\n")]);
    let mut stream = stream(&client, 2).await;
    assert_eq!(all(&mut stream).await.0, [1]);
    assert_eq!(mock.requests::<WatchArrivals>().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded_and_an_event_resets_their_number() {
    let replies = [
        events("data: 1\n\n"),
        Reply::connect_failure(),
        Reply::status(503),
        events("data: 2\n\n"),
        Reply::connect_failure(),
        Reply::status(503),
        // Neither a comment nor an id alone is an event.
        events(": here\n\nid: 7\n\n"),
    ];
    let (client, mock) = client(replies);
    let mut stream = stream(&client, 3).await;
    let (data, error) = all(&mut stream).await;
    assert_eq!(data, [1, 2]);
    assert!(error.is_none(), "the last connection has ended without one");
    assert_eq!(mock.requests::<WatchArrivals>().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn the_last_error_ends_the_stream() {
    let replies = [
        events("data: 1\n\n"),
        Reply::connect_failure(),
        Reply::status(503),
    ];
    let (client, _mock) = client(replies);
    let (data, error) = all(&mut stream(&client, 2).await).await;
    assert_eq!(data, [1]);
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 503);
}

#[tokio::test(start_paused = true)]
async fn errors_that_are_not_retried_end_the_stream() {
    for reply in [
        Reply::status(404),
        Reply::json(200, &serde_json::json!({})),
        events("data: 2\n\n").header("content-type", "application/json"),
    ] {
        let (client, mock) = client([events("data: 1\n\n"), reply]);
        let mut stream = stream(&client, 5).await;
        let (data, error) = all(&mut stream).await;
        assert_eq!((data, error.is_some()), (vec![1.into()], true));
        assert_eq!(mock.requests::<WatchArrivals>().len(), 2);
        assert!(stream.try_next().await.unwrap().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn done_ends_the_stream() {
    let (client, mock) = client([events("data: 1\n\ndata: [DONE]\n\n")]);
    assert_eq!(all(&mut stream(&client, 5).await).await.0, [1]);
    assert_eq!(mock.requests::<WatchArrivals>().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_not_reconnected_by_default() {
    let (client, mock) = client([events("data: 1\n\n")]);
    assert_eq!(all(&mut stream(&client, 0).await).await.0, [1]);
    assert_eq!(mock.requests::<WatchArrivals>().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_stream_cancels_the_wait() {
    let (client, mock) = client([events("data: 1\n\n")]);
    let mut stream = stream(&client, 1).await;
    stream.try_next().await.unwrap();
    // Cancelled while it waits, it waits on.
    let wait = tokio::time::timeout(SECOND / 2, stream.try_next());
    assert!(wait.await.is_err());
    drop(stream);
    tokio::time::sleep(60 * SECOND).await;
    assert_eq!(mock.requests::<WatchArrivals>().len(), 1);
}

#[tokio::test]
async fn only_streams_that_can_be_repeated_are_reconnected() {
    // No server is there.
    let builder = Client::builder().base_url("http://127.0.0.1:1");
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let open = |name: &str, format, change: fn(&mut Request)| {
        let mut request = Request::new(client.connection(), method(name), "/arrivals");
        request.reconnect(1);
        change(&mut request);
        let streaming = Streaming {
            format,
            accept: "text/event-stream",
            flag: None,
        };
        request.stream::<Value>(streaming, |_, _| None)
    };
    let unchanged = |_: &mut Request| {};
    for (method, format, message) in [
        ("POST", StreamFormat::Events, "is not idempotent"),
        ("GET", StreamFormat::Lines, "a stream of JSON texts"),
    ] {
        let error = open(method, format, unchanged).await.unwrap_err();
        assert!(
            error.is_invalid() && error.to_string().contains(message),
            "{error}"
        );
    }
    for change in [
        |request: &mut Request| request.idempotent(),
        |request: &mut Request| request.retry(RetryPolicy::never().repeat_any_method(true)),
    ] {
        let error = open("POST", StreamFormat::TextEvents, change)
            .await
            .unwrap_err();
        assert!(error.is_connect(), "{error}");
    }
}
