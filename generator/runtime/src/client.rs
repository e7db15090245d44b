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

/// The default time limit of a request, including all attempts.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The default time limit of connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default size limit of a response body in bytes: 32 MiB.
const MAX_RESPONSE_SIZE: u64 = 32 << 20;

/// The client of an API, or of one version of it. Implemented by generated code.
pub trait Api: Sized {
    /// The policy of the service.
    type Service: Service;

    /// The URL of the first server in the document.
    const BASE_URL: Option<&'static str>;

    /// The headers of every request, such as the API version.
    const HEADERS: &'static [(&'static str, &'static str)];

    /// The name and version of the package that contains the client, for `User-Agent`.
    const USER_AGENT: &'static str;

    /// Creates a client that sends requests through `connection`.
    fn from_connection(connection: Connection) -> Self;

    /// Returns the connection that the client sends requests through.
    fn connection(&self) -> &Connection;
}

/// The client of an API whose servers each serve a region. Implemented by generated code.
pub trait Regional: Api {
    /// The enum of regions.
    type Region;

    /// Returns the base URL of a region.
    fn region_url(region: Self::Region) -> &'static str;
}

/// The client of an API whose version is selected by a header. Implemented by generated code.
pub trait Versioned: Api {
    /// The enum of versions, as the values of the header.
    type Version: AsRef<str>;

    /// The name of the header.
    const VERSION_HEADER: &'static str;
}

/// The constants of an [`Api`], so that building a client is compiled once for all APIs.
struct Defaults {
    base_url: Option<&'static str>,
    headers: &'static [(&'static str, &'static str)],
    user_agent: &'static str,
    policy: &'static Policy,
}

/// A builder for configuring a client.
///
/// Setters do not fail: the first invalid setting is reported by [`build`](Self::build).
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # fn example(token: String) -> Result<(), Error> {
/// use std::time::Duration;
///
/// let client = Client::builder()
///     .bearer(token)
///     .base_url("https://eu.harbour.example/v2")
///     .timeout(Duration::from_secs(20))
///     .retry(RetryPolicy::default().max_retries(4))
///     .throttle(Throttle::new())
///     .user_agent("acme-sync/1.2")
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
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
    /// Creates a builder with the server and headers of the document, and without credentials.
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

    /// Authenticates requests with `token`, sent as `Authorization: Bearer …`.
    ///
    /// Replaces the user name and password of [`basic`](Self::basic). The token is never logged and
    /// never part of an error.
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        self.credentials.authorization = Some(Authorization::Bearer(token.into()));
        self
    }

    /// Authenticates requests with a user name and a password, sent as `Authorization: Basic …`.
    ///
    /// Replaces the token of [`bearer`](Self::bearer). The user name must not contain `:`.
    pub fn basic(mut self, username: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.credentials.authorization = Some(Authorization::Basic {
            username: username.into(),
            password: password.into(),
        });
        self
    }

    /// Authenticates requests with an API key in the header `name`.
    pub fn header_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.credentials.headers.push((name.to_owned(), key.into()));
        self
    }

    /// Authenticates requests with an API key in the query parameter `name`.
    ///
    /// The key is never logged and never part of an error, but visible to middleware in the URL.
    pub fn query_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.credentials.query.push((name.to_owned(), key.into()));
        self
    }

    /// Authenticates requests with an API key in the cookie `name`.
    pub fn cookie_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.credentials.cookies.push((name.to_owned(), key.into()));
        self
    }

    /// Sets the URL that requests are sent to.
    ///
    /// A path in it is prepended to the path of every operation: with
    /// `https://harbour.example/v2`, `/boats` is requested from `https://harbour.example/v2/boats`.
    /// Defaults to the first server in the document.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets the time limit of a request, from sending it until the response has been decoded.
    ///
    /// It includes all attempts and the waits between them; for one attempt, see
    /// [`RetryPolicy::attempt_timeout`]. Defaults to 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit of connecting to the server.
    ///
    /// Defaults to 10 seconds. Has no effect with [`http_client`](Self::http_client) or on wasm32.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends requests through a `reqwest` client, to configure proxies, certificates or a shared
    /// connection pool.
    ///
    /// The client should not follow redirects (`reqwest::redirect::Policy::none()`): an operation
    /// whose result is a redirect returns its `Location`.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Adds a middleware, which handles every attempt of every request.
    ///
    /// Middleware runs in the order in which it is added, for responses in the reverse order.
    ///
    /// ```no_run
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
    /// # fn main() {}
    /// # fn example(cache: impl reqwest_middleware::Middleware) -> Result<(), Error> {
    /// let client = Client::builder().middleware(cache).build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "middleware")]
    pub fn middleware(mut self, middleware: impl reqwest_middleware::Middleware) -> Self {
        self.middleware.push(std::sync::Arc::new(middleware));
        self
    }

    /// Sets the policy for retrying failed requests.
    ///
    /// Defaults to [`RetryPolicy::default`]: two retries with exponential backoff.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Delays requests that would exceed the rate limit that the API announces.
    ///
    /// Defaults to no delay.
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = Some(throttle);
        self
    }

    /// Sets the size limit of a response body in bytes, after decompression.
    ///
    /// A larger body is an error ([`Error::is_too_large`]), so that no response exhausts the
    /// memory. Streamed downloads are not limited. Defaults to 32 MiB.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Makes a response value that does not match the schema an error.
    ///
    /// Defaults to `false`: such a value is left out and recorded in
    /// [`Response::anomalies`](super::Response::anomalies).
    pub fn strict(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
        self
    }

    /// Sets a header of every request. Replaces the client's own header of that name.
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

    /// Adds the name of the application, such as `acme-sync/1.2`, to `User-Agent`, before the name
    /// of the client.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }
}

