use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::clock::Instant;
use crate::error::Cause;
use backon::{DefaultSleeper, Sleeper};

/// The deadline of a call, including all attempts and waits, or of one attempt.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Creates a deadline after `time`. If that overflows, there is no deadline.
    pub(crate) fn after(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    /// Returns this deadline, or that after `limit` if it is earlier.
    pub(super) fn at_most(self, limit: Option<Duration>) -> Self {
        match limit {
            Some(limit) => Self::after(limit.min(self.remaining())),
            None => self,
        }
    }

    /// Returns the output of a future, or `None` if it is not ready at the deadline.
    pub(crate) async fn bound<T>(self, future: impl Future<Output = T>) -> Option<T> {
        within(self.remaining(), future).await
    }

    /// Returns an error if no time is left before the request is sent.
    pub(super) fn check(self) -> Result<(), Cause> {
        if self.remaining().is_zero() {
            return Err(Cause::TimedOut {
                is_maybe_sent: false,
            });
        }
        Ok(())
    }

    pub(crate) fn remaining(self) -> Duration {
        match self.0 {
            Some(end) => end.saturating_duration_since(Instant::now()),
            None => Duration::MAX,
        }
    }
}

/// Waits for `time`.
pub(crate) async fn sleep(time: Duration) {
    DefaultSleeper::default().sleep(time).await;
}

/// Returns the output of a future, or `None` if it is not ready within `time`.
///
/// `tokio::time::timeout` does not exist in a browser.
pub(crate) async fn within<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut sleep = pin!(DefaultSleeper::default().sleep(time));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
}
