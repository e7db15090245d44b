//! HTTP/2 servers that interrupt, stall or flood the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use h2::server::{Connection, SendResponse, handshake};
use h2::{Reason, RecvStream};
use http::Response;
use intercom_codegen_runtime::{Empty, Error, Method};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::frames::{CONTINUATION, DATA, HEADERS, PING, SETTINGS, flood, frame};
use super::server::{Server, for_localhost};
use super::{Client, TIMEOUT, builder, two_retries};

type Http2 = Connection<TlsStream<TcpStream>, Bytes>;
type Request = http::Request<RecvStream>;

/// The number of requests that a server has received.
type Count = Arc<AtomicUsize>;

/// Starts a server that handles each request with a function.
pub(super) async fn server(
    handle: impl Fn(Request, SendResponse<Bytes>, &mut Http2) + Clone + Send + Sync + 'static,
) -> (Server, Count) {
    let count = Count::default();
    let requests = count.clone();
    let server = Server::start(for_localhost(), "h2", move |stream| {
        let (handle, requests) = (handle.clone(), requests.clone());
        async move {
            let Ok(mut connection) = handshake(stream).await else {
                return;
            };
            while let Some(Ok((request, response))) = connection.accept().await {
                requests.fetch_add(1, Ordering::Relaxed);
                handle(request, response, &mut connection);
            }
        }
    })
    .await;
    (server, count)
}

/// Starts a server that floods the client after its first request: with the last frame repeatedly.
async fn flooding_server(frames: Vec<Vec<u8>>) -> Server {
    Server::start(for_localhost(), "h2", move |stream| {
        flood(stream, frames.clone())
    })
    .await
}

fn client(server: &Server) -> Client {
    builder(&server.url(), &server.certificate).build().unwrap()
}

fn impatient_client(server: &Server) -> Client {
    let builder = builder(&server.url(), &server.certificate);
    builder.timeout(TIMEOUT).build().unwrap()
}

async fn post(client: &Client, body: Vec<u8>) -> Result<(), Error> {
    let mut request = client.request(Method::POST);
    request.bytes(body);
    request.send::<Empty>().await
}

fn ok() -> Response<()> {
    Response::new(())
}

fn respond(_: Request, mut response: SendResponse<Bytes>, _: &mut Http2) {
    let mut body = response.send_response(ok(), false).unwrap();
    body.send_data(Bytes::from_static(b"{\"a\":1}"), true)
        .unwrap();
}

