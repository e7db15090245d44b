//! The clock for deadlines, waits and durations.

/// Tokio's clock, which tests can pause.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use tokio::time::Instant;
/// The browser's clock: Tokio has none there.
#[cfg(target_arch = "wasm32")]
pub(crate) use web_time::Instant;
