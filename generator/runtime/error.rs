use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::Request;
use super::error_body::{ErrorBody, ErrorDetail};
use super::kind::Unreadable;
use super::response::{Reply, request_id};

/// Why a client could not be built or a request did not give its result.
///
/// The token is never part of it, nor is the address: requests are named by method and path
/// template. The answer of the API, if there was one, is kept whole.
pub struct Error(Box<Inner>);

struct Inner {
    call: Option<Call>,
    cause: Cause,
    status: Option<StatusCode>,
    headers: Option<HeaderMap>,
    body: Option<Bytes>,
    details: ErrorBody,
}

enum Cause {
    /// Nothing was sent.
    Invalid(String),
    Transport(reqwest::Error),
    Status,
    Unreadable(Unreadable),
}

/// Names an operation.
#[derive(Clone)]
pub(super) struct Call {
    method: Method,
    path: &'static str,
}

impl Call {
    pub(super) fn new(method: Method, path: &'static str) -> Self {
        Self { method, path }
    }

    #[cfg(feature = "tracing")]
    pub(super) fn method(&self) -> &Method {
        &self.method
    }

    #[cfg(feature = "tracing")]
    pub(super) fn path(&self) -> &'static str {
        self.path
    }

    pub(super) fn of(request: &Request) -> Self {
        Self::new(request.method.clone(), request.template)
    }
}

/// How errors come to be.
impl Error {
    fn new(call: Option<Call>, cause: Cause) -> Self {
        Self(Box::new(Inner {
            call,
            cause,
            status: None,
            headers: None,
            body: None,
            details: ErrorBody::default(),
        }))
    }

    fn with_reply(mut self, reply: Reply) -> Self {
        self.0.status = Some(reply.status);
        self.0.headers = Some(reply.headers);
        self.0.body = Some(reply.body);
        self
    }

    pub(super) fn settings(message: String) -> Self {
        Self::new(None, Cause::Invalid(message))
    }

    pub(super) fn invalid(call: Call, message: String) -> Self {
        Self::new(Some(call), Cause::Invalid(message))
    }

    pub(super) fn transport(
        call: Call,
        head: Option<(StatusCode, HeaderMap)>,
        error: reqwest::Error,
    ) -> Self {
        let mut this = Self::new(Some(call), Cause::Transport(error.without_url()));
        if let Some((status, headers)) = head {
            this.0.status = Some(status);
            this.0.headers = Some(headers);
        }
        this
    }

    pub(super) fn refused(call: Call, reply: Reply) -> Self {
        let mut this = Self::new(Some(call), Cause::Status);
        this.0.details = ErrorBody::parse(&reply.body);
        this.with_reply(reply)
    }

    pub(super) fn unreadable(call: Call, reply: Reply, unreadable: Unreadable) -> Self {
        Self::new(Some(call), Cause::Unreadable(unreadable)).with_reply(reply)
    }
}

impl Error {
    /// The status of the answer, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the answer, if there was an answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_ref()
    }

    /// The body of the answer as it came, if it arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The id under which Intercom's support finds the request: that of the header
    /// `x-request-id`, else that of the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let header = self.headers().and_then(request_id);
        header.or(self.0.details.request_id.as_deref())
    }

    /// The reasons that Intercom gives; none when the body has another form.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.details.errors
    }

    /// The code of the first of [`errors`](Self::errors).
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.errors().first()?.code.as_deref()
    }

    /// Where in the body the value is that could not be read, such as `data[3].owner_id`; empty
    /// for the whole body, `None` when the error is another one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Unreadable(unreadable) => unreadable.path.as_deref(),
            _ => None,
        }
    }

    /// Whether a setting or an argument made it impossible to send the request.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self.0.cause, Cause::Invalid(_))
    }

    /// Whether the answer's status is not one of success.
    #[must_use]
    pub fn is_status(&self) -> bool {
        matches!(self.0.cause, Cause::Status)
    }

    /// Whether the time for the request, or for connecting, ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.cause, Cause::Transport(error) if error.is_timeout())
    }

    /// Whether no connection could be made, so that nothing was sent. Never on wasm32, where
    /// the browser does not say.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match &self.0.cause {
            #[cfg(not(target_arch = "wasm32"))]
            Cause::Transport(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether the answer was a success but could not be read.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.cause, Cause::Unreadable(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            write!(f, "{} {}: ", call.method, call.path)?;
        }
        if let Some(status) = self.0.status {
            write!(f, "{status}: ")?;
        }
        self.fmt_cause(f)?;
        match self.request_id() {
            Some(id) => write!(f, " (request id {})", Line(id)),
            None => Ok(()),
        }
    }
}

impl Error {
    fn fmt_cause(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.cause {
            Cause::Invalid(message) => write!(f, "{}", Line(message)),
            Cause::Status => self.fmt_detail(f),
            Cause::Transport(_) if self.is_timeout() => f.write_str("timed out"),
            Cause::Transport(_) if self.is_connect() => f.write_str("could not connect"),
            Cause::Transport(_) if self.0.status.is_some() => f.write_str("the body broke off"),
            Cause::Transport(_) => f.write_str("could not be sent"),
            Cause::Unreadable(Unreadable { path, .. }) => match path.as_deref() {
                None | Some("") => f.write_str("the answer cannot be read"),
                Some(path) => write!(f, "the answer cannot be read at `{}`", Line(path)),
            },
        }
    }

    fn fmt_detail(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(detail) = self.errors().first() else {
            return f.write_str("no reason given");
        };
        match (&detail.code, &detail.message) {
            (Some(code), Some(message)) => write!(f, "{}: {}", Line(code), Line(message)),
            (Some(text), None) | (None, Some(text)) => write!(f, "{}", Line(text)),
            (None, None) => Ok(()),
        }
    }
}

/// Text from outside, made to fit in one line of a log.
struct Line<'a>(&'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// As many characters as are printed.
        const LIMIT: usize = 300;
        for char in self.0.chars().take(LIMIT) {
            let char = if char.is_control() { ' ' } else { char };
            fmt::Write::write_char(f, char)?;
        }
        match self.0.chars().nth(LIMIT) {
            Some(_) => f.write_str("…"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither headers nor the body: they are long, and hold cookies and personal data.
        let mut debug = f.debug_struct("Error");
        debug.field("message", &self.to_string());
        if !self.errors().is_empty() {
            debug.field("errors", &self.errors());
        }
        if let Some(body) = self.body() {
            debug.field("body_length", &body.len());
        }
        if let Some(source) = std::error::Error::source(self) {
            debug.field("source", &source);
        }
        debug.finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::Transport(error) => Some(error),
            Cause::Unreadable(unreadable) => Some(&*unreadable.source),
            Cause::Invalid(_) | Cause::Status => None,
        }
    }
}
