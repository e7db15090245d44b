use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use crate::error::Line;

/// An error of building an [`OAuth`](super::OAuth) or of requesting an access token.
///
/// It is the source of the error of a request. It contains no credentials and no tokens.
#[derive(Debug)]
pub struct OAuthError {
    message: String,
    code: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
    /// `true` if the same request may succeed later.
    is_transient: bool,
    /// The wait that the response requests.
    retry_after: Option<Duration>,
}

impl OAuthError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: None,
            source: None,
            is_transient: false,
            retry_after: None,
        }
    }

    pub(super) fn of(
        message: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self {
            source: Some(source.into()),
            ..Self::new(message)
        }
    }

    /// The error of a request without a response.
    pub(super) fn no_response(source: impl Into<io::Error>) -> Self {
        let message = "no response of the authorization server received";
        Self::of(message, source.into()).transient(None)
    }

    /// Declares that the same request may succeed after a wait.
    pub(super) fn transient(self, retry_after: Option<Duration>) -> Self {
        Self {
            is_transient: true,
            retry_after,
            ..self
        }
    }

    pub(crate) fn is_transient(&self) -> bool {
        self.is_transient
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The error of a response of the authorization server: its code and description.
    pub(super) fn refused(code: &str, description: Option<&str>) -> Self {
        let code = Line(code).to_string();
        let message = match description {
            Some(text) => format!("the authorization server refused: {code}: {}", Line(text)),
            None => format!("the authorization server refused: {code}"),
        };
        Self {
            code: Some(code),
            ..Self::new(message)
        }
    }

    /// Returns the error code of the authorization server, such as `invalid_grant` (RFC 6749,
    /// section 5.2).
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for OAuthError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
