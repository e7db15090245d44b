//! What the feature `tracing` tells of a call: one span, with method, path template, status, tries
//! and duration. Nothing of it is a secret or a user's data.

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
    tries: AtomicU32,
}

impl Span {
    pub(super) fn of(call: &Call) -> Self {
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

    pub(super) fn count_try(&self) {
        self.tries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let value = future.instrument(self.span.clone()).await;
        let tries = self.tries.load(Ordering::Relaxed);
        self.span.record("tries", tries);
        self.span.record("duration", debug(self.start.elapsed()));
        value
    }
}

/// The status of the last answer is that of the call.
pub(super) fn record_status(status: StatusCode) {
    tracing::Span::current().record("status", status.as_u16());
}

pub(super) fn log_retry(error: &Error, wait: Duration) {
    tracing::debug!(
        status = error.status().map(|status| status.as_u16()),
        ?wait,
        "trying again",
    );
}
