//! Responses that are read as streams.

use std::time::Duration;

use intercom_codegen_runtime::RetryPolicy;
use intercom_tests_compiled::streams::Client;
use intercom_tests_compiled::streams::api::types::watch_traffic_response::Event;
use intercom_tests_compiled::streams::api::types::{AskRequest, Course};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use wiremock::ResponseTemplate;

use super::Server;

async fn server(response: ResponseTemplate) -> (Server, Client) {
    let server = Server::responding_with([response]).await;
    let client = client(&server.0.uri());
    (server, client)
}

fn client(url: &str) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

fn events(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(text, "text/event-stream")
}

/// A server that sends each event on request, in a response that never ends.
struct Live {
    url: String,
    next: mpsc::UnboundedSender<&'static str>,
    /// Receives a message when the client has disconnected.
    disconnected: mpsc::UnboundedReceiver<()>,
}

impl Live {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (next, events) = mpsc::unbounded_channel();
        let (disconnect, disconnected) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            send(stream, events).await;
            let _ = disconnect.send(());
        });
        Self {
            url,
            next,
            disconnected,
        }
    }
}

/// Sends events until the client disconnects.
async fn send(mut stream: TcpStream, mut events: mpsc::UnboundedReceiver<&'static str>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_buf(&mut request).await.unwrap();
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut byte = [0];
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Some(event) => stream.write_all(event.as_bytes()).await.unwrap(),
                None => return,
            },
            _ = stream.read(&mut byte) => return,
        }
    }
}

#[tokio::test]
async fn events_are_yielded_before_the_response_ends() {
    let mut live = Live::start().await;
    let request = client(&live.url).ships().watch_arrivals();
    let mut arrivals = request.stream().await.unwrap();
    for (text, id, name) in [
        ("id: 1\ndata: {\"name\": \"Tern\"}\n\n", "1", "Tern"),
        ("id: 2\ndata: {\"name\":\ndata: \"Skua\"}\n\n", "2", "Skua"),
    ] {
        live.next.send(text).unwrap();
        let event = arrivals.try_next().await.unwrap().unwrap();
        assert_eq!(event.data().name.as_deref(), Some(name));
        assert_eq!(arrivals.last_event_id(), Some(id));
    }
    drop(arrivals);
    live.disconnected.recv().await.unwrap();
}

/// Starts a server that sends one of the responses on each connection, which it then closes.
/// Returns its URL, and receives the header `Last-Event-ID` of each request.
async fn closing(
    responses: [&'static str; 4],
) -> (String, mpsc::UnboundedReceiver<Option<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, ids) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for response in responses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                stream.read_buf(&mut request).await.unwrap();
            }
            let request = String::from_utf8(request).unwrap();
            let mut lines = request.lines();
            let id = lines.find_map(|line| line.strip_prefix("last-event-id: "));
            sender.send(id.map(str::to_owned)).unwrap();
            stream.write_all(response.as_bytes()).await.unwrap();
        }
    });
    (url, ids)
}

