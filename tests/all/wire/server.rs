//! A mock API and the requests that it received.

use intercom_client::{Api, ClientBuilder};
use serde_json::Value;
use wiremock::{MockServer, Request, ResponseTemplate};

use super::mock_api;

/// The bearer token of the clients of these tests.
pub const TOKEN: &str = "dG9rOmEtc2VjcmV0";

/// A mock API that sends prepared responses and records requests.
pub struct Server(pub MockServer);

impl Server {
    /// Starts a server that sends each response once, in order.
    pub async fn responding_with(responses: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        Self(mock_api::start(responses).await)
    }

    /// Starts a server that responds to one request with status 200 and this body.
    pub async fn json(body: Value) -> Self {
        Self::responding_with([ResponseTemplate::new(200).set_body_json(body)]).await
    }

    /// Returns the builder of a client of this server.
    pub fn builder<C: Api>(&self) -> ClientBuilder<C> {
        ClientBuilder::new().bearer(TOKEN).base_url(self.0.uri())
    }

    pub fn client<C: Api>(&self) -> C {
        self.builder().build().expect("the settings are valid")
    }

    /// Returns every request so far.
    pub async fn all_received(&self) -> Vec<Received> {
        let requests = mock_api::all_received(&self.0).await.into_iter();
        requests.map(Received).collect()
    }

    /// Returns the only request.
    pub async fn received(&self) -> Received {
        Received(mock_api::received(&self.0).await)
    }
}

/// A received request.
pub struct Received(pub Request);

impl Received {
    /// Returns the method, path and query.
    pub fn line(&self) -> String {
        mock_api::line(&self.0)
    }

    /// Returns the value of a header that occurs at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.0.headers.get_all(name).iter();
        let value = values.next()?.to_str().expect("the value is text");
        assert!(values.next().is_none(), "`{name}` is repeated");
        Some(value)
    }

    pub fn has_body(&self) -> bool {
        !self.0.body.is_empty()
    }

    pub fn json(&self) -> Value {
        self.0.body_json().expect("the body is JSON")
    }

    /// Asserts the request line and the headers of every JSON request, with the version of the
    /// client.
    #[track_caller]
    pub fn assert_head(&self, line: &str, version: &str) {
        assert_eq!(self.line(), line);
        let bearer = format!("Bearer {TOKEN}");
        assert_eq!(self.header("authorization"), Some(bearer.as_str()));
        assert_eq!(self.header("intercom-version"), Some(version));
        assert_eq!(self.header("accept"), Some("application/json"));
        assert_eq!(self.header("user-agent"), Some("intercom-client/0.1.0"));
    }

    #[track_caller]
    pub fn assert_json(&self, body: Value) {
        assert_eq!(self.header("content-type"), Some("application/json"));
        assert_eq!(self.json(), body);
    }

    #[track_caller]
    pub fn assert_no_body(&self) {
        assert_eq!(self.header("content-type"), None);
        assert!(!self.has_body());
    }
}
