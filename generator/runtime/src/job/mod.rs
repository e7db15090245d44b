//! Jobs: work that an operation starts on the server and that another operation reports on.
//!
//! The id and the status are read from the bytes of the responses, not from their types, so that
//! everything but the last step is compiled once.

mod finished;
mod poller;
mod run;
mod settings;
mod state;

use super::pages::KeyPath;
use super::{Connection, Operation};

pub use finished::Finished;
pub use poller::Poller;
pub use state::JobState;

/// An operation that starts a job.
pub trait JobOperation: Operation<Kind: 'static> {
    /// The operation that returns the state of the job.
    type Poll: Operation<Kind: 'static>;

    /// The properties of the responses that describe the job.
    const JOB: Job;
}

/// An operation that starts a job whose state is found by its id alone.
pub trait PolledById: JobOperation {
    /// Returns the request for the state of a job.
    #[doc(hidden)]
    fn poll(connection: &Connection, id: &str) -> Self::Poll;
}

/// An operation that starts a job whose result is found by the id of the job alone.
pub trait JobWithResult: JobOperation {
    /// The operation that returns the result, or an `Option` of it if a job can succeed without
    /// one.
    type Result;

    /// Returns the request for the result of a job that has succeeded.
    #[doc(hidden)]
    fn result(connection: &Connection, job: &JobState) -> Self::Result;
}

/// The properties of responses that describe a job, as declared by the extension `x-job`.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// The path of the id in the response that starts the job.
    pub id: KeyPath,
    /// The path of the status in the responses of both operations.
    pub status: KeyPath,
    /// The values of the status after which the job has succeeded.
    pub success: &'static [&'static str],
    /// The values of the status after which the job has succeeded, but has no result.
    pub empty: &'static [&'static str],
    /// The values of the status after which the job has failed.
    pub failure: &'static [&'static str],
}

#[cfg(all(test, feature = "mock", not(target_arch = "wasm32")))]
mod tests;
