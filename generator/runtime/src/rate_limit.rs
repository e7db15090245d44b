//! What an answer says about the limits of the API, and about when to come again.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

use super::json::Timestamp;

/// How many requests are left, from the headers `X-RateLimit-Limit`, `X-RateLimit-Remaining` and
/// `X-RateLimit-Reset`. Intercom counts in windows of ten seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests the window allows.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When the next window begins.
    pub reset: Option<Timestamp>,
}

impl RateLimit {
    /// What the headers say; `None` when they say nothing.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let limit = Self {
            limit: number(headers, "x-ratelimit-limit"),
            remaining: number(headers, "x-ratelimit-remaining"),
            reset: number(headers, "x-ratelimit-reset")
                .and_then(|seconds| i64::try_from(seconds).ok())
                .map(Timestamp::from),
        };
        let says_nothing =
            limit.limit.is_none() && limit.remaining.is_none() && limit.reset.is_none();
        (!says_nothing).then_some(limit)
    }
}

/// How long the header `Retry-After` asks to wait: seconds, or a date (RFC 9110, section 10.2.3).
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(since(now(headers), date))
}

/// How long it is until the next window begins.
pub(super) fn reset_after(headers: &HeaderMap) -> Option<Duration> {
    let reset: u64 = number(headers, "x-ratelimit-reset")?;
    let reset = UNIX_EPOCH.checked_add(Duration::from_secs(reset))?;
    Some(since(now(headers), reset))
}

/// The server's time, as what it says is in its time; our own where it does not tell.
fn now(headers: &HeaderMap) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    date.and_then(|date| httpdate::parse_http_date(date).ok())
        .unwrap_or_else(system_time)
}

#[cfg(not(target_arch = "wasm32"))]
fn system_time() -> SystemTime {
    SystemTime::now()
}

/// The standard library has no clock there.
#[cfg(target_arch = "wasm32")]
fn system_time() -> SystemTime {
    let elapsed = web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH);
    UNIX_EPOCH + elapsed.unwrap_or_default()
}

fn since(earlier: SystemTime, later: SystemTime) -> Duration {
    later.duration_since(earlier).unwrap_or_default()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let value: &HeaderValue = headers.get(name)?;
    value.to_str().ok()?.trim().parse().ok()
}
