//! Operations with servers of their own.

use intercom_tests_compiled::servers::{Client, ClientBuilder, RetryPolicy};
use wiremock::ResponseTemplate;

use super::Server;

const DECLARED: &str = "https://papers.harbour.test/v1";

async fn server() -> Server {
    Server::responding_with(std::iter::repeat_n(ResponseTemplate::new(204), 2)).await
}

fn builder(server: &Server) -> ClientBuilder<Client> {
    Client::builder("s3cr3t").base_url(format!("{}/v1", server.0.uri()))
}

/// Returns the request lines.
async fn lines(server: &Server) -> Vec<String> {
    let received = server.all_received().await;
    received.iter().map(|request| request.line()).collect()
}

#[tokio::test]
async fn the_base_url_replaces_the_server_of_the_document_only() {
    let (server, papers) = (server().await, server().await);
    let client = builder(&server).server(DECLARED, papers.0.uri());
    let client = client.build().unwrap();
    client.ships().list_ships().await.unwrap();
    client.papers().upload_papers().await.unwrap();
    client.papers().delete_papers().await.unwrap();
    assert_eq!(lines(&server).await, ["GET /v1/ships", "DELETE /v1/papers"]);
    // The document declares that this server requires the credentials, too.
    let received = papers.received().await;
    assert_eq!(received.line(), "POST /papers");
    assert_eq!(received.header("authorization"), Some("Bearer s3cr3t"));
}

/// Nothing listens on the port: the system assigns none this low.
#[tokio::test]
async fn a_declared_server_is_used() {
    let server = server().await;
    let http = reqwest::Client::builder().no_proxy();
    let http = http.resolve("papers.harbour.test", ([127, 0, 0, 1], 1).into());
    let client = builder(&server).http_client(http.build().unwrap());
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let error = client.papers().upload_papers().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(server.all_received().await.is_empty());
}

#[tokio::test]
async fn a_relative_server_is_at_the_host_of_the_client() {
    let server = server().await;
    let client = builder(&server).build().unwrap();
    client.ships().add_ship().await.unwrap();
    assert_eq!(lines(&server).await, ["POST /v2/ships"]);
}

/// The base URL is that of the declared server, beside which `./v3/` is.
#[tokio::test]
async fn a_server_without_a_slash_is_beside_the_server_of_the_client() {
    for base in ["api/v1", "api/v1/"] {
        let server = server().await;
        let url = format!("{}/{base}", server.0.uri());
        let client = builder(&server).base_url(url).build().unwrap();
        client.papers().list_files().await.unwrap();
        assert_eq!(lines(&server).await, ["GET /api/v3/files"]);
    }
}

#[tokio::test]
async fn one_request_can_be_sent_to_another_server() {
    let (server, other) = (server().await, server().await);
    let client = builder(&server).build().unwrap();
    let url = other.0.uri();
    let request = client.papers().upload_papers();
    request.with(|request| request.server(url)).await.unwrap();
    assert_eq!(lines(&other).await, ["POST /papers"]);
}

#[test]
fn an_invalid_server_is_an_error_of_build() {
    let error = Client::builder("s3cr3t").server(DECLARED, "ftp://papers.test");
    let error = error.build().unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "the base URL must start with https:// or http://"
    );
}
