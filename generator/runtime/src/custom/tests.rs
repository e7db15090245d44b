use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::harbour::Client;
use crate::{Binary, ClientBuilder, Empty, Mock, Reply, Text};

const BOATS: &str = "/boats/{name}/berths";

fn client(mock: &Mock) -> Client {
    let builder = ClientBuilder::<Client>::new().base_url("https://harbour.example/v2");
    let builder = builder.bearer("secret").header("harbour-version", "7");
    builder.mock(mock).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn requests_have_what_those_of_operations_have() {
    let mock = Mock::new();
    let replies = [
        Reply::status(503),
        Reply::ok(&json!([1, 2])).header("x-request-id", "r1"),
    ];
    mock.on_request(Method::GET, BOATS).reply_sequence(replies);
    let request = client(&mock).request(Method::GET, BOATS);
    let request = request.path("name", "Ada/2").query("free", true);
    let response = request.response::<Vec<i64>>().await.unwrap();
    assert_eq!(response.body(), &[1, 2]);
    assert_eq!(response.bytes(), "[1,2]");
    assert_eq!(response.request_id(), Some("r1"));
    let requests = mock.all_requests();
    assert_eq!(requests.len(), 2, "the first attempt is retried");
    let url = "https://harbour.example/v2/boats/Ada%2F2/berths?free=true";
    assert_eq!(requests[1].url(), url);
    assert_eq!(requests[1].header("authorization"), Some("Bearer secret"));
    assert_eq!(requests[1].header("harbour-version"), Some("7"));
    assert_eq!(requests[1].header("accept"), Some("application/json"));
}

#[tokio::test(start_paused = true)]
async fn errors_are_decoded_and_name_the_template() {
    let mock = Mock::new();
    let error = json!({"message": "no berth"});
    let post = mock.on_request(Method::POST, BOATS);
    post.with(|request| request.json::<Value>().unwrap() == json!({"side": "port"}))
        .reply_status(422, &error);
    mock.on_request(Method::GET, BOATS)
        .delay(Duration::from_secs(9))
        .reply_status(200, &json!(null));
    let request = |method| client(&mock).request(method, BOATS).path("name", "Ada");
    let rejected = request(Method::POST).json(&json!({"side": "port"}));
    let error = rejected.accept::<Empty>().await.unwrap_err();
    let expected = "POST /boats/{name}/berths: 422 Unprocessable Entity: no berth";
    assert_eq!(error.to_string(), expected);
    let late = request(Method::GET).timeout(Duration::from_secs(3));
    assert!(late.send::<Value>().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn every_kind_of_response_is_accepted() {
    let mock = Mock::new();
    let get = || mock.on_request(Method::GET, "/chart");
    get()
        .times(3)
        .reply_same(Reply::bytes(200, "text/plain", "depths"));
    let request = || client(&mock).request(Method::GET, "/chart");
    assert_eq!(request().accept::<Text>().await.unwrap(), "depths");
    request().accept::<Empty>().await.unwrap();
    let chart = request().accept::<Binary>().download().await.unwrap();
    assert_eq!(chart.bytes().await.unwrap(), "depths");
}

/// The path of a request cannot lead its credentials to another host.
#[tokio::test]
async fn requests_are_sent_to_the_server_of_the_client_only() {
    let mock = Mock::new();
    let any = mock.on_request(Method::GET, "/boats");
    any.optional().reply_status(200, &json!(null));
    for path in [
        "https://evil.example/boats",
        "https://harbour.example.evil.example/boats",
        "https://harbour.example:8443/boats",
        "https://harbour.example@evil.example/boats",
        "http://harbour.example/boats",
        "file:///boats",
        "boats",
        "",
    ] {
        let request = client(&mock).request(Method::GET, path);
        assert!(
            request.send::<Value>().await.unwrap_err().is_invalid(),
            "{path}"
        );
    }
    assert!(mock.all_requests().is_empty());
}

#[tokio::test]
async fn errors_name_invalid_paths_without_secrets() {
    let mock = Mock::new();
    for (path, expected) in [
        ("boats", "GET boats: the path must start with `/`"),
        (
            "boats/Ada?email=a@example.com",
            "GET boats/Ada: the path must start with `/`",
        ),
        (
            "https://ada:secret@evil.example/boats?key=1#2",
            "GET https://evil.example/boats: the URL is not on the server",
        ),
        (
            "ada:secret@evil.example",
            "GET evil.example: the URL is not on the server",
        ),
        ("bo\u{1b}ats", "GET bo\\u{1b}ats: the path must start"),
    ] {
        let request = client(&mock).request(Method::GET, path);
        let error = request.send::<Value>().await.unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

/// RFC 3986, section 5.2.4: such a path would leave that of the base URL.
#[tokio::test]
async fn paths_without_a_host_stay_below_the_base_url() {
    let mock = Mock::new();
    for (path, segment) in [
        ("/boats/../../admin", ".."),
        ("/boats/%2E%2e/x", "%2E%2e"),
        ("/./boats", "."),
        ("/boats/..?free=true", ".."),
        ("/boats\\..\\..\\admin", ".."),
        ("/boats/.\t./admin", ".\\t."),
    ] {
        let request = client(&mock).request(Method::GET, path);
        let error = request.send::<Value>().await.unwrap_err();
        let expected = format!("the path must not contain the segment `{segment}`");
        assert!(error.to_string().ends_with(&expected), "{error}");
    }
    assert!(mock.all_requests().is_empty());
}

#[tokio::test]
async fn urls_of_the_server_and_queries_are_kept() {
    for (path, template, url) in [
        (
            "/boats?after=a%26b&x",
            "/boats",
            "https://harbour.example/v2/boats?after=a%26b&x=",
        ),
        (
            "https://harbour.example/v3/boats?after=2#top",
            "/v3/boats",
            "https://harbour.example/v3/boats?after=2",
        ),
        (
            "https://harbour.example/v3/%7Bname%7D",
            "/v3/%7Bname%7D",
            "https://harbour.example/v3/%7Bname%7D",
        ),
        (
            "//evil.example/boats",
            "//evil.example/boats",
            "https://harbour.example/v2//evil.example/boats",
        ),
        (
            "/\\evil.example/boats",
            "/\\evil.example/boats",
            "https://harbour.example/v2//evil.example/boats",
        ),
    ] {
        let mock = Mock::new();
        let get = mock.on_request(Method::GET, template);
        get.reply_status(200, &json!(null));
        let request = client(&mock).request(Method::GET, path);
        request.send::<Value>().await.unwrap();
        assert_eq!(mock.all_requests()[0].url(), url);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_requests_have_the_same_methods() {
    let mock = Mock::new();
    let get = mock.on_request(Method::GET, "/boats");
    get.times(3).reply_status(200, &json!([1]));
    let request = || client(&mock).request(Method::GET, "/boats").blocking();
    assert_eq!(request().send::<Vec<i64>>().unwrap(), [1]);
    assert_eq!(request().response::<Vec<i64>>().unwrap().status(), 200);
    let text = client(&mock)
        .request(Method::GET, "/boats")
        .accept::<Text>();
    assert_eq!(text.blocking().send().unwrap(), "[1]");
}
