use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use http::Method;
use tokio::time::{Instant, Sleep, sleep};

use super::*;
use crate::DefaultService;
use crate::json::Value;
use crate::service::Policy;

const TIMEOUT: Duration = Duration::from_secs(3);

/// A body of chunks, each sent after a pause.
struct Body {
    chunks: VecDeque<(Duration, io::Result<Bytes>)>,
    /// The pause before the next chunk, once it has begun.
    pause: Option<Pin<Box<Sleep>>>,
    /// Exists as long as the body does.
    _alive: Arc<()>,
}

impl Stream for Body {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((duration, _)) = self.chunks.front() else {
            return Poll::Ready(None);
        };
        let duration = *duration;
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(duration)));
        ready!(pause.as_mut().poll(context));
        self.pause = None;
        Poll::Ready(self.chunks.pop_front().map(|(_, chunk)| chunk))
    }
}

/// A response to be read as a stream.
struct Source {
    format: StreamFormat,
    content_type: &'static str,
    chunks: VecDeque<(Duration, io::Result<Bytes>)>,
    limit: u64,
    is_strict: bool,
    alive: Arc<()>,
}

impl Source {
    fn new(format: StreamFormat) -> Self {
        Self {
            format,
            content_type: "text/event-stream; charset=utf-8",
            chunks: VecDeque::new(),
            limit: 1_000,
            is_strict: false,
            alive: Arc::new(()),
        }
    }

    fn events() -> Self {
        Self::new(StreamFormat::Events)
    }

    fn after(mut self, seconds: u64, text: impl Into<Bytes>) -> Self {
        let pause = Duration::from_secs(seconds);
        self.chunks.push_back((pause, Ok(text.into())));
        self
    }

    fn open<T>(&self) -> Result<EventStream<T>, Error> {
        let chunks = self.chunks.iter().map(|(pause, chunk)| match chunk {
            Ok(chunk) => (*pause, Ok(chunk.clone())),
            Err(error) => (*pause, Err(error.kind().into())),
        });
        let body = reqwest::Body::wrap_stream(Body {
            chunks: chunks.collect(),
            pause: None,
            _alive: self.alive.clone(),
        });
        let response = http::Response::builder().header("content-type", self.content_type);
        let response = response.body(body).unwrap().into();
        let call = Call::new(Method::GET, "/arrivals");
        let policy = Policy::of::<DefaultService>();
        let download = Download::new(call, response, TIMEOUT, policy);
        let settings = Settings {
            format: self.format,
            is_strict: self.is_strict,
            timeout: TIMEOUT,
            limit: self.limit,
        };
        let raw = RawStream::new(download, settings, None)?;
        Ok(EventStream {
            raw,
            read_event: |_, _| None,
            decoding: None,
        })
    }
}

/// Returns the data of all items, and the error that ends the stream.
async fn all(source: &Source) -> (Vec<Value>, Option<Error>) {
    let mut stream = source.open::<Value>().unwrap();
    let mut data = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => data.push(event.into_data()),
            Ok(None) => return (data, None),
            Err(error) => return (data, Some(error)),
        }
    }
}

/// The whole stream takes longer than the timeout.
#[tokio::test(start_paused = true)]
async fn events_are_yielded_when_they_arrive() {
    let source = (1..=5).fold(Source::events(), |source, number| {
        source.after(2, format!("data: {number}\n\n"))
    });
    let mut stream = source.open::<i64>().unwrap();
    let start = Instant::now();
    for number in 1..=5 {
        let event = stream.try_next().await.unwrap().unwrap();
        assert_eq!(*event.data(), number);
        assert_eq!(start.elapsed(), Duration::from_secs(2) * number as u32);
    }
    assert!(stream.try_next().await.unwrap().is_none());
    assert!(stream.is_terminated());
}

#[tokio::test(start_paused = true)]
async fn the_timeout_applies_to_each_wait_and_comments_end_it() {
    let source = Source::events()
        .after(2, ": still here\n")
        .after(2, "data: 1\n\n")
        .after(4, "data: 2\n\n");
    let (data, error) = all(&source).await;
    assert_eq!(data, [1]);
    let error = error.unwrap();
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "GET /arrivals: 200 OK: timed out");
}

