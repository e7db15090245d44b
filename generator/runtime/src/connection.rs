use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::SecretString;
use url::Url;

use super::address::{self, QueryKey};
use super::attempt::OnAttempt;
use super::credentials::{self, BEARER, Carried};
use super::send::Transport;
use super::service::Policy;
use super::{Error, RetryPolicy, Throttle, TokenProvider};

/// The connection pool and the settings that the requests of a client share.
///
/// Cloning is cheap: clones share the pool and the settings.
#[derive(Clone)]
pub struct Connection(Arc<Settings>);

/// The settings that all requests of a client share.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) policy: &'static Policy,
    pub(super) transport: Arc<Transport>,
    pub(super) base_url: Url,
    /// The URLs that replace the servers of single operations, by the declared URLs.
    pub(super) servers: Vec<(String, Url)>,
    /// The headers of every request.
    pub(super) headers: HeaderMap,
    /// The headers of requests that carry no credentials.
    pub(super) anonymous_headers: HeaderMap,
    /// The values of `Authorization`, if there are several: by HTTP scheme, in lower case.
    pub(super) authorizations: Vec<(String, HeaderValue)>,
    /// The provider of bearer tokens.
    pub(super) provider: Option<Arc<dyn TokenProvider>>,
    pub(super) query_keys: Vec<QueryKey>,
    pub(super) timeout: Duration,
    pub(super) retry: RetryPolicy,
    pub(super) throttle: Option<Throttle>,
    /// In bytes.
    pub(super) max_response_size: u64,
    /// Called after each attempt.
    pub(super) on_attempt: Option<Arc<OnAttempt>>,
    pub(super) is_strict: bool,
}

impl Connection {
    pub(super) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// Returns a connection that authenticates with another bearer token.
    ///
    /// It shares the connection pool and has all other settings, including other credentials, and a
    /// [`Throttle`] of its own if this one has a throttle, since rate limits are those of a token.
    ///
    /// # Errors
    /// Returns an error ([`Error::is_invalid`]) if the token is not valid in a header.
    pub fn with_token(&self, token: impl Into<SecretString>) -> Result<Self, Error> {
        let value = credentials::bearer(&token.into()).map_err(Error::settings)?;
        let mut settings = self.another();
        let mut authorizations = settings.authorizations.iter_mut();
        if let Some((_, known)) = authorizations.find(|(scheme, _)| scheme == BEARER) {
            known.clone_from(&value);
        }
        settings.headers.insert(AUTHORIZATION, value);
        Ok(Self::new(settings))
    }

    /// Returns a connection that authenticates with the tokens of another provider.
    ///
    /// It shares the same as that of [`with_token`](Self::with_token).
    #[must_use]
    pub fn with_token_provider(&self, provider: impl TokenProvider) -> Self {
        let mut settings = self.another();
        let is_other = |(scheme, _): &(String, HeaderValue)| scheme != BEARER;
        settings.authorizations.retain(is_other);
        settings.headers.remove(AUTHORIZATION);
        settings.provider = Some(Arc::new(provider));
        Self::new(settings)
    }

    /// Returns the settings for another token, without provider.
    fn another(&self) -> Settings {
        Settings {
            provider: None,
            throttle: self.throttle().map(Throttle::another),
            ..Settings::clone(&self.0)
        }
    }

    /// Returns the provider of the bearer token of a request that carries these credentials.
    pub(super) fn provider(&self, carried: Carried) -> Option<&dyn TokenProvider> {
        match carried {
            Carried::All | Carried::Scheme(BEARER) => self.0.provider.as_deref(),
            Carried::Scheme(_) | Carried::None => None,
        }
    }

    pub(super) fn policy(&self) -> &'static Policy {
        self.0.policy
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.0.transport
    }

    pub(super) fn base_url(&self) -> &Url {
        &self.0.base_url
    }

    /// Returns the URL of a server that an operation declares, or else the base URL.
    pub(super) fn server(&self, declared: Option<&str>) -> Result<Cow<'_, Url>, String> {
        let Some(declared) = declared else {
            return Ok(Cow::Borrowed(self.base_url()));
        };
        let known = declared.trim_end_matches('/');
        let mut servers = self.0.servers.iter();
        if let Some((_, url)) = servers.find(|(server, _)| server == known) {
            return Ok(Cow::Borrowed(url));
        }
        let mut base = self.base_url().clone();
        let path = base.path().trim_end_matches('/').to_owned();
        base.set_path(&path);
        let url = base
            .join(declared)
            .map_err(|error| format!("the server URL is not valid: {error}"))?;
        address::check_server(&url).map(|()| Cow::Owned(url))
    }

    /// Returns a header of the client.
    pub(super) fn header(&self, name: &str) -> Option<&HeaderValue> {
        self.0.headers.get(name)
    }

    /// Returns the headers of a request that carries these credentials.
    pub(super) fn headers(&self, carried: Carried) -> HeaderMap {
        let scheme = match carried {
            Carried::All => return self.0.headers.clone(),
            Carried::None => return self.0.anonymous_headers.clone(),
            Carried::Scheme(scheme) => scheme,
        };
        let mut headers = self.0.headers.clone();
        let mut authorizations = self.0.authorizations.iter();
        if let Some((_, value)) = authorizations.find(|(known, _)| known == scheme) {
            headers.insert(AUTHORIZATION, value.clone());
        }
        headers
    }

    pub(super) fn query_keys(&self, carried: Carried) -> &[QueryKey] {
        match carried {
            Carried::All | Carried::Scheme(_) => &self.0.query_keys,
            Carried::None => &[],
        }
    }

    pub(super) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    pub(super) fn retry(&self) -> RetryPolicy {
        self.0.retry
    }

    pub(super) fn throttle(&self) -> Option<&Throttle> {
        self.0.throttle.as_ref()
    }

    pub(super) fn max_response_size(&self) -> u64 {
        self.0.max_response_size
    }

    pub(super) fn on_attempt(&self) -> Option<&OnAttempt> {
        self.0.on_attempt.as_deref()
    }

    pub(super) fn is_strict(&self) -> bool {
        self.0.is_strict
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header values may be secrets.
        f.debug_struct("Connection")
            .field("base_url", &self.base_url().as_str())
            .field("headers", &self.0.headers.keys().collect::<Vec<_>>())
            .field("timeout", &self.timeout())
            .field("retry", &self.retry())
            .finish_non_exhaustive()
    }
}
