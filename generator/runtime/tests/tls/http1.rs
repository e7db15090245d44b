//! HTTP/1.1 servers that interrupt, stall or flood the client, without and with TLS.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::server::{Server, Stream};
use super::{
    CORRUPT, MAX_SIZE, NO_RESPONSE, TIMED_OUT, TIMED_OUT_IN_BODY, TIMEOUT, TOO_LARGE, TRUNCATED,
    builder, gzip_of_spaces, two_retries,
};

/// The reaction of a server to each request.
#[derive(Clone)]
struct Attack {
    name: &'static str,
    first: Vec<u8>,
    then: Then,
    /// The error of the request.
    error: &'static str,
    /// The number of requests, of which two are retries.
    requests: usize,
}

/// The continuation of a response after its first bytes.
#[derive(Clone)]
enum Then {
    Close,
    Stall,
    /// The bytes repeatedly.
    Repeat(Vec<u8>),
    /// The bytes repeatedly, with a pause after each of them.
    Drip(Vec<u8>),
}

/// Returns an attack after which the request is not retried: no time is left, or the response
/// would be the same.
fn final_attack(name: &'static str, first: &str, then: Then, error: &'static str) -> Attack {
    Attack {
        name,
        first: first.as_bytes().to_vec(),
        then,
        error,
        requests: 1,
    }
}

/// Returns an attack that closes the connection, after which the request is retried twice.
fn retried(name: &'static str, first: &str, error: &'static str) -> Attack {
    Attack {
        requests: 3,
        ..final_attack(name, first, Then::Close, error)
    }
}

fn ok(head: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}")
}

fn chunked(body: &str) -> String {
    ok("transfer-encoding: chunked", body)
}

fn gzip(compressed: &[u8]) -> Vec<u8> {
    let head = ok(
        &format!(
            "content-encoding: gzip\r\ncontent-length: {}",
            compressed.len()
        ),
        "",
    );
    [head.as_bytes(), compressed].concat()
}

fn interruptions() -> Vec<Attack> {
    let gzip_and_chunks = "content-encoding: gzip\r\ntransfer-encoding: chunked";
    vec![
        retried("nothing", "", NO_RESPONSE),
        retried("half a status line", "HTTP/1.1 2", NO_RESPONSE),
        retried("half a head", "HTTP/1.1 200 OK\r\ncontent-le", NO_RESPONSE),
        retried("another protocol", "SSH-2.0-dropbear\r\n", NO_RESPONSE),
        retried(
            "a length of text",
            &ok("content-length: ten", "{}"),
            NO_RESPONSE,
        ),
        retried(
            "two lengths",
            &ok("content-length: 2\r\ncontent-length: 3", "{}"),
            NO_RESPONSE,
        ),
        retried(
            "half a body",
            &ok("content-length: 10", "{\"a\""),
            TRUNCATED,
        ),
        retried("no last chunk", &chunked("2\r\n{}\r\n"), TRUNCATED),
        retried("half a chunk", &chunked("8\r\n{}"), TRUNCATED),
        retried("a chunk size of text", &chunked("ten\r\n{}\r\n"), TRUNCATED),
        retried("no chunk size", &chunked("2\r\n{}\r\n\r\n"), TRUNCATED),
        retried("a long chunk", &chunked("1\r\n{}\r\n"), TRUNCATED),
        retried(
            "a chunk size of 68 bits",
            &chunked("fffffffffffffffff\r\n{}"),
            TRUNCATED,
        ),
        retried(
            "a chunk size of text before a compressed body",
            &ok(gzip_and_chunks, "ten\r\n"),
            TRUNCATED,
        ),
    ]
}

fn corruptions() -> Vec<Attack> {
    let compressed = gzip_of_spaces(1_000);
    let mut changed = compressed.clone();
    changed[12] ^= 0xff;
    let bytes = |name, first, error, requests| Attack {
        name,
        first,
        then: Then::Close,
        error,
        requests,
    };
    let half = &compressed[..compressed.len() / 2];
    vec![
        bytes("no gzip", gzip(b"no gzip at all"), CORRUPT, 1),
        bytes("corrupt gzip", gzip(&changed), CORRUPT, 1),
        bytes("half of a gzip body", gzip(half), TRUNCATED, 3),
        bytes("a gzip bomb", gzip(&gzip_of_spaces(8 << 20)), TOO_LARGE, 1),
    ]
}

fn floods() -> Vec<Attack> {
    let repeat = |text: &str| Then::Repeat(text.as_bytes().to_vec());
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(1 << 16));
    vec![
        final_attack("an endless body", &chunked(""), repeat(&chunk), TOO_LARGE),
        final_attack(
            "a length of 64 bits",
            &ok("content-length: 18446744073709551613", ""),
            Then::Stall,
            TOO_LARGE,
        ),
        Attack {
            requests: 3,
            ..final_attack(
                "endless headers",
                "HTTP/1.1 200 OK\r\n",
                repeat("x-a: b\r\n"),
                NO_RESPONSE,
            )
        },
        Attack {
            requests: 3,
            ..final_attack(
                "an endless header",
                "HTTP/1.1 200 OK\r\nx-a: ",
                repeat("~"),
                NO_RESPONSE,
            )
        },
        final_attack(
            "endless interim responses",
            "",
            repeat("HTTP/1.1 102 Processing\r\n\r\n"),
            TIMED_OUT,
        ),
    ]
}

