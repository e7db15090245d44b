mod body;
mod call;
mod cause;
mod display;
mod kind;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::JobState;
use super::charset::utf8_or_bytes;
use super::json::{Decode, from_utf8};
use super::rate_limit::{RateLimit, retry_after};
use super::response::{Head, RawResponse};
use super::response_kind::{Json, ResponseKind, Unreadable};

pub use body::{ErrorBody, ErrorDetail};
pub(super) use call::Call;
pub(super) use cause::Cause;
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
pub(super) use cause::Simulated;
pub(super) use display::Line;

/// The greatest size in bytes of an error body that is read as JSON.
const MAX_JSON_BYTES: usize = 1 << 20;

/// The greatest number of errors that are read from an error body.
const MAX_DETAILS: usize = 100;

/// An error of building a client or sending a request.
///
/// These methods distinguish the causes. All are `false` if, for example, a downloaded body cannot
/// be written to its file.
///
/// | method | cause |
/// |---|---|
/// | [`is_invalid`](Self::is_invalid) | a setting or an argument is invalid |
/// | [`is_token`](Self::is_token) | the provider of access tokens failed |
/// | [`is_transport`](Self::is_transport) | no complete response was received: no connection, an interrupted one, or a timeout |
/// | [`is_connect`](Self::is_connect) | no connection could be established |
/// | [`is_timeout`](Self::is_timeout) | the timeout elapsed |
/// | [`is_status`](Self::is_status) | the response has an error status, such as 404: see [`status`](Self::status) and methods such as [`is_not_found`](Self::is_not_found) |
/// | [`is_decode`](Self::is_decode) | the response could not be decompressed or decoded |
/// | [`is_too_large`](Self::is_too_large) | the response body is larger than the limit |
/// | [`is_job_failed`](Self::is_job_failed) | a job has failed |
///
/// [`is_maybe_sent`](Self::is_maybe_sent) returns whether the request may have taken effect.
///
/// The error keeps the response of the API, with the part of the body that was received. Neither
/// the error nor its `Debug` output contains credentials or the URL: requests are identified by
/// method and path template. The messages of the error and its source quote at most 200 characters
/// of the body, with control characters escaped.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// match client.get_boat("Ada").await {
///     Ok(boat) => println!("{}", boat["length"]),
///     Err(error) if error.is_not_found() => println!("no such boat"),
///     Err(error) if error.is_rate_limited() => {
///         println!("retry after {:?}", error.retry_after());
///     }
///     Err(error) => {
///         eprintln!("{error}, request id: {:?}", error.request_id());
///         for detail in error.errors() {
///             eprintln!("{:?}: {:?}", detail.code, detail.message);
///         }
///         return Err(error);
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    call: Option<Call>,
    cause: Cause,
    /// `true` if an attempt before the one that failed with `cause` may have sent the request.
    is_maybe_sent_before: bool,
    head: Option<Head>,
    body: Option<Bytes>,
    details: ErrorBody,
    /// The job that the request concerns.
    job: Option<JobState>,
}

impl Error {
    pub(super) fn new(call: impl Into<Option<Call>>, cause: Cause) -> Self {
        Self(Box::new(Inner {
            call: call.into(),
            cause,
            is_maybe_sent_before: false,
            head: None,
            body: None,
            details: ErrorBody::default(),
            job: None,
        }))
    }

    pub(super) fn with_head(mut self, head: Head) -> Self {
        self.0.head = Some(head);
        self
    }

    /// Adds whether an earlier attempt may have sent the request.
    pub(super) fn after_attempts(mut self, are_maybe_sent: bool) -> Self {
        self.0.is_maybe_sent_before = are_maybe_sent;
        self
    }

    pub(super) fn with_response(mut self, response: RawResponse) -> Self {
        if self.is_status() && response.body.len() <= MAX_JSON_BYTES {
            let json = utf8_or_bytes(&response.head.headers, &response.body);
            let json = from_utf8(&json).unwrap_or_default();
            self.0.details = (response.head.policy.error_body)(&json);
            self.0.details.errors.truncate(MAX_DETAILS);
        }
        self.0.body = Some(response.body);
        self.with_head(response.head)
    }

