//! The responses of authorization servers (RFC 6749, sections 5.1 and 5.2).

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use secrecy::SecretString;
use serde_json::Value;

use super::OAuthError;
use crate::AccessToken;
use crate::rate_limit::retry_after;

/// A response with an access token.
pub(super) struct TokenResponse {
    pub(super) token: AccessToken,
    pub(super) refresh_token: Option<SecretString>,
}

impl TokenResponse {
    /// Reads a response.
    ///
    /// # Errors
    /// Returns an error if it reports one, contains no token, or one that is not a bearer token.
    pub(super) fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, OAuthError> {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |key: &str| json.get(key).and_then(Value::as_str);
        let error = if let Some(code) = text("error") {
            OAuthError::refused(code, text("error_description"))
        } else if !status.is_success() {
            OAuthError::new(format!("the authorization server responded with {status}"))
        } else {
            return Self::of(&json);
        };
        let is_transient = status.is_server_error()
            || matches!(
                status,
                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS
            );
        Err(if is_transient {
            error.transient(retry_after(headers))
        } else {
            error
        })
    }

    fn of(json: &Value) -> Result<Self, OAuthError> {
        let Some(token) = json.get("access_token").and_then(Value::as_str) else {
            return Err(OAuthError::new(
                "the response of the authorization server contains no token",
            ));
        };
        match json.get("token_type") {
            None | Some(Value::Null) => {}
            Some(Value::String(kind)) if kind.eq_ignore_ascii_case("bearer") => {}
            Some(_) => {
                return Err(OAuthError::new(
                    "the token of the authorization server is not a bearer token",
                ));
            }
        }
        let token = AccessToken::new(token);
        let refresh_token = json.get("refresh_token").and_then(Value::as_str);
        Ok(Self {
            token: match json.get("expires_in").and_then(lifetime) {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            },
            refresh_token: refresh_token.map(SecretString::from),
        })
    }
}

/// Returns a lifetime in seconds, also with a fraction or as text. `None` if it is none, or longer
/// than any clock runs.
fn lifetime(seconds: &Value) -> Option<Duration> {
    let seconds = match seconds {
        Value::String(text) => text.trim().parse().ok()?,
        number => number.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}
