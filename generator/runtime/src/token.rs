//! Access tokens that change.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::clock::Instant;

/// The time before its expiry at which a cached token is replaced, so that it is valid when the
/// request arrives.
const MARGIN: Duration = Duration::from_secs(60);

/// The error of a token provider.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// The boxed future of a token provider. It is [`Send`], except on wasm32.
#[cfg(not(target_arch = "wasm32"))]
#[cfg_attr(docsrs, doc(auto_cfg = false))]
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// The boxed future of a token provider.
#[cfg(target_arch = "wasm32")]
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + 'a>>;

/// A source of access tokens that change, such as a secret store or an authorization server.
///
/// Functions and closures that return a future of a token are providers:
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # fn example() -> Result<(), Error> {
/// # use intercom_codegen_runtime::{AccessToken, CachedToken};
/// use std::time::Duration;
///
/// async fn read_token() -> std::io::Result<AccessToken> {
///     let token = tokio::fs::read_to_string("/run/secrets/harbour").await?;
///     Ok(AccessToken::new(token.trim()).expires_in(Duration::from_secs(600)))
/// }
///
/// let client = Client::builder()
///     .token_provider(CachedToken::new(read_token))
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns the token of the next request.
    ///
    /// It is called for each attempt, so that it should be cheap: [`CachedToken`] keeps a token
    /// until it expires. The time limit of the request applies. An error is that of the request
    /// ([`Error::is_token`](super::Error::is_token)), which is not retried, unless the authorization
    /// server of a provider in the module `oauth` fails temporarily.
    fn token(&self) -> TokenFuture<'_>;

    /// Receives the token of a request whose response has the status 401.
    ///
    /// The next call of [`token`](Self::token) should return another one, with which the request is
    /// repeated once. Defaults to no effect.
    fn reject(&self, token: &AccessToken) {
        let _ = token;
    }
}

impl<F, R, T, E> TokenProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: ProvidedFuture<Output = Result<T, E>> + 'static,
    T: Into<AccessToken>,
    E: Into<TokenError>,
{
    fn token(&self) -> TokenFuture<'_> {
        let token = self();
        Box::pin(async move {
            let token = token.await;
            token.map(Into::into).map_err(Into::into)
        })
    }
}

/// A future that can be sent between threads, except in a browser, which has one thread.
#[doc(hidden)]
#[cfg(not(target_arch = "wasm32"))]
pub trait ProvidedFuture: Future + Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<F: Future + Send> ProvidedFuture for F {}

/// A future that can be sent between threads, except in a browser, which has one thread.
#[doc(hidden)]
#[cfg(target_arch = "wasm32")]
pub trait ProvidedFuture: Future {}
#[cfg(target_arch = "wasm32")]
impl<F: Future> ProvidedFuture for F {}

/// An access token, and when it expires.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    /// The time from which a cache replaces it; `None` if it does not expire.
    stale: Option<Instant>,
}

impl AccessToken {
    /// Creates a token that does not expire.
    #[must_use]
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self {
            secret: token.into(),
            stale: None,
        }
    }

    /// Sets the time from now until the token expires.
    ///
    /// A cache replaces it a minute before, or after nine tenths of a shorter time.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        let fresh = time.saturating_sub(MARGIN.min(time / 10));
        self.stale = Instant::now().checked_add(fresh);
        self
    }

    pub(super) fn secret(&self) -> &SecretString {
        &self.secret
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.secret.expose_secret() == other.secret.expose_secret()
    }

    fn is_fresh(&self) -> bool {
        self.stale.is_none_or(|stale| Instant::now() < stale)
    }
}

impl From<SecretString> for AccessToken {
    fn from(token: SecretString) -> Self {
        Self::new(token)
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("expires", &self.stale.is_some())
            .finish_non_exhaustive()
    }
}

/// A token provider that keeps the token of another one until it expires or is rejected.
///
/// At most one token is requested at a time: other requests wait for it.
pub struct CachedToken<P> {
    provider: P,
    cached: Mutex<Option<AccessToken>>,
    /// Held while a token is requested.
    requesting: tokio::sync::Mutex<()>,
}

impl<P: TokenProvider> CachedToken<P> {
    /// Creates a cache of the tokens of `provider`.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            cached: Mutex::new(None),
            requesting: tokio::sync::Mutex::new(()),
        }
    }

    fn cached(&self) -> MutexGuard<'_, Option<AccessToken>> {
        // No code that can panic runs while the token is locked.
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<AccessToken> {
        self.cached().clone().filter(AccessToken::is_fresh)
    }
}

impl<P: TokenProvider> TokenProvider for CachedToken<P> {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move {
            if let Some(token) = self.fresh() {
                return Ok(token);
            }
            let _requesting = self.requesting.lock().await;
            // Another request may have received one in the meantime.
            if let Some(token) = self.fresh() {
                return Ok(token);
            }
            let token = self.provider.token().await?;
            *self.cached() = Some(token.clone());
            Ok(token)
        })
    }

    fn reject(&self, token: &AccessToken) {
        let mut cached = self.cached();
        if cached.as_ref().is_some_and(|known| known.is_same(token)) {
            *cached = None;
        }
        drop(cached);
        self.provider.reject(token);
    }
}

impl<P> fmt::Debug for CachedToken<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedToken").finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "mock", not(target_arch = "wasm32")))]
mod tests;
