//! An API on loopback, and what it was asked.

use intercom_client::{Api, ClientBuilder};
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// What the clients of these tests authenticate with.
pub const TOKEN: &str = "dG9rOmEtc2VjcmV0";

/// An API that gives the answers it was told to and remembers the requests.
pub struct Server(pub MockServer);

impl Server {
    /// Gives each answer once, in order.
    pub async fn answering(answers: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        let server = MockServer::start().await;
        for answer in answers {
            Mock::given(any())
                .respond_with(answer)
                .up_to_n_times(1)
                .mount(&server)
                .await;
        }
        Self(server)
    }

    /// Answers one request with 200 and this body.
    pub async fn json(body: Value) -> Self {
        Self::answering([ResponseTemplate::new(200).set_body_json(body)]).await
    }

    /// The settings of a client that talks to this server.
    pub fn builder<C: Api>(&self) -> ClientBuilder<C> {
        ClientBuilder::new().bearer(TOKEN).base_url(self.0.uri())
    }

    pub fn client<C: Api>(&self) -> C {
        self.builder().build().expect("the settings are valid")
    }

    /// Every request so far.
    pub async fn all_received(&self) -> Vec<Received> {
        let requests = self.0.received_requests().await.expect("recording is on");
        requests.into_iter().map(Received).collect()
    }

    /// The only request.
    pub async fn received(&self) -> Received {
        let mut requests = self.all_received().await;
        assert_eq!(requests.len(), 1, "one request was expected");
        requests.remove(0)
    }
}

/// A request as it came in.
pub struct Received(pub Request);

impl Received {
    /// Method, path and query.
    pub fn line(&self) -> String {
        let query = self
            .0
            .url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        format!("{} {}{query}", self.0.method, self.0.url.path())
    }

    /// The value of a header that is there at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.0.headers.get_all(name).iter();
        let value = values.next()?.to_str().expect("the value is text");
        assert!(values.next().is_none(), "`{name}` is there twice");
        Some(value)
    }

    pub fn has_body(&self) -> bool {
        !self.0.body.is_empty()
    }

    pub fn json(&self) -> Value {
        self.0.body_json().expect("the body is JSON")
    }

    /// Checks what every request for JSON has, with the version that its client speaks.
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
