//! The errors of requests that were not sent, and of those that may have been.

use std::time::Duration;

use intercom_client::v2_16::Client;
use intercom_client::{ClientBuilder, RetryPolicy};
use tokio::net::TcpListener;

use super::memory::{MemoryServer, Reply, reply};
use super::server::{ScriptedServer, Step, response, without_delay};
use super::{COMPANY, get, post};

/// An address that nothing listens on: the system assigns no port this low to other tests.
const UNUSED_ADDRESS: &str = "http://127.0.0.1:1";

fn builder(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new()
        .base_url(url)
        .no_proxy()
        .retry(RetryPolicy::never())
}

#[tokio::test]
async fn without_a_connection_nothing_is_sent() {
    // The name is not valid in DNS.
    for url in [UNUSED_ADDRESS, "http://a..b", "https://127.0.0.1:1"] {
        let error = post(&builder(url).build().unwrap()).await.unwrap_err();
        assert!(error.is_connect() && !error.is_maybe_sent(), "{url}");
    }
}

/// The server accepts connections, but does not speak TLS.
#[tokio::test]
async fn without_a_tls_handshake_nothing_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let error = post(&builder(&url).build().unwrap()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_maybe_sent());
}

#[tokio::test]
async fn after_the_timeout_of_connecting_nothing_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    // The connection is kept open, and the handshake gets no response.
    let accepted = tokio::spawn(async move { listener.accept().await });
    let builder = builder(&url).connect_timeout(Duration::from_millis(50));
    let error = post(&builder.build().unwrap()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_connect());
    assert!(!error.is_maybe_sent());
    drop(accepted);
}

#[tokio::test]
async fn an_invalid_request_is_not_sent() {
    let server = ScriptedServer::start([response(200, "", COMPANY)]).await;
    let client: Client = server.client();
    let companies = client.companies();
    let long = "a".repeat(70_000);
    let error = companies.delete_company(long).await.unwrap_err();
    assert!(error.is_invalid() && !error.is_maybe_sent());
    assert_eq!(
        error.to_string(),
        "DELETE /companies/{id}: the URL is longer than 65534 bytes with its parameters"
    );
    let error = companies.delete_company("..").await.unwrap_err();
    assert!(error.is_invalid() && !error.is_maybe_sent());
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn after_a_connection_the_request_may_be_sent() {
    for step in [
        Step::Reset(Vec::new()),
        Step::Close(Vec::new()),
        Step::Stall(Vec::new()),
        Step::Stall(b"HTTP/1.1 200 OK\r\n".to_vec()),
        response(200, "", "no JSON"),
        response(200, "", &" ".repeat(2_000)),
        response(404, "", ""),
        response(500, "", ""),
    ] {
        let server = ScriptedServer::start([step]).await;
        let builder = builder(&server.url)
            .timeout(Duration::from_secs(1))
            .max_response_size(1_000);
        let error = post(&builder.build().unwrap()).await.unwrap_err();
        assert!(error.is_maybe_sent(), "{error}");
    }
}

/// The second attempt is not sent, but the first one was.
#[tokio::test]
async fn earlier_attempts_count() {
    let server = MemoryServer::start(|index| {
        if index == 0 {
            reply(503, "", "")
        } else {
            Reply::Fail
        }
    });
    let client: Client = server.builder().retry(without_delay()).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_maybe_sent());
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(server.count(), 3);

    let server = MemoryServer::start(|_| Reply::Fail);
    let client: Client = server.builder().retry(without_delay()).build().unwrap();
    assert!(!get(&client).await.unwrap_err().is_maybe_sent());
    assert_eq!(server.count(), 3);
}
