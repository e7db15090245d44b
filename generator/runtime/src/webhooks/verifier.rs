use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::Sha256;

use super::super::json::Decoded;
use super::{Notification, SignatureError, Tagged, WebhookError, event};

/// A verifier of webhook signatures, by the secret that the API and the application share.
///
/// Its methods take the value of the signature header, if there is one, as text or bytes, and the
/// raw body. The body must not be parsed and serialized again, which would change its bytes.
///
/// # Example
///
/// ```
/// # use intercom_codegen_runtime::webhooks::{SignatureError, Verifier};
/// let verifier = Verifier::new("h4rb0ur-secret");
/// let body = br#"{"topic":"ping"}"#;
///
/// let signature = Some("sha1=852b48a1c13668cdd96b575308eec66b538e2d77");
/// assert_eq!(verifier.verify(signature, body), Ok(()));
/// assert_eq!(verifier.verify(signature, b"{}"), Err(SignatureError::Mismatch));
/// assert_eq!(verifier.verify(None::<&str>, body), Err(SignatureError::Missing));
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    secret: SecretString,
    algorithm: Algorithm,
}

#[derive(Clone, Copy, Debug)]
enum Algorithm {
    Sha1,
    Sha256,
}

impl Verifier {
    /// Creates a verifier of HMAC-SHA1 signatures, as in the header `X-Hub-Signature`: `sha1=` and
    /// 40 hexadecimal digits.
    #[must_use]
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self {
            secret: secret.into(),
            algorithm: Algorithm::Sha1,
        }
    }

    /// Creates a verifier of HMAC-SHA256 signatures: `sha256=` and 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(secret: impl Into<SecretString>) -> Self {
        Self {
            secret: secret.into(),
            algorithm: Algorithm::Sha256,
        }
    }

    /// Verifies that the body was signed with the secret.
    ///
    /// The comparison takes constant time.
    ///
    /// # Errors
    /// Returns an error if the signature is missing, malformed or does not match the body, or if
    /// the secret is empty.
    pub fn verify(
        &self,
        signature: Option<impl AsRef<[u8]>>,
        body: &[u8],
    ) -> Result<(), SignatureError> {
        if self.secret.expose_secret().is_empty() {
            return Err(SignatureError::EmptySecret);
        }
        let signature = signature.ok_or(SignatureError::Missing)?;
        match self.algorithm {
            Algorithm::Sha1 => self.check::<Hmac<Sha1>>("sha1=", signature.as_ref(), body),
            Algorithm::Sha256 => self.check::<Hmac<Sha256>>("sha256=", signature.as_ref(), body),
        }
    }

    /// Verifies the signature and decodes the notification.
    ///
    /// `I` is the generated enum `webhooks::Item` of an API version, whose module `webhooks` also
    /// has an alias `Notification` for the result.
    ///
    /// # Errors
    /// Returns an error if the signature is not valid, or the body is not a notification.
    pub fn notification<I: Tagged>(
        &self,
        signature: Option<impl AsRef<[u8]>>,
        body: &[u8],
    ) -> Result<Notification<I>, WebhookError> {
        self.verify(signature, body)?;
        Ok(Notification::from_body(body)?)
    }

    /// Verifies the signature and decodes the event, which is the whole body.
    ///
    /// `E` is the generated enum `webhooks::Event`.
    ///
    /// # Errors
    /// Returns an error if the signature is not valid, or the body is not JSON.
    pub fn event<E: Tagged>(
        &self,
        signature: Option<impl AsRef<[u8]>>,
        body: &[u8],
    ) -> Result<Decoded<E>, WebhookError> {
        self.verify(signature, body)?;
        Ok(event(body)?)
    }

    fn check<M: Mac + KeyInit>(
        &self,
        prefix: &str,
        signature: &[u8],
        body: &[u8],
    ) -> Result<(), SignatureError> {
        let digits = signature.strip_prefix(prefix.as_bytes());
        let mut buffer = [0; 32];
        let code = digits
            .and_then(|digits| base16ct::mixed::decode(digits, &mut buffer).ok())
            .filter(|code| code.len() == M::output_size())
            .ok_or(SignatureError::Malformed)?;
        // A key may have any length, so that this does not fail.
        let mac = <M as KeyInit>::new_from_slice(self.secret.expose_secret().as_bytes());
        let mut mac = mac.map_err(|_| SignatureError::Mismatch)?;
        mac.update(body);
        mac.verify_slice(code).map_err(|_| SignatureError::Mismatch)
    }
}

#[cfg(test)]
mod tests;
