//! The windows of a rate limit, as responses announce them.

use std::time::Duration;

use http::HeaderMap;

use crate::clock::Instant;
use crate::rate_limit::retry_after;
use crate::{RateLimit, RateLimitHeaders};

/// The time until the next window if a response announces the remaining requests, but neither a
/// reset nor `Retry-After`.
const UNANNOUNCED_RESET: Duration = Duration::from_secs(5);

/// The window of a rate limit.
#[derive(Clone, Copy)]
pub(super) enum Window {
    /// The limit is not known. One request is sent as a probe, then one every
    /// [`PROBE_TIMEOUT_SECONDS`](super::PROBE_TIMEOUT_SECONDS) until a response announces the limit.
    Unknown { since: Instant, is_probed: bool },
    /// The number of requests that remain until the window ends.
    Open {
        remaining: u64,
        end: Instant,
        /// When the next request is sent if none remain: the end and jitter.
        resume: Instant,
    },
    /// The API announces no limit.
    Unlimited,
}

impl Window {
    pub(super) fn unknown(since: Instant) -> Self {
        Self::Unknown {
            since,
            is_probed: false,
        }
    }

    /// Returns the window at this time, which is unknown after the end of the announced one.
    pub(super) fn at(self, now: Instant) -> Self {
        match self {
            Self::Open {
                remaining: 0,
                resume,
                ..
            } if resume <= now => Self::unknown(resume),
            Self::Open {
                remaining: 1..,
                end,
                ..
            } if end <= now => Self::unknown(end),
            window => window,
        }
    }
}

/// A limit that a response announces.
pub(super) struct Announcement {
    pub remaining: u64,
    pub reset: Duration,
}

impl Announcement {
    /// Returns the limit in the headers of a response, if they announce one.
    pub(super) fn of(headers: &HeaderMap, names: RateLimitHeaders) -> Option<Self> {
        let limit = RateLimit::of(headers, names)?;
        let reset = limit.reset_after(headers);
        Some(Self {
            remaining: limit.remaining?,
            reset: reset
                .or_else(|| retry_after(headers))
                .unwrap_or(UNANNOUNCED_RESET),
        })
    }
}
