use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::RateLimit;
use super::json::{Anomaly, Decoded};

/// An answer as it came.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Reply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

/// An answer: what was read from its body, what could not be, its status and its headers.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
    anomalies: Vec<Anomaly>,
}

impl<T> Response<T> {
    pub(super) fn new(reply: Reply, body: Decoded<T>) -> Self {
        Self {
            status: reply.status,
            headers: reply.headers,
            body: body.value,
            anomalies: body.anomalies,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id under which Intercom's support finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// How many requests are left.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.headers)
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

/// The text of the header `x-request-id`.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

/// The text of the header `content-type`.
pub(super) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("body", &self.body)
            .field("anomalies", &self.anomalies)
            .finish_non_exhaustive()
    }
}
