use std::error::Error as _;
use std::sync::Mutex;

use secrecy::ExposeSecret;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::harbour::{Client, GetBoat};
use crate::{ClientBuilder, Error, Mock, Reply, RetryPolicy};

/// An authorization server that responds to one request after the other, each with a status and a
/// body. The status 0 closes the connection. Returns its URL and the requests.
async fn serve(responses: &'static [(u16, &'static str)]) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut requests = Vec::new();
        for (status, body) in responses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !is_complete(&request) {
                assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0);
            }
            if *status == 0 {
                requests.push(String::new());
                continue;
            }
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\n\
                 location: http://127.0.0.1:1\r\nretry-after: 0\r\nconnection: close\r\n\
                 content-length: {length}\r\n\r\n"
            );
            stream
                .write_all(format!("{head}{body}").as_bytes())
                .await
                .unwrap();
            requests.push(String::from_utf8(request).unwrap());
        }
        requests
    });
    (url, server)
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.split_once("content-length: ").map(|(_, rest)| rest);
    let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn client(mock: &Mock, tokens: OAuth) -> Client {
    let policy = RetryPolicy::default().min_delay(Duration::ZERO);
    let builder = ClientBuilder::<Client>::new().token_provider(tokens);
    builder.retry(policy).mock(mock).build().unwrap()
}

fn tokens(mock: &Mock) -> Vec<String> {
    let requests = mock.all_requests().into_iter();
    let tokens = requests.map(|one| one.header("authorization").unwrap_or_default().to_owned());
    tokens.collect()
}

