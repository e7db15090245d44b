//! Client-side throttling by the rate limit that the API announces.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Instant;
use backon::{DefaultSleeper, Sleeper};
use http::HeaderMap;
use tokio::sync::Notify;

use super::{RateLimit, RateLimitHeaders};

/// A throttle that delays requests which would exceed the rate limit that the API announces.
///
/// It counts down the [remaining](RateLimit::remaining) requests that responses announce. If none
/// remain, requests wait until the next window begins. In the beginning and at the start of each
/// window, one request is sent and the others wait for the limit that its response announces. If
/// the API announces no limit, no request waits.
///
/// A request that would wait beyond its timeout fails
/// ([`Error::is_rate_limited`](super::Error::is_rate_limited)).
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
#[derive(Clone, Default)]
pub struct Throttle(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Wakes the requests that wait for the response of the probe.
    announced: Notify,
}

#[derive(Default)]
struct State {
    window: Window,
    /// The number of requests in flight, which announced limits may not include yet.
    in_flight: u64,
}

#[derive(Clone, Copy, Default)]
enum Window {
    /// The limit is not known yet.
    #[default]
    Unknown,
    /// A probe is in flight, whose response announces the limit.
    Probing,
    /// The number of requests that remain until the window ends.
    Open { remaining: u64, end: Instant },
    /// The API announces no limit.
    Unlimited,
}

/// The decision about a request that is ready to be sent.
enum Decision {
    Send,
    /// Send the request while the others wait for its response.
    Probe,
    Wait(Duration),
    WaitForProbe,
}

impl Throttle {
    /// Creates a throttle, which learns the limit from the first response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until a request may be sent.
    pub(super) async fn permit(&self) -> Permit {
        loop {
            // Created before the state is read, so that no announcement is missed in between.
            let announced = self.0.announced.notified();
            match self.decide() {
                Decision::Send => return Permit::new(self, false),
                Decision::Probe => return Permit::new(self, true),
                Decision::Wait(time) => DefaultSleeper::default().sleep(time).await,
                Decision::WaitForProbe => announced.await,
            }
        }
    }

    fn decide(&self) -> Decision {
        let mut state = self.state();
        let now = Instant::now();
        let decision = match &mut state.window {
            Window::Unlimited => Decision::Send,
            Window::Probing => return Decision::WaitForProbe,
            Window::Open { remaining, end } if now < *end => {
                if *remaining == 0 {
                    return Decision::Wait(*end - now);
                }
                *remaining -= 1;
                Decision::Send
            }
            window @ (Window::Unknown | Window::Open { .. }) => {
                *window = Window::Probing;
                Decision::Probe
            }
        };
        state.in_flight += 1;
        decision
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs while the state is locked.
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Updates the window from the headers of a response.
    ///
    /// Within one window, only fewer remaining requests count, because responses arrive out of
    /// order and the limit is shared with other processes. An earlier window is ignored.
    fn announce(&mut self, headers: &HeaderMap, names: RateLimitHeaders) {
        let limit = RateLimit::of(headers, names);
        let remaining = limit.and_then(|limit| limit.remaining);
        let reset = limit.and_then(|limit| limit.reset_after(headers));
        let (Some(announced), Some(reset)) = (remaining, reset) else {
            if matches!(self.window, Window::Unknown | Window::Probing) {
                self.window = Window::Unlimited;
            }
            return;
        };
        let end = Instant::now() + reset;
        let announced = announced.saturating_sub(self.in_flight);
        match &mut self.window {
            Window::Open { end: known, .. } if end + SAME_WINDOW < *known => {}
            Window::Open {
                remaining,
                end: known,
            } if end <= *known + SAME_WINDOW => *remaining = announced.min(*remaining),
            window => {
                *window = Window::Open {
                    remaining: announced,
                    end,
                }
            }
        }
    }
}

/// The maximum difference between announced ends of one window: headers omit fractions of a second,
/// and responses take time.
const SAME_WINDOW: Duration = Duration::from_millis(1_500);

/// A permit to send one request.
pub(super) struct Permit {
    throttle: Throttle,
    /// `true` if the other requests wait for the response of this one.
    is_probe: bool,
    is_done: bool,
}

impl Permit {
    fn new(throttle: &Throttle, is_probe: bool) -> Self {
        Self {
            throttle: throttle.clone(),
            is_probe,
            is_done: false,
        }
    }

    /// Updates the throttle from the headers of the response.
    pub(super) fn observe(mut self, headers: &HeaderMap, names: RateLimitHeaders) {
        self.is_done = true;
        let mut state = self.throttle.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        state.announce(headers, names);
        drop(state);
        self.throttle.0.announced.notify_waiters();
    }
}

impl Drop for Permit {
    /// Lets another request be the probe if there was no response.
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        let mut state = self.throttle.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        if self.is_probe && matches!(state.window, Window::Probing) {
            state.window = Window::Unknown;
        }
        drop(state);
        self.throttle.0.announced.notify_waiters();
    }
}

impl fmt::Debug for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let mut debug = f.debug_struct("Throttle");
        if let Window::Open { remaining, .. } = &state.window {
            debug.field("remaining", remaining);
        }
        debug
            .field("in_flight", &state.in_flight)
            .finish_non_exhaustive()
    }
}
