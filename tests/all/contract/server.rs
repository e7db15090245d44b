//! An API on loopback that keeps to its document.

use std::sync::{Arc, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::document::Document;
use super::request::{Received, read};

/// Reads what it receives by its document, and gives the answer that it is told to.
pub struct Server {
    server: MockServer,
    exchange: Arc<Mutex<Exchange>>,
}

#[derive(Default)]
struct Exchange {
    answer: Option<ResponseTemplate>,
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

    /// Sets what the next request gets; those after it get an error.
    pub fn answer(&self, answer: ResponseTemplate) {
        self.exchange.lock().unwrap().answer = Some(answer);
    }

    /// The requests since this was last asked.
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
            .answer
            .take()
            .unwrap_or_else(|| ResponseTemplate::new(500))
    }
}