    /// Adds the job whose state the request concerns.
    pub(super) fn with_job(mut self, job: JobState) -> Self {
        self.0.job = Some(job);
        self
    }

    pub(super) fn settings(message: String) -> Self {
        Self::new(None, Cause::Invalid(message))
    }

    pub(super) fn unreadable(call: Call, response: RawResponse, unreadable: Unreadable) -> Self {
        Self::new(call, Cause::Unreadable(unreadable)).with_response(response)
    }

    /// Returns `true` if the same request may succeed later.
    pub(super) fn is_transient(&self) -> bool {
        self.is_transport()
            || self.is_server_error()
            || self.is_rate_limited()
            || self.is_transient_token()
    }

    /// Returns `true` if the authorization server failed temporarily, before anything was sent.
    pub(super) fn is_transient_token(&self) -> bool {
        self.0.cause.is_transient_token()
    }
}

/// The response, for an error that has one.
impl Error {
    /// Returns the HTTP status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.0.head.as_ref()?.status)
    }

    /// Returns the HTTP headers, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.0.head.as_ref()?.headers)
    }

    /// Returns the response body, decompressed but not decoded.
    ///
    /// If the body was truncated or too large, it is the part that was received.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// Returns the request id, by which the service finds the request in its logs.
    ///
    /// It is read from the [header](super::Service::REQUEST_ID_HEADER), else from the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let header = self.0.head.as_ref().and_then(Head::request_id);
        header.or(self.0.details.request_id.as_deref())
    }

    /// Returns the rate limit that the response announces.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.head.as_ref()?.rate_limit()
    }

    /// Returns the wait that the API or the authorization server requests before the next request.
    ///
    /// It is the value of `Retry-After`, else the time until the [reset](RateLimit::reset) of an
    /// exceeded rate limit.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        if let Some(wait) = self.0.cause.retry_after() {
            return Some(wait);
        }
        let headers = self.headers()?;
        retry_after(headers).or_else(|| {
            let limit = self.rate_limit().filter(|_| self.is_rate_limited());
            limit?.reset_after(headers)
        })
    }

    /// Returns the errors in the response body, at most 100; empty if there is no body, its format
    /// is [unknown](ErrorBody::from_json), or it is larger than 1 MiB.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.details.errors
    }

    /// Returns the code of the first of [`errors`](Self::errors), such as `not_found`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.errors().first()?.code.as_deref()
    }

    /// Returns the job that was started, with its last known status, for an error of waiting for
    /// it.
    ///
    /// [`body`](Self::body) and [`decode`](Self::decode) return the last response.
    #[must_use]
    pub fn job(&self) -> Option<&JobState> {
        self.0.job.as_ref()
    }

    /// Returns the path of the value that could not be decoded, such as `data[3].owner_id`.
    ///
    /// It is empty for the whole body, and `None` for errors of another kind.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Unreadable(unreadable) => unreadable.path.as_deref(),
            _ => None,
        }
    }
}

/// The response body of the type that is documented for its status.
impl Error {
    /// Decodes a JSON response body, such as an error of the type that is documented for the status
    /// of the response.
    ///
    /// Returns `None` if there is no body, or if it does not match the type. Values in it that do
    /// not match are left out. The documentation of a request builder lists the types.
    /// [`body`](Self::body) returns a body that is not JSON.
    ///
    /// ```no_run
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
    /// # fn main() {}
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// if let Err(error) = client.get_boat("Ada").await {
    ///     let problem: Option<Map<Value>> = error.decode();
    ///     println!("{:?}", problem.and_then(|problem| problem.get("berth").cloned()));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn decode<T: Decode + Send + 'static>(&self) -> Option<T> {
        let body = self.body()?;
        let read = Json::<T>::read(self.status()?, self.headers()?, body);
        read.ok().map(|decoded| decoded.value)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.source()
    }
}

#[cfg(test)]
mod tests;