fn stalls() -> Vec<Attack> {
    let drip = |text: &str| Then::Drip(text.as_bytes().to_vec());
    let head = "HTTP/1.1 200 OK\r\n";
    vec![
        final_attack("no response", "", Then::Stall, TIMED_OUT),
        final_attack("half a head", head, Then::Stall, TIMED_OUT),
        final_attack("a head that drips", head, drip("x-a: b\r\n"), TIMED_OUT),
        final_attack(
            "half a body",
            &ok("content-length: 10", "{"),
            Then::Stall,
            TIMED_OUT_IN_BODY,
        ),
        final_attack(
            "a body that drips",
            &ok("content-length: 1000000", "{"),
            drip(" "),
            TIMED_OUT_IN_BODY,
        ),
        final_attack(
            "chunks that drip",
            &chunked(""),
            drip("1\r\n \r\n"),
            TIMED_OUT_IN_BODY,
        ),
    ]
}

/// Reads the head of a request; returns `None` at the end of the connection.
async fn read_request(stream: &mut Box<dyn Stream>) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
            return None;
        }
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}

/// A server that a response redirects to.
pub(super) struct Elsewhere {
    server: Server,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    pub(super) async fn start() -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let received = requests.clone();
        let server = Server::start_http1("http", move |mut stream| {
            let received = received.clone();
            async move {
                let request = read_request(&mut stream).await;
                received.lock().unwrap().extend(request);
                let _ = stream
                    .write_all(ok("content-length: 2", "{}").as_bytes())
                    .await;
                let _ = stream.shutdown().await;
            }
        })
        .await;
        Self { server, requests }
    }

    pub(super) fn url(&self) -> String {
        self.server.url()
    }

    /// Asserts that one request arrived, without the token `secret`.
    pub(super) fn assert_no_token(&self) {
        let requests = self.requests.lock().unwrap();
        assert_eq!(requests.len(), 1);
        assert!(!requests[0].contains("secret"), "{}", requests[0]);
    }
}

impl Attack {
    async fn respond(self, mut stream: Box<dyn Stream>) {
        let _ = stream.write_all(&self.first).await;
        let _ = stream.flush().await;
        match self.then {
            Then::Close => {
                let _ = stream.shutdown().await;
            }
            Then::Stall => {
                let _ = stream.read_to_end(&mut Vec::new()).await;
            }
            Then::Repeat(bytes) => {
                let bytes = bytes.repeat((1 << 16) / bytes.len() + 1);
                while stream.write_all(&bytes).await.is_ok() {}
            }
            Then::Drip(bytes) => {
                for byte in bytes.iter().cycle() {
                    if stream.write_all(&[*byte]).await.is_err() || stream.flush().await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        }
    }
}

/// Asserts the error and the number of requests of each attack, without and with TLS.
async fn run(attacks: Vec<Attack>) {
    for attack in attacks {
        for scheme in ["http", "https"] {
            let (served, requests) = (attack.clone(), Arc::new(AtomicUsize::new(0)));
            let count = requests.clone();
            let server = Server::start_http1(scheme, move |mut stream| {
                let (attack, count) = (served.clone(), count.clone());
                async move {
                    if read_request(&mut stream).await.is_some() {
                        count.fetch_add(1, Ordering::Relaxed);
                        attack.respond(stream).await;
                    }
                }
            })
            .await;
            let mut builder = builder(&server.url(), &server.certificate)
                .retry(two_retries())
                .max_response_size(MAX_SIZE);
            if attack.error.ends_with("timed out") {
                builder = builder.timeout(TIMEOUT);
            }
            let error = builder.build().unwrap().get().await.unwrap_err();
            let name = format!("{} over {scheme}", attack.name);
            assert_eq!(error.to_string(), attack.error, "{name}: {error:?}");
            assert!(error.is_maybe_sent(), "{name}");
            let requests = requests.load(Ordering::Relaxed);
            assert_eq!(requests, attack.requests, "{name}");
        }
    }
}

#[tokio::test]
async fn interrupted_responses_are_retried() {
    run(interruptions()).await;
}

#[tokio::test]
async fn bodies_that_cannot_be_decompressed_are_not_retried() {
    run(corruptions()).await;
}

#[tokio::test]
async fn floods_end_at_their_limits() {
    run(floods()).await;
}

#[tokio::test]
async fn stalls_end_at_the_timeout() {
    run(stalls()).await;
}

/// The test client follows redirects, as applications may configure it.
#[tokio::test]
async fn redirects_do_not_carry_the_token_elsewhere() {
    for scheme in ["http", "https"] {
        for status in [301, 302, 303, 307, 308] {
            let elsewhere = Elsewhere::start().await;
            let response = format!(
                "HTTP/1.1 {status} Moved\r\nlocation: {}/boat\r\ncontent-length: 0\r\n\r\n",
                elsewhere.url()
            );
            let server = Server::start_http1(scheme, move |mut stream| {
                let response = response.clone();
                async move {
                    read_request(&mut stream).await;
                    let _ = stream.write_all(response.as_bytes()).await;
                    let _ = stream.shutdown().await;
                }
            })
            .await;
            let builder = builder(&server.url(), &server.certificate).bearer("secret");
            builder.build().unwrap().get().await.unwrap();
            elsewhere.assert_no_token();
        }
    }
}

/// Without `close_notify`, anybody on the way could have cut the body.
#[tokio::test]
async fn a_body_without_a_length_ends_with_the_tls_connection_only() {
    let respond = |is_closed: bool| {
        Server::start_http1("https", move |mut stream| async move {
            read_request(&mut stream).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{}").await;
            let _ = stream.flush().await;
            if is_closed {
                let _ = stream.shutdown().await;
            }
        })
    };
    let server = respond(true).await;
    let client = builder(&server.url(), &server.certificate).build().unwrap();
    assert_eq!(client.get().await.unwrap(), serde_json::json!({}));
    let server = respond(false).await;
    let client = builder(&server.url(), &server.certificate).build().unwrap();
    assert_eq!(client.get().await.unwrap_err().to_string(), TRUNCATED);
}
