//! Credentials are sent, and shown nowhere else.

use intercom_client::v2_16;
use intercom_tests_compiled::{
    names, security_basic, security_bearer, security_choice, security_http, security_keys,
    security_per_operation,
};
use wiremock::ResponseTemplate;

use super::Server;
use super::log::Log;

const SECRET: &str = "s3cr3t";

/// An address that nothing listens on: the system assigns no port this low.
const UNUSED_ADDRESS: &str = "http://127.0.0.1:1";

async fn server() -> Server {
    Server::responding_with([ResponseTemplate::new(204)]).await
}

#[tokio::test]
async fn sends_a_bearer_token() {
    let server = server().await;
    let client = security_bearer::Client::builder(SECRET)
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().list_ships().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.header("authorization"), Some("Bearer s3cr3t"));
}

#[tokio::test]
async fn sends_basic_credentials() {
    let server = server().await;
    // The example of RFC 7617.
    let client = security_basic::Client::builder("Aladdin", "open sesame")
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().list_ships().await.unwrap();
    let received = server.received().await;
    let expected = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    assert_eq!(received.header("authorization"), Some(expected));
}

#[tokio::test]
async fn sends_api_keys_in_header_query_and_cookie() {
    let server = server().await;
    let client = security_keys::Client::builder("k1", "k&2", "k;3")
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let request = client.ships().list_ships().flag("nl").color("blue");
    request.await.unwrap();
    let received = server.received().await;
    assert_eq!(received.line(), "GET /ships?flag=nl&key=k%262");
    assert_eq!(received.header("x-harbour-key"), Some("k1"));
    assert_eq!(received.header("cookie"), Some("session=k%3B3; color=blue"));
}

/// The characters of a token (RFC 6265, section 4.1.1): the name of the cookie is that of the scheme.
#[tokio::test]
async fn the_name_of_a_cookie_is_sent_as_it_is_declared() {
    let server = server().await;
    let client = security_choice::Client::builder()
        .cookie_key("a!#$%&'*+-.^_`|~1", "k1")
        .cookie_key("b c=", "k2")
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().list_ships().await.unwrap();
    let received = server.received().await;
    let expected = "a!#$%&'*+-.^_`|~1=k1; b%20c%3D=k2";
    assert_eq!(received.header("cookie"), Some(expected));
}

#[tokio::test]
async fn sends_every_configured_credential() {
    let server = server().await;
    let client = security_choice::Client::builder()
        .header_key("X-Gate", "k1")
        .query_key("berth", "k2")
        .bearer(SECRET)
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().list_ships().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.line(), "GET /ships?berth=k2");
    assert_eq!(received.header("x-gate"), Some("k1"));
    assert_eq!(received.header("authorization"), Some("Bearer s3cr3t"));
}

#[tokio::test]
async fn sends_no_credentials_if_none_are_configured() {
    let server = server().await;
    let client = security_choice::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().list_ships().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.line(), "GET /ships");
    assert_eq!(received.header("authorization"), None);
    assert_eq!(received.header("cookie"), None);
}

#[tokio::test]
async fn sends_credentials_of_other_http_schemes() {
    let server = server().await;
    let client = security_http::Client::builder(SECRET);
    let client = client.base_url(server.0.uri()).build().unwrap();
    client.ships().list_ships().await.unwrap();
    let received = server.received().await;
    let expected = "SharedAccessKey s3cr3t";
    assert_eq!(received.header("authorization"), Some(expected));
}

#[tokio::test]
async fn each_operation_selects_its_credentials() {
    let server = Server::responding_with(vec![ResponseTemplate::new(204); 3]).await;
    let client = security_per_operation::Client::builder()
        .bearer(SECRET)
        .basic("Aladdin", "open sesame")
        .query_key("key", "k1")
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().log_in().await.unwrap();
    client.ships().list_ships().await.unwrap();
    client.ships().read_weather().await.unwrap();
    let received = server.all_received().await;
    let [log_in, list, weather] = received.as_slice() else {
        panic!("{} requests", received.len());
    };
    let basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    assert_eq!(log_in.header("authorization"), Some(basic));
    assert_eq!(list.header("authorization"), Some("Bearer s3cr3t"));
    assert_eq!(list.line(), "GET /ships?key=k1");
    assert_eq!(weather.header("authorization"), None);
    assert_eq!(weather.line(), "GET /weather");
}

