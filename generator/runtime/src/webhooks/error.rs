use std::error::Error;
use std::fmt;

/// The error of verifying a webhook signature. Respond with 401 or 403.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The secret of the verifier is empty, so that anybody could sign.
    EmptySecret,
    /// The request has no signature.
    Missing,
    /// The signature is not `sha1=` or `sha256=` with the hexadecimal digits of the verifier's
    /// algorithm.
    Malformed,
    /// The body was signed with another secret, or was changed.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the webhook secret is empty: set it to the secret of the app",
            Self::Missing => "the request has no signature: reject it",
            Self::Malformed => {
                "the signature is malformed, expected `sha1=` or `sha256=` and hexadecimal digits: \
                 reject the request"
            }
            Self::Mismatch => {
                "the signature does not match the body: reject the request, or correct the secret; \
                 verify the raw body, byte for byte"
            }
        })
    }
}

impl Error for SignatureError {}

/// The error of reading a webhook request.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The signature is not valid.
    Signature(SignatureError),
    /// The signature is valid, but the body is not a notification.
    Body(serde_json::Error),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Body(error) => write!(f, "the body is not a notification: {error}"),
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
