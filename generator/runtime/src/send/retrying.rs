use std::sync::atomic::{AtomicBool, Ordering};

use backon::Retryable;

use super::attempt::Prepared;
#[cfg(feature = "tracing")]
use super::span::{Span, log_retry};
use crate::Error;

impl Prepared {
    /// Calls `attempt` until it succeeds, fails with an error that is not retried, or the deadline
    /// allows no further attempt.
    ///
    /// Dropping the future cancels all of it.
    pub(super) async fn with_retries<T, F: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl Fn() -> F,
    ) -> Result<T, Error> {
        let policy = self.retry();
        #[cfg(feature = "tracing")]
        let span = Span::of(&self.call());
        #[cfg(feature = "tracing")]
        let attempt = || {
            span.count_attempt();
            attempt()
        };
        // Whether an attempt that is followed by another one may have sent the request.
        let is_maybe_sent = AtomicBool::new(false);
        let attempts = attempt.retry(policy.backoff()).adjust(|error, delay| {
            let wait = policy.wait(error, self.is_idempotent(), delay?)?;
            (wait < self.deadline.remaining()).then(|| {
                is_maybe_sent.fetch_or(error.is_maybe_sent(), Ordering::Relaxed);
                wait
            })
        });
        #[cfg(feature = "tracing")]
        let attempts = span.run(attempts.notify(log_retry));
        let outcome = attempts.await;
        outcome.map_err(|error| error.after_attempts(is_maybe_sent.into_inner()))
    }
}
