//! Client-side throttling by the rate limit that the API announces.

mod window;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::sync::Notify;

use super::RateLimitHeaders;
use super::clock::{Instant, jitter};
use super::send::within;
use window::{Announcement, Window};

/// The default of [`Throttle::max_window`].
const MAX_WINDOW: Duration = Duration::from_secs(60);

/// The wait for the response of a probe, in seconds. Then another probe is sent.
const PROBE_TIMEOUT_SECONDS: u64 = 5;

/// The maximum difference between announced ends of one window: headers omit fractions of a second,
/// and responses take time.
const SAME_WINDOW: Duration = Duration::from_millis(1_500);

/// A throttle that delays requests which would exceed the rate limit that the API announces.
///
/// It counts down the [remaining](crate::RateLimit::remaining) requests that responses announce. If none
/// remain, requests wait until the next window begins, in the order of their arrival. In the
/// beginning and at the start of each window, one request is sent and the others wait for the limit
/// that its response announces, but for 5 seconds at most; then another one is sent. If a
/// successful response announces no limit, no request waits.
///
/// The next window begins at the announced reset, else after `Retry-After`. If a response announces
/// the remaining requests but neither of them in a known format, it begins after 5 seconds.
///
/// A wait for the next window is prolonged by a random duration of up to a tenth of the window, so
/// that clients that share a limit do not return simultaneously, and lasts no longer than
/// [`max_window`](Self::max_window) otherwise.
///
/// A request that waits until its timeout fails ([`Error::is_timeout`](super::Error::is_timeout));
/// if it waited for the next window, it is
/// [rate-limited](super::Error::is_rate_limited).
///
/// Clones share their state: use the same throttle for all clients that share a rate limit. Clones
/// of a client share it already.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # fn example(first: String, second: String) -> Result<(), Error> {
/// // Two tokens with one rate limit.
/// let throttle = Throttle::new();
/// let first = Client::builder().bearer(first).throttle(throttle.clone()).build()?;
/// let second = Client::builder().bearer(second).throttle(throttle).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Throttle(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// Wakes the requests that wait when more of them may be sent.
    changed: Notify,
}

struct State {
    window: Window,
    /// The number of the current window. Counts those whose probe failed, too.
    number: u64,
    /// The number of requests of the current window without a response, which announced limits may
    /// not include yet.
    in_flight: u64,
    /// The tickets of the requests that wait, in the order of arrival.
    queue: VecDeque<u64>,
    next_ticket: u64,
    max_window: Duration,
}

/// The event that a request waits for until it is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// The next window, since the rate limit is exhausted.
    NextWindow,
    /// The response of another request, which announces the rate limit.
    Response,
}

impl Default for Throttle {
    fn default() -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State {
                window: Window::unknown(Instant::now()),
                number: 0,
                in_flight: 0,
                queue: VecDeque::new(),
                next_ticket: 0,
                max_window: MAX_WINDOW,
            }),
            changed: Notify::new(),
        }))
    }
}

impl Throttle {
    /// Creates a throttle, which learns the limit from the first response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum length of a window, for all clones of this throttle.
    ///
    /// If the API announces that the next window begins later, one request is sent after this time
    /// nevertheless, so that a wrong header does not stop a client for long. Defaults to 60
    /// seconds.
    #[must_use]
    pub fn max_window(self, window: Duration) -> Self {
        self.0.state().max_window = window;
        self
    }

    /// Returns a throttle with the same settings and a state of its own.
    pub(super) fn another(&self) -> Self {
        let window = self.0.state().max_window;
        Self::new().max_window(window)
    }

    /// Returns the event that requests wait for until they are permitted.
    pub(super) fn awaited(&self) -> Awaited {
        match self.0.state().window.at(Instant::now()) {
            Window::Open { .. } => Awaited::NextWindow,
            Window::Unknown { .. } | Window::Unlimited => Awaited::Response,
        }
    }

