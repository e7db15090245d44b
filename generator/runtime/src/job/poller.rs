use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::run::{Accepts, Poll, Run, Start};
use super::settings::Settings;
use super::{Finished, JobOperation, JobState, PolledById};
use crate::response_kind::ResponseKind;
use crate::{Api, BoxFuture, Connection, Error, Operation, Response};

/// A job to be started and polled until it ends.
///
/// The interval between two polls doubles from [`min_interval`](Self::min_interval) to
/// [`max_interval`](Self::max_interval), each with a random addition of up to its length, so that
/// clients do not poll simultaneously. A poll that fails because of the network, the rate limit or
/// a failure of the server does not end the wait.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// use std::time::Duration;
///
/// let survey = client
///     .start_survey("Ada")
///     .poller()
///     .deadline(Duration::from_secs(600))
///     .on_progress(|job| println!("{}: {:?}", job.id(), job.status()))
///     .until_done()
///     .await?;
/// let report = survey.result().await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// An error after the start of the job has its [state](Error::job): a
/// [failure](Error::is_job_failed) of the job, or an elapsed deadline
/// ([`Error::is_timeout`]). [`Error::decode`] reads the last response. [`resume`](Self::resume)
/// continues to wait:
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client, error: Error) -> Result<(), Error> {
/// # use intercom_codegen_runtime::Poller;
/// if let (true, Some(job)) = (error.is_timeout(), error.job()) {
///     let poller = Poller::<StartSurvey>::resume(&client, job.id());
///     let survey = poller.until_done().await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a job is not started until `until_done` is awaited"]
pub struct Poller<T> {
    start: Start,
    poll: Poll,
    settings: Settings,
    operation: PhantomData<fn() -> T>,
}

impl<T: JobOperation> Poller<T> {
    /// Creates a poller of the job that `operation` starts. `poll` returns the request for the
    /// state of the job with an id.
    #[doc(hidden)]
    #[inline]
    pub fn new(
        operation: T,
        poll: impl Fn(&Connection, &str) -> T::Poll + Send + Sync + 'static,
    ) -> Self {
        let request = Box::new(operation.into_request());
        Self::of(
            Start::Request(request, Accepts::of::<T::Kind>()),
            Box::new(move |connection, id| poll(connection, id).into_request()),
        )
    }

    fn of(start: Start, poll: Poll) -> Self {
        Self {
            start,
            poll,
            settings: Settings::default(),
            operation: PhantomData,
        }
    }

    /// Sets the time limit of the job, including its start.
    ///
    /// Defaults to one hour. The job itself goes on when it elapses.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// Sets the interval before the first poll, which doubles with each further poll.
    ///
    /// Defaults to one second.
    pub fn min_interval(mut self, interval: Duration) -> Self {
        self.settings.min_interval = interval;
        self
    }

    /// Sets the maximum interval between two polls, before jitter.
    ///
    /// Defaults to 30 seconds.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.settings.max_interval = interval;
        self
    }

    /// Sets a function that is called with the state of the job when it has started, and after each
    /// poll.
    pub fn on_progress(mut self, report: impl Fn(&JobState) + Send + Sync + 'static) -> Self {
        self.settings.on_progress = Some(Box::new(report));
        self
    }

    /// Returns a blocking version of the poller, for programs without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    #[inline]
    pub fn blocking(self) -> crate::Blocking<Self> {
        crate::Blocking::new(self)
    }

    /// Starts the job and returns its last state when it has succeeded.
    ///
    /// Dropping the future ends the polling, but not the job.
    ///
    /// # Errors
    /// Returns an error if the job cannot be started, its state cannot be polled, it fails, or the
    /// deadline elapses.
    #[inline]
    pub fn until_done(self) -> BoxFuture<Result<Finished<T>, Error>>
    where
        T: 'static,
    {
        let run = Run {
            job: T::JOB,
            poll: self.poll,
            accepts: Accepts::of::<<T::Poll as Operation>::Kind>(),
            settings: self.settings,
        };
        let start = self.start;
        Box::pin(async move {
            let ended = run.until_done(start).await?;
            let read = <<T::Poll as Operation>::Kind as ResponseKind>::read;
            let is_strict = ended.connection.is_strict();
            let job = ended.state;
            match ended.received.decode(ended.call, is_strict, read).await {
                Ok(response) => Ok(Finished {
                    connection: ended.connection,
                    job,
                    body: Response::into_body(response),
                }),
                Err(error) => Err(error.with_job(job)),
            }
        })
    }
}

impl<T: PolledById> Poller<T> {
    /// Creates a poller of a job that has been started, for example after an elapsed deadline or in
    /// another process.
    #[inline]
    pub fn resume(client: &impl Api, id: impl Into<String>) -> Self {
        let start = Start::Started(client.connection().clone(), id.into());
        Self::of(
            start,
            Box::new(|connection, id| T::poll(connection, id).into_request()),
        )
    }
}

impl<T> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("deadline", &self.settings.deadline)
            .field("min_interval", &self.settings.min_interval)
            .field("max_interval", &self.settings.max_interval)
            .finish_non_exhaustive()
    }
}
