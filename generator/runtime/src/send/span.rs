//! The span of a call with the feature `tracing`: method, path template, status, attempts and
//! duration. It contains no secrets and no personal data.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::clock::Instant;
use http::StatusCode;
use tracing::Instrument;
use tracing::field::{Empty, debug};

use crate::Error;
use crate::error::Call;

pub(super) struct Span {
    span: tracing::Span,
    start: Instant,
    attempts: AtomicU32,
}

impl Span {
    pub(super) fn of(call: &Call) -> Self {
        let span = tracing::info_span!(
            "request",
            method = %call.method(),
            path = call.path(),
            status = Empty,
            attempts = Empty,
            duration = Empty,
        );
        Self {
            span,
            start: Instant::now(),
            attempts: AtomicU32::new(0),
        }
    }

    pub(super) fn count_attempt(&self) {
        self.attempts.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let value = future.instrument(self.span.clone()).await;
        let attempts = self.attempts.load(Ordering::Relaxed);
        self.span.record("attempts", attempts);
        self.span.record("duration", debug(self.start.elapsed()));
        value
    }
}

/// Records the status of a response. The status of the last one remains.
pub(super) fn record_status(status: StatusCode) {
    tracing::Span::current().record("status", status.as_u16());
}

pub(super) fn log_retry(error: &Error, wait: Duration) {
    tracing::debug!(
        status = error.status().map(|status| status.as_u16()),
        ?wait,
        "retrying the request",
    );
}
