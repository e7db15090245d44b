use std::error::Error;
use std::io;

use crate::response_kind::Unreadable;

/// What went wrong.
pub(crate) enum Cause {
    /// Nothing was sent: a setting or an argument makes it impossible.
    Invalid(String),
    /// A file to upload could not be opened.
    File { name: String, error: io::Error },
    /// The rate limit left no room before the time was over.
    Throttled,
    /// No answer, or not all of it.
    Transport(reqwest::Error),
    /// The body is not packed as its head says.
    Unpacking(reqwest::Error),
    /// A middleware of the application failed.
    #[cfg(feature = "middleware")]
    Middleware(Box<dyn Error + Send + Sync>),
    /// The time was over while the answer was awaited.
    #[cfg(not(target_arch = "wasm32"))]
    TimedOut,
    /// The body has more bytes than the limit.
    TooLarge { limit: u64 },
    /// The status is not one of success.
    Status,
    /// The body is not what the document says.
    Unreadable(Unreadable),
    /// What was downloaded could not be written.
    #[cfg(not(target_arch = "wasm32"))]
    Write(io::Error),
}

impl Cause {
    /// Without the address, which may hold the users' data.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        if is_of_unpacking(&error) {
            Self::Unpacking(error.without_url())
        } else {
            Self::Transport(error.without_url())
        }
    }

    pub(super) fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport(error) | Self::Unpacking(error) => Some(error),
            Self::File { error, .. } => Some(error),
            #[cfg(not(target_arch = "wasm32"))]
            Self::Write(error) => Some(error),
            #[cfg(feature = "middleware")]
            Self::Middleware(error) => Some(&**error),
            Self::Unreadable(unreadable) => Some(&*unreadable.source),
            Self::Invalid(_) | Self::Throttled | Self::TooLarge { .. } | Self::Status => None,
            #[cfg(not(target_arch = "wasm32"))]
            Self::TimedOut => None,
        }
    }
}

/// `reqwest` has one kind of error for bodies that break off and those that cannot be unpacked;
/// only the latter have invalid data at the bottom.
fn is_of_unpacking(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        let error_of_io = error.downcast_ref::<io::Error>();
        if error_of_io.is_some_and(|error| {
            error.kind() == io::ErrorKind::InvalidData
                || error.kind() == io::ErrorKind::InvalidInput
        }) {
            return true;
        }
        source = error.source();
    }
    false
}