#[tokio::test]
async fn fields_of_events_are_read_wherever_chunks_end() {
    let text = "\u{feff}: comment\r\nevent: docked\r\nid: 7\r\nretry: 1500\r\n\
                data: {\"name\":\r\ndata: \"Tern\"}\r\n\r\nid: 8\n\ndata\n\ndata:2\rretry: x\r\r";
    for size in 1..=text.len() {
        let chunks = text.as_bytes().chunks(size);
        let source = chunks.fold(Source::events(), |source, chunk| {
            source.after(0, chunk.to_vec())
        });
        let mut stream = source.open::<Value>().unwrap();
        let event = stream.try_next().await.unwrap().unwrap();
        assert_eq!(*event.data(), serde_json::json!({"name": "Tern"}));
        assert_eq!((event.name(), event.id()), (Some("docked"), Some("7")));
        assert_eq!(stream.last_event_id(), Some("7"));
        let event = stream.try_next().await.unwrap().unwrap();
        assert_eq!((event.name(), event.id()), (None, None));
        assert_eq!(*event.data(), 2);
        assert!(stream.try_next().await.unwrap().is_none());
        // An event without data sets it, too.
        assert_eq!(stream.last_event_id(), Some("8"));
        let time = Duration::from_millis(1_500);
        assert_eq!(stream.reconnection_time(), Some(time));
    }
}

#[tokio::test]
async fn done_ends_a_stream_of_json() {
    let text = "data: 1\n\ndata: [DONE]\n\ndata: 2\n\n";
    let source = Source::events().after(0, text);
    assert_eq!(all(&source).await.0, [1]);
    let text_events = Source::new(StreamFormat::TextEvents).after(0, text);
    assert_eq!(all(&text_events).await.0, ["1", "[DONE]", "2"]);
}

#[tokio::test]
async fn texts_are_not_taken_for_json() {
    let text = "data: \"a\" \\\ndata: true\n\ndata:\n\n";
    let source = Source::new(StreamFormat::TextEvents).after(0, text);
    assert_eq!(all(&source).await.0, ["\"a\" \\\ntrue", ""]);
}

#[tokio::test]
async fn the_names_of_events_select_text() {
    let text = "event: log\ndata: [1]\n\nevent: add\ndata: [2]\n\ndata: a b\n\ndata: [DONE]\n\n";
    let source = |names| Source::new(StreamFormat::MixedEvents(names)).after(0, text);
    let all = async |names| all(&source(names)).await.0;
    assert_eq!(
        all(&["log"]).await,
        ["[1]".into(), serde_json::json!([2]), "a b".into()]
    );
    let unnamed = ["a b", "[DONE]"];
    assert_eq!(all(&["message"]).await[2..], unnamed);
}

#[tokio::test]
async fn json_texts_are_items_without_name_and_id() {
    let lines = Source::new(StreamFormat::Lines).after(0, "{\"a\": 1}\r\n\n2\n[3");
    let lines = lines.after(0, ", 4]");
    assert_eq!(all(&lines).await.0[2], serde_json::json!([3, 4]));
    let mut stream = lines.open::<Value>().unwrap();
    let event = stream.try_next().await.unwrap().unwrap();
    assert_eq!((event.name(), event.id()), (None, None));

    let sequence = Source::new(StreamFormat::Sequence).after(0, "\x1e1\n\x1e[\n2]\n\x1e3\n");
    let data = all(&sequence).await.0;
    assert_eq!(data, [1.into(), serde_json::json!([2]), 3.into()]);
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_does_not_end_the_stream() {
    let text = "data: 1\n\ndata: {\"a\n\ndata: \"x\"\n\ndata: 4\n\n";
    let mut stream = Source::events().after(0, text).open::<i64>().unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap().into_data(), 1);
    for body in ["{\"a", "\"x\""] {
        let error = stream.try_next().await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.body().unwrap(), body);
    }
    assert_eq!(stream.try_next().await.unwrap().unwrap().into_data(), 4);
    assert!(stream.try_next().await.unwrap().is_none());
}

