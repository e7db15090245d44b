//! What is logged of a call: one span, with method, path template, status, tries and duration.
//! Nothing of it is a secret or a user's data.

use http::StatusCode;

use crate::runtime::response::Reply;

/// What a call gives when it succeeds.
pub(super) trait Answer {
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "nobody is told"))]
    fn status(&self) -> StatusCode;
}

impl Answer for Reply {
    fn status(&self) -> StatusCode {
        self.status
    }
}

impl Answer for reqwest::Response {
    fn status(&self) -> StatusCode {
        self.status()
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) use without_tracing::Span;

#[cfg(feature = "tracing")]
pub(super) use with_tracing::Span;

#[cfg(feature = "tracing")]
mod with_tracing {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use tracing::Instrument;
    use tracing::field::{Empty, debug, display};
    use web_time::Instant;

    use super::Answer;
    use crate::runtime::Error;
    use crate::runtime::error::Call;

    pub(in crate::runtime::send) struct Span {
        span: tracing::Span,
        start: Instant,
        tries: AtomicU32,
    }

    impl Span {
        pub(in crate::runtime::send) fn of(call: &Call) -> Self {
            let span = tracing::info_span!(
                "request",
                method = %call.method(),
                path = call.path(),
                status = Empty,
                tries = Empty,
                duration = Empty,
            );
            Self {
                span,
                start: Instant::now(),
                tries: AtomicU32::new(0),
            }
        }

        pub(in crate::runtime::send) fn count_try(&self) {
            self.tries.fetch_add(1, Ordering::Relaxed);
        }

        pub(in crate::runtime::send) fn try_again(&self, error: &Error, wait: Duration) {
            tracing::debug!(
                status = error.status().map(|status| status.as_u16()),
                ?wait,
                "trying again",
            );
        }

        pub(in crate::runtime::send) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.instrument(self.span.clone()).await
        }

        pub(in crate::runtime::send) fn end<T: Answer>(&self, result: &Result<T, Error>) {
            let status = match result {
                Ok(answer) => Some(answer.status()),
                Err(error) => error.status(),
            };
            if let Some(status) = status {
                self.span.record("status", display(status.as_u16()));
            }
            self.span
                .record("tries", self.tries.load(Ordering::Relaxed));
            self.span.record("duration", debug(self.start.elapsed()));
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod without_tracing {
    use std::time::Duration;

    use super::Answer;
    use crate::runtime::Error;
    use crate::runtime::error::Call;

    pub(in crate::runtime::send) struct Span;

    impl Span {
        pub(in crate::runtime::send) fn of(_call: &Call) -> Self {
            Self
        }

        pub(in crate::runtime::send) fn count_try(&self) {}

        pub(in crate::runtime::send) fn try_again(&self, _error: &Error, _wait: Duration) {}

        pub(in crate::runtime::send) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
            future.await
        }

        pub(in crate::runtime::send) fn end<T: Answer>(&self, _result: &Result<T, Error>) {}
    }
}
