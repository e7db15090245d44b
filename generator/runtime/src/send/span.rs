//! The span of a call with the feature `tracing`. Its fields are the attributes of spans of HTTP
//! clients by the semantic conventions of OpenTelemetry. It contains no secrets and no personal
//! data.

use http::StatusCode;
use std::time::Duration;
use tracing::Instrument;
use tracing::field::{Empty, debug};
use url::Url;

use crate::Error;
use crate::clock::Instant;
use crate::error::Call;

pub(super) struct Span {
    span: tracing::Span,
    start: Instant,
}

impl Span {
    /// Creates the span of a call to the server at `url`.
    pub(super) fn of(call: &Call, url: Option<&Url>) -> Self {
        let span = tracing::info_span!(
            "request",
            otel.kind = "client",
            otel.name = format_args!("{} {}", call.method(), call.path()),
            http.request.method = %call.method(),
            url.template = call.path(),
            server.address = url.and_then(Url::host_str),
            server.port = url.and_then(Url::port_or_known_default),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            "error.type" = Empty,
            duration = Empty,
        );
        Self {
            span,
            start: Instant::now(),
        }
    }

    pub(super) async fn run<T>(&self, future: impl Future<Output = T>) -> T {
        future.instrument(self.span.clone()).await
    }

    /// Records the number of attempts, the duration and the error.
    pub(super) fn close(&self, attempts: u32, error: Option<&Error>) {
        if attempts > 1 {
            self.span.record("http.request.resend_count", attempts - 1);
        }
        if let Some(error) = error {
            self.span.record("error.type", &*error.error_type());
        }
        self.span.record("duration", debug(self.start.elapsed()));
    }
}

/// Records the status of a response. The status of the last one remains.
pub(super) fn record_status(status: StatusCode) {
    let span = tracing::Span::current();
    span.record("http.response.status_code", status.as_u16());
}

pub(super) fn log_retry(error: &Error, wait: Duration) {
    tracing::debug!(
        status = error.status().map(|status| status.as_u16()),
        ?wait,
        "retrying the request",
    );
}
