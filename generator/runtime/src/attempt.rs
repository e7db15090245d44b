use std::borrow::Cow;
use std::time::Duration;

use http::{Method, StatusCode};

use super::error::Call;
use super::response::Head;
use super::{Error, RateLimit};

/// A function that is called after each attempt.
pub(super) type OnAttempt = dyn Fn(&Attempt<'_>) + Send + Sync;

/// An attempt of a request that has ended, as reported to
/// [`ClientBuilder::on_attempt`](super::ClientBuilder::on_attempt).
///
/// It contains neither credentials nor parameters nor bodies, so that it can be logged.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    pub(super) call: &'a Call,
    pub(super) number: u32,
    pub(super) duration: Duration,
    pub(super) status: Option<StatusCode>,
    pub(super) error_type: Option<Cow<'static, str>>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) request_id: Option<&'a str>,
}

impl<'a> Attempt<'a> {
    /// Creates the event of an attempt with a response or an error.
    pub(super) fn new(
        call: &'a Call,
        number: u32,
        duration: Duration,
        outcome: Result<&'a Head, &'a Error>,
    ) -> Self {
        let (status, rate_limit, request_id) = match outcome {
            Ok(head) => (Some(head.status), head.rate_limit(), head.request_id()),
            Err(error) => (error.status(), error.rate_limit(), error.request_id()),
        };
        Self {
            call,
            number,
            duration,
            status,
            error_type: outcome.err().map(Error::error_type),
            rate_limit,
            request_id,
        }
    }

    /// Returns the HTTP method of the operation.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.call.method()
    }

    /// Returns the path template of the operation, such as `/boats/{name}`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.call.path()
    }

    /// Returns the number of the attempt, starting with 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the time from the start of the attempt to the end of the response body, including
    /// waits for the [throttle](super::Throttle); for downloads, to the head of the response.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns the status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the kind of error; `None` if the attempt succeeded.
    ///
    /// It is a status such as `503`, or one of `connect`, `timeout`, `transport`, `too_large`,
    /// `decode`, `invalid`, `token` and `other`: a value of the attribute `error.type` of
    /// OpenTelemetry.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        self.error_type.as_deref()
    }

    /// Returns the rate limit that the response announces.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    /// Returns the request id, by which the service finds the request in its logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id
    }
}

impl Error {
    /// Returns the kind of error, as a value of low cardinality.
    pub(super) fn error_type(&self) -> Cow<'static, str> {
        let name = if let (true, Some(status)) = (self.is_status(), self.status()) {
            return status.as_u16().to_string().into();
        } else if self.is_connect() {
            "connect"
        } else if self.is_timeout() {
            "timeout"
        } else if self.is_too_large() {
            "too_large"
        } else if self.is_decode() {
            "decode"
        } else if self.is_invalid() {
            "invalid"
        } else if self.is_token() {
            "token"
        } else if self.is_transport() {
            "transport"
        } else {
            "other"
        };
        name.into()
    }
}

#[cfg(all(test, feature = "mock", not(target_arch = "wasm32")))]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use crate::harbour::{Client, GetBoat, GetChart};
    use crate::mock::{Mock, Reply};
    use crate::{ClientBuilder, RetryPolicy};

    /// Returns a client whose attempts are recorded as lines.
    fn recorded(mock: &Mock) -> (Client, Arc<Mutex<Vec<String>>>) {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&lines);
        let builder = ClientBuilder::<Client>::new().bearer("secret").mock(mock);
        let builder = builder.on_attempt(move |attempt| {
            assert!(!format!("{attempt:?}").contains("secret"));
            let status = attempt.status().map(|status| status.as_u16());
            let limit = attempt.rate_limit().and_then(|limit| limit.remaining);
            record.lock().unwrap().push(format!(
                "{} {} #{} {status:?} {:?} {limit:?} {:?}",
                attempt.method(),
                attempt.path(),
                attempt.number(),
                attempt.error_type(),
                attempt.request_id(),
            ));
        });
        (builder.build().unwrap(), lines)
    }

    #[tokio::test(start_paused = true)]
    async fn each_attempt_is_reported() {
        let mock = Mock::new();
        let (client, lines) = recorded(&mock);
        mock.on::<GetBoat>().reply_sequence([
            Reply::status(503).header("x-request-id", "r1"),
            Reply::connect_failure(),
            Reply::ok(&json!({"name": "secret"})).header("x-ratelimit-remaining", "7"),
        ]);
        client.get_boat("secret").await.unwrap();
        assert_eq!(
            *lines.lock().unwrap(),
            [
                r#"GET /boats/{name} #1 Some(503) Some("503") None Some("r1")"#,
                r#"GET /boats/{name} #2 None Some("connect") None None"#,
                r#"GET /boats/{name} #3 Some(200) None Some(7) None"#,
            ]
        );
    }

    #[tokio::test]
    async fn downloads_and_failures_without_a_response_are_reported() {
        let mock = Mock::new();
        let (client, lines) = recorded(&mock);
        mock.on::<GetChart>().reply_sequence([
            Reply::bytes(200, "application/pdf", "%PDF"),
            Reply::connection_lost(),
        ]);
        client.get_chart().download().await.unwrap();
        let once = client.get_chart();
        let once = once.with(|request| request.retry(RetryPolicy::never()));
        once.download().await.unwrap_err();
        client.get_boat("..").await.unwrap_err();
        assert_eq!(
            *lines.lock().unwrap(),
            [
                "GET /chart #1 Some(200) None None None",
                r#"GET /chart #1 None Some("transport") None None"#,
                r#"GET /boats/{name} #1 None Some("invalid") None None"#,
            ]
        );
    }
}
