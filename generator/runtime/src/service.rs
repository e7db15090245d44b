//! The policy of a service: its request ids, rate limits and error bodies.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::{ErrorBody, ErrorDetail, RateLimit};

/// The policy of a service: its request ids, rate limits and error bodies.
///
/// The defaults suit most APIs. For a service that differs, implement this trait and set
/// [`Api::Service`](super::Api::Service) to the implementation:
///
/// ```
/// use intercom_codegen_runtime::{ErrorResponse, RateLimitHeaders, Service};
///
/// pub enum Harbour {}
///
/// impl Service for Harbour {
///     const REQUEST_ID_HEADER: &'static str = "harbour-request";
///
///     const RATE_LIMIT_HEADERS: RateLimitHeaders = RateLimitHeaders {
///         limit: "harbour-limit",
///         remaining: "harbour-remaining",
///         reset: "harbour-reset",
///     };
///
///     // The service also responds with 429 for reasons other than the rate limit.
///     fn is_rate_limit(response: &ErrorResponse<'_>) -> bool {
///         response.errors().iter().all(|error| error.field.is_none())
///     }
/// }
/// ```
pub trait Service {
    /// The response header with the id of a request, by which the service finds it in its logs.
    /// Defaults to `x-request-id`.
    const REQUEST_ID_HEADER: &'static str = "x-request-id";

    /// The headers that announce the rate limit. Defaults to `X-RateLimit-Limit`,
    /// `X-RateLimit-Remaining` and `X-RateLimit-Reset`. The headers `RateLimit` and
    /// `RateLimit-Policy` of the IETF draft always take precedence.
    const RATE_LIMIT_HEADERS: RateLimitHeaders = RateLimitHeaders::X_RATE_LIMIT;

    /// Reads one error in the body of an error response. Defaults to [`ErrorDetail::from_json`].
    #[must_use]
    fn error_detail(json: &Value) -> Option<ErrorDetail> {
        ErrorDetail::from_json(json)
    }

    /// Reads the JSON body of an error response. Defaults to [`ErrorBody::from_json`], with
    /// [`error_detail`](Self::error_detail) for each error.
    #[must_use]
    fn error_body(json: &Value) -> ErrorBody {
        ErrorBody::from_json(json, Self::error_detail)
    }

    /// Returns `true` if a response with status 429 reports an exceeded rate limit, so that the
    /// request can be retried later. Defaults to `true`.
    #[must_use]
    fn is_rate_limit(response: &ErrorResponse<'_>) -> bool {
        let _ = response;
        true
    }
}

/// A policy that consists of the defaults of [`Service`].
#[derive(Debug)]
pub enum DefaultService {}

impl Service for DefaultService {}

/// The names of the headers that announce a rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitHeaders {
    /// The header with the number of requests that a window allows.
    pub limit: &'static str,
    /// The header with the number of requests that remain.
    pub remaining: &'static str,
    /// The header with the time at which the next window begins: seconds from now, or, from
    /// 1,000,000,000 on, a Unix time in seconds. From 100,000,000,000 on, it is a Unix time in
    /// milliseconds, microseconds or nanoseconds.
    pub reset: &'static str,
}

impl RateLimitHeaders {
    /// `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
    pub const X_RATE_LIMIT: Self = Self {
        limit: "x-ratelimit-limit",
        remaining: "x-ratelimit-remaining",
        reset: "x-ratelimit-reset",
    };
}

/// A response with an error status.
#[derive(Clone, Copy, Debug)]
pub struct ErrorResponse<'a> {
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) errors: &'a [ErrorDetail],
}

impl<'a> ErrorResponse<'a> {
    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    /// Returns the announced rate limit.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    /// Returns the errors in the body.
    #[must_use]
    pub fn errors(&self) -> &'a [ErrorDetail] {
        self.errors
    }
}

/// A [`Service`] as a table of functions, so that decoding of responses is compiled once.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) request_id_header: &'static str,
    pub(super) rate_limit_headers: RateLimitHeaders,
    pub(super) error_body: fn(&Value) -> ErrorBody,
    pub(super) is_rate_limit: fn(&ErrorResponse<'_>) -> bool,
}

impl Policy {
    pub(super) const fn of<S: Service>() -> &'static Self {
        const {
            &Self {
                request_id_header: S::REQUEST_ID_HEADER,
                rate_limit_headers: S::RATE_LIMIT_HEADERS,
                error_body: S::error_body,
                is_rate_limit: S::is_rate_limit,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, Method};

    use super::*;
    use crate::Error;
    use crate::error::{Call, Cause};
    use crate::response::{Head, RawResponse};

    enum Harbour {}

    impl Service for Harbour {
        const REQUEST_ID_HEADER: &'static str = "harbour-request";

        const RATE_LIMIT_HEADERS: RateLimitHeaders = RateLimitHeaders {
            limit: "harbour-limit",
            remaining: "harbour-remaining",
            reset: "harbour-reset",
        };

        fn error_detail(json: &Value) -> Option<ErrorDetail> {
            Some(ErrorDetail {
                code: json.get("flag")?.as_str().map(str::to_owned),
                ..ErrorDetail::default()
            })
        }

        fn is_rate_limit(response: &ErrorResponse<'_>) -> bool {
            response
                .errors()
                .iter()
                .all(|error| error.code.as_deref() != Some("too_long"))
        }
    }

    fn error<S: Service>(headers: &[(&'static str, &'static str)], body: &'static str) -> Error {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        let head = Head {
            status: StatusCode::TOO_MANY_REQUESTS,
            headers,
            policy: Policy::of::<S>(),
        };
        let body = Bytes::from_static(body.as_bytes());
        let call = Call::new(Method::GET, "/ships");
        Error::new(call, Cause::Status).with_response(RawResponse { head, body })
    }

    #[test]
    fn default_service_reads_common_headers_and_bodies() {
        let headers = [
            ("x-request-id", "r1"),
            ("ratelimit", "\"default\";r=0;t=30"),
            ("x-ratelimit-remaining", "7"),
        ];
        let error = error::<DefaultService>(&headers, r#"{"error": {"code": "slow_down"}}"#);
        assert_eq!(error.request_id(), Some("r1"));
        assert_eq!(error.code(), Some("slow_down"));
        assert_eq!(
            error.rate_limit().and_then(|limit| limit.remaining),
            Some(0)
        );
        assert!(error.is_rate_limited());
        assert!(error.retry_after().is_some());
    }

    #[test]
    fn request_id_is_read_from_the_body() {
        let error = error::<DefaultService>(&[], r#"{"message": "no", "request_id": "r2"}"#);
        assert_eq!(error.request_id(), Some("r2"));
    }

    #[test]
    fn service_overrides_the_defaults() {
        let headers = [
            ("x-request-id", "r1"),
            ("harbour-request", "r7"),
            ("harbour-remaining", "3"),
        ];
        let long = error::<Harbour>(&headers, r#"{"errors": [{"flag": "too_long"}]}"#);
        assert_eq!(long.request_id(), Some("r7"));
        assert_eq!(long.rate_limit().and_then(|limit| limit.remaining), Some(3));
        assert_eq!(long.code(), Some("too_long"));
        assert!(!long.is_rate_limited());
        assert!(error::<Harbour>(&headers, r#"{"flag": "slow_down"}"#).is_rate_limited());
    }
}
