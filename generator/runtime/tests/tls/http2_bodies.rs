//! HTTP/2 servers that respond with wrong bodies: the attacks of HTTP/1.1 that do not violate its
//! syntax.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, LOCATION};
use http::response::Builder;

use super::http1::Elsewhere;
use super::http2::server;
use super::{
    CORRUPT, MAX_SIZE, NO_RESPONSE, TIMED_OUT_IN_BODY, TIMEOUT, TOO_LARGE, TRUNCATED, builder,
    gzip_of_spaces, two_retries,
};

/// The response of a server to each request.
#[derive(Clone)]
struct Attack {
    name: &'static str,
    /// The encoding of the body, and its announced length.
    encoding: Option<&'static str>,
    length: Option<u64>,
    body: Bytes,
    end: End,
    /// The error of the request.
    error: &'static str,
    /// The number of requests, of which two are retries.
    requests: usize,
}

/// The end of a body.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Whole,
    /// The stream stays open.
    Never,
    /// The last byte is repeated, with a pause after each.
    Drip,
}

fn attacks() -> Vec<Attack> {
    let attack = |name, body: Vec<u8>, error, requests| Attack {
        name,
        encoding: None,
        length: None,
        body: body.into(),
        end: End::Whole,
        error,
        requests,
    };
    let gzip = |name, body, error, requests| Attack {
        encoding: Some("gzip"),
        ..attack(name, body, error, requests)
    };
    let of_length = |name, length, error, requests| Attack {
        length: Some(length),
        ..attack(name, b"{}".to_vec(), error, requests)
    };
    let compressed = gzip_of_spaces(1_000);
    let half = compressed[..compressed.len() / 2].to_vec();
    let mut changed = compressed;
    changed[12] ^= 0xff;
    vec![
        Attack {
            end: End::Never,
            ..of_length("a length of a tebibyte", 1 << 40, TOO_LARGE, 1)
        },
        attack("a large body", vec![b' '; 2 << 20], TOO_LARGE, 1),
        gzip("no gzip", b"no gzip at all".to_vec(), CORRUPT, 1),
        gzip("corrupt gzip", changed, CORRUPT, 1),
        gzip("half of a gzip body", half, TRUNCATED, 3),
        gzip("a gzip bomb", gzip_of_spaces(8 << 20), TOO_LARGE, 1),
        Attack {
            end: End::Drip,
            ..attack("a body that drips", b" ".to_vec(), TIMED_OUT_IN_BODY, 1)
        },
    ]
}

impl Attack {
    fn head(&self) -> Builder {
        let mut head = http::Response::builder();
        if let Some(encoding) = self.encoding {
            head = head.header(CONTENT_ENCODING, encoding);
        }
        if let Some(length) = self.length {
            head = head.header(CONTENT_LENGTH, length);
        }
        head
    }
}

#[tokio::test]
async fn wrong_bodies_have_the_errors_of_http_1_1() {
    for attack in attacks() {
        let served = attack.clone();
        let (server, requests) = server(move |_, mut response, _| {
            let head = served.head().body(()).unwrap();
            let mut body = response.send_response(head, false).unwrap();
            let is_whole = served.end == End::Whole;
            let _ = body.send_data(served.body.clone(), is_whole);
            match served.end {
                End::Whole => {}
                End::Never => std::mem::forget(body),
                End::Drip => {
                    tokio::spawn(async move {
                        while body.send_data(Bytes::from_static(b" "), false).is_ok() {
                            tokio::time::sleep(Duration::from_millis(5)).await;
                        }
                    });
                }
            }
        })
        .await;
        let mut builder = builder(&server.url(), &server.certificate)
            .retry(two_retries())
            .max_response_size(MAX_SIZE);
        if attack.error == TIMED_OUT_IN_BODY {
            // Long enough for the handshake and the head.
            builder = builder.timeout(TIMEOUT * 4);
        }
        let error = builder.build().unwrap().get().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            attack.error,
            "{}: {error:?}",
            attack.name
        );
        let requests = requests.load(Ordering::Relaxed);
        assert_eq!(requests, attack.requests, "{}", attack.name);
    }
}

/// The error of the stream may arrive before the head is read.
#[tokio::test]
async fn a_body_of_another_length_is_interrupted() {
    for length in [1, 3] {
        let (server, requests) = server(move |_, mut response, _| {
            let head = http::Response::builder().header(CONTENT_LENGTH, length);
            let mut body = response
                .send_response(head.body(()).unwrap(), false)
                .unwrap();
            let _ = body.send_data(Bytes::from_static(b"{}"), true);
        })
        .await;
        let builder = builder(&server.url(), &server.certificate).retry(two_retries());
        let error = builder.build().unwrap().get().await.unwrap_err();
        let message = error.to_string();
        assert!(
            [NO_RESPONSE, TRUNCATED].contains(&message.as_str()),
            "{message}"
        );
        assert_eq!(requests.load(Ordering::Relaxed), 3);
    }
}

/// The test client follows redirects, as applications may configure it.
#[tokio::test]
async fn redirects_do_not_carry_the_token_elsewhere() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Elsewhere::start().await;
        let location = format!("{}/boat", elsewhere.url());
        let (server, _) = server(move |_, mut response, _| {
            let head = http::Response::builder().status(status);
            let head = head.header(LOCATION, &location).body(()).unwrap();
            let _ = response.send_response(head, true);
        })
        .await;
        let builder = builder(&server.url(), &server.certificate).bearer("secret");
        builder.build().unwrap().get().await.unwrap();
        elsewhere.assert_no_token();
    }
}
