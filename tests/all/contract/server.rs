//! A mock API that validates requests against its document.

use std::sync::{Arc, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::document::Document;
use super::request::{Received, read};

/// A server that parses requests by its document and sends prepared responses.
pub struct Server {
    server: MockServer,
    exchange: Arc<Mutex<Exchange>>,
}

#[derive(Default)]
struct Exchange {
    response: Option<ResponseTemplate>,
    received: Vec<Received>,
}

impl Server {
    pub async fn start(document: &'static Document) -> Self {
        let server = MockServer::builder()
            .disable_request_recording()
            .start()
            .await;
        let exchange = Arc::default();
        let responder = Responder {
            document,
            exchange: Arc::clone(&exchange),
        };
        Mock::given(any())
            .respond_with(responder)
            .mount(&server)
            .await;
        Self { server, exchange }
    }

    pub fn uri(&self) -> String {
        self.server.uri()
    }

    /// Sets the response to the next request; later ones get an error.
    pub fn respond_with(&self, response: ResponseTemplate) {
        self.exchange.lock().unwrap().response = Some(response);
    }

    /// Returns the requests since the last call.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut self.exchange.lock().unwrap().received)
    }
}

struct Responder {
    document: &'static Document,
    exchange: Arc<Mutex<Exchange>>,
}

impl Respond for Responder {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let received = read(self.document, request);
        let mut exchange = self.exchange.lock().unwrap();
        exchange.received.push(received);
        exchange
            .response
            .take()
            .unwrap_or_else(|| ResponseTemplate::new(500))
    }
}
