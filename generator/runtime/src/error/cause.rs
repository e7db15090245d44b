use std::error::Error;
use std::io;
use std::time::Duration;

use crate::TokenError;
#[cfg(all(feature = "oauth", not(target_arch = "wasm32")))]
use crate::oauth::OAuthError;
use crate::response_kind::Unreadable;
use crate::throttle::Awaited;

/// The cause of an error.
pub(crate) enum Cause {
    /// A setting or an argument is invalid; nothing was sent.
    Invalid(String),
    /// A file to upload could not be opened; nothing was sent.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "there are no files")
    )]
    File { name: String, error: io::Error },
    /// A file to upload could not be read while it was sent.
    #[cfg(not(target_arch = "wasm32"))]
    Upload { name: String, error: io::Error },
    /// The token provider failed; nothing was sent.
    Token(TokenError),
    /// The timeout elapsed while the request waited for the throttle.
    Throttled(Awaited),
    /// The response is missing or truncated.
    Transport(reqwest::Error),
    /// The body does not match its `Content-Encoding`.
    Decompression(reqwest::Error),
    /// A middleware of the application failed.
    #[cfg(feature = "middleware")]
    Middleware(Box<dyn Error + Send + Sync>),
    /// The timeout elapsed, while files were opened or after the request was passed to the HTTP
    /// client.
    TimedOut { is_maybe_sent: bool },
    /// The body is larger than the limit in bytes.
    TooLarge { limit: u64 },
    /// The response has an error status.
    Status,
    /// The body does not match the schema.
    Unreadable(Unreadable),
    /// A job ended with a status that means failure.
    JobFailed,
    /// The deadline of a job elapsed.
    JobUnfinished,
    /// The downloaded body could not be written.
    #[cfg(not(target_arch = "wasm32"))]
    Write(io::Error),
    /// A failure that a mock simulates.
    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    Simulated(Simulated),
    /// The task of a blocking request panicked, for example in a middleware.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    Panicked,
}

/// A failure that a mock simulates.
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
#[derive(Clone, Debug)]
pub(crate) enum Simulated {
    /// No connection can be established.
    NotConnected,
    /// The connection is interrupted before the response arrives.
    Lost,
    /// The mock does not expect the request: a report.
    Unexpected(String),
}

#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
impl std::fmt::Display for Simulated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotConnected => "could not connect",
            Self::Lost => "no response received",
            Self::Unexpected(report) => report,
        })
    }
}

#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
impl Error for Simulated {}

impl Cause {
    /// Creates the cause of a `reqwest` error, without the URL, which may contain personal data.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        if error.is_builder() {
            let reason = error.source().map(ToString::to_string).unwrap_or_default();
            Self::Invalid(format!("the request cannot be built: {reason}"))
        } else if is_decompression_error(&error) {
            Self::Decompression(error.without_url())
        } else {
            Self::Transport(error.without_url())
        }
    }

    pub(super) fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport(error) | Self::Decompression(error) => Some(error),
            Self::Token(error) => Some(&**error),
            Self::File { error, .. } => Some(error),
            #[cfg(not(target_arch = "wasm32"))]
            Self::Upload { error, .. } | Self::Write(error) => Some(error),
            #[cfg(feature = "middleware")]
            Self::Middleware(error) => Some(&**error),
            Self::Unreadable(unreadable) => Some(&*unreadable.source),
            Self::Invalid(_)
            | Self::Throttled(_)
            | Self::TimedOut { .. }
            | Self::TooLarge { .. }
            | Self::Status
            | Self::JobFailed
            | Self::JobUnfinished => None,
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            Self::Simulated(_) => None,
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            Self::Panicked => None,
        }
    }

    /// Returns `false` if the attempt surely sent nothing of the request.
    pub(super) fn is_maybe_sent(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::File { .. } | Self::Token(_) | Self::Throttled(_) => false,
            Self::TimedOut { is_maybe_sent } => *is_maybe_sent,
            Self::Transport(_) => !self.is_connect(),
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            Self::Simulated(simulated) => matches!(simulated, Simulated::Lost),
            _ => true,
        }
    }

    /// Returns `true` if no connection could be established.
    pub(super) fn is_connect(&self) -> bool {
        match self {
            Self::Transport(error) => is_connect(error),
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            Self::Simulated(simulated) => matches!(simulated, Simulated::NotConnected),
            _ => false,
        }
    }

    /// Returns `true` if the authorization server failed temporarily.
    pub(super) fn is_transient_token(&self) -> bool {
        #[cfg(all(feature = "oauth", not(target_arch = "wasm32")))]
        if let Some(error) = self.oauth() {
            return error.is_transient();
        }
        false
    }

    /// Returns the wait that the authorization server requests.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        #[cfg(all(feature = "oauth", not(target_arch = "wasm32")))]
        if let Some(error) = self.oauth() {
            return error.retry_after();
        }
        None
    }

    #[cfg(all(feature = "oauth", not(target_arch = "wasm32")))]
    fn oauth(&self) -> Option<&OAuthError> {
        match self {
            Self::Token(error) => error.downcast_ref(),
            _ => None,
        }
    }

    /// Returns `true` if the network failed or the response did not arrive in time, so that a retry
    /// may succeed.
    pub(super) fn is_transport(&self) -> bool {
        match self {
            Self::Transport(error) => !error.is_redirect(),
            Self::TimedOut { .. } => true,
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            Self::Simulated(simulated) => !matches!(simulated, Simulated::Unexpected(_)),
            _ => false,
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// The browser does not report it.
#[cfg(target_arch = "wasm32")]
fn is_connect(_error: &reqwest::Error) -> bool {
    false
}

/// Returns `true` if a body could not be decompressed.
///
/// For `reqwest`, a connection that fails is the same kind of error, and for `hyper`, an invalid
/// chunk is the same kind of I/O error. The error of a decompressor is not one of `hyper`.
#[cfg(not(target_arch = "wasm32"))]
fn is_decompression_error(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source.filter(|source| source.is::<reqwest::Error>()) {
        source = error.source();
    }
    let error = source.and_then(|source| source.downcast_ref());
    error.is_some_and(|error: &io::Error| {
        #[cfg(feature = "gzip")]
        let inner = error.get_ref();
        #[cfg(feature = "gzip")]
        if inner.is_some_and(|inner| inner.is::<flate2::DecompressError>()) {
            return true;
        }
        let kind = error.kind();
        matches!(
            kind,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        )
    })
}

/// The browser does not report it.
#[cfg(target_arch = "wasm32")]
fn is_decompression_error(_error: &reqwest::Error) -> bool {
    false
}