    /// Waits until a request may be sent.
    pub(super) async fn permit(&self) -> Permit {
        let waiting = Waiting::last(self);
        loop {
            // Created before the state is read, so that no change is missed in between.
            let changed = self.0.changed.notified();
            match waiting.try_permit() {
                Ok(permit) => return permit,
                Err(wait) => within(wait, changed).await,
            };
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs while the state is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request in the queue, which it leaves when this is dropped.
struct Waiting<'a> {
    throttle: &'a Throttle,
    ticket: u64,
}

impl<'a> Waiting<'a> {
    fn last(throttle: &'a Throttle) -> Self {
        let mut state = throttle.0.state();
        let ticket = state.next_ticket;
        state.next_ticket = ticket.wrapping_add(1);
        state.queue.push_back(ticket);
        Self { throttle, ticket }
    }

    /// Permits the request, or returns how long it waits unless the state changes.
    ///
    /// A request is permitted if there is one more than the earlier ones need. They are not waited
    /// for: a future may be kept without being polled.
    fn try_permit(&self) -> Result<Permit, Duration> {
        let mut state = self.throttle.0.state();
        let now = Instant::now();
        let index = state.queue.partition_point(|ticket| *ticket < self.ticket);
        state.admit(now, index as u64)?;
        state.queue.remove(index);
        state.in_flight = state.in_flight.saturating_add(1);
        Ok(Permit {
            throttle: self.throttle.clone(),
            window: state.number,
            is_done: false,
        })
    }
}

impl Drop for Waiting<'_> {
    /// Lets the later requests move up if this one was not permitted.
    fn drop(&mut self) {
        let mut state = self.throttle.0.state();
        if let Ok(index) = state.queue.binary_search(&self.ticket) {
            state.queue.remove(index);
            drop(state);
            self.throttle.0.changed.notify_waiters();
        }
    }
}

impl State {
    /// Counts a request before which `ahead` requests wait, or returns how long it waits.
    fn admit(&mut self, now: Instant, ahead: u64) -> Result<(), Duration> {
        self.window = self.window.at(now);
        match &mut self.window {
            Window::Unlimited => Ok(()),
            Window::Open { remaining, .. } if *remaining > ahead => {
                *remaining -= 1;
                Ok(())
            }
            Window::Open { resume, .. } => Err(resume.saturating_duration_since(now)),
            Window::Unknown { since, is_probed } => {
                let elapsed = now.saturating_duration_since(*since);
                let timeouts = elapsed.as_secs() / PROBE_TIMEOUT_SECONDS;
                if ahead >= timeouts.saturating_add(u64::from(!*is_probed)) {
                    let next = timeouts.saturating_add(1);
                    let next = Duration::from_secs(next.saturating_mul(PROBE_TIMEOUT_SECONDS));
                    return Err(next.saturating_sub(elapsed));
                }
                self.window = Window::Unknown {
                    since: now,
                    is_probed: true,
                };
                self.number = self.number.wrapping_add(1);
                self.in_flight = 0;
                Ok(())
            }
        }
    }

    /// Updates the window from an announcement. Returns `true` if more requests may be sent.
    ///
    /// Within one window, only fewer remaining requests count, because responses arrive out of
    /// order and the limit is shared with other processes. An earlier window is ignored.
    fn announce(&mut self, announced: &Announcement) -> bool {
        let reset = announced.reset.min(self.max_window);
        let now = Instant::now();
        let end = now.checked_add(reset).unwrap_or(now);
        let remaining = announced.remaining.saturating_sub(self.in_flight);
        if let Window::Open {
            remaining: known,
            end: known_end,
            ..
        } = &mut self.window
        {
            if known_end.saturating_duration_since(end) > SAME_WINDOW {
                return false;
            }
            if end.saturating_duration_since(*known_end) <= SAME_WINDOW {
                *known = remaining.min(*known);
                return false;
            }
        }
        self.window = Window::Open {
            remaining,
            end,
            resume: end.checked_add(jitter(reset / 10)).unwrap_or(end),
        };
        true
    }

    /// Updates an unknown window after a request of window `number` whose response announces no
    /// limit or is missing. Returns `true` if more requests may be sent.
    fn announce_none(&mut self, is_success: bool, number: u64) -> bool {
        match self.window {
            Window::Unknown { .. } if is_success => {
                self.window = Window::Unlimited;
                true
            }
            Window::Unknown { .. } if number == self.number => {
                self.window = Window::unknown(Instant::now());
                true
            }
            _ => false,
        }
    }
}

/// A permit to send one request.
pub(super) struct Permit {
    throttle: Throttle,
    /// The number of the window in which the request is sent.
    window: u64,
    is_done: bool,
}

impl Permit {
    /// Updates the throttle from the headers of a response. Only a success without a rate limit
    /// means that there is none: a proxy or a failing server may omit the headers.
    pub(super) fn observe(
        mut self,
        headers: &HeaderMap,
        names: RateLimitHeaders,
        is_success: bool,
    ) {
        self.finish(Announcement::of(headers, names), is_success);
    }

    fn finish(&mut self, announced: Option<Announcement>, is_success: bool) {
        self.is_done = true;
        let mut state = self.throttle.0.state();
        if self.window == state.number {
            state.in_flight = state.in_flight.saturating_sub(1);
        }
        let is_more = match announced {
            Some(announced) => state.announce(&announced),
            None => state.announce_none(is_success, self.window),
        };
        drop(state);
        if is_more {
            self.throttle.0.changed.notify_waiters();
        }
    }
}

impl Drop for Permit {
    /// Lets another request be the probe if there was no response.
    fn drop(&mut self) {
        if !self.is_done {
            self.finish(None, false);
        }
    }
}

impl fmt::Debug for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.state();
        let (window, in_flight, waiting) = (state.window, state.in_flight, state.queue.len());
        drop(state);
        let mut debug = f.debug_struct("Throttle");
        if let Window::Open { remaining, .. } = window {
            debug.field("remaining", &remaining);
        }
        debug
            .field("in_flight", &in_flight)
            .field("waiting", &waiting)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
