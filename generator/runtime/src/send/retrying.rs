use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use backon::Retryable;

use super::attempt::Prepared;
#[cfg(feature = "tracing")]
use super::span::{Span, log_retry};
use crate::clock::Instant;
use crate::response::{Head, RawResponse};
use crate::{Attempt, Error};

/// The outcome of a successful attempt.
pub(super) trait Outcome {
    /// Returns the status and the headers of the response.
    fn head(&self, attempted: &Prepared) -> Head;
}

impl Outcome for RawResponse {
    fn head(&self, _: &Prepared) -> Head {
        self.head.clone()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Outcome for reqwest::Response {
    fn head(&self, attempted: &Prepared) -> Head {
        Head {
            status: self.status(),
            headers: self.headers().clone(),
            policy: attempted.policy(),
        }
    }
}

impl Prepared {
    /// Calls `attempt` until it succeeds, fails with an error that is not retried, or the deadline
    /// allows no further attempt.
    ///
    /// Dropping the future cancels all of it.
    pub(super) async fn with_retries<T: Outcome, F: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl Fn() -> F,
    ) -> Result<T, Error> {
        let policy = self.retry();
        let attempts = AtomicU32::new(0);
        let attempt = || {
            let number = attempts.fetch_add(1, Ordering::Relaxed) + 1;
            self.reported(number, attempt())
        };
        // Whether an attempt that is followed by another one may have sent the request.
        let is_maybe_sent = AtomicBool::new(false);
        let outcome = attempt.retry(policy.backoff()).adjust(|error, delay| {
            let wait = policy.wait(error, self.is_idempotent(), delay?)?;
            (wait < self.deadline.remaining()).then(|| {
                is_maybe_sent.fetch_or(error.is_maybe_sent(), Ordering::Relaxed);
                wait
            })
        });
        #[cfg(feature = "tracing")]
        let outcome = async {
            let span = Span::of(&self.call(), self.server().as_deref());
            let outcome = span.run(outcome.notify(log_retry)).await;
            span.close(attempts.load(Ordering::Relaxed), outcome.as_ref().err());
            outcome
        };
        let outcome = outcome.await;
        outcome.map_err(|error| error.after_attempts(is_maybe_sent.into_inner()))
    }

    /// Awaits an attempt and reports it to the function of the client, if there is one.
    async fn reported<T: Outcome>(
        &self,
        number: u32,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(report) = self.on_attempt() else {
            return attempt.await;
        };
        let start = Instant::now();
        let outcome = attempt.await;
        let duration = start.elapsed();
        let head = outcome.as_ref().map(|response| response.head(self));
        let call = self.call();
        report(&Attempt::new(
            &call,
            number,
            duration,
            head.as_ref().map_err(|error| *error),
        ));
        outcome
    }
}
