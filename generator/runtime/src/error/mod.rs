mod body;
mod call;
mod cause;
mod display;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::rate_limit::{RateLimit, retry_after};
use super::response::{Head, Reply};
use super::response_kind::Unreadable;
use super::service::ErrorResponse;

pub use body::{ErrorBody, ErrorDetail};
pub(super) use call::Call;
pub(super) use cause::Cause;

/// Why a client could not be built or a request did not give its result.
///
/// The token is never part of it, nor is the address: requests are named by method and path
/// template. The answer of the API, if there was one, is kept, with as much of its body as came.
pub struct Error(Box<Inner>);

struct Inner {
    call: Option<Call>,
    cause: Cause,
    head: Option<Head>,
    body: Option<Bytes>,
    details: ErrorBody,
}

/// How errors come to be.
impl Error {
    pub(super) fn new(call: impl Into<Option<Call>>, cause: Cause) -> Self {
        Self(Box::new(Inner {
            call: call.into(),
            cause,
            head: None,
            body: None,
            details: ErrorBody::default(),
        }))
    }

    pub(super) fn with_head(mut self, head: Head) -> Self {
        self.0.head = Some(head);
        self
    }

    pub(super) fn with_reply(mut self, reply: Reply) -> Self {
        if self.is_status() {
            let json = serde_json::from_slice(&reply.body).unwrap_or_default();
            self.0.details = (reply.head.policy.error_body)(&json);
        }
        self.0.body = Some(reply.body);
        self.with_head(reply.head)
    }

    pub(super) fn settings(message: String) -> Self {
        Self::new(None, Cause::Invalid(message))
    }

    pub(super) fn unreadable(call: Call, reply: Reply, unreadable: Unreadable) -> Self {
        Self::new(call, Cause::Unreadable(unreadable)).with_reply(reply)
    }

    /// Whether a repetition may help: the network failed, or an answer did not come in time.
    pub(super) fn is_transport(&self) -> bool {
        match &self.0.cause {
            Cause::Transport(error) => !error.is_builder() && !error.is_redirect(),
            #[cfg(not(target_arch = "wasm32"))]
            Cause::TimedOut => true,
            _ => false,
        }
    }
}

/// What is known of the answer.
impl Error {
    /// The status of the answer, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.0.head.as_ref()?.status)
    }

    /// The headers of the answer, if there was an answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.0.head.as_ref()?.headers)
    }

    /// The body of the answer as it came. Of a body that broke off, or that was too large, it is
    /// the beginning.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The id by which the service finds the request in its logs: that of the
    /// [header](super::Service::REQUEST_ID_HEADER), else that of the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let header = self.0.head.as_ref().and_then(Head::request_id);
        header.or(self.0.details.request_id.as_deref())
    }

    /// How many requests are left, if there was an answer that says so.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.head.as_ref()?.rate_limit()
    }

    /// How long the API asks to wait before the next request: what `Retry-After` says, and where
    /// the rate limit is exceeded without it, the time until it is [reset](RateLimit::reset).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let headers = self.headers()?;
        retry_after(headers).or_else(|| {
            let limit = self.rate_limit().filter(|_| self.is_rate_limited());
            limit?.reset_after(headers)
        })
    }

    /// The reasons that the API gives; none when the body has another form.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.details.errors
    }

    /// The code of the first of [`errors`](Self::errors).
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.errors().first()?.code.as_deref()
    }

    /// Where in the body the value is that could not be read, such as `data[3].owner_id`; empty
    /// for the whole body, `None` when the error is another one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Unreadable(unreadable) => unreadable.path.as_deref(),
            _ => None,
        }
    }
}

/// What kind of error it is.
impl Error {
    /// Whether a setting or an argument made it impossible to send the request.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self.0.cause, Cause::Invalid(_) | Cause::File { .. })
    }

    /// Whether the answer's status is not one of success.
    #[must_use]
    pub fn is_status(&self) -> bool {
        matches!(self.0.cause, Cause::Status)
    }

    /// Whether the API takes the request for wrong: status 400 or 422.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
            || self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether the token is missing, wrong or revoked: status 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the token does not allow this, or the plan does not include it: status 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Whether there is no such thing: status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Whether it clashes with what is there, such as a contact of the same id: status 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Whether there were too many requests, so that waiting for the next window helps, or the
    /// [throttle](super::Throttle) had to wait for it too long.
    ///
    /// A status of 429 that is about another limit is not meant, where the
    /// [service](super::Service::is_rate_limit) tells them apart.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        match self.0.cause {
            Cause::Throttled => true,
            _ => self.has_status(StatusCode::TOO_MANY_REQUESTS) && self.is_about_the_rate(),
        }
    }

    /// Whether the API itself failed: status 500 to 599.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.is_status() && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Whether the time for the request, or for connecting, ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.cause {
            Cause::Throttled => true,
            #[cfg(not(target_arch = "wasm32"))]
            Cause::TimedOut => true,
            Cause::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether no connection could be made, so that nothing was sent. Never on wasm32, where
    /// the browser does not say.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match &self.0.cause {
            #[cfg(not(target_arch = "wasm32"))]
            Cause::Transport(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether the answer was a success but could not be unpacked or read.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.cause, Cause::Unpacking(_) | Cause::Unreadable(_))
    }

    /// Whether the body of the answer is larger than the limit that was set.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.cause, Cause::TooLarge { .. })
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.is_status() && self.status() == Some(status)
    }

    /// Returns `true` if a response of status 429 reports an exceeded rate limit.
    fn is_about_the_rate(&self) -> bool {
        self.0.head.as_ref().is_some_and(|head| {
            (head.policy.is_rate_limit)(&ErrorResponse {
                status: head.status,
                headers: &head.headers,
                rate_limit: head.rate_limit(),
                errors: self.errors(),
            })
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.source()
    }
}
