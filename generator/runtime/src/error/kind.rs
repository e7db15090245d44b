//! The kinds of errors.

use http::StatusCode;

use super::{Cause, Error};
use crate::service::ErrorResponse;
use crate::throttle::Awaited;

/// The kind of error.
impl Error {
    /// Returns `true` if the request may have been sent, completely or in part, so that it may have
    /// taken effect; `false` if it was certainly not sent.
    ///
    /// All attempts of the request count. The result is `false` if each of them failed because
    /// - a setting or an argument is invalid, or a file cannot be opened
    ///   ([`is_invalid`](Self::is_invalid));
    /// - the token provider failed ([`is_token`](Self::is_token));
    /// - no connection could be established, including name resolution and the TLS handshake
    ///   ([`is_connect`](Self::is_connect));
    /// - the timeout elapsed while the request waited for the [throttle](crate::Throttle) or files
    ///   were opened.
    ///
    /// A timeout of the request that elapses while connecting counts as maybe sent; the
    /// [timeout of connecting](crate::ClientBuilder::connect_timeout) does not. With an
    /// [HTTP client](crate::ClientBuilder::http_client) that follows redirects, the result is
    /// reliable only if it is `true`.
    #[must_use]
    pub fn is_maybe_sent(&self) -> bool {
        self.0.is_maybe_sent_before || self.0.cause.is_maybe_sent()
    }

    /// Returns `true` if a setting or an argument is invalid, so that the last attempt sent
    /// nothing.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self.0.cause, Cause::Invalid(_) | Cause::File { .. })
    }

    /// Returns `true` if a file to upload cannot be read.
    #[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.0.cause, Cause::File { .. } | Cause::Upload { .. })
    }

    /// Returns `true` if the [token provider](crate::TokenProvider) failed, so that the last
    /// attempt sent nothing. Its error is the source of this one.
    #[must_use]
    pub fn is_token(&self) -> bool {
        matches!(self.0.cause, Cause::Token(_))
    }

    /// Returns `true` if the response has an error status.
    #[must_use]
    pub fn is_status(&self) -> bool {
        matches!(self.0.cause, Cause::Status)
    }

    /// Returns `true` if the API rejects the request as invalid: status 400 or 422.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
            || self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Returns `true` if the credentials are missing, wrong or revoked: status 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Returns `true` if the credentials do not permit the operation: status 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Returns `true` if the resource does not exist: status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns `true` if the request conflicts with an existing resource, such as a contact with
    /// the same id: status 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns `true` if the rate limit is exceeded, or the timeout elapsed while the
    /// [throttle](crate::Throttle) waited for the next window.
    ///
    /// Status 429 because of another limit is excluded, if the
    /// [service](crate::Service::is_rate_limit) distinguishes them.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        match self.0.cause {
            Cause::Throttled(awaited) => awaited == Awaited::NextWindow,
            _ => self.has_status(StatusCode::TOO_MANY_REQUESTS) && self.reports_rate_limit(),
        }
    }

    /// Returns `true` if the server failed: status 500 to 599.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.is_status() && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns `true` if a [job](crate::Poller) ended with a status that means failure.
    #[must_use]
    pub fn is_job_failed(&self) -> bool {
        matches!(self.0.cause, Cause::JobFailed)
    }

    /// Returns `true` if the timeout of the request, of an attempt or of connecting elapsed, or the
    /// deadline of a [job](crate::Poller).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.cause {
            Cause::Throttled(_) | Cause::TimedOut { .. } | Cause::JobUnfinished => true,
            Cause::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Returns `true` if no complete response was received: no connection could be established, it
    /// was interrupted, or the timeout elapsed, which includes the time of opening files and of
    /// decoding. A timeout of waiting for the [throttle](crate::Throttle) is none, as nothing was
    /// sent.
    ///
    /// The same request may succeed later; [`is_maybe_sent`](Self::is_maybe_sent) returns whether
    /// it may have taken effect already. [`is_connect`](Self::is_connect) and
    /// [`is_timeout`](Self::is_timeout) distinguish the cases.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.0.cause.is_transport()
    }

    /// Returns `true` if no connection could be established, so that the last attempt sent nothing.
    ///
    /// Always `false` on wasm32, where the browser does not report it.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.cause.is_connect()
    }

    /// Returns `true` if the response is successful but could not be decompressed or decoded.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.cause, Cause::Decompression(_) | Cause::Unreadable(_))
    }

    /// Returns `true` if the response body is larger than the
    /// [limit](crate::ClientBuilder::max_response_size).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.cause, Cause::TooLarge { .. })
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.is_status() && self.status() == Some(status)
    }

    /// Returns `true` if a response with status 429 reports an exceeded rate limit.
    fn reports_rate_limit(&self) -> bool {
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
