use std::fmt;
use std::ops::Deref;

use super::{JobOperation, JobState, JobWithResult};
use crate::{Connection, OutputOf};

/// A job that has succeeded, and its last state.
///
/// It dereferences to the response body of the operation that was polled.
pub struct Finished<T: JobOperation> {
    pub(super) connection: Connection,
    pub(super) job: JobState,
    pub(super) body: OutputOf<T::Poll>,
}

impl<T: JobOperation> Finished<T> {
    /// Returns the id and the status of the job.
    #[must_use]
    pub fn job(&self) -> &JobState {
        &self.job
    }

    /// Returns the last response body of the operation that was polled.
    #[must_use]
    pub fn into_body(self) -> OutputOf<T::Poll> {
        self.body
    }
}

impl<T: JobWithResult> Finished<T> {
    /// Returns the request for the result of the job; an `Option` of it if the API documents jobs
    /// that succeed without a result.
    pub fn result(&self) -> T::Result {
        T::result(&self.connection, &self.job)
    }
}

impl<T: JobOperation> Deref for Finished<T> {
    type Target = OutputOf<T::Poll>;

    fn deref(&self) -> &Self::Target {
        &self.body
    }
}

impl<T: JobOperation> fmt::Debug for Finished<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Finished").field(&self.job).finish()
    }
}
