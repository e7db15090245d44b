//! The rate limit that a response announces, and `Retry-After`.

use std::num::IntErrorKind;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

use super::RateLimitHeaders;
use super::json::Timestamp;

/// The rate limit that a response announces.
///
/// It is read from the headers `RateLimit` and `RateLimit-Policy`
/// (draft-ietf-httpapi-ratelimit-headers), else from the
/// [headers of the service](super::Service::RATE_LIMIT_HEADERS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that the window allows.
    pub limit: Option<u64>,
    /// The number of requests that remain in the window.
    pub remaining: Option<u64>,
    /// The time at which the next window begins.
    pub reset: Option<Timestamp>,
}

/// The first number in the reset header that is a Unix time instead of seconds from now.
const FIRST_UNIX_TIME: u64 = 1_000_000_000;

/// The first Unix time that is in a smaller unit than seconds. In seconds, it would be in the year
/// 5138; in milliseconds, it was in 1973.
const FIRST_OF_SMALLER_UNIT: u64 = 100_000_000_000;

impl RateLimit {
    /// Reads the announced rate limit; `None` if there is none.
    pub(super) fn of(headers: &HeaderMap, names: RateLimitHeaders) -> Option<Self> {
        if let Some(limit) = Self::of_fields(headers) {
            return Some(limit);
        }
        let reset = number(headers, names.reset).map(|number| {
            if number < FIRST_UNIX_TIME {
                moment_in(headers, number)
            } else {
                timestamp(unix_seconds(number))
            }
        });
        let limit = Self {
            limit: number(headers, names.limit),
            remaining: number(headers, names.remaining),
            reset,
        };
        let is_empty = limit.limit.is_none() && limit.remaining.is_none() && limit.reset.is_none();
        (!is_empty).then_some(limit)
    }

    /// Reads the headers of the draft. Of several policies, the one with the fewest remaining
    /// requests counts.
    fn of_fields(headers: &HeaderMap) -> Option<Self> {
        let least = items(headers, "ratelimit")
            .into_iter()
            .filter_map(|item| Some((item.parameter("r")?, item)))
            .min_by_key(|(remaining, _)| *remaining);
        let (remaining, least) = least?;
        let policies = items(headers, "ratelimit-policy");
        let policy = policies.iter().find(|policy| policy.name == least.name);
        Some(Self {
            limit: policy.and_then(|policy| policy.parameter("q")),
            remaining: Some(remaining),
            reset: least
                .parameter("t")
                .map(|seconds| moment_in(headers, seconds)),
        })
    }

    /// Returns the time until the next window begins.
    pub(super) fn reset_after(self, headers: &HeaderMap) -> Option<Duration> {
        let reset = u64::try_from(self.reset?.seconds()).unwrap_or_default();
        let reset = UNIX_EPOCH.checked_add(Duration::from_secs(reset));
        Some(reset.map_or(Duration::MAX, |reset| since(now(headers), reset)))
    }
}

/// An item of a structured field list (RFC 9651): `"name";key=1;key=2`.
struct Item<'h> {
    name: &'h str,
    parameters: Vec<(&'h str, &'h str)>,
}

impl Item<'_> {
    fn parameter(&self, key: &str) -> Option<u64> {
        let (_, value) = self.parameters.iter().find(|(name, _)| *name == key)?;
        parse(value)
    }
}

/// Returns the list items of all headers named `name`. Assumes policy names without `,` and `;`.
fn items<'h>(headers: &'h HeaderMap, name: &str) -> Vec<Item<'h>> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .map(|item| {
            let mut parts = item.split(';').map(str::trim);
            Item {
                name: parts.next().unwrap_or_default(),
                parameters: parts.filter_map(|part| part.split_once('=')).collect(),
            }
        })
        .collect()
}

/// Returns the time `seconds` from now, rounded up.
fn moment_in(headers: &HeaderMap, seconds: u64) -> Timestamp {
    let now = since(UNIX_EPOCH, now(headers));
    let started = u64::from(now.subsec_nanos() > 0);
    let now = now.as_secs().saturating_add(started);
    timestamp(now.saturating_add(seconds))
}

/// Returns a Unix time in seconds, rounded up, that is in seconds, milliseconds, microseconds or
/// nanoseconds.
fn unix_seconds(mut time: u64) -> u64 {
    while time >= FIRST_OF_SMALLER_UNIT {
        time = time.div_ceil(1_000);
    }
    time
}

