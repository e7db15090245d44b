//! The policy for retrying failed requests.

use std::time::Duration;

use backon::ExponentialBuilder;
use http::{Method, StatusCode};

use super::Error;
use super::clock::jitter;

/// A policy for retrying failed requests, with exponential backoff and jitter.
///
/// These failures are retried:
///
/// - Status 429 because of an exceeded rate limit, for all methods: the request has had no effect.
///   Other limits with this status are not retried if the
///   [service](super::Service::is_rate_limit) distinguishes them.
/// - Statuses 408 and 5xx, connections that fail or are interrupted, and timeouts, for idempotent
///   methods (RFC 9110, section 9.2.2), and for operations that the document declares idempotent,
///   such as searches by `POST` (see [`Request::idempotent`](super::Request::idempotent)). Other
///   requests by `POST` and `PATCH`, and those that move a scroll on: see
///   [`repeat_any_method`](Self::repeat_any_method).
/// - The same failures of the authorization server of a provider in the module `oauth`, for all
///   methods: the request has not been sent.
///
/// A wait that the response requests, by `Retry-After` or the reset of the rate limit, is respected
/// up to [`max_wait`](Self::max_wait). It is prolonged by a random duration of up to a tenth of its
/// length, or of up to [`min_delay`](Self::min_delay) if that is longer. All attempts and waits
/// together are limited by the [timeout](super::ClientBuilder::timeout) of the client or the
/// request: a wait that would exceed it is not started, and the last error is returned.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example() -> Result<(), Error> {
/// use std::time::Duration;
///
/// let patient = RetryPolicy::default()
///     .max_retries(5)
///     .max_wait(Duration::from_secs(120))
///     .attempt_timeout(Duration::from_secs(10));
/// let client = Client::builder()
///     .retry(patient)
///     .timeout(Duration::from_secs(300))
///     .build()?;
///
/// // The policy of one request:
/// let boat = client
///     .get_boat("Ada")
///     .with(|request| request.retry(RetryPolicy::never()))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: usize,
    min_delay: Duration,
    max_delay: Duration,
    max_wait: Duration,
    attempt_timeout: Option<Duration>,
    repeats_any_method: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            min_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_wait: Duration::from_secs(30),
            attempt_timeout: None,
            repeats_any_method: false,
        }
    }
}

impl RetryPolicy {
    /// Creates a policy without retries.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets the maximum number of retries after the first attempt.
    ///
    /// Defaults to 2.
    #[must_use]
    pub fn max_retries(mut self, retries: usize) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the wait before the first retry, which doubles with each further retry.
    ///
    /// Each wait is prolonged by a random duration of up to its length, so that clients do not
    /// retry simultaneously. Defaults to 500 milliseconds.
    #[must_use]
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = delay;
        self
    }

    /// Sets the maximum wait between two attempts, before jitter.
    ///
    /// Defaults to 8 seconds.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the maximum wait that a response may request.
    ///
    /// If it requests a longer one, the request is not retried and returns the error. Defaults to
    /// 30 seconds.
    #[must_use]
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Sets the time limit of each attempt.
    ///
    /// Defaults to the time that remains of the [timeout](super::ClientBuilder::timeout) of all
    /// attempts.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Retries all requests, including those by `POST` and `PATCH` that are not declared
    /// idempotent, and those that move a scroll on.
    ///
    /// A request may then take effect twice, and a scroll lose a page. Defaults to `false`.
    #[must_use]
    pub fn repeat_any_method(mut self, repeat: bool) -> Self {
        self.repeats_any_method = repeat;
        self
    }

    /// Returns `true` if a request may be sent again although it may have had an effect.
    pub(super) fn repeats(&self, is_idempotent: bool) -> bool {
        is_idempotent || self.repeats_any_method
    }

    /// Returns the maximum wait that a response may request.
    #[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
    pub(super) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    pub(super) fn timeout_per_attempt(&self) -> Option<Duration> {
        self.attempt_timeout
    }

    pub(super) fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::new()
            .with_min_delay(self.min_delay)
            .with_max_delay(self.max_delay)
            .with_max_times(self.max_retries)
            .with_jitter()
    }

    /// Returns the wait before the next attempt: `delay`, or more, with jitter, if the response
    /// requests it; `None` if there is no next attempt.
    pub(super) fn wait(
        &self,
        error: &Error,
        is_idempotent: bool,
        delay: Duration,
    ) -> Option<Duration> {
        if !self.is_retryable(error, is_idempotent) {
            return None;
        }
        match error.retry_after() {
            Some(wait) if wait > self.max_wait => None,
            Some(wait) => {
                let jitter = jitter(self.min_delay.max(wait / 10));
                Some(wait.max(delay).saturating_add(jitter))
            }
            None => Some(delay),
        }
    }

    fn is_retryable(&self, error: &Error, is_idempotent: bool) -> bool {
        let is_repeatable = self.repeats(is_idempotent);
        match error.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => error.is_rate_limited(),
            Some(StatusCode::REQUEST_TIMEOUT) => is_repeatable,
            Some(status) if status.is_server_error() => is_repeatable,
            _ => is_repeatable && error.is_transport() || error.is_transient_token(),
        }
    }
}

