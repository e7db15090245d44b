use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use super::Job;
use crate::charset::utf8_or_bytes;
use crate::json::from_utf8;
use crate::pages::KeyPath;

/// The id and the last known status of a job.
#[derive(Clone, PartialEq, Eq)]
pub struct JobState {
    pub(super) id: String,
    pub(super) status: Option<String>,
}

impl JobState {
    /// Returns the id, with which [`Poller::resume`](super::Poller::resume) continues to wait.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the status, as the API names it; `None` if no response had one.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
}

impl fmt::Debug for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobState")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish()
    }
}

/// The progress that a status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Running,
    Succeeded,
    Failed,
}

impl Job {
    /// Returns the progress; a status that is not listed means that the job is running.
    pub(super) fn progress(&self, status: Option<&str>) -> Progress {
        match status {
            Some(status) if self.success.contains(&status) || self.has_no_result(status) => {
                Progress::Succeeded
            }
            Some(status) if self.failure.contains(&status) => Progress::Failed,
            _ => Progress::Running,
        }
    }

    /// Returns `true` if a status means that the job has no result.
    #[doc(hidden)]
    #[must_use]
    pub fn has_no_result(&self, status: &str) -> bool {
        self.empty.contains(&status)
    }
}

/// Returns the text or the number at the end of a path in a JSON body.
pub(super) fn member(headers: &HeaderMap, body: &Bytes, path: KeyPath) -> Option<String> {
    let body: Value = from_utf8(&utf8_or_bytes(headers, body)).ok()?;
    let mut keys = path.iter();
    match keys.try_fold(&body, |value, key| value.get(key))? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
