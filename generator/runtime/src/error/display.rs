use std::error::Error as _;
use std::fmt::{self, Write as _};

use http::StatusCode;
use http::header::CONTENT_ENCODING;

use super::{Cause, Error};
use crate::JobState;
use crate::characters::is_control;
use crate::response_kind::{Problem, Unreadable};
use crate::throttle::Awaited;

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
            Cause::Token(_) => f.write_str("the access token could not be obtained"),
            #[cfg(not(target_arch = "wasm32"))]
            Cause::Upload { name, .. } => {
                write!(f, "the file `{}` cannot be read completely", Line(name))
            }
            Cause::Status => self.fmt_detail(f),
            Cause::Throttled(Awaited::NextWindow) => {
                f.write_str("timed out while the rate limit was exhausted")
            }
            Cause::Throttled(Awaited::Response) => {
                f.write_str("timed out while another request had no response yet")
            }
            Cause::TimedOut { .. } => f.write_str("timed out"),
            Cause::Transport(_) if self.is_timeout() => f.write_str("timed out"),
            Cause::Transport(_) if self.is_connect() => f.write_str("could not connect"),
            Cause::Decompression(_) => f.write_str("the body cannot be decompressed"),
            Cause::Transport(_) if self.0.head.is_some() => f.write_str("the body is truncated"),
            Cause::Transport(_) => f.write_str("no response received"),
            #[cfg(feature = "middleware")]
            Cause::Middleware(_) => f.write_str("a middleware failed"),
            Cause::TooLarge { limit } => {
                write!(f, "the body is larger than the limit of {limit} bytes")
            }
            Cause::Unreadable(Unreadable {
                problem: Problem::Empty,
                ..
            }) => f.write_str("the body is empty instead of JSON"),
            Cause::Unreadable(Unreadable {
                problem: Problem::Limit(limit),
                ..
            }) => write!(f, "the response cannot be decoded: {limit}"),
            Cause::Unreadable(_) if self.content_coding().is_some() => self.fmt_coding(f),
            Cause::Unreadable(Unreadable { path, .. }) => match path.as_deref() {
                None | Some("") => f.write_str("the response cannot be decoded"),
                Some(path) => write!(f, "the response cannot be decoded at `{}`", Line(path)),
            },
            Cause::JobFailed => self.fmt_job(f, "failed"),
            Cause::JobUnfinished => self.fmt_job(f, "did not end before the deadline"),
            #[cfg(not(target_arch = "wasm32"))]
            Cause::Write(_) => f.write_str("the downloaded body cannot be written"),
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            Cause::Simulated(simulated) => write!(f, "{simulated}"),
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            Cause::Panicked => f.write_str("the blocking call panicked"),
        }
    }

    /// Returns the coding of a body that has not been decompressed: the HTTP client removes the
    /// header otherwise.
    fn content_coding(&self) -> Option<&str> {
        let coding = self.headers()?.get(CONTENT_ENCODING)?.to_str().ok()?;
        let is_none = coding.is_empty() || coding.eq_ignore_ascii_case("identity");
        (!is_none).then_some(coding)
    }

    fn fmt_coding(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coding = self.content_coding().unwrap_or_default();
        write!(
            f,
            "the body cannot be decompressed: its coding is `{}`",
            Line(coding)
        )
    }

    fn fmt_job(&self, f: &mut fmt::Formatter<'_>, outcome: &str) -> fmt::Result {
        match self.job() {
            Some(job) => write!(f, "job {} {outcome}", Line(job.id()))?,
            None => write!(f, "the job {outcome}")?,
        }
        match self.job().and_then(JobState::status) {
            Some(status) => write!(f, ": its status is {}", Line(status)),
            None => Ok(()),
        }
    }

    fn fmt_detail(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(detail) = self.errors().first() else {
            if self.content_coding().is_some() {
                return self.fmt_coding(f);
            }
            return f.write_str(match self.status() {
                Some(StatusCode::NOT_MODIFIED) => "the stored response is still valid",
                Some(status) if status.is_redirection() => "redirects are not followed",
                Some(status) if status.is_success() => "the status is not declared",
                _ => "the body reports no error",
            });
        };
        match (&detail.code, &detail.message) {
            (Some(code), Some(message)) => write!(f, "{}", Line(&format!("{code}: {message}"))),
            (Some(text), None) | (None, Some(text)) => write!(f, "{}", Line(text)),
            (None, None) => Ok(()),
        }
    }
}

/// External text, displayed as one line of limited length. Characters that control the display of
/// others are escaped.
pub(crate) struct Line<'a>(pub(crate) &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The maximum number of characters, of which the last ones are the end of the text.
        const LIMIT: usize = 200;
        const END: usize = 60;
        let rest = self.0.char_indices().nth(LIMIT);
        if rest.is_none() {
            return write_escaped(f, self.0.chars());
        }
        write_escaped(f, self.0.chars().take(LIMIT - END))?;
        f.write_str("…")?;
        let end = self.0.char_indices().rev().nth(END - 1);
        write_escaped(f, end.map_or("", |(end, _)| &self.0[end..]).chars())
    }
}

