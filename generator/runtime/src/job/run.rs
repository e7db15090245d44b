//! Starting and polling a job. Nothing here depends on the operation.

use http::StatusCode;

use super::Job;
use super::settings::Settings;
use super::state::{JobState, Progress, member};
use crate::error::{Call, Cause};
use crate::response_kind::Unreadable;
use crate::send::{Deadline, Received, sleep};
use crate::{Connection, Error, Request, ResponseKind};

/// A function that returns the request for the state of a job.
pub(super) type Poll = Box<dyn Fn(&Connection, &str) -> Request + Send + Sync>;

/// The beginning of a job.
pub(super) enum Start {
    /// The request that starts it, and the statuses that mean that it has started.
    Request(Box<Request>, Accepts),
    /// The id of a job that has been started.
    Started(Connection, String),
}

/// The media type that a request accepts, and the statuses.
#[derive(Clone, Copy)]
pub(super) struct Accepts {
    media_type: &'static str,
    status: fn(StatusCode) -> bool,
}

impl Accepts {
    pub(super) fn of<K: ResponseKind>() -> Self {
        Self {
            media_type: K::ACCEPT,
            status: K::accepts,
        }
    }

    async fn send(self, request: Request) -> Result<Received, Error> {
        request.exchange(self.media_type, self.status).await
    }
}

/// A job that has succeeded.
pub(super) struct Ended {
    pub(super) connection: Connection,
    pub(super) state: JobState,
    /// The operation that returned the last state, and its response.
    pub(super) call: Call,
    pub(super) received: Received,
}

/// A job that is being polled.
pub(super) struct Run {
    pub(super) job: Job,
    pub(super) poll: Poll,
    pub(super) accepts: Accepts,
    pub(super) settings: Settings,
}

impl Run {
    /// Starts the job and polls it until it ends or the deadline elapses.
    ///
    /// Polls that fail transiently, beyond the retries of their requests, do not end it.
    pub(super) async fn until_done(self, start: Start) -> Result<Ended, Error> {
        let deadline = Deadline::after(self.settings.deadline);
        let (connection, mut state, mut last) = self.start(start).await?;
        let mut is_known = last.is_some() && self.is_over(&state, &mut last)?;
        let mut intervals = self.settings.intervals();
        loop {
            if !is_known {
                // The iterator does not end.
                let interval = intervals.next().unwrap_or(self.settings.max_interval);
                if interval >= deadline.remaining() {
                    sleep(deadline.remaining()).await;
                    return Err(unfinished(last).with_job(state));
                }
                sleep(interval).await;
            }
            let request = (self.poll)(&connection, &state.id);
            let call = Call::of(&request);
            let polled = deadline.bound(self.accepts.send(request)).await;
            let received = match polled {
                None => return Err(unfinished(last).with_job(state)),
                Some(Ok(received)) => received,
                Some(Err(error)) if error.is_transient() => {
                    last = Some(Last::Error(error));
                    is_known = false;
                    continue;
                }
                Some(Err(error)) => return Err(error.with_job(state)),
            };
            state.status = self.status(&received).await.or(state.status);
            self.settings.report(&state);
            match self.job.progress(state.status()) {
                Progress::Succeeded => {
                    return Ok(Ended {
                        connection,
                        state,
                        call,
                        received,
                    });
                }
                Progress::Failed => {
                    return Err(received.error(call, Cause::JobFailed).with_job(state));
                }
                Progress::Running => last = Some(Last::Response(call, received)),
            }
            is_known = false;
        }
    }

    /// Starts the job, and returns its state and the response.
    async fn start(&self, start: Start) -> Result<(Connection, JobState, Option<Last>), Error> {
        let (request, accepts) = match start {
            Start::Started(connection, id) => {
                return Ok((connection, JobState { id, status: None }, None));
            }
            Start::Request(request, accepts) => (request, accepts),
        };
        let (connection, call) = (request.connection.clone(), Call::of(&request));
        let received = accepts.send(*request).await?;
        let path = self.job.id;
        let id = received
            .read(move |headers, body| member(headers, body, path))
            .await;
        let Some(id) = id.ok().flatten() else {
            let message = format!("the response has no job id at `{}`", path.join("."));
            return Err(received.error(call, Cause::Unreadable(Unreadable::new(message))));
        };
        let status = self.status(&received).await;
        let state = JobState { id, status };
        self.settings.report(&state);
        Ok((connection, state, Some(Last::Response(call, received))))
    }

    /// Returns `true` if the job has already succeeded, so that it is polled without a wait.
    fn is_over(&self, state: &JobState, last: &mut Option<Last>) -> Result<bool, Error> {
        match self.job.progress(state.status()) {
            Progress::Running => Ok(false),
            Progress::Succeeded => Ok(true),
            Progress::Failed => {
                let error = match last.take() {
                    Some(Last::Response(call, received)) => received.error(call, Cause::JobFailed),
                    _ => Error::new(None, Cause::JobFailed),
                };
                Err(error.with_job(state.clone()))
            }
        }
    }

    async fn status(&self, received: &Received) -> Option<String> {
        let path = self.job.status;
        let status = received
            .read(move |headers, body| member(headers, body, path))
            .await;
        status.ok().flatten()
    }
}

/// The outcome of the last request for the state.
enum Last {
    Response(Call, Received),
    Error(Error),
}

/// Returns the error of a job that is not finished at the deadline: the last error, if the state
/// could not be polled, or else one with the last response.
fn unfinished(last: Option<Last>) -> Error {
    match last {
        Some(Last::Error(error)) => error,
        Some(Last::Response(call, received)) => received.error(call, Cause::JobUnfinished),
        None => Error::new(None, Cause::JobUnfinished),
    }
}
