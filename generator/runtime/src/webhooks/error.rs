use std::error::Error;
use std::fmt;

/// Why a request is not taken for a genuine one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The verifier was made of an empty secret, by which anybody could sign.
    EmptySecret,
    /// The request has no signature.
    Missing,
    /// The signature is not the name of the algorithm, `=` and its digits in hexadecimal.
    Malformed,
    /// The body was signed with another secret, or has been changed since.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => {
                "the secret to check signatures with is empty: set it to that of the app"
            }
            Self::Missing => "the request has no signature: refuse it",
            Self::Malformed => {
                "the signature is malformed, where `sha1=` or `sha256=` and hexadecimal digits were \
                 expected: refuse the request"
            }
            Self::Mismatch => {
                "the signature is not that of the body: refuse the request, or correct the secret; \
                 the body must be as it came in, byte for byte"
            }
        })
    }
}

impl Error for SignatureError {}

/// Why a request gives no notification.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The request is not genuine.
    Signature(SignatureError),
    /// The request is genuine, but its body is no notification.
    Body(serde_json::Error),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Body(error) => write!(f, "the body is no notification: {error}"),
        }
    }
}

impl Error for WebhookError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Signature(_) => None,
            Self::Body(error) => Some(error),
        }
    }
}

impl From<SignatureError> for WebhookError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<serde_json::Error> for WebhookError {
    fn from(error: serde_json::Error) -> Self {
        Self::Body(error)
    }
}
