use super::{KeyPath, OperationId};

/// The job that an operation starts.
///
/// `R` identifies other operations: by their ids in the document, or by their positions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Job<R = OperationId> {
    /// The operation that returns the state of the job.
    pub poll: R,
    /// The operation that returns the result of the job.
    pub result: Option<R>,
    /// The path of the id in the response that starts the job.
    pub id: KeyPath,
    /// The path of the status in the responses of both operations.
    pub status: KeyPath,
    /// The values of the status after which the job has succeeded.
    pub success: Vec<String>,
    /// The values of the status after which the job has succeeded, but has no result.
    pub empty: Vec<String>,
    /// The values of the status after which the job has failed.
    pub failure: Vec<String>,
}

impl<R> Job<R> {
    /// Replaces the references to other operations.
    pub fn with_operations<T>(&self, poll: T, result: Option<T>) -> Job<T> {
        Job {
            poll,
            result,
            id: self.id.clone(),
            status: self.status.clone(),
            success: self.success.clone(),
            empty: self.empty.clone(),
            failure: self.failure.clone(),
        }
    }
}
