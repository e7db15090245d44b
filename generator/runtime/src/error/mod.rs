mod body;
mod call;
mod cause;
mod display;

use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use super::kind::Unreadable;
use super::rate_limit::{RateLimit, reset_after, retry_after};
use super::response::{Reply, request_id};

use body::ErrorBody;

pub use body::ErrorDetail;
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
    status: Option<StatusCode>,
    headers: Option<HeaderMap>,
    body: Option<Bytes>,
    details: ErrorBody,
}

/// How errors come to be.
impl Error {
    pub(super) fn new(call: impl Into<Option<Call>>, cause: Cause) -> Self {
        Self(Box::new(Inner {
            call: call.into(),
            cause,
            status: None,
            headers: None,
            body: None,
            details: ErrorBody::default(),
        }))
    }

    pub(super) fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.0.status = Some(status);
        self.0.headers = Some(headers);
        self
    }

    pub(super) fn with_reply(mut self, reply: Reply) -> Self {
        if self.is_status() {
            self.0.details = ErrorBody::parse(&reply.body);
        }
        self.0.body = Some(reply.body);
        self.with_head(reply.status, reply.headers)
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
        self.0.status
    }

    /// The headers of the answer, if there was an answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_ref()
    }

    /// The body of the answer as it came. Of a body that broke off, or that was too large, it is
    /// the beginning.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The id under which Intercom's support finds the request: that of the header
    /// `x-request-id`, else that of the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let header = self.headers().and_then(request_id);
        header.or(self.0.details.request_id.as_deref())
    }

    /// How many requests are left, if there was an answer that says so.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers().and_then(RateLimit::of)
    }

    /// How long the API asks to wait before the next request: what `Retry-After` says, and where
    /// the rate limit is exceeded without it, the time until `X-RateLimit-Reset`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let headers = self.headers()?;
        let reset = || self.is_rate_limited().then(|| reset_after(headers))?;
        retry_after(headers).or_else(reset)
    }

    /// The reasons that Intercom gives; none when the body has another form.
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
    /// A status of 429 that is about running jobs, or comes while requests are left, is not meant.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        match self.0.cause {
            Cause::Throttled => true,
            _ => self.has_status(StatusCode::TOO_MANY_REQUESTS) && !self.is_other_limit(),
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

    /// Whether an answer of status 429 is about something else than the rate of requests. The code
    /// is the same for both.
    fn is_other_limit(&self) -> bool {
        let headers = self.headers();
        if headers.is_some_and(|headers| headers.contains_key(RETRY_AFTER)) {
            return false;
        }
        let remaining = self.rate_limit().and_then(|limit| limit.remaining);
        let is_about_jobs = |detail: &ErrorDetail| {
            let message = detail.message.as_deref().unwrap_or_default();
            message.contains("jobs")
        };
        remaining.is_some_and(|remaining| remaining > 0) || self.errors().iter().any(is_about_jobs)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.source()
    }
}
