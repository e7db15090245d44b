use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, COOKIE, HeaderName, HeaderValue, PROXY_AUTHORIZATION, USER_AGENT,
};
use secrecy::SecretString;
use url::Url;

use super::connection::Settings;
use super::credentials::{Authorization, Credentials};
use super::send::Transport;
use super::service::{Policy, Service};
use super::{Connection, Error, RetryPolicy, Throttle};

/// How long a request may take, all tries together, unless something else is set.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long connecting may take, unless something else is set.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How many bytes the body of an answer may have, unless something else is set: 32 MiB.
const MAX_RESPONSE_SIZE: u64 = 32 << 20;

/// The client of an API, or of one version of it. Implemented by generated code.
pub trait Api: Sized {
    /// The policy of the service.
    type Service: Service;

    /// The first server of the document.
    const BASE_URL: Option<&'static str>;

    /// Headers that every request has, such as the version.
    const HEADERS: &'static [(&'static str, &'static str)];

    /// Name and version of the package that the client is compiled in, for `User-Agent`.
    const USER_AGENT: &'static str;

    /// Returns a client that sends through `connection`.
    fn from_connection(connection: Connection) -> Self;

    /// Returns the connection that the client sends through.
    fn connection(&self) -> &Connection;
}

/// The client of an API whose servers each have a region. Implemented by generated code.
pub trait Regional: Api {
    /// The regions.
    type Region;

    /// Returns the base URL of a region.
    fn region_url(region: Self::Region) -> &'static str;
}

/// The client of an API whose version a header selects. Implemented by generated code.
pub trait Versioned: Api {
    /// The values of the header.
    type Version: AsRef<str>;

    /// The name of the header.
    const VERSION_HEADER: &'static str;
}

/// The constants of an [`Api`], so that building a client is compiled once for all of them.
struct Defaults {
    base_url: Option<&'static str>,
    headers: &'static [(&'static str, &'static str)],
    user_agent: &'static str,
    policy: &'static Policy,
}

/// Settings for a client. What is wrong with them is reported by [`build`](Self::build).
#[must_use = "settings do nothing until the client is built"]
pub struct ClientBuilder<C> {
    credentials: Credentials,
    base_url: Option<String>,
    timeout: Duration,
    connect_timeout: Duration,
    http: Option<reqwest::Client>,
    #[cfg(feature = "middleware")]
    middleware: Vec<std::sync::Arc<dyn reqwest_middleware::Middleware>>,
    retry: RetryPolicy,
    throttle: Option<Throttle>,
    max_response_size: u64,
    headers: HeaderMap,
    product: Option<String>,
    is_strict: bool,
    invalid: Option<String>,
    client: PhantomData<fn() -> C>,
}

impl<C> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> ClientBuilder<C> {
    /// The settings of the document, without credentials.
    pub fn new() -> Self {
        Self {
            credentials: Credentials::default(),
            base_url: None,
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            http: None,
            #[cfg(feature = "middleware")]
            middleware: Vec::new(),
            retry: RetryPolicy::default(),
            throttle: None,
            max_response_size: MAX_RESPONSE_SIZE,
            headers: HeaderMap::new(),
            product: None,
            is_strict: false,
            invalid: None,
            client: PhantomData,
        }
    }

    /// Sends `token` as `Authorization: Bearer …`.
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        self.credentials.authorization = Some(Authorization::Bearer(token.into()));
        self
    }

    /// Sends a user name and a password as `Authorization: Basic …`, in place of a token.
    pub fn basic(mut self, username: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.credentials.authorization = Some(Authorization::Basic {
            username: username.into(),
            password: password.into(),
        });
        self
    }

    /// Sends a key as the header `name`.
    pub fn header_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.credentials.headers.push((name.to_owned(), key.into()));
        self
    }

    /// Sends a key as the query parameter `name`. It is part of no error and no log of this crate,
    /// but middleware sees it in the address.
    pub fn query_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.credentials.query.push((name.to_owned(), key.into()));
        self
    }

    /// Sends a key as the cookie `name`.
    pub fn cookie_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.credentials.cookies.push((name.to_owned(), key.into()));
        self
    }

    /// Sends requests to this address instead of the document's. A path in it is put before
    /// the path of every operation.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// How long a request may take, until the whole answer has been read, with all tries and the
    /// waits between them; 60 seconds at first.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long connecting may take; 10 seconds at first. Of no effect with
    /// [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends through this client, for proxies, certificates or a shared pool.
    ///
    /// It should not follow redirects (`reqwest::redirect::Policy::none()`): operations that
    /// answer with an address answer with a redirect.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Shows every request, and each try of it, to this middleware, after those added before.
    #[cfg(feature = "middleware")]
    pub fn middleware(mut self, middleware: impl reqwest_middleware::Middleware) -> Self {
        self.middleware.push(std::sync::Arc::new(middleware));
        self
    }

    /// When a request that failed is sent again; [`RetryPolicy::default`] at first.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Holds requests back where they would exceed the limit that the API announces. At first
    /// nothing is held back.
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = Some(throttle);
        self
    }

    /// How many bytes the body of an answer may have, unpacked; 32 MiB at first. What is larger is
    /// an error, so that no answer exhausts the memory. Downloads as a stream have no limit.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Makes a value that is not what the document says an error. At first such a value is left
    /// out, and found in [`Response::anomalies`](super::Response::anomalies).
    pub fn strict(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
        self
    }

    /// Sets a header of every request, in place of the client's own header of that name.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match parse_header(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(message) => {
                self.invalid.get_or_insert(message);
            }
        }
        self
    }

    /// Names the application, as in `acme-sync/1.2`, before the client's name in `User-Agent`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }
}