/// RFC 7464, section 2.4: such texts must be dropped, and can be reported.
#[tokio::test]
async fn a_number_of_a_sequence_that_may_be_truncated_is_an_error() {
    let source = Source::new(StreamFormat::Sequence).after(0, "\x1e12\x1e34\n\x1e67");
    let mut stream = source.open::<i64>().unwrap();
    let error = stream.try_next().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body().unwrap(), "12");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.to_string(),
        "the JSON may be truncated, since no white space follows it"
    );
    assert_eq!(stream.try_next().await.unwrap().unwrap().into_data(), 34);
    assert!(stream.try_next().await.unwrap_err().is_decode());
    assert!(stream.try_next().await.unwrap().is_none());
    let lines = Source::new(StreamFormat::Lines).after(0, "12\n34");
    assert_eq!(all(&lines).await.0, [12, 34]);
}

#[tokio::test]
async fn unexpected_values_of_items_are_left_out() {
    let mut source = Source::events().after(0, "data: [1, {}, 3]\n\n");
    let mut stream = source.open::<Vec<i64>>().unwrap();
    let event = stream.try_next().await.unwrap().unwrap();
    assert_eq!(event.data(), &[1, 3]);
    assert_eq!(event.anomalies()[0].path(), "[1]");
    source.is_strict = true;
    let mut stream = source.open::<Vec<i64>>().unwrap();
    assert!(stream.try_next().await.unwrap_err().is_decode());
}

#[tokio::test]
async fn each_item_has_the_size_limit() {
    for (format, item) in [
        (StreamFormat::Events, "data: 1\n\n"),
        (StreamFormat::Lines, "1\n"),
        (StreamFormat::Sequence, "\x1e1\n"),
    ] {
        let small = (0..1_000).fold(Source::new(format), |source, _| source.after(0, item));
        let many = small.after(0, item.repeat(9_000));
        let (data, error) = all(&many).await;
        assert_eq!((data.len(), error.is_none()), (10_000, true), "{format:?}");

        let endless = many.after(0, "data: [[1,".repeat(1_000));
        let (data, error) = all(&endless).await;
        assert_eq!(data.len(), 10_000, "{format:?}");
        let error = error.unwrap();
        assert!(error.is_too_large(), "{format:?}");
        assert_eq!(
            error.to_string(),
            "GET /arrivals: 200 OK: the body is larger than the limit of 1000 bytes"
        );
    }
}

#[tokio::test]
async fn an_interrupted_body_is_an_error() {
    let mut source = Source::events().after(0, "data: 1\n\ndata: 2");
    let reset = io::ErrorKind::ConnectionReset.into();
    source.chunks.push_back((Duration::ZERO, Err(reset)));
    let mut stream = source.open::<Value>().unwrap();
    assert!(stream.try_next().await.unwrap().is_some());
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /arrivals: 200 OK: the body is truncated"
    );
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn text_that_is_no_utf_8_is_an_error() {
    let source = Source::events().after(0, b"data: \"\xff\"\n\n".to_vec());
    assert!(all(&source).await.1.unwrap().is_decode());
}

#[tokio::test]
async fn json_is_no_stream_of_events() {
    let mut source = Source::events().after(0, "{}");
    source.content_type = "application/json";
    assert!(source.open::<Value>().unwrap_err().is_decode());
    source.format = StreamFormat::Lines;
    assert_eq!(all(&source).await.0, [serde_json::json!({})]);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_stream_drops_the_body() {
    let source = Source::events()
        .after(0, "data: 1\n\n")
        .after(2, "data: 2\n\n");
    let mut stream = source.open::<Value>().unwrap();
    stream.try_next().await.unwrap();
    // Cancelled while it waits: nothing is lost.
    let waited = tokio::time::timeout(Duration::from_secs(1), stream.try_next()).await;
    assert!(waited.is_err());
    assert_eq!(*stream.try_next().await.unwrap().unwrap().data(), 2);
    assert_eq!(Arc::strong_count(&source.alive), 2);
    drop(stream);
    assert_eq!(Arc::strong_count(&source.alive), 1);
}