/// Headers that the application sets itself are sent by every operation.
#[tokio::test]
async fn a_header_of_the_application_replaces_credentials() {
    let server = Server::responding_with(vec![ResponseTemplate::new(204); 2]).await;
    let client = security_per_operation::Client::builder()
        .basic("Aladdin", "open sesame")
        .header("Authorization", "Custom")
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.ships().log_in().await.unwrap();
    client.ships().read_weather().await.unwrap();
    for request in server.all_received().await {
        assert_eq!(request.header("authorization"), Some("Custom"));
    }
}

#[test]
fn two_credentials_in_one_header_are_an_error() {
    let builder = || names::Client::builder().bearer(SECRET);
    for builder in [
        builder().basic("a", "b"),
        builder().header_key("Authorization", "k1"),
        builder().header_key("Cookie", "a=1").cookie_key("b", "2"),
    ] {
        let error = builder.base_url(UNUSED_ADDRESS).build().unwrap_err();
        assert!(error.is_invalid());
        assert!(error.to_string().ends_with(": set one of them"), "{error}");
    }
    let replaced = builder().bearer("another").base_url(UNUSED_ADDRESS);
    replaced.build().unwrap();
}

/// Returns the texts of an error and its sources.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}

#[tokio::test]
async fn debug_output_and_errors_contain_no_secrets() {
    let keys = security_keys::Client::builder(SECRET, SECRET, SECRET).base_url(UNUSED_ADDRESS);
    let builder = format!("{keys:?}");
    let client = keys.build().unwrap();
    let error = client.ships().list_ships().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    let request = client.ships().list_ships().color("blue");
    let basic = security_basic::Client::builder("pilot", SECRET).base_url(UNUSED_ADDRESS);
    let basic = format!("{basic:?}") + &format!("{:?}", basic.build().unwrap());
    for text in [
        builder,
        format!("{client:?} {request:?}"),
        chain(&error),
        basic,
    ] {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[tokio::test]
async fn errors_about_invalid_secrets_do_not_contain_them() {
    let invalid = format!("{SECRET}\n");
    let header = security_choice::Client::builder().header_key("X-Gate", invalid.clone());
    let token = security_choice::Client::builder().bearer(invalid);
    let user = security_choice::Client::builder().basic("a:b", SECRET);
    for builder in [header, token, user] {
        let error = builder.base_url(UNUSED_ADDRESS).build().unwrap_err();
        assert!(error.is_invalid());
        assert!(!chain(&error).contains(SECRET), "{error}");
    }
}

#[tokio::test]
async fn logs_contain_no_api_keys() {
    let log = Log::of(async {
        let server = Server::responding_with([ResponseTemplate::new(404)]).await;
        let client: v2_16::Client = server
            .builder()
            .query_key("key", SECRET)
            .header_key("X-Key", SECRET)
            .cookie_key("session", SECRET)
            .build()
            .unwrap();
        client.companies().delete_company("c1").await.unwrap_err();
        assert!(server.received().await.line().contains(SECRET));
    })
    .await;
    assert!(log.contains("http.response.status_code=404"), "{log}");
    assert!(!log.contains(SECRET), "{log}");
}

#[test]
fn a_relative_or_missing_server_requires_a_base_url() {
    let error = security_basic::Client::builder("a", "b").build();
    assert_eq!(
        error.unwrap_err().to_string(),
        "the server URL `/api/v1` is relative: set an absolute URL with `base_url`"
    );
    let error = names::Client::builder().build();
    assert_eq!(
        error.unwrap_err().to_string(),
        "the document declares no server: set one with `base_url`"
    );
}

#[test]
fn server_variables_have_their_defaults() {
    let client = security_bearer::Client::builder(SECRET)
        .http_client(reqwest::Client::new())
        .build()
        .unwrap();
    let debug = format!("{client:?}");
    assert!(
        debug.contains("https://north.harbour.test:8443/api"),
        "{debug}"
    );
}