fn timestamp(seconds: u64) -> Timestamp {
    Timestamp::from(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Returns the wait of the header `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(seconds) = parse(text) {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(since(now(headers), date))
}

/// Returns the server's time, which its other headers refer to; without `Date`, the local time.
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
    parse(value.to_str().ok()?.trim())
}

/// Returns a number; the greatest one if it has more than 64 bits.
fn parse(digits: &str) -> Option<u64> {
    match digits.parse() {
        Ok(number) => Some(number),
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Some(u64::MAX),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2015-10-21T07:28:00Z
    const NOW: i64 = 1_445_412_480;

    fn limit(
        fields: &[(&'static str, &'static str)],
    ) -> Option<(Option<u64>, Option<u64>, Option<i64>)> {
        let mut headers = HeaderMap::new();
        headers.insert(
            DATE,
            HeaderValue::from_static("Wed, 21 Oct 2015 07:28:00 GMT"),
        );
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let limit = RateLimit::of(&headers, RateLimitHeaders::X_RATE_LIMIT)?;
        let reset = limit.reset.map(|reset| reset.seconds());
        Some((limit.limit, limit.remaining, reset))
    }

    #[test]
    fn draft_headers_are_read() {
        // The examples of draft-ietf-httpapi-ratelimit-headers-10.
        let policy = (
            "ratelimit-policy",
            r#""burst";q=100;w=60,"daily";q=1000;w=86400"#,
        );
        let field = ("ratelimit", r#""default";r=50;t=30"#);
        assert_eq!(limit(&[field]), Some((None, Some(50), Some(NOW + 30))));
        let fields = [policy, ("ratelimit", r#""daily";r=5, "burst";r=50;t=30"#)];
        assert_eq!(limit(&fields), Some((Some(1000), Some(5), None)));
        let fields = [
            policy,
            ("ratelimit", r#""daily";r=5"#),
            ("ratelimit", r#""burst";r=0;t=3"#),
        ];
        assert_eq!(limit(&fields), Some((Some(100), Some(0), Some(NOW + 3))));
    }

    #[test]
    fn reset_is_a_unix_time_or_seconds_from_now() {
        for (text, expected) in [("1445412481", NOW + 1), ("20", NOW + 20)] {
            let fields = [("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", text)];
            assert_eq!(limit(&fields), Some((None, Some(7), Some(expected))));
        }
    }

    #[test]
    fn a_reset_in_a_smaller_unit_is_recognized() {
        let seconds = u64::try_from(NOW).unwrap();
        for number in [
            seconds * 1_000,
            seconds * 1_000 - 999,
            seconds * 1_000_000,
            seconds * 1_000_000_000,
        ] {
            assert_eq!(unix_seconds(number), seconds, "{number}");
        }
        assert_eq!(unix_seconds(4_102_444_800), 4_102_444_800);
    }

    #[test]
    fn a_reset_beyond_the_range_of_time_is_far_away() {
        let headers = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            headers
        };
        for headers in [
            headers("ratelimit", "\"default\";r=0;t=18446744073709551615"),
            headers("x-ratelimit-reset", "18446744073709551615"),
        ] {
            let limit = RateLimit::of(&headers, RateLimitHeaders::X_RATE_LIMIT).unwrap();
            let year = Duration::from_secs(60 * 60 * 24 * 365);
            assert!(limit.reset_after(&headers).unwrap() > year);
        }
    }

    #[test]
    fn a_number_beyond_64_bits_is_the_greatest() {
        let huge = "9".repeat(1_000);
        assert_eq!(parse(&huge), Some(u64::MAX));
        for text in ["", "-1", "1.5", "soon"] {
            assert_eq!(parse(text), None, "{text}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(&huge).unwrap());
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(u64::MAX)));
        let huge = format!("\"default\";r={huge};t={huge}");
        headers.insert("ratelimit", HeaderValue::from_str(&huge).unwrap());
        let limit = RateLimit::of(&headers, RateLimitHeaders::X_RATE_LIMIT).unwrap();
        assert_eq!(limit.remaining, Some(u64::MAX));
        assert_eq!(limit.reset, Some(timestamp(u64::MAX)));
    }

    #[test]
    fn other_headers_announce_no_rate_limit() {
        assert_eq!(limit(&[]), None);
        assert_eq!(limit(&[("ratelimit", "default")]), None);
        assert_eq!(limit(&[("x-ratelimit-limit", "many")]), None);
    }
}
