//! Whether and when a request is sent again.

use std::time::Duration;

use backon::ExponentialBuilder;
use http::{Method, StatusCode};

use super::Error;

/// When a request that failed is sent again.
///
/// By default there are at most two more tries, half a second and a second later (each up to twice
/// as long, at random, so that clients do not come in step). These are tried again:
///
/// - 429 for exceeding the rate limit, with any method: nothing has been done. Other limits that
///   have the same status are not waited for, where the [service](super::Service) tells them apart.
/// - 408, 5xx, and connections that fail, break off or take too long, for methods that may be
///   repeated (RFC 9110, section 9.2.2): not `POST`, which could then be done twice.
///
/// The wait that a response asks for, by `Retry-After` or the reset of the rate limit, is kept. The client's timeout holds for
/// all tries together: a wait that would not end before it is not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: usize,
    min_delay: Duration,
    max_delay: Duration,
    max_wait: Duration,
    try_timeout: Option<Duration>,
    repeats_any_method: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            min_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_wait: Duration::from_secs(30),
            try_timeout: None,
            repeats_any_method: false,
        }
    }
}

impl RetryPolicy {
    /// One try and no more.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_retries(0)
    }

    /// How often a request is sent again, after the first time; 2 at first.
    #[must_use]
    pub fn max_retries(mut self, retries: usize) -> Self {
        self.max_retries = retries;
        self
    }

    /// The wait before the second try, doubled before each one after; half a second at first.
    #[must_use]
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = delay;
        self
    }

    /// What the doubled wait does not grow beyond; 8 seconds at first.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest wait that an answer may ask for; 30 seconds at first. When it asks for more,
    /// the answer is the result.
    #[must_use]
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// How long one try may take; as long as all together at first.
    #[must_use]
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.try_timeout = Some(timeout);
        self
    }

    /// Repeats requests of any method, `POST` too. What they do may then be done twice.
    #[must_use]
    pub fn repeat_any_method(mut self, repeat: bool) -> Self {
        self.repeats_any_method = repeat;
        self
    }

    pub(super) fn time_of_a_try(&self) -> Option<Duration> {
        self.try_timeout
    }

    pub(super) fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::new()
            .with_min_delay(self.min_delay)
            .with_max_delay(self.max_delay)
            .with_max_times(self.max_retries)
            .with_jitter()
    }

    /// How long to wait before the next try: `delay`, or more if the answer asks for it.
    pub(super) fn wait(&self, error: &Error, method: &Method, delay: Duration) -> Option<Duration> {
        if !self.repeats(error, method) {
            return None;
        }
        match error.retry_after() {
            Some(wait) if wait > self.max_wait => None,
            Some(wait) => Some(wait.max(delay)),
            None => Some(delay),
        }
    }

    fn repeats(&self, error: &Error, method: &Method) -> bool {
        let may_repeat = method.is_idempotent() || self.repeats_any_method;
        match error.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => error.is_rate_limited(),
            Some(StatusCode::REQUEST_TIMEOUT) => may_repeat,
            Some(status) if status.is_server_error() => may_repeat,
            _ => may_repeat && error.is_transport(),
        }
    }
}
