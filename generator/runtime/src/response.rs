use std::fmt;

use bytes::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::json::{Anomaly, Decoded};
use super::service::Policy;
use super::{Error, RateLimit};

/// The status and headers of a response, and the policy by which the headers are read.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) policy: &'static Policy,
}

impl Head {
    pub(super) fn request_id(&self) -> Option<&str> {
        self.header(self.policy.request_id_header)
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn content_type(&self) -> Option<&str> {
        self.header(CONTENT_TYPE.as_str())
    }

    pub(super) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.headers, self.policy.rate_limit_headers)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A response whose body has not been decoded.
pub(super) struct RawResponse {
    pub(super) head: Head,
    pub(super) body: Bytes,
}

/// A response: the decoded body, its anomalies, the status and the headers.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// let response = client.get_boat("Ada").response().await?;
/// if let Some(remaining) = response.rate_limit().and_then(|limit| limit.remaining) {
///     println!("{remaining} requests remain");
/// }
/// for anomaly in response.anomalies() {
///     eprintln!("{} was left out: {}", anomaly.path(), anomaly.reason());
/// }
/// let boat = response.into_body();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    head: Head,
    bytes: Bytes,
    body: T,
    anomalies: Vec<Anomaly>,
}

impl<T> Response<T> {
    pub(super) fn new(response: RawResponse, body: Decoded<T>) -> Self {
        Self {
            head: response.head,
            bytes: response.body,
            body: body.value,
            anomalies: body.anomalies,
        }
    }

    /// Converts the body.
    #[inline]
    pub(super) fn try_map<U>(
        self,
        convert: impl FnOnce(T) -> Result<U, Error>,
    ) -> Result<Response<U>, Error> {
        Ok(Response {
            head: self.head,
            bytes: self.bytes,
            body: convert(self.body)?,
            anomalies: self.anomalies,
        })
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the request id, by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Returns the announced rate limit.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.rate_limit()
    }

    /// Returns the values that do not match the schema and were left out of [`body`](Self::body).
    ///
    /// With [`ClientBuilder::strict`](super::ClientBuilder::strict), they are an error instead, and
    /// so are more than 10,000 of them.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// Returns the decoded body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Returns the body as it was received, decompressed but not decoded.
    ///
    /// The response holds it in memory; [`into_body`](Self::into_body) releases it.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the decoded body by value.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status)
            .field("request_id", &self.request_id())
            .field("body", &self.body)
            .field("anomalies", &self.anomalies)
            .finish_non_exhaustive()
    }
}
