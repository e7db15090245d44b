//! The clock that deadlines, waits and durations are measured by.

/// Tokio's, which tests can pause.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use tokio::time::Instant;
/// The browser's, where Tokio has none.
#[cfg(target_arch = "wasm32")]
pub(crate) use web_time::Instant;