impl<C: Regional> ClientBuilder<C> {
    /// Sends requests to the servers of a region.
    pub fn region(self, region: C::Region) -> Self {
        self.base_url(C::region_url(region))
    }
}

impl<C: Versioned> ClientBuilder<C> {
    /// Sends another API version than the one whose types the client has.
    pub fn version(self, version: impl Into<C::Version>) -> Self {
        self.header(C::VERSION_HEADER, version.into())
    }
}

impl<C: Api> ClientBuilder<C> {
    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// When the base URL is missing or is no `http` or `https` address, a header or a credential
    /// is not allowed in HTTP, or there is no TLS to be had.
    pub fn build(self) -> Result<C, Error> {
        self.connection(&Defaults {
            base_url: C::BASE_URL,
            headers: C::HEADERS,
            user_agent: C::USER_AGENT,
            policy: Policy::of::<C::Service>(),
        })
        .map(C::from_connection)
        .map_err(Error::settings)
    }
}

impl<C> ClientBuilder<C> {
    fn connection(mut self, defaults: &Defaults) -> Result<Connection, String> {
        if let Some(message) = self.invalid.take() {
            return Err(message);
        }
        let base_url = self
            .base_url
            .as_deref()
            .or(defaults.base_url)
            .ok_or("the document names no server: set one with `base_url`")?;
        let base_url = parse_base_url(base_url)?;
        let http = match self.http.take() {
            Some(http) => http,
            None if base_url.scheme() == "https" && !HAS_TLS => {
                return Err(
                    "https needs a TLS library: turn on the feature `rustls` or \
                            `native-tls`, or pass a client to `http_client`"
                        .to_owned(),
                );
            }
            None => new_http_client(self.connect_timeout)
                .map_err(|error| format!("the HTTP client cannot be set up: {error}"))?,
        };
        let headers = self.all_headers(defaults, &http)?;
        let transport = Transport::new(http);
        #[cfg(feature = "middleware")]
        let transport = transport.with_middleware(self.middleware);
        Ok(Connection::new(Settings {
            policy: defaults.policy,
            transport,
            base_url,
            headers,
            query_keys: self.credentials.query(),
            timeout: self.timeout,
            retry: self.retry,
            throttle: self.throttle,
            max_response_size: self.max_response_size,
            is_strict: self.is_strict,
        }))
    }

    /// The document's headers and the credentials, replaced by what the caller set.
    fn all_headers(
        &self,
        defaults: &Defaults,
        http: &reqwest::Client,
    ) -> Result<HeaderMap, String> {
        // With room for those that a request adds to its copy.
        let mut headers = HeaderMap::with_capacity(8);
        let user_agent = match &self.product {
            Some(product) => format!("{product} {}", defaults.user_agent),
            None => defaults.user_agent.to_owned(),
        };
        let own = [(USER_AGENT.as_str(), user_agent.as_str())];
        for (name, value) in own.iter().chain(defaults.headers) {
            let (name, value) = parse_header(name, value)?;
            headers.insert(name, value);
        }
        self.credentials.write(&mut headers, http)?;
        headers.extend(self.headers.clone());
        Ok(headers)
    }
}

/// In the browser TLS is not ours to bring.
const HAS_TLS: bool = cfg!(any(
    feature = "rustls",
    feature = "native-tls",
    target_arch = "wasm32"
));

#[cfg(not(target_arch = "wasm32"))]
fn new_http_client(connect_timeout: Duration) -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect_timeout)
        .gzip(true)
        .build()
        .map_err(reqwest::Error::without_url)
}

#[cfg(target_arch = "wasm32")]
fn new_http_client(_connect_timeout: Duration) -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().build()
}

/// Messages name the header but not its value, which may be a secret.
pub(super) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(name)
        .map_err(|_| format!("`{}` is no HTTP header name", name.escape_debug()))?;
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        format!("the value of header `{name}` has a character that no HTTP header may have")
    })?;
    value.set_sensitive([AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(&name));
    Ok((name, value))
}

fn parse_base_url(text: &str) -> Result<Url, String> {
    if text.starts_with('/') {
        return Err(format!(
            "the server `{text}` is relative to the API's host: set the whole with `base_url`"
        ));
    }
    let url = Url::parse(text).map_err(|error| format!("the base URL is no URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the base URL must start with https:// or http://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the base URL must not contain a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("the base URL must not contain a query or a fragment".to_owned());
    }
    Ok(url)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("has_credentials", &!self.credentials.is_empty())
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