impl<C: Regional> ClientBuilder<C> {
    /// Sends requests to the servers of `region`.
    ///
    /// Equivalent to [`base_url`](Self::base_url) with their URL.
    pub fn region(self, region: C::Region) -> Self {
        self.base_url(C::region_url(region))
    }
}

impl<C: Versioned> ClientBuilder<C> {
    /// Requests another API version than that of the client's types.
    ///
    /// Responses are still read as the client's types; see
    /// [`Response::anomalies`](super::Response::anomalies).
    pub fn version(self, version: impl Into<C::Version>) -> Self {
        self.header(C::VERSION_HEADER, version.into())
    }
}

impl<C: Api> ClientBuilder<C> {
    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    /// Returns an error ([`Error::is_invalid`]) if the base URL is missing or not an `http` or
    /// `https` URL, if a header or a credential is not valid in HTTP, or if the URL is `https` and
    /// no TLS feature is enabled.
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
            .ok_or("the document declares no server: set one with `base_url`")?;
        let base_url = parse_base_url(base_url)?;
        let http = match self.http.take() {
            Some(http) => http,
            None if base_url.scheme() == "https" && !HAS_TLS => {
                return Err(
                    "https requires a TLS library: enable the feature `rustls` or \
                            `native-tls`, or pass a client to `http_client`"
                        .to_owned(),
                );
            }
            None => new_http_client(self.connect_timeout)
                .map_err(|error| format!("the HTTP client cannot be created: {error}"))?,
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

    /// Returns the headers of the document and the credentials, overridden by those the caller set.
    fn all_headers(
        &self,
        defaults: &Defaults,
        http: &reqwest::Client,
    ) -> Result<HeaderMap, String> {
        // Requests add some to their copy.
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

/// `true` if `https` URLs are supported. In a browser, they always are.
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

/// Parses a header. Errors name the header but not its value, which may be a secret.
pub(super) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(name)
        .map_err(|_| format!("`{}` is not a valid header name", name.escape_debug()))?;
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        format!("the value of header `{name}` contains a character that is not valid in a header")
    })?;
    value.set_sensitive([AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(&name));
    Ok((name, value))
}

fn parse_base_url(text: &str) -> Result<Url, String> {
    if text.starts_with('/') {
        return Err(format!(
            "the server URL `{text}` is relative: set an absolute URL with `base_url`"
        ));
    }
    let url = Url::parse(text).map_err(|error| format!("the base URL is not valid: {error}"))?;
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
