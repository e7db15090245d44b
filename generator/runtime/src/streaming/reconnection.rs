//! Reconnecting a stream of events that has ended, by the rules of the WHATWG for server-sent
//! events.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff};
use http::{HeaderName, HeaderValue};

use super::StreamFormat;
use crate::send::sleep;
use crate::{BoxFuture, Download, Error, Request, RetryPolicy};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A connection that is being established.
pub(super) type Connecting = BoxFuture<Result<Download, Error>>;

impl Request {
    /// Sets the number of times in a row that a stream of server-sent events is reconnected,
    /// without an event in between.
    ///
    /// A stream that ends or is interrupted, or of which nothing arrives within the timeout, is
    /// requested again, with the id of the last event in the header `Last-Event-ID`, as the WHATWG
    /// specifies it: a service that supports it continues after that event. The stream ends if the
    /// response has the status 204, if its data is `[DONE]`, and after an error that is not
    /// [retried](RetryPolicy).
    ///
    /// The wait before the first attempt is the field `retry` of the stream, if it has sent one.
    /// Otherwise, and from the second attempt on if it is longer, the wait is that of the
    /// [retry policy](Self::retry). A field `retry` above
    /// [`max_wait`](RetryPolicy::max_wait) ends the stream. After the last attempt, the stream ends with
    /// the last error, or without one if the last connection ended without.
    ///
    /// Defaults to 0. Sending the request returns an error ([`Error::is_invalid`]) if the response
    /// is a stream of JSON texts, which have no ids, or if the request must not be repeated: its
    /// method is not idempotent, and neither [`idempotent`](Self::idempotent) nor
    /// [`repeat_any_method`](RetryPolicy::repeat_any_method) says otherwise. No effect on requests
    /// that are not sent as streams.
    ///
    /// ```no_run
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
    /// # fn main() {}
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let request = client.watch_arrivals();
    /// let mut arrivals = request
    ///     .with(|request| request.reconnect(5))
    ///     .stream()
    ///     .await?;
    /// while let Some(event) = arrivals.try_next().await? {
    ///     println!("{}", event.data());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn reconnect(&mut self, attempts: usize) {
        self.reconnections = attempts;
    }
}

/// A request that is sent again when its stream ends.
pub(super) struct Reconnection {
    request: Request,
    policy: RetryPolicy,
    /// The waits before the attempts that are left since the last event.
    waits: ExponentialBackoff,
    /// `true` if no attempt has been made since the last event.
    is_first: bool,
    /// The wait that the stream requests.
    requested: Option<Duration>,
}

impl Reconnection {
    /// Returns the reconnection of a request; `None` if it has none. A request whose stream cannot
    /// be reconnected becomes invalid.
    pub(super) fn of(request: &mut Request, format: StreamFormat) -> Option<Box<Self>> {
        if request.reconnections == 0 {
            return None;
        }
        let policy = request.retry.unwrap_or(request.connection.retry());
        if !format.is_events() {
            request.fail("a stream of JSON texts cannot be reconnected".to_owned());
        } else if !policy.repeats(request.is_idempotent) {
            let method = &request.method;
            let message =
                format!("a stream of `{method}`, which is not idempotent, is not reconnected");
            request.fail(message);
        }
        let mut request = request.clone();
        // Each attempt is one of the stream's.
        request.retry(policy.max_retries(0));
        Some(Box::new(Self {
            waits: waits(&policy, &request),
            request,
            policy,
            is_first: true,
            requested: None,
        }))
    }

    /// Starts to count the attempts anew, since an event has arrived.
    pub(super) fn has_progressed(&mut self) {
        if !self.is_first {
            self.is_first = true;
            self.waits = waits(&self.policy, &self.request);
        }
    }

    /// Sets the wait that the stream requests.
    pub(super) fn set_wait(&mut self, wait: Duration) {
        self.requested = Some(wait);
    }

    /// Sets the id of the last event. An empty one is not sent.
    pub(super) fn set_last_event_id(&mut self, id: &str) {
        if id.is_empty() {
            self.request.headers.remove(LAST_EVENT_ID);
            return;
        }
        match HeaderValue::from_bytes(id.as_bytes()) {
            Ok(value) => {
                self.request.headers.insert(LAST_EVENT_ID, value);
            }
            Err(_) => {
                let message = "the id of the last event contains a control character";
                self.request.fail(message.to_owned());
            }
        }
    }

    /// Returns the next connection after an error or, without one, after the end of the stream;
    /// `None` if it is not reconnected.
    pub(super) fn next(&mut self, error: Option<&Error>) -> Option<Connecting> {
        let wait = self.wait(error)?;
        self.is_first = false;
        let request = self.request.clone();
        Some(Box::pin(async move {
            sleep(wait).await;
            request.download().await
        }))
    }

    fn wait(&mut self, error: Option<&Error>) -> Option<Duration> {
        let delay = self.waits.next()?;
        let delay = match error {
            Some(error) => self.policy.wait(error, true, delay)?,
            None => delay,
        };
        match self.requested {
            Some(wait) if wait > self.policy.longest_wait() => None,
            Some(wait) if self.is_first => Some(wait),
            Some(wait) => Some(wait.max(delay)),
            None => Some(delay),
        }
    }
}

fn waits(policy: &RetryPolicy, request: &Request) -> ExponentialBackoff {
    let backoff = policy.backoff().with_max_times(request.reconnections);
    backoff.build()
}

#[cfg(all(test, feature = "mock"))]
mod tests;
