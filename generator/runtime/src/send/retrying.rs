use backon::Retryable;

use super::attempt::Prepared;
#[cfg(feature = "tracing")]
use super::span::{Span, log_retry};
use crate::Error;

impl Prepared {
    /// Tries until it succeeds, fails for good, or there is no time for another try.
    ///
    /// All of it is one future: nothing goes on when that is dropped.
    pub(super) async fn retrying<T, F: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl Fn() -> F,
    ) -> Result<T, Error> {
        let policy = self.retry();
        #[cfg(feature = "tracing")]
        let span = Span::of(&self.call());
        #[cfg(feature = "tracing")]
        let attempt = || {
            span.count_try();
            attempt()
        };
        let tries = attempt.retry(policy.backoff()).adjust(|error, delay| {
            let wait = policy.wait(error, self.method(), delay?)?;
            (wait < self.deadline.remaining()).then_some(wait)
        });
        #[cfg(feature = "tracing")]
        let tries = span.run(tries.notify(log_retry));
        tries.await
    }
}
