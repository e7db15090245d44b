//! Keeping under the limit that the API announces.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Instant;
use backon::{DefaultSleeper, Sleeper};
use http::HeaderMap;
use tokio::sync::Notify;

use super::{RateLimit, RateLimitHeaders};

/// Holds requests back where they would exceed the limit that the API announces.
///
/// It counts down the [remaining](RateLimit::remaining) requests that responses announce. When nothing is left, requests wait until the next window begins. At the beginning, and
/// whenever a window has passed, one request goes ahead and the others wait for what its answer
/// announces. Where an API announces nothing, nothing waits.
///
/// Clones count together: give the same throttle to all clients of an app. Clones of a client have
/// it in common anyway.
#[derive(Clone, Default)]
pub struct Throttle(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Wakes those that wait for the answer of the request that went ahead.
    announced: Notify,
}

#[derive(Default)]
struct State {
    window: Window,
    /// How many requests are on their way, which the announcements may not yet have counted.
    in_flight: u64,
}

#[derive(Clone, Copy, Default)]
enum Window {
    /// Nothing is known yet.
    #[default]
    Unknown,
    /// A request is on its way to find out.
    Asked,
    /// So many requests are left until then.
    Open { remaining: u64, end: Instant },
    /// The API announces no limit.
    Unlimited,
}

/// What a request that wants to be sent is told.
enum Decision {
    Go,
    Proceed,
    Wait(Duration),
    WaitForAnnouncement,
}

impl Throttle {
    /// A throttle that knows nothing of the limit yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until a request may be sent.
    pub(super) async fn permit(&self) -> Permit {
        loop {
            // Made before the state is looked at, so that no announcement is missed in between.
            let announced = self.0.announced.notified();
            match self.turn() {
                Decision::Go => return Permit::new(self, false),
                Decision::Proceed => return Permit::new(self, true),
                Decision::Wait(time) => DefaultSleeper::default().sleep(time).await,
                Decision::WaitForAnnouncement => announced.await,
            }
        }
    }

    fn turn(&self) -> Decision {
        let mut state = self.state();
        let now = Instant::now();
        let turn = match &mut state.window {
            Window::Unlimited => Decision::Go,
            Window::Asked => return Decision::WaitForAnnouncement,
            Window::Open { remaining, end } if now < *end => {
                if *remaining == 0 {
                    return Decision::Wait(*end - now);
                }
                *remaining -= 1;
                Decision::Go
            }
            window @ (Window::Unknown | Window::Open { .. }) => {
                *window = Window::Asked;
                Decision::Proceed
            }
        };
        state.in_flight += 1;
        turn
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs while it is locked.
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes over what an answer says: of the same window only if it leaves less than is known, as
    /// answers overtake each other and others use up the same limit; of an earlier one nothing.
    fn announce(&mut self, headers: &HeaderMap, names: RateLimitHeaders) {
        let limit = RateLimit::of(headers, names);
        let remaining = limit.and_then(|limit| limit.remaining);
        let reset = limit.and_then(|limit| limit.reset_after(headers));
        let (Some(announced), Some(reset)) = (remaining, reset) else {
            if matches!(self.window, Window::Unknown | Window::Asked) {
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

/// Ends of one window differ by the fractions of a second that the headers leave out, and by how
/// long an answer takes.
const SAME_WINDOW: Duration = Duration::from_millis(1_500);

/// Leave to send one request.
pub(super) struct Permit {
    throttle: Throttle,
    /// Whether the others wait for the answer of this one.
    goes_ahead: bool,
    is_answered: bool,
}

impl Permit {
    fn new(throttle: &Throttle, goes_ahead: bool) -> Self {
        Self {
            throttle: throttle.clone(),
            goes_ahead,
            is_answered: false,
        }
    }

    /// Learns from the answer.
    pub(super) fn answered(mut self, headers: &HeaderMap, names: RateLimitHeaders) {
        self.is_answered = true;
        let mut state = self.throttle.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        state.announce(headers, names);
        drop(state);
        self.throttle.0.announced.notify_waiters();
    }
}

impl Drop for Permit {
    /// Without an answer, another request has to find out.
    fn drop(&mut self) {
        if self.is_answered {
            return;
        }
        let mut state = self.throttle.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        if self.goes_ahead && matches!(state.window, Window::Asked) {
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
