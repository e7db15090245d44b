//! The certificates that a client accepts.

use std::time::Duration;

use intercom_codegen_runtime::Error;
use rcgen::{CertificateParams, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::server::TlsStream;

use super::builder;
use super::server::{Server, for_localhost};

/// Responds to one request of HTTP/1.1.
async fn respond(mut stream: TlsStream<TcpStream>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let response = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let _ = stream.write_all(response).await;
    let _ = stream.shutdown().await;
}

async fn server(certificate: CertificateParams) -> Server {
    Server::start(certificate, "http/1.1", respond).await
}

/// Asserts that nothing was sent because of the certificate.
fn assert_rejected(error: &Error) {
    assert_eq!(error.to_string(), "GET /boat: could not connect");
    assert!(error.is_connect() && !error.is_maybe_sent());
    let debug = format!("{error:?}").to_lowercase();
    assert!(debug.contains("certificate"), "{debug}");
}

#[tokio::test]
async fn a_trusted_certificate_is_accepted() {
    let server = server(for_localhost()).await;
    let client = builder(&server.url(), &server.certificate).build().unwrap();
    assert_eq!(client.get().await.unwrap(), serde_json::json!({}));
}

#[tokio::test]
async fn an_unknown_certificate_is_rejected() {
    let [server, other] = [server(for_localhost()).await, server(for_localhost()).await];
    let client = builder(&server.url(), &other.certificate).build().unwrap();
    assert_rejected(&client.get().await.unwrap_err());
}

#[tokio::test]
async fn a_certificate_at_a_wrong_time_or_of_another_host_is_rejected() {
    let mut expired = for_localhost();
    expired.not_after = date_time_ymd(2020, 1, 1);
    let mut future = for_localhost();
    future.not_before = date_time_ymd(3000, 1, 1);
    let elsewhere = CertificateParams::new(["elsewhere.example".to_owned()]).unwrap();
    for certificate in [expired, future, elsewhere] {
        let server = server(certificate).await;
        let client = builder(&server.url(), &server.certificate).build().unwrap();
        assert_rejected(&client.get().await.unwrap_err());
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_server_without_tls_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let other = server(for_localhost()).await;
    let client = builder(&url, &other.certificate).build().unwrap();
    let error = client.get().await.unwrap_err();
    assert!(error.is_connect() && !error.is_maybe_sent());
}

#[tokio::test]
async fn the_timeout_covers_the_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        let mut streams = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            streams.push(stream);
        }
    });
    let other = server(for_localhost()).await;
    let client = builder(&url, &other.certificate)
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    assert!(client.get().await.unwrap_err().is_timeout());
}
