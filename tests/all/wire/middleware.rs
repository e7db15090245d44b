//! Middleware of `reqwest-middleware`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Extensions;
use intercom_client::RetryPolicy;
use intercom_client::v2_16::Client;
use reqwest::{Request, Response};
use reqwest_middleware::{Error, Middleware, Next};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::Server;

/// A middleware that adds a header and counts requests.
#[derive(Clone, Default)]
struct Marks(Arc<AtomicUsize>, &'static str);

#[async_trait::async_trait]
impl Middleware for Marks {
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response, Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        request
            .headers_mut()
            .append("x-mark", self.1.parse().unwrap());
        next.run(request, extensions).await
    }
}

struct Fails;

#[async_trait::async_trait]
impl Middleware for Fails {
    async fn handle(&self, _: Request, _: &mut Extensions, _: Next<'_>) -> Result<Response, Error> {
        Err(Error::middleware(std::io::Error::other("no key today")))
    }
}

#[tokio::test]
async fn every_attempt_passes_the_middleware() {
    let response = ResponseTemplate::new(200).set_body_json(json!({"id": "c1"}));
    let server = Server::responding_with([ResponseTemplate::new(500), response]).await;
    let first = Marks(Arc::default(), "first");
    let second = Marks(Arc::default(), "second");
    let client: Client = server
        .builder()
        .retry(RetryPolicy::default().min_delay(Duration::from_millis(1)))
        .middleware(first.clone())
        .middleware(second)
        .build()
        .unwrap();
    client.companies().delete_company("c1").await.unwrap();
    assert_eq!(first.0.load(Ordering::Relaxed), 2);
    for received in server.all_received().await {
        let marks: Vec<_> = received.0.headers.get_all("x-mark").iter().collect();
        assert_eq!(marks, ["first", "second"]);
    }
}

#[tokio::test]
async fn a_middleware_failure_is_the_error() {
    let server = Server::responding_with([]).await;
    let client: Client = server.builder().middleware(Fails).build().unwrap();
    let error = client.companies().delete_company("c1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DELETE /companies/{id}: a middleware failed"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "no key today");
    assert!(server.all_received().await.is_empty());
}
