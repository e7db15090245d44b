//! The reasons why a command fails, their messages and exit codes.

use std::fmt::Write as _;
use std::io;
use std::process::ExitCode;

use crate::Error;
use crate::error::Line;

/// The exit codes of the program.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  the API responded with an error
  2  the command or one of its arguments is invalid
  3  no response: the connection failed or timed out
  4  the credentials are missing or not accepted (401, 403)
  5  the rate limit is exceeded (429)
  6  a file or the output could not be read or written, or the response could not be decoded";

/// The token of a program, which the API may not accept.
pub(super) struct Token {
    /// The environment variable.
    pub(super) variable: String,
    /// `true` if the API has regions, each of which accepts its own tokens.
    pub(super) is_of_region: bool,
}

/// The reason why a command fails.
#[derive(Debug)]
pub(super) enum Failure {
    /// The arguments are invalid.
    Usage(String),
    /// A credential is missing.
    Credentials(String),
    /// A file or the output cannot be read or written, or the response not be decoded.
    Io(String),
    /// The reader of the output has closed it.
    Closed,
    /// The request failed.
    Request(Error),
}

impl Failure {
    pub(super) fn write(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Io(format!("the output cannot be written: {error}"))
        }
    }

    pub(super) fn file(path: &str, error: &io::Error) -> Self {
        Self::Io(format!("`{}`: {error}", Line(path)))
    }

    /// Returns the exit code.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Usage(_) => 2,
            Self::Credentials(_) => 4,
            Self::Io(_) => 6,
            Self::Request(error) => code_of(error),
        }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// Returns the message for standard error; `None` if there is nothing to report. `token` is that
    /// of the program, if it has one.
    pub(super) fn message(&self, token: Option<&Token>) -> Option<String> {
        Some(match self {
            Self::Closed => return None,
            Self::Usage(message) => {
                format!("error: {message}\n\nFor more information, try '--help'.\n")
            }
            Self::Credentials(message) | Self::Io(message) => format!("error: {message}\n"),
            Self::Request(error) => request_message(error, token),
        })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Request(error)
    }
}

fn code_of(error: &Error) -> u8 {
    if error.is_file() || error.is_decode() || error.is_too_large() {
        6
    } else if error.is_invalid() {
        2
    } else if error.is_unauthorized() || error.is_forbidden() {
        4
    } else if error.is_rate_limited() {
        5
    } else if error.is_status() {
        1
    } else {
        3
    }
}

fn request_message(error: &Error, token: Option<&Token>) -> String {
    if !error.is_status() {
        let mut text = format!("error: {error}\n");
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            let _ = writeln!(text, "  caused by: {}", Line(&cause.to_string()));
            source = cause.source();
        }
        return text;
    }
    let status = error.status().map(|status| status.to_string());
    let status = status.unwrap_or_default();
    let mut text = String::new();
    if error.errors().is_empty() {
        let _ = writeln!(text, "error: {status}");
    }
    for detail in error.errors() {
        let message = detail.message.as_deref().or(detail.code.as_deref());
        let _ = write!(text, "error: {}", Line(message.unwrap_or(&status)));
        if let Some(field) = &detail.field {
            let _ = write!(text, " (at `{}`)", Line(field));
        }
        text.push('\n');
    }
    let _ = writeln!(text, "  status: {status}");
    if error.errors().is_empty()
        && let Some(body) = error.body().filter(|body| !body.is_empty())
    {
        let _ = writeln!(text, "  body: {}", Line(&String::from_utf8_lossy(body)));
    }
    if let Some(code) = error.code() {
        let _ = writeln!(text, "  code: {}", Line(code));
    }
    if let Some(id) = error.request_id() {
        let _ = writeln!(text, "  request id: {}", Line(id));
    }
    if let Some(wait) = error.retry_after() {
        let _ = writeln!(text, "  retry after: {} seconds", wait.as_secs());
    }
    if error.is_unauthorized()
        && let Some(token) = token
    {
        let region = if token.is_of_region {
            ", and the region"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "help: check the token in `{}`{region}",
            token.variable
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, StatusCode};

    use super::*;
    use crate::DefaultService;
    use crate::error::{Call, Cause};
    use crate::response::{Head, RawResponse};
    use crate::service::Policy;

    fn failure(status: u16, body: &'static str) -> Failure {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", "r1".parse().unwrap());
        let head = Head {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            policy: Policy::of::<DefaultService>(),
        };
        let body = Bytes::from_static(body.as_bytes());
        let call = Call::new(Method::GET, "/ships/{id}");
        let error = Error::new(call, Cause::Status);
        Failure::Request(error.with_response(RawResponse { head, body }))
    }

    #[test]
    fn errors_of_the_api_are_reported_in_full() {
        let body = r#"{"errors": [
            {"code": "not_found", "message": "No such\u001b[2Jship", "field": "id"},
            {"code": "old"}
        ]}"#;
        let message = failure(404, body).message(None).unwrap();
        assert_eq!(
            message,
            "error: No such\\u{1b}[2Jship (at `id`)\nerror: old\n  status: 404 Not Found\n  \
             code: not_found\n  request id: r1\n"
        );
        let message = failure(404, r#"{"ship": "none"}"#).message(None).unwrap();
        assert_eq!(
            message,
            "error: 404 Not Found\n  status: 404 Not Found\n  body: {\"ship\": \"none\"}\n  \
             request id: r1\n"
        );
        for (is_of_region, end) in [(true, ", and the region"), (false, "")] {
            let variable = "HARBOUR_TOKEN".to_owned();
            let token = Token {
                variable,
                is_of_region,
            };
            assert_eq!(
                failure(401, "").message(Some(&token)).unwrap(),
                format!(
                    "error: 401 Unauthorized\n  status: 401 Unauthorized\n  request id: r1\nhelp: \
                     check the token in `HARBOUR_TOKEN`{end}\n"
                )
            );
        }
    }

    #[test]
    fn exit_codes_distinguish_the_reasons() {
        for (status, code) in [(400, 1), (404, 1), (500, 1), (401, 4), (403, 4), (429, 5)] {
            assert_eq!(failure(status, "").code(), code, "{status}");
        }
        let timeout = Cause::TimedOut {
            is_maybe_sent: true,
        };
        let call = || Call::new(Method::GET, "/");
        assert_eq!(Failure::from(Error::new(call(), timeout)).code(), 3);
        let invalid = Cause::Invalid(String::new());
        assert_eq!(Failure::from(Error::new(call(), invalid)).code(), 2);
        let file = Cause::File {
            name: "chart.pdf".to_owned(),
            error: io::ErrorKind::NotFound.into(),
        };
        assert_eq!(Failure::from(Error::new(call(), file)).code(), 6);
        let closed = Failure::write(io::ErrorKind::BrokenPipe.into());
        assert_eq!((closed.code(), closed.message(None)), (0, None));
        let full = Failure::write(io::ErrorKind::StorageFull.into());
        assert_eq!(full.code(), 6);
    }
}
