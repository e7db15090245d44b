//! The clock for deadlines, waits and durations, and their jitter.

use std::time::Duration;

/// Tokio's clock, which tests can pause.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use tokio::time::Instant;
/// The browser's clock: Tokio has none there.
#[cfg(target_arch = "wasm32")]
pub(crate) use web_time::Instant;

/// Returns a random duration of up to `limit`, which prolongs a wait that a server requests from
/// all its clients at once.
pub(crate) fn jitter(limit: Duration) -> Duration {
    limit.mul_f64(fastrand::f64())
}
