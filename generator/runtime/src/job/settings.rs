use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

use super::JobState;

/// A function that is called with each state of a job.
pub(super) type OnProgress = Box<dyn Fn(&JobState) + Send + Sync>;

/// The deadline of a job and the intervals between its polls.
pub(super) struct Settings {
    pub(super) deadline: Duration,
    pub(super) min_interval: Duration,
    pub(super) max_interval: Duration,
    pub(super) on_progress: Option<OnProgress>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(60 * 60),
            min_interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(30),
            on_progress: None,
        }
    }
}

impl Settings {
    /// Returns the waits between polls, which double, with jitter.
    pub(super) fn intervals(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::new()
            .with_min_delay(self.min_interval)
            .with_max_delay(self.max_interval.max(self.min_interval))
            .without_max_times()
            .with_jitter()
            .build()
    }

    pub(super) fn report(&self, state: &JobState) {
        if let Some(report) = &self.on_progress {
            report(state);
        }
    }
}
