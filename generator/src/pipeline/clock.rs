//! The time that the stages take.

use std::time::{Duration, Instant};

/// A clock that measures the stages.
pub(crate) struct Clock {
    last: Instant,
    /// The name and wall time of each stage, in order.
    pub(crate) laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    pub(crate) fn lap(&mut self, stage: &'static str) {
        self.laps.push((stage, self.last.elapsed()));
        self.last = Instant::now();
    }
}
