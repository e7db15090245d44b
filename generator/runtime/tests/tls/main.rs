//! Requests over TLS and HTTP/2, with servers that violate the protocols.

mod certificates;
mod frames;
mod http2;
mod server;

use std::time::Duration;

use intercom_codegen_runtime::{
    Api, ClientBuilder, Connection, DefaultService, Error, Json, Method, Request, RetryPolicy,
    Value,
};

/// The client of an API with one resource.
struct Client(Connection);

impl Api for Client {
    type Service = DefaultService;

    const BASE_URL: Option<&'static str> = None;
    const HEADERS: &'static [(&'static str, &'static str)] = &[];
    const USER_AGENT: &'static str = "harbour/1.0";

    fn from_connection(connection: Connection) -> Self {
        Self(connection)
    }

    fn connection(&self) -> &Connection {
        &self.0
    }
}

impl Client {
    fn request(&self, method: Method) -> Request {
        Request::new(&self.0, method, "/boat")
    }

    async fn get(&self) -> Result<Value, Error> {
        self.request(Method::GET).send::<Json<Value>>().await
    }
}

/// Returns the builder of a client that trusts this certificate only and does not retry.
fn builder(url: &str, certificate: &rcgen::Certificate) -> ClientBuilder<Client> {
    let certificate = reqwest::Certificate::from_der(certificate.der()).unwrap();
    let http = reqwest::Client::builder()
        .tls_certs_only([certificate])
        .connect_timeout(Duration::from_secs(10))
        .no_proxy()
        .build()
        .unwrap();
    ClientBuilder::new()
        .base_url(url)
        .http_client(http)
        .retry(RetryPolicy::never())
}