#[tokio::test]
async fn requests_share_a_connection() {
    let (server, count) = server(respond).await;
    let client = client(&server);
    for _ in 0..10 {
        assert_eq!(client.get().await.unwrap()["a"], 1);
    }
    assert_eq!(count.load(Ordering::Relaxed), 10);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_reset_stream_is_an_error() {
    for reason in [
        Reason::INTERNAL_ERROR,
        Reason::CANCEL,
        Reason::ENHANCE_YOUR_CALM,
    ] {
        let (server, count) = server(move |_, mut response, _| response.send_reset(reason)).await;
        let error = post(&client(&server), Vec::new()).await.unwrap_err();
        assert_eq!(error.to_string(), "POST /boat: no response received");
        assert!(error.is_maybe_sent() && !error.is_connect());
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn a_reset_stream_is_retried() {
    let (server, count) = server(|_, mut response, _| {
        response.send_reset(Reason::INTERNAL_ERROR);
    })
    .await;
    let builder = builder(&server.url(), &server.certificate).retry(two_retries());
    builder.build().unwrap().get().await.unwrap_err();
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

/// The HTTP client itself repeats requests that the server has certainly not processed.
#[tokio::test]
async fn a_refused_stream_is_repeated_a_bounded_number_of_times() {
    let (server, count) = server(|_, mut response, _| {
        response.send_reset(Reason::REFUSED_STREAM);
    })
    .await;
    post(&client(&server), Vec::new()).await.unwrap_err();
    let count = count.load(Ordering::Relaxed);
    assert!((1..=5).contains(&count), "{count} requests");
}

#[tokio::test]
async fn a_closed_connection_is_an_error() {
    for reason in [
        Reason::NO_ERROR,
        Reason::ENHANCE_YOUR_CALM,
        Reason::PROTOCOL_ERROR,
    ] {
        let (server, count) = server(move |_, response, connection| {
            connection.abrupt_shutdown(reason);
            drop(response);
        })
        .await;
        let error = client(&server).get().await.unwrap_err();
        assert!(error.is_maybe_sent(), "{error:?}");
        let count = count.load(Ordering::Relaxed);
        assert!((1..=5).contains(&count), "{reason}: {count} requests");
    }
}

/// The server finishes the request and announces that it accepts no other one.
#[tokio::test]
async fn requests_continue_after_a_graceful_shutdown() {
    let (server, _) = server(|request, response, connection| {
        respond(request, response, connection);
        connection.graceful_shutdown();
    })
    .await;
    let client = client(&server);
    for _ in 0..5 {
        assert_eq!(client.get().await.unwrap()["a"], 1);
    }
}

#[tokio::test]
async fn a_body_that_is_reset_is_truncated() {
    let (server, _) = server(|_, mut response, _| {
        let mut body = response.send_response(ok(), false).unwrap();
        body.send_data(Bytes::from_static(b"{\"a\""), false)
            .unwrap();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            body.send_reset(Reason::INTERNAL_ERROR);
        });
    })
    .await;
    let error = client(&server).get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /boat: 200 OK: the body is truncated"
    );
    assert_eq!(error.body().unwrap().as_ref(), b"{\"a\"");
}

#[tokio::test]
async fn a_body_that_stalls_times_out() {
    let (server, _) = server(|_, mut response, _| {
        let mut body = response.send_response(ok(), false).unwrap();
        body.send_data(Bytes::from_static(b"{\"a\""), false)
            .unwrap();
        std::mem::forget(body);
    })
    .await;
    // Long enough for the first part of the body to arrive.
    let builder = builder(&server.url(), &server.certificate).timeout(TIMEOUT * 8);
    let error = builder.build().unwrap().get().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.body().unwrap().as_ref(), b"{\"a\"");
}

/// The server never reads the body, so that the flow control window is used up.
#[tokio::test]
async fn an_upload_that_stalls_times_out() {
    let (server, _) = server(|request, response, _| {
        std::mem::forget((request, response));
    })
    .await;
    let error = post(&impatient_client(&server), vec![b'~'; 4 << 20]).await;
    let error = error.unwrap_err();
    assert!(error.is_timeout() && error.is_maybe_sent());
}

#[tokio::test]
async fn many_responses_at_once_are_read() {
    let (server, count) = server(respond).await;
    let client = Arc::new(client(&server));
    let requests: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get().await.map(|_| ()) })
        })
        .collect();
    for request in requests {
        request.await.unwrap().unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 200);
}

/// Neither the timeout nor another request waits for the end of the flood.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_end_at_the_timeout() {
    /// `:status: 200` of the static table (RFC 7541, appendix A).
    const STATUS: u8 = 0x88;
    const END_HEADERS: u8 = 4;
    let floods = [
        (
            "settings",
            vec![frame(SETTINGS, 0, 0, &[0, 3, 0, 0, 0, 100])],
        ),
        ("pings", vec![frame(PING, 0, 0, &[0; 8])]),
        ("headers without an end", {
            let more = frame(CONTINUATION, 0, 1, &[STATUS; 100]);
            vec![frame(HEADERS, 0, 1, &[STATUS]), more]
        }),
        ("empty data", {
            let head = frame(HEADERS, END_HEADERS, 1, &[STATUS]);
            vec![head, frame(DATA, 0, 1, &[])]
        }),
    ];
    for (name, frames) in floods {
        let server = flooding_server(frames).await;
        let client = impatient_client(&server);
        let error = client.get().await.map(|_| ()).unwrap_err();
        assert!(error.is_maybe_sent(), "{name}: {error:?}");
    }
}

#[tokio::test]
async fn a_response_with_too_many_headers_is_an_error() {
    let (server, _) = server(|_, mut response, _| {
        let mut head = ok();
        for index in 0..2_000 {
            let name = format!("x-{index}").parse::<http::HeaderName>().unwrap();
            let value = "~".repeat(1_000).parse().unwrap();
            head.headers_mut().insert(name, value);
        }
        let _ = response.send_response(head, true);
    })
    .await;
    let error = client(&server).get().await.unwrap_err();
    assert!(error.status().is_none() && !error.is_timeout() && error.is_maybe_sent());
}
