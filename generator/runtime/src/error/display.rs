use std::error::Error as _;
use std::fmt;

use super::{Cause, Error};
use crate::response_kind::Unreadable;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            write!(f, "{} {}: ", call.method(), call.path())?;
        }
        if let Some(status) = self.status() {
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
            Cause::File { name, .. } => write!(f, "the file `{}` cannot be read", Line(name)),
            Cause::Status => self.fmt_detail(f),
            Cause::Throttled => f.write_str("timed out while the rate limit was exhausted"),
            _ if self.is_timeout() => f.write_str("timed out"),
            #[cfg(not(target_arch = "wasm32"))]
            Cause::TimedOut => f.write_str("timed out"),
            Cause::Transport(_) if self.is_connect() => f.write_str("could not connect"),
            Cause::Decompression(_) => f.write_str("the body cannot be decompressed"),
            Cause::Transport(_) if self.0.head.is_some() => f.write_str("the body is truncated"),
            Cause::Transport(_) => f.write_str("no response received"),
            #[cfg(feature = "middleware")]
            Cause::Middleware(_) => f.write_str("a middleware failed"),
            Cause::TooLarge { limit } => {
                write!(f, "the body is larger than the limit of {limit} bytes")
            }
            Cause::Unreadable(Unreadable { path, .. }) => match path.as_deref() {
                None | Some("") => f.write_str("the response cannot be decoded"),
                Some(path) => write!(f, "the response cannot be decoded at `{}`", Line(path)),
            },
            #[cfg(not(target_arch = "wasm32"))]
            Cause::Write(_) => f.write_str("the downloaded body cannot be written"),
        }
    }

    fn fmt_detail(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(detail) = self.errors().first() else {
            return f.write_str("the body reports no error");
        };
        match (&detail.code, &detail.message) {
            (Some(code), Some(message)) => write!(f, "{}: {}", Line(code), Line(message)),
            (Some(text), None) | (None, Some(text)) => write!(f, "{}", Line(text)),
            (None, None) => Ok(()),
        }
    }
}

/// External text, displayed as one line of limited length.
struct Line<'a>(&'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The maximum number of characters.
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
        // Headers and body are long and may contain cookies and personal data.
        let mut debug = f.debug_struct("Error");
        debug.field("message", &self.to_string());
        if !self.errors().is_empty() {
            debug.field("errors", &self.errors());
        }
        if let Some(body) = self.body() {
            debug.field("body_length", &body.len());
        }
        if let Some(source) = self.source() {
            debug.field("source", &source);
        }
        debug.finish_non_exhaustive()
    }
}
