//! Access tokens of an OAuth 2.0 authorization server (RFC 6749).
//!
//! An [`OAuth`] is a [`TokenProvider`] for the grants that need no user: client credentials and
//! refresh token. It keeps each access token until it expires or is rejected.
//!
//! Only bearer tokens are supported; a response without `token_type` is assumed to contain one.
//! If the server cannot be reached or responds with 408, 429 or 5xx, the request that waits for the
//! token is [retried](super::RetryPolicy), by any method: it has not been sent.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
//! # fn main() {}
//! # fn example(secret: String) -> Result<(), Box<dyn std::error::Error>> {
//! # use intercom_codegen_runtime::oauth::OAuth;
//! let tokens = OAuth::client_credentials("https://login.harbour.example/token", "app", secret)
//!     .scope("boats:read")
//!     .build()?;
//! let client = Client::builder().token_provider(tokens).build()?;
//! # Ok(())
//! # }
//! ```

mod error;
mod exchange;
mod response;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use url::{Host, Url};

use super::{AccessToken, CachedToken, TokenFuture, TokenProvider};

use exchange::{Exchange, Exchanger, Grant, OnRefresh};

pub use error::OAuthError;

/// The default time limit of a request to the authorization server.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A provider of the access tokens of an OAuth 2.0 authorization server. See the [module](self).
///
/// Clones share the token.
#[derive(Clone)]
pub struct OAuth(Arc<CachedToken<Exchanger>>);

/// A builder for an [`OAuth`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct OAuthBuilder {
    token_url: String,
    client_id: String,
    client_secret: SecretString,
    grant: Grant,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    is_in_body: bool,
    timeout: Duration,
    http: Option<reqwest::Client>,
    on_refresh: Option<OnRefresh>,
}

impl OAuth {
    /// Requests tokens with the client credentials grant (section 4.4): for the application itself.
    pub fn client_credentials(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> OAuthBuilder {
        let credentials = (client_id.into(), client_secret.into());
        OAuthBuilder::new(token_url.into(), credentials, Grant::ClientCredentials)
    }

    /// Requests tokens with a refresh token (section 6): for a user who has authorized the
    /// application before.
    ///
    /// If the server responds with another refresh token, that replaces this one. See
    /// [`on_refresh`](OAuthBuilder::on_refresh).
    pub fn refresh_token(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> OAuthBuilder {
        let grant = Grant::RefreshToken(tokio::sync::Mutex::new(refresh_token.into()));
        let credentials = (client_id.into(), client_secret.into());
        OAuthBuilder::new(token_url.into(), credentials, grant)
    }
}

impl OAuthBuilder {
    fn new(
        token_url: String,
        (client_id, client_secret): (String, SecretString),
        grant: Grant,
    ) -> Self {
        Self {
            token_url,
            client_id,
            client_secret,
            grant,
            scopes: Vec::new(),
            parameters: Vec::new(),
            is_in_body: false,
            timeout: TIMEOUT,
            http: None,
            on_refresh: None,
        }
    }

    /// Adds a scope to the requested ones. Defaults to those of the server.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter that the server requires besides those of OAuth, such as `audience`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the client id and secret in the body. Defaults to basic authentication (section
    /// 2.3.1).
    pub fn credentials_in_body(mut self) -> Self {
        self.is_in_body = true;
        self
    }

    /// Sets the time limit of a request to the authorization server. Defaults to 10 seconds.
    ///
    /// The time limit of the request that waits for the token applies, too; the token is kept for
    /// the next one then.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends requests through a `reqwest` client, to configure proxies or certificates.
    ///
    /// It must not follow redirects (`reqwest::redirect::Policy::none()`): the other server would
    /// receive the credentials. If requests of several async runtimes share the provider, or async
    /// and blocking requests, it must not keep connections (`pool_max_idle_per_host(0)`): they are
    /// served by the runtime of the request that opened them, which may not be running.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Calls a function with each refresh token that replaces the current one, to store it: the
    /// server may accept none of the earlier ones.
    pub fn on_refresh(mut self, store: impl Fn(&SecretString) + Send + Sync + 'static) -> Self {
        self.on_refresh = Some(Box::new(store));
        self
    }

    /// Builds the provider. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL of the authorization server is not an `https` URL, or an `http`
    /// URL of a loopback address, or if the HTTP client cannot be created.
    pub fn build(self) -> Result<OAuth, OAuthError> {
        let url = Url::parse(&self.token_url)
            .map_err(|error| OAuthError::new(format!("the token URL is not valid: {error}")))?;
        if !is_protected(&url) {
            return Err(OAuthError::new(
                "the token URL must start with https://, unless its host is a loopback address",
            ));
        }
        let http = match self.http {
            Some(http) => http,
            None => create_client(&url)?,
        };
        Ok(OAuth(Arc::new(CachedToken::new(Exchanger(Arc::new(
            Exchange {
                url,
                client_id: self.client_id,
                client_secret: self.client_secret,
                is_in_body: self.is_in_body,
                grant: self.grant,
                scopes: self.scopes,
                parameters: self.parameters,
                http,
                timeout: self.timeout,
                on_refresh: self.on_refresh,
            },
        ))))))
    }
}

impl TokenProvider for OAuth {
    fn token(&self) -> TokenFuture<'_> {
        self.0.token()
    }

    fn reject(&self, token: &AccessToken) {
        self.0.reject(token);
    }
}

/// Returns `true` if a request to this URL is encrypted or stays on this computer.
fn is_protected(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback)
}

/// Creates a client that follows no redirects, which would pass the credentials on, and keeps no
/// connections.
fn create_client(url: &Url) -> Result<reqwest::Client, OAuthError> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        // Tokens are requested rarely, and a connection ends with the runtime that opened it: that
        // of another request, which may be blocking.
        .pool_max_idle_per_host(0);
    // A proxy could read a request that is not encrypted.
    let builder = if url.scheme() == "https" {
        builder
    } else {
        builder.no_proxy()
    };
    builder
        .build()
        .map_err(|error| OAuthError::of("the HTTP client cannot be created", error))
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").finish_non_exhaustive()
    }
}

impl fmt::Debug for OAuthBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters may be secrets.
        f.debug_struct("OAuthBuilder")
            .field("scopes", &self.scopes)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "mock"))]
mod tests;
