use backon::Retryable;

use super::attempt::Prepared;
use super::span::{Answer, Span};
use crate::runtime::Error;

impl Prepared {
    /// Tries until it succeeds, fails for good, or there is no time for another try.
    ///
    /// All of it is one future: nothing goes on when that is dropped.
    pub(super) async fn retrying<T: Answer, F: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl Fn() -> F,
    ) -> Result<T, Error> {
        let span = Span::of(&self.call);
        let count_and_try = || {
            span.count_try();
            attempt()
        };
        let tries = count_and_try
            .retry(self.retry.backoff())
            .adjust(|error, delay| {
                let wait = self.retry.wait(error, self.method(), delay?)?;
                (wait < self.deadline.remaining()).then_some(wait)
            })
            .notify(|error, wait| span.try_again(error, wait));
        let result = span.run(tries).await;
        span.end(&result);
        result
    }
}
