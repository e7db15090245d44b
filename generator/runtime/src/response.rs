use std::fmt;

use bytes::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::RateLimit;
use super::json::{Anomaly, Decoded};
use super::service::Policy;

/// The head of a response, and the policy by which its headers are read.
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

/// A response as it came.
pub(super) struct Reply {
    pub(super) head: Head,
    pub(super) body: Bytes,
}

/// An answer: what was read from its body, what could not be, its status and its headers.
#[derive(Clone)]
pub struct Response<T> {
    head: Head,
    body: T,
    anomalies: Vec<Anomaly>,
}

impl<T> Response<T> {
    pub(super) fn new(reply: Reply, body: Decoded<T>) -> Self {
        Self {
            head: reply.head,
            body: body.value,
            anomalies: body.anomalies,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The id by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// How many requests are left.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.rate_limit()
    }

    /// What is missing from [`body`](Self::body), because it is not what the document says.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// What was read from the body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// What was read from the body, to keep.
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
