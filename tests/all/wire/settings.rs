//! The effects of client settings on requests.

use std::io::{Read, Write};
use std::net::TcpListener;

use intercom_client::v2_16::Client;
use intercom_client::{ClientBuilder, IntercomVersion, Region, RetryPolicy};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{Server, TOKEN};

/// Sends a request with the settings and returns the value of a header.
async fn header_sent(
    name: &str,
    settings: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> Option<String> {
    let server = Server::json(json!({})).await;
    let client = settings(server.builder()).build().unwrap();
    client.companies().delete_company("c1").await.unwrap();
    server.received().await.header(name).map(str::to_owned)
}

#[tokio::test]
async fn the_version_header_can_be_overridden() {
    let name = "intercom-version";
    let sent = header_sent(name, |it| it.version(IntercomVersion::V2_3)).await;
    assert_eq!(sent.as_deref(), Some("2.3"));
    let sent = header_sent(name, |it| it.version("Unstable")).await;
    assert_eq!(sent.as_deref(), Some("Unstable"));
    let sent = header_sent(name, |it| it.header("Intercom-Version", "1.4")).await;
    assert_eq!(sent.as_deref(), Some("1.4"));
}

#[tokio::test]
async fn headers_of_a_request_override_the_client() {
    let server = Server::json(json!({})).await;
    let client: Client = server
        .builder()
        .header("X-Trace", "client")
        .build()
        .unwrap();
    let request = client.companies().delete_company("c1").with(|request| {
        request.header("X-Trace", "request");
        request.header("Accept", "application/json;q=1");
    });
    request.await.unwrap();
    let received = server.received().await;
    assert_eq!(received.header("x-trace"), Some("request"));
    assert_eq!(received.header("accept"), Some("application/json;q=1"));
    assert_eq!(received.header("intercom-version"), Some("2.16"));
}

#[tokio::test]
async fn the_user_agent_begins_with_the_application() {
    let sent = header_sent("user-agent", |it| it.user_agent("ferry-sync/3.1")).await;
    assert_eq!(
        sent.as_deref(),
        Some("ferry-sync/3.1 intercom-client/0.1.0")
    );
}

#[tokio::test]
async fn the_path_of_the_base_url_is_preserved() {
    let server = Server::json(json!({})).await;
    let base_url = format!("{}/proxy/intercom/", server.0.uri());
    let client: Client = server.builder().base_url(base_url).build().unwrap();
    client.companies().delete_company("c1").await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "DELETE /proxy/intercom/companies/c1"
    );
}

/// The host is observed by a proxy: the client sends it `CONNECT` before anything is encrypted.
#[tokio::test]
async fn every_region_has_its_own_host() {
    assert_eq!(Region::Us.base_url(), "https://api.intercom.io");
    assert_eq!(Region::Au.base_url(), "https://api.au.intercom.io");
    let builder = || ClientBuilder::<Client>::new().bearer(TOKEN);
    assert_eq!(connect_target(builder()).await, "api.intercom.io:443");
    assert_eq!(
        connect_target(builder().region(Region::Eu)).await,
        "api.eu.intercom.io:443"
    );
}

async fn connect_target(builder: ClientBuilder<Client>) -> String {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let request = std::thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        stream
            .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
        String::from_utf8(head).unwrap()
    });
    let http = reqwest::Client::builder()
        .proxy(reqwest::Proxy::all(address).unwrap())
        .build()
        .unwrap();
    let client = builder.http_client(http).build().unwrap();
    let error = client.companies().delete_company("c1").await.unwrap_err();
    assert!(error.status().is_none());
    let head = request.join().unwrap();
    assert!(!head.contains(TOKEN), "{head}");
    let line = head.lines().next().unwrap();
    line.strip_prefix("CONNECT ")
        .unwrap()
        .strip_suffix(" HTTP/1.1")
        .unwrap()
        .to_owned()
}

#[test]
fn invalid_settings_are_rejected() {
    let builder = || ClientBuilder::<Client>::new().bearer(TOKEN);
    for builder in [
        builder().base_url("ftp://127.0.0.1"),
        builder().base_url("no address"),
        builder().base_url("https://user:word@127.0.0.1"),
        builder().base_url("https://127.0.0.1/?a=b"),
        builder().header("X Trace", "1"),
        builder().header("X-Trace", "a\nb"),
        builder().version("2.16\r\nX-Evil: 1"),
    ] {
        let error = builder.build().map(|_| ()).unwrap_err();
        assert!(error.is_invalid(), "{error}");
    }
}

/// Runs this test again in a process whose proxy refuses connections.
#[tokio::test]
async fn proxies_of_the_environment_are_used_unless_disabled() {
    const URL: &str = "SERVER_BEYOND_THE_PROXY";
    let Ok(url) = std::env::var(URL) else {
        let response = ResponseTemplate::new(200).set_body_json(json!({}));
        let server = Server::responding_with([response]).await;
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again
            .arg("proxies_of_the_environment_are_used_unless_disabled")
            .env(URL, server.0.uri())
            .env("HTTP_PROXY", "http://127.0.0.1:1")
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .env_remove("http_proxy")
            .env_remove("REQUEST_METHOD");
        let output = tokio::task::spawn_blocking(move || again.output());
        let output = output.await.unwrap().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(server.all_received().await.len(), 1);
        return;
    };
    let builder = || ClientBuilder::<Client>::new().base_url(&url);
    let through_proxy = builder().retry(RetryPolicy::never()).build().unwrap();
    let error = through_proxy.companies().delete_company("c1").await;
    assert!(error.unwrap_err().is_connect());
    let direct = builder().no_proxy().build().unwrap();
    direct.companies().delete_company("c1").await.unwrap();
}