/// Returns the error of a request and of its provider.
fn chain(error: &Error) -> String {
    assert!(error.is_token() && !error.is_maybe_sent(), "{error}");
    let mut text = format!("{error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

#[tokio::test]
async fn client_credentials_are_exchanged_again_after_a_rejection() {
    let (url, server) = serve(&[
        (
            200,
            r#"{"access_token": "a1", "token_type": "bearer", "expires_in": 3600}"#,
        ),
        (200, r#"{"access_token": "a2", "token_type": "bearer"}"#),
    ])
    .await;
    let mock = Mock::new();
    let replies = [200, 200, 401, 200].map(|status| Reply::json(status, &json!({})));
    mock.on::<GetBoat>().reply_sequence(replies);
    let oauth = OAuth::client_credentials(url, "app", "the secret");
    let oauth = oauth.scope("boats").parameter("audience", "harbour");
    let client = client(&mock, oauth.build().unwrap());
    for _ in 0..3 {
        client.get_boat("Ada").await.unwrap();
    }
    let expected = ["Bearer a1", "Bearer a1", "Bearer a1", "Bearer a2"];
    assert_eq!(tokens(&mock), expected);
    for request in server.await.unwrap() {
        assert!(request.starts_with("POST /token HTTP/1.1\r\n"), "{request}");
        // Base64 of `app:the+secret` (RFC 6749, section 2.3.1).
        assert!(request.contains("Basic YXBwOnRoZStzZWNyZXQ="), "{request}");
        let body = "grant_type=client_credentials";
        assert!(
            request.contains(body) && request.contains("scope=boats"),
            "{request}"
        );
        assert!(request.contains("audience=harbour"), "{request}");
    }
}

#[tokio::test]
async fn a_refresh_token_is_replaced_and_stored() {
    let (url, server) = serve(&[
        (
            200,
            r#"{"access_token": "a1", "token_type": "bearer", "expires_in": 0, "refresh_token": "r2"}"#,
        ),
        (200, r#"{"access_token": "a2", "token_type": "bearer"}"#),
    ])
    .await;
    let stored = Arc::new(Mutex::new(Vec::new()));
    let store = Arc::clone(&stored);
    let oauth = OAuth::refresh_token(url, "app", "secret", "r1")
        .credentials_in_body()
        .on_refresh(move |token| store.lock().unwrap().push(token.expose_secret().to_owned()));
    let mock = Mock::new();
    mock.on::<GetBoat>().times(2).reply_status(200, &json!({}));
    let client = client(&mock, oauth.build().unwrap());
    client.get_boat("Ada").await.unwrap();
    client.get_boat("Ada").await.unwrap();
    assert_eq!(tokens(&mock), ["Bearer a1", "Bearer a2"]);
    assert_eq!(*stored.lock().unwrap(), ["r2"]);
    let requests = server.await.unwrap();
    for (request, token) in requests.iter().zip(["r1", "r2"]) {
        assert!(request.contains("grant_type=refresh_token"), "{request}");
        assert!(
            request.contains(&format!("refresh_token={token}")),
            "{request}"
        );
        assert!(request.contains("client_secret=secret"), "{request}");
    }
}

#[tokio::test]
async fn errors_name_the_reason_and_no_secret() {
    let (url, server) = serve(&[
        (
            400,
            r#"{"error": "invalid_client", "error_description": "no such app"}"#,
        ),
        (200, r#"{"token": "a1 secret"}"#),
        (200, r#"{"access_token": "a1 secret", "token_type": "mac"}"#),
        (307, ""),
        (404, "<html>secret</html>"),
    ])
    .await;
    let oauth = OAuth::client_credentials(url, "app", "secret")
        .build()
        .unwrap();
    let debug = format!("{oauth:?}");
    let mock = Mock::new();
    let client = client(&mock, oauth);
    let mut texts = vec![debug];
    for expected in [
        "the authorization server refused: invalid_client: no such app",
        "the response of the authorization server contains no token",
        "the token of the authorization server is not a bearer token",
        "the authorization server responded with 307 Temporary Redirect",
        "the authorization server responded with 404 Not Found",
    ] {
        let error = client.get_boat("Ada").await.unwrap_err();
        let text = chain(&error);
        assert!(text.contains(expected), "{text}");
        texts.push(text);
    }
    server.await.unwrap();
    // Nobody listens any more.
    let error = client.get_boat("Ada").await.unwrap_err();
    texts.push(chain(&error));
    assert!(texts[6].contains("no response of the authorization server received"));
    assert!(
        texts.iter().all(|text| !text.contains("secret")),
        "{texts:?}"
    );
    assert!(mock.all_requests().is_empty());
}

/// The request has not been sent, so that requests by any method are retried.
#[tokio::test]
async fn temporary_failures_of_the_server_are_retried() {
    for (status, body) in [
        (503, ""),
        (500, r#"{"error": "temporarily_unavailable"}"#),
        (429, ""),
        (0, ""),
    ] {
        let responses = vec![(status, body), (200, r#"{"access_token": "a1"}"#)];
        let (url, server) = serve(Vec::leak(responses)).await;
        let oauth = OAuth::client_credentials(url, "app", "secret");
        let mock = Mock::new();
        let post = mock.on_request(http::Method::POST, "/boats");
        post.reply_status(200, &json!({}));
        let client = client(&mock, oauth.build().unwrap());
        let request = client.request(http::Method::POST, "/boats");
        request.send::<serde_json::Value>().await.unwrap();
        assert_eq!(tokens(&mock), ["Bearer a1"], "{status}");
        assert_eq!(server.await.unwrap().len(), 2, "{status}");
    }
}

#[tokio::test]
async fn retries_end_with_the_error_of_the_server() {
    let (url, server) = serve(&[(503, ""), (503, ""), (429, "")]).await;
    let oauth = OAuth::client_credentials(url, "app", "secret");
    let mock = Mock::new();
    let client = client(&mock, oauth.build().unwrap());
    let error = client.get_boat("Ada").await.unwrap_err();
    let text = chain(&error);
    assert!(
        text.contains("responded with 429 Too Many Requests"),
        "{text}"
    );
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    assert_eq!(server.await.unwrap().len(), 3);
}

#[tokio::test]
async fn lifetimes_are_read_in_any_notation() {
    for (body, is_stale) in [
        (r#"{"access_token": "a", "expires_in": 3600}"#, false),
        (r#"{"access_token": "a", "expires_in": 3600.5}"#, false),
        (r#"{"access_token": "a", "expires_in": "3600"}"#, false),
        (r#"{"access_token": "a", "expires_in": "0"}"#, true),
        (r#"{"access_token": "a", "expires_in": -1}"#, true),
        (r#"{"access_token": "a", "expires_in": 1e300}"#, false),
        (r#"{"access_token": "a", "expires_in": null}"#, false),
        (r#"{"access_token": "a", "expires_in": []}"#, false),
        (r#"{"access_token": "a", "scope": ["boats"]}"#, false),
        (r#"{"access_token": "a", "token_type": null}"#, false),
        (r#"{"access_token": "a", "token_type": "BEARER"}"#, false),
    ] {
        let (url, server) = serve(Vec::leak(vec![(200, body); 2])).await;
        let oauth = OAuth::client_credentials(url, "app", "secret");
        let oauth = oauth.build().unwrap();
        oauth.token().await.unwrap();
        tokio::time::timeout(Duration::from_secs(5), oauth.token())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(server.is_finished(), is_stale, "{body}");
        server.abort();
    }
}

#[tokio::test]
async fn the_error_code_is_readable() {
    let (url, server) = serve(&[(400, r#"{"error": "invalid_grant"}"#)]).await;
    let oauth = OAuth::refresh_token(url, "app", "secret", "r1")
        .build()
        .unwrap();
    let error = oauth.token().await.unwrap_err();
    let error: &OAuthError = error.downcast_ref().unwrap();
    assert_eq!(error.code(), Some("invalid_grant"));
    server.await.unwrap();
}

#[tokio::test]
async fn a_silent_server_ends_at_the_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    let oauth = OAuth::client_credentials(url, "app", "secret");
    let oauth = oauth.timeout(Duration::from_millis(20)).build().unwrap();
    let error = oauth.token().await.unwrap_err();
    assert!(
        error.source().unwrap().to_string().contains("timed out"),
        "{error:?}"
    );
}

#[test]
fn credentials_are_sent_encrypted_or_to_this_computer() {
    for (url, is_valid) in [
        ("https://login.harbour.example/token", true),
        ("http://localhost:8080/token", true),
        ("http://127.0.0.9/token", true),
        ("http://[::1]/token", true),
        ("http://login.harbour.example/token", false),
        ("http://localhost.harbour.example/token", false),
        ("ftp://localhost/token", false),
        ("/token", false),
    ] {
        let built = OAuth::client_credentials(url, "app", "secret").build();
        assert_eq!(built.is_ok(), is_valid, "{url}");
    }
    let builder = OAuth::refresh_token("https://x", "app", "secret", "secret");
    assert!(!format!("{builder:?}").contains("secret"));
}

/// As those of async and blocking requests: a connection is served by the runtime that opened it.
#[test]
fn runtimes_share_no_connections() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            std::thread::spawn(move || keep_alive(stream));
        }
    });
    let oauth = OAuth::client_credentials(url, "app", "secret");
    let oauth = oauth.build().unwrap();
    // All of them exist until the end, but only one is running at a time.
    let runtimes = [(); 3].map(|()| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    });
    for runtime in &runtimes {
        let token = async { tokio::time::timeout(Duration::from_secs(5), oauth.token()).await };
        runtime.block_on(token).unwrap().unwrap();
    }
}

/// Responds to all requests of a connection with a token that has expired.
fn keep_alive(mut stream: std::net::TcpStream) {
    use std::io::{Read as _, Write as _};
    const BODY: &str = r#"{"access_token": "a1", "expires_in": 0}"#;
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        request.extend_from_slice(&buffer[..length]);
        if is_complete(&request) {
            request.clear();
            let length = BODY.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                 content-length: {length}\r\n\r\n"
            );
            let _ = stream.write_all(format!("{head}{BODY}").as_bytes());
        }
    }
}
