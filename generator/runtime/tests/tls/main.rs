//! Requests over TLS and HTTP/2, with servers that violate the protocols.
//!
//! The attacks of HTTP/1.1 run without TLS, too: the result must be the same.

mod certificates;
mod frames;
mod http1;
mod http2;
mod http2_bodies;
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

/// The time limit of requests that no response ends. Others have the default one.
const TIMEOUT: Duration = Duration::from_millis(500);

/// The size limit of responses that are too large.
const MAX_SIZE: u64 = 1 << 20;

/// The error of a response that exceeds [`MAX_SIZE`].
const TOO_LARGE: &str = "GET /boat: 200 OK: the body is larger than the limit of 1048576 bytes";

const NO_RESPONSE: &str = "GET /boat: no response received";
const TIMED_OUT: &str = "GET /boat: timed out";
const TIMED_OUT_IN_BODY: &str = "GET /boat: 200 OK: timed out";
const TRUNCATED: &str = "GET /boat: 200 OK: the body is truncated";
const CORRUPT: &str = "GET /boat: 200 OK: the body cannot be decompressed";

/// Returns a body of this many spaces, compressed.
fn gzip_of_spaces(count: usize) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![b' '; count]).unwrap();
    encoder.finish().unwrap()
}

/// Returns a policy of two retries, almost without delay.
fn two_retries() -> RetryPolicy {
    RetryPolicy::default().min_delay(Duration::from_millis(1))
}

/// Returns the builder of a client with `rustls` that trusts this certificate only and does not
/// retry.
fn builder(url: &str, certificate: &rcgen::Certificate) -> ClientBuilder<Client> {
    let certificate = reqwest::Certificate::from_der(certificate.der()).unwrap();
    let http = reqwest::Client::builder()
        .tls_backend_rustls()
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
