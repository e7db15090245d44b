//! A mock API that sends prepared responses and records requests. The tests of the program
//! `intercom` include this file, too.

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Starts a server that sends each response once, in order.
pub async fn start(responses: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    for response in responses {
        Mock::given(any())
            .respond_with(response)
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    server
}

/// Returns every request so far.
pub async fn all_received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("recording is on")
}

/// Returns the only request.
pub async fn received(server: &MockServer) -> Request {
    let mut requests = all_received(server).await;
    assert_eq!(requests.len(), 1, "one request was expected");
    requests.remove(0)
}

/// Returns the method, path and query of a request.
pub fn line(request: &Request) -> String {
    let query = request.url.query().map(|query| format!("?{query}"));
    let path = request.url.path();
    format!("{} {path}{}", request.method, query.unwrap_or_default())
}