/// Returns `true` if requests by the method can be repeated: by those of RFC 9110, section 9.2.2,
/// and by `QUERY`, which OpenAPI 3.2 has.
pub(super) fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::DefaultService;
    use crate::error::{Call, Cause};
    use crate::response::{Head, RawResponse};
    use crate::service::Policy;

    fn rate_limited(retry_after: &'static str) -> Error {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static(retry_after));
        let head = Head {
            status: StatusCode::TOO_MANY_REQUESTS,
            headers,
            policy: Policy::of::<DefaultService>(),
        };
        let body = Bytes::new();
        let call = Call::new(Method::GET, "/ships");
        Error::new(call, Cause::Status).with_response(RawResponse { head, body })
    }

    #[test]
    fn clients_do_not_return_at_the_same_time() {
        let error = rate_limited("7");
        let policy = RetryPolicy::default();
        let waits: HashSet<Duration> = (0..1_000)
            .filter_map(|_| policy.wait(&error, true, Duration::from_secs(1)))
            .collect();
        assert!(waits.len() > 900, "{} different waits", waits.len());
        let expected = Duration::from_secs(7)..=Duration::from_millis(7_700);
        assert!(waits.iter().all(|wait| expected.contains(wait)));
    }

    #[test]
    fn only_idempotent_methods_are_repeated() {
        let head = Head {
            status: StatusCode::SERVICE_UNAVAILABLE,
            headers: HeaderMap::new(),
            policy: Policy::of::<DefaultService>(),
        };
        let body = Bytes::new();
        let call = Call::new(Method::GET, "/ships");
        let error = Error::new(call, Cause::Status).with_response(RawResponse { head, body });
        let is_repeated = |method: &str| {
            RetryPolicy::default().is_retryable(&error, is_idempotent(&crate::method(method)))
        };
        assert!(
            ["GET", "PUT", "DELETE", "QUERY"]
                .into_iter()
                .all(is_repeated)
        );
        assert!(
            !["POST", "PATCH", "COPY", "M-MOVE"]
                .into_iter()
                .any(is_repeated)
        );
    }

    #[test]
    fn the_longest_wait_does_not_overflow() {
        for seconds in ["18446744073709551615", "18446744073709551616"] {
            let error = rate_limited(seconds);
            let policy = RetryPolicy::default().max_wait(Duration::MAX);
            let wait = policy.wait(&error, true, Duration::MAX);
            assert!(wait >= Some(Duration::from_secs(u64::MAX)));
            let wait = RetryPolicy::default().wait(&error, true, Duration::ZERO);
            assert_eq!(wait, None, "it is above the maximum");
        }
    }
}
