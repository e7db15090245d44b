use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::Sha256;

use super::super::json::Decoded;
use super::{Notification, SignatureError, Tagged, WebhookError, event};

/// Tells genuine requests from others, by a secret that only the API and the application know.
///
/// Every method takes the value of the header with the signature, if the request has it, as text or
/// bytes, and the body as it came in, byte for byte: parsed and written again it is another one.
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
    /// Checks signatures by HMAC-SHA1, as `X-Hub-Signature` has them: `sha1=` and 40 hexadecimal
    /// digits.
    #[must_use]
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self {
            secret: secret.into(),
            algorithm: Algorithm::Sha1,
        }
    }

    /// Checks signatures by HMAC-SHA256: `sha256=` and 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(secret: impl Into<SecretString>) -> Self {
        Self {
            secret: secret.into(),
            algorithm: Algorithm::Sha256,
        }
    }

    /// Checks that the body was signed with the secret. Takes the same time for every signature
    /// that is well-formed.
    ///
    /// # Errors
    /// When it was not, or cannot be known.
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

    /// Checks the signature and reads the notification.
    ///
    /// Its type names the items that it can be about: the emitted `webhooks::Notification`.
    ///
    /// # Errors
    /// When the request is not genuine, or its body is no notification.
    pub fn notification<I: Tagged>(
        &self,
        signature: Option<impl AsRef<[u8]>>,
        body: &[u8],
    ) -> Result<Notification<I>, WebhookError> {
        self.verify(signature, body)?;
        Ok(Notification::from_body(body)?)
    }

    /// Checks the signature and reads the event, which is the body as a whole:
    /// the emitted `webhooks::Event`.
    ///
    /// # Errors
    /// When the request is not genuine, or its body is no JSON.
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
        // A key of any length will do.
        let mac = <M as KeyInit>::new_from_slice(self.secret.expose_secret().as_bytes());
        let mut mac = mac.map_err(|_| SignatureError::Mismatch)?;
        mac.update(body);
        mac.verify_slice(code).map_err(|_| SignatureError::Mismatch)
    }
}

#[cfg(test)]
mod tests;