#[tokio::test]
async fn a_stream_is_reconnected_after_the_last_event() {
    let (url, mut ids) = closing([
        // Truncated within the second event.
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 1000\r\n\r\n\
         retry: 1\nid: a\ndata: {\"name\": \"Tern\"}\n\nid: b\ndata: {\"name\":",
        "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n\
         id: b\ndata: {\"name\": \"Skua\"}\n\n",
        "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
    ])
    .await;
    let policy = RetryPolicy::default().min_delay(Duration::from_millis(1));
    let builder = Client::builder().base_url(&url).retry(policy);
    let client = builder.build().unwrap();
    let request = client.ships().watch_arrivals();
    let request = request.with(|request| request.reconnect(2));
    let mut arrivals = request.stream().await.unwrap();
    let mut names = Vec::new();
    while let Some(event) = arrivals.try_next().await.unwrap() {
        names.extend(event.into_data().name);
    }
    assert_eq!(names, ["Tern", "Skua"]);
    for expected in [None, Some("a"), Some("a"), Some("b")] {
        assert_eq!(ids.recv().await.unwrap().as_deref(), expected);
    }
}

#[tokio::test]
async fn a_stream_is_requested_by_header_and_flag() {
    let (server, client) = server(events("event: part\ndata: {\"part\": \"be\"}\n\n")).await;
    let request = client.pilots().ask(AskRequest::new("why"));
    let mut answer = request.stream().await.unwrap();
    let event = answer.try_next().await.unwrap().unwrap();
    assert_eq!(event.name(), Some("part"));
    assert_eq!(event.data().part.as_deref(), Some("be"));
    assert!(answer.try_next().await.unwrap().is_none());
    let received = server.received().await;
    assert_eq!(received.line(), "POST /questions");
    assert_eq!(received.header("accept"), Some("text/event-stream"));
    received.assert_json(json!({"question": "why", "stream": true}));
}

#[tokio::test]
async fn a_stream_is_requested_by_the_flag_of_a_variant() {
    let (server, client) = server(events("data: aye\n\n")).await;
    let request = client.pilots().order(Course::new().degrees(90));
    let mut answer = request.stream().await.unwrap();
    assert_eq!(answer.try_next().await.unwrap().unwrap().data(), "aye");
    let received = server.received().await;
    received.assert_json(json!({"degrees": 90, "stream": true}));
}

#[tokio::test]
async fn the_same_operation_returns_json_without_a_stream() {
    let response = ResponseTemplate::new(200).set_body_json(json!({"text": "because"}));
    let (server, client) = server(response).await;
    let answer = client.pilots().ask(AskRequest::new("why")).await.unwrap();
    assert_eq!(answer.text.as_deref(), Some("because"));
    let received = server.received().await;
    assert_eq!(received.header("accept"), Some("application/json"));
    received.assert_json(json!({"question": "why"}));
}

#[tokio::test]
async fn text_is_the_data_of_events_without_json() {
    let (_server, client) = server(events("data: [7\ndata: knots\n\n")).await;
    let mut log = client.ships().follow_log().stream().await.unwrap();
    let event = log.try_next().await.unwrap().unwrap();
    assert_eq!(event.into_data(), "[7\nknots");
}

/// The constants of `event` distinguish text and JSON.
#[tokio::test]
async fn the_name_of_an_event_selects_its_data() {
    let text = "event: log\ndata: hello\n\nevent: log\ndata: {\"name\": \"a\"}\n\n\
                event: add\ndata: {\"name\": \"b\"}\n\n";
    let (_server, client) = server(events(text)).await;
    let mut wire = client.pilots().listen_to_wire().stream().await.unwrap();
    let mut data = Vec::new();
    while let Some(event) = wire.try_next().await.unwrap() {
        data.push(serde_json::to_value(event.into_data()).unwrap());
    }
    assert_eq!(
        data,
        [
            json!("hello"),
            json!(r#"{"name": "a"}"#),
            json!({"name": "b"})
        ]
    );
}

/// Without such constants, the data of all events is text.
#[tokio::test]
async fn events_that_cannot_be_distinguished_are_text() {
    let text = "event: add\ndata: {}\n\ndata: hello\n\n";
    let (_server, client) = server(events(text)).await;
    let mut wires = client.pilots().listen_to_wires().stream().await.unwrap();
    for expected in ["{}", "hello"] {
        let event = wires.try_next().await.unwrap().unwrap();
        assert_eq!(event.into_data(), expected);
    }
}

/// Returns the data of the events of a body, as JSON.
macro_rules! data {
    ($operation:ident, $text:expr) => {{
        let (_server, client) = server(events($text)).await;
        let mut stream = client.ships().$operation().stream().await.unwrap();
        let mut data = Vec::new();
        while let Some(event) = stream.try_next().await.unwrap() {
            assert!(event.anomalies().is_empty());
            data.push(event.into_data());
        }
        data
    }};
}

#[tokio::test]
async fn events_are_found_through_references_and_compositions() {
    let text = "event: arrival\ndata: {\"name\": \"Tern\"}\n\nevent: ping\n\n\
                event: departure\ndata: {\"name\": \"Skua\"}\n\n";
    match data!(watch_traffic, text).as_slice() {
        [Event::ArrivalData(arrival), Event::DepartureData(departure)] => {
            assert_eq!(arrival.name, "Tern");
            // The data alone matches both alternatives, the event only the second.
            assert_eq!(departure.name, "Skua");
        }
        other => panic!("{other:?}"),
    }
}

/// The example of OpenAPI 3.2 for server-sent events (Media Type Object).
#[tokio::test]
async fn common_fields_of_events_belong_to_each_alternative() {
    let text = "event: text\ndata: {}\n\nevent: number\ndata: 42\n\n\
                event: flags\ndata: {\"flags\": [\"N\"]}\n\n";
    let data = data!(read_signals, text);
    let expected = [json!("{}"), json!("42"), json!({"flags": ["N"]})];
    assert_eq!(serde_json::to_value(data).unwrap(), json!(expected));
}

/// JSON Schema 2020-12, Validation, section 8.4: the string is a JSON document.
#[tokio::test]
async fn a_string_of_json_is_decoded() {
    assert_eq!(data!(read_words, "data: \"a\"\n\n"), ["a"]);
}

#[tokio::test]
async fn the_elements_of_a_referenced_array_are_items() {
    let lines = "{\"name\": \"Tern\"}\n{\"name\": \"Skua\"}\n";
    let response = ResponseTemplate::new(200).set_body_raw(lines, "application/jsonl");
    let (_server, client) = server(response).await;
    let mut fleet = client.ships().list_fleet().stream().await.unwrap();
    let mut names = Vec::new();
    while let Some(ship) = fleet.try_next().await.unwrap() {
        names.extend(ship.into_data().name);
    }
    assert_eq!(names, ["Tern", "Skua"]);
}

#[tokio::test]
async fn json_texts_are_items() {
    let lines = "{\"north\": 1.5}\n{\"north\": 2}\n";
    let response = ResponseTemplate::new(200).set_body_raw(lines, "application/x-ndjson");
    let (server, client) = server(response).await;
    let mut positions = client.ships().track_positions().stream().await.unwrap();
    let mut north = Vec::new();
    while let Some(position) = positions.try_next().await.unwrap() {
        north.extend(position.data().north);
    }
    assert_eq!(north, [1.5, 2.0]);
    let received = server.received().await;
    assert_eq!(received.header("accept"), Some("application/x-ndjson"));
}

#[tokio::test]
async fn an_error_status_is_an_error_of_the_request() {
    let (_server, client) = server(ResponseTemplate::new(404)).await;
    let error = client.pilots().listen().stream().await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocking_stream_is_an_iterator() {
    let text = "\x1e[1, 2]\n\x1e[\n3\n]\n";
    let response = ResponseTemplate::new(200).set_body_raw(text, "application/json-seq");
    let (_server, client) = server(response).await;
    let soundings = tokio::task::spawn_blocking(move || {
        let soundings = client.ships().read_soundings().blocking().stream()?;
        soundings.map(|item| Ok(item?.into_data())).collect()
    });
    let soundings: Result<Vec<Vec<f64>>, intercom_client::Error> = soundings.await.unwrap();
    assert_eq!(soundings.unwrap(), [vec![1.0, 2.0], vec![3.0]]);
}