fn write_escaped(f: &mut fmt::Formatter<'_>, chars: impl Iterator<Item = char>) -> fmt::Result {
    for char in chars {
        if is_control(char) {
            write!(f, "{}", char.escape_default())?;
        } else {
            f.write_char(char)?;
        }
    }
    Ok(())
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers and body are long and may contain cookies and personal data.
        let mut debug = f.debug_struct("Error");
        debug.field("message", &self.to_string());
        if !self.errors().is_empty() {
            debug.field("errors", &self.errors().len());
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method};

    use super::*;
    use crate::DefaultService;
    use crate::error::Call;
    use crate::json::Value;
    use crate::response::{Head, RawResponse};
    use crate::response_kind::{Json, ResponseKind};
    use crate::service::Policy;

    fn rejected(body: &str) -> Error {
        with_status(StatusCode::BAD_REQUEST, body)
    }

    fn with_status(status: StatusCode, body: &str) -> Error {
        let head = Head {
            status,
            headers: HeaderMap::new(),
            policy: Policy::of::<DefaultService>(),
        };
        let body = Bytes::from(body.to_owned());
        let call = Call::new(Method::GET, "/ships");
        Error::new(call, Cause::Status).with_response(RawResponse { head, body })
    }

    /// Returns the error of a successful response with a body that is not a list of booleans.
    fn unreadable(body: &str) -> Error {
        let body = Bytes::from(body.to_owned());
        let read = Json::<Vec<bool>>::read(StatusCode::OK, &HeaderMap::new(), &body);
        let cause = Cause::Unreadable(read.map(|_| ()).unwrap_err());
        Error::new(Call::new(Method::GET, "/ships"), cause)
    }

    /// RFC 9110, section 8.4.1: `Accept-Encoding` names the codings that are supported.
    #[test]
    fn other_codings_are_named() {
        let coded = |coding: &str, mut error: Error, status| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_ENCODING, coding.parse().unwrap());
            let policy = Policy::of::<DefaultService>();
            error = error.with_head(Head {
                status,
                headers,
                policy,
            });
            error.to_string()
        };
        for coding in ["br", "GZIP", "gzip, br"] {
            let expected = format!("the body cannot be decompressed: its coding is `{coding}`");
            assert_eq!(
                coded(coding, unreadable("\u{1b}"), StatusCode::OK),
                format!("GET /ships: 200 OK: {expected}")
            );
            assert_eq!(
                coded(coding, rejected("\u{1b}"), StatusCode::BAD_REQUEST),
                format!("GET /ships: 400 Bad Request: {expected}")
            );
        }
        for coding in ["", "identity"] {
            let text = coded(coding, unreadable("\u{1b}"), StatusCode::OK);
            assert!(!text.contains("coding"), "{text}");
        }
    }

    #[test]
    fn a_status_that_is_not_declared_is_named() {
        let error = with_status(StatusCode::OK, "a song");
        let expected = "GET /ships: 200 OK: the status is not declared";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn control_characters_are_escaped() {
        let error = rejected(r#"{"message": "no\n\u001b[2Jberth \u202efdp\u2066 é"}"#);
        assert_eq!(
            error.to_string(),
            "GET /ships: 400 Bad Request: no\\n\\u{1b}[2Jberth \\u{202e}fdp\\u{2066} é"
        );
    }

    #[test]
    fn at_most_200_characters_of_a_body_are_quoted() {
        let long = "~".repeat(5_000);
        let errors = [
            rejected(&format!(r#"{{"code": "{long}", "message": "{long}"}}"#)),
            rejected(&format!(r#"{{"errors": ["{long}", "{long}", "{long}"]}}"#)),
            unreadable(&format!(r#""{long}""#)),
            unreadable(&format!(r#"{{"{long}": "{long}"}}"#)),
        ];
        for error in errors {
            for text in [
                error.to_string(),
                format!("{error:?}"),
                error.source().map(ToString::to_string).unwrap_or_default(),
            ] {
                assert!(text.matches('~').count() <= 200, "{text}");
            }
        }
    }

    /// RFC 9110, section 15.4: of these statuses, 304 is not one of a redirect.
    #[test]
    fn a_response_that_is_not_modified_is_not_a_redirect() {
        for (status, expected) in [
            (StatusCode::FOUND, "302 Found: redirects are not followed"),
            (
                StatusCode::NOT_MODIFIED,
                "304 Not Modified: the stored response is still valid",
            ),
        ] {
            let error = with_status(status, "");
            assert_eq!(error.to_string(), format!("GET /ships: {expected}"));
        }
    }

    #[test]
    fn the_end_of_a_long_message_is_kept() {
        let text = format!("{}é at line 1 column 5", "é".repeat(300));
        let line = Line(&text).to_string();
        assert_eq!(line.chars().count(), 201);
        assert!(line.ends_with("é at line 1 column 5"));
        assert_eq!(Line(&text[..400]).to_string(), text[..400]);
    }

    #[test]
    fn a_body_that_exceeds_a_limit_says_which() {
        let list = |item: &str, count: usize| format!("[{}]", vec![item; count].join(","));
        // The second one has numbers that no Rust type can hold.
        for item in ["1", "1e999"] {
            let within = list(item, 10_000).into();
            let read = Json::<Vec<bool>>::read(StatusCode::OK, &HeaderMap::new(), &within);
            assert!(read.is_ok());
            let error = unreadable(&list(item, 10_001));
            assert_eq!(
                error.to_string(),
                "GET /ships: the response cannot be decoded: more than 10000 values do not match \
                 their types"
            );
            assert!(error.is_decode() && error.path().is_some());
        }
    }

    #[test]
    fn an_empty_body_is_an_error_of_its_own() {
        let error = unreadable("");
        assert_eq!(
            error.to_string(),
            "GET /ships: the body is empty instead of JSON"
        );
        assert!(error.is_decode() && error.path() == Some(""));
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        let body = Bytes::from("\u{feff}[1]");
        let read = Json::<Value>::read(StatusCode::OK, &HeaderMap::new(), &body).unwrap();
        assert_eq!(read.value, serde_json::json!([1]));
        let error = rejected("\u{feff}{\"message\": \"no berth\"}");
        assert_eq!(error.to_string(), "GET /ships: 400 Bad Request: no berth");
    }
}
