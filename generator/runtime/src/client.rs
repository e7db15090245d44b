mod build;
mod configuration;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use secrecy::SecretString;

use self::configuration::Configuration;
use super::credentials::Authorization;
use super::{Attempt, Regional, RetryPolicy, Throttle, TokenProvider, Versioned};

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) use build::Defaults;

/// A builder for configuring a client, such as its credentials, server, timeout and retries.
///
/// The function `builder` of a client returns it, with the credentials that the API requires as
/// arguments. Setters do not fail: the first invalid setting is reported by [`build`](Self::build).
///
/// A client belongs to the runtime that it first sends a request on: its connections only make
/// progress while that runtime does. Build a client for each runtime.
///
/// Requests are sent through the proxies in the environment variables `HTTP_PROXY`, `HTTPS_PROXY`
/// and `ALL_PROXY`, in upper or lower case, except to the hosts in `NO_PROXY`. A proxy for `http`
/// URLs reads the requests, including the credentials; for `https` URLs, it only reads the host.
/// [`no_proxy`](Self::no_proxy) ignores these variables.
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
    configuration: Configuration,
    client: PhantomData<fn() -> C>,
}

impl<C> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> ClientBuilder<C> {
    /// Creates a builder with the default server and headers of the API, without credentials.
    pub fn new() -> Self {
        Self {
            configuration: Configuration::default(),
            client: PhantomData,
        }
    }

    /// Authenticates requests with `token`, sent as `Authorization: Bearer …`.
    ///
    /// The token is never logged and never part of an error.
    ///
    /// A client may also have credentials of other schemes, such as [`basic`](Self::basic), if each
    /// operation of the API requires one of them; or else [`build`](Self::build) returns an error.
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        let token = Authorization::Bearer(token.into());
        self.configuration.credentials.authorize(token);
        self
    }

    /// Authenticates requests with the tokens of `provider`, sent as `Authorization: Bearer …`.
    ///
    /// Each attempt obtains a token: [`CachedToken`](super::CachedToken) keeps one until it
    /// expires. After a response with status 401, the token is [rejected](TokenProvider::reject);
    /// if the provider returns another one then, the request is sent once more. Replaces
    /// [`bearer`](Self::bearer).
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        let provided = Authorization::Provided(std::sync::Arc::new(provider));
        self.configuration.credentials.authorize(provided);
        self
    }

    /// Authenticates requests with a user name and a password, sent as `Authorization: Basic …`.
    ///
    /// The user name must not contain `:`.
    pub fn basic(mut self, username: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.configuration
            .credentials
            .authorize(Authorization::Basic {
                username: username.into(),
                password: password.into(),
            });
        self
    }

    /// Authenticates requests with the credentials of another HTTP scheme, sent as
    /// `Authorization: scheme credentials`.
    pub fn http_scheme(mut self, scheme: &str, credentials: impl Into<SecretString>) -> Self {
        let other = Authorization::Other(scheme.to_owned(), credentials.into());
        self.configuration.credentials.authorize(other);
        self
    }

    /// Authenticates requests with an API key in the header `name`.
    ///
    /// An [HTTP client](Self::http_client) that follows redirects sends the key to the hosts that a
    /// response redirects to.
    pub fn header_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.configuration
            .credentials
            .headers
            .push((name.to_owned(), key.into()));
        self
    }

    /// Authenticates requests with an API key in the query parameter `name`.
    ///
    /// The key is never logged and never part of an error, but visible to middleware in the URL. An
    /// [HTTP client](Self::http_client) that follows redirects sends it to the hosts that a response
    /// redirects to, in the header `Referer`.
    pub fn query_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.configuration
            .credentials
            .query
            .push((name.to_owned(), key.into()));
        self
    }

    /// Authenticates requests with an API key in the cookie `name`.
    pub fn cookie_key(mut self, name: &str, key: impl Into<SecretString>) -> Self {
        self.configuration
            .credentials
            .cookies
            .push((name.to_owned(), key.into()));
        self
    }

    /// Sets the URL that requests are sent to.
    ///
    /// A path in it is prepended to the path of every operation: with
    /// `https://harbour.example/v2`, `/boats` is requested from `https://harbour.example/v2/boats`.
    /// Defaults to the default server of the API. Operations that declare a server of their own are
    /// sent to that server; [`server`](Self::server) replaces it.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.configuration.base_url = Some(base_url.into());
        self
    }

    /// Sets the URL that replaces `declared`, a server that the document declares for single
    /// operations or paths.
    ///
    /// The documentation of such an operation states its server. Tests set the URL of a mock server
    /// here and in [`base_url`](Self::base_url). Requests to these servers carry the credentials of
    /// the client.
    pub fn server(mut self, declared: &str, url: impl Into<String>) -> Self {
        let declared = declared.trim_end_matches('/').to_owned();
        self.configuration.servers.push((declared, url.into()));
        self
    }

    /// Sets the time limit of a request, from sending it until the response has been decoded.
    ///
    /// It includes all attempts and the waits between them, waits for the
    /// [throttle](Self::throttle), opening files, and middleware; for one attempt, see
    /// [`RetryPolicy::attempt_timeout`]. Defaults to 60 seconds. With zero, requests time out at
    /// once, and nothing is sent.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.configuration.timeout = timeout;
        self
    }

    /// Sets the time limit of connecting to the server.
    ///
    /// Defaults to 10 seconds. Has no effect with [`http_client`](Self::http_client) or on wasm32.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.configuration.connect_timeout = timeout;
        self
    }

    /// Ignores the proxies in environment variables: requests are sent to the server directly.
    ///
    /// Has no effect with [`http_client`](Self::http_client) or on wasm32.
    pub fn no_proxy(mut self) -> Self {
        self.configuration.uses_proxies = false;
        self
    }

    /// Sends requests through a `reqwest` client, to configure proxies, certificates or a shared
    /// connection pool.
    ///
    /// The client should not follow redirects (`reqwest::redirect::Policy::none()`): an operation
    /// whose result is a redirect returns its `Location`. A client that follows them, as it does by
    /// default, sends secrets to the other host: the headers and keys of [`header`](Self::header)
    /// and [`header_key`](Self::header_key), and in `Referer` the URL with the keys of
    /// [`query_key`](Self::query_key). Only `Authorization`, `Cookie` and `Proxy-Authorization` are
    /// removed if the host changes.
    ///
    /// Its timeout of a whole request is replaced by [`timeout`](Self::timeout).
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.configuration.http = Some(client);
        self
    }

    /// Sends blocking requests through a `reqwest` client of their own.
    ///
    /// Defaults to the client of [`http_client`](Self::http_client), which shares its connections
    /// between async and blocking requests. A connection that an async runtime has opened is not
    /// usable while that runtime does not run, for example after `block_on`: if the same client
    /// also sends async requests on a runtime of one thread, set a separate client here. Without
    /// `http_client`, blocking requests always have connections of their own.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking_http_client(mut self, client: reqwest::Client) -> Self {
        self.configuration.blocking_http = Some(client);
        self
    }

    /// Sends requests to a mock instead of a server, for tests.
    ///
    /// It replaces an HTTP client. All other settings apply, such as the throttle, middleware and
    /// retries. Several clients can share a mock.
    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    pub fn mock(mut self, mock: &super::Mock) -> Self {
        self.configuration.mock = Some(mock.shared());
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
        self.configuration
            .middleware
            .push(std::sync::Arc::new(middleware));
        self
    }

    /// Sets a function that is called after each attempt of each request, for example to count
    /// errors and durations.
    ///
    /// It is called by the task that sends the request, so it should not block. An attempt that is
    /// dropped is not reported. If the token is rejected and the request sent once more with
    /// another one, both count as one attempt. Replaces the function set before.
    ///
    /// ```no_run
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
    /// # fn main() {}
    /// # fn example() -> Result<(), Error> {
    /// let client = Client::builder()
    ///     .on_attempt(|attempt| {
    ///         if let Some(error) = attempt.error_type() {
    ///             let (method, path) = (attempt.method(), attempt.path());
    ///             eprintln!("{method} {path}: {error} after {:?}", attempt.duration());
    ///         }
    ///     })
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_attempt(mut self, report: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.configuration.on_attempt = Some(std::sync::Arc::new(report));
        self
    }

    /// Sets the policy for retrying failed requests.
    ///
    /// Defaults to [`RetryPolicy::default`]: two retries with exponential backoff.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.configuration.retry = policy;
        self
    }

    /// Delays requests that would exceed the rate limit that the API announces.
    ///
    /// Defaults to no delay.
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.configuration.throttle = Some(throttle);
        self
    }

    /// Sets the size limit of a response body in bytes, after decompression.
    ///
    /// A larger body is an error ([`Error::is_too_large`](super::Error::is_too_large)), so that no
    /// response exhausts the memory. The values that are decoded from a body take at most eight
    /// times its size, or 128 MiB. Streamed downloads are not limited. Defaults to 32 MiB.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.configuration.max_response_size = bytes;
        self
    }

    /// Makes a response value that does not match the schema an error.
    ///
    /// Defaults to `false`: such a value is left out and recorded in
    /// [`Response::anomalies`](super::Response::anomalies).
    pub fn strict(mut self, is_strict: bool) -> Self {
        self.configuration.is_strict = is_strict;
        self
    }

    /// Sets a header of every request.
    ///
    /// Replaces the client's own header of that name, such as the API version. An
    /// [HTTP client](Self::http_client) that follows redirects sends it to the hosts that a
    /// response redirects to. For headers that cannot be set, see
    /// [`Request::header`](super::Request::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.configuration.header(name.as_ref(), value.as_ref());
        self
    }

    /// Adds the name of the application, such as `acme-sync/1.2`, to `User-Agent`, before the name
    /// of the client.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.configuration.product = Some(product.into());
        self
    }
}

impl<C: Regional> ClientBuilder<C> {
    /// Sets the region whose servers requests are sent to. Defaults to the first one of its enum.
    ///
    /// Equivalent to [`base_url`](Self::base_url) with the URL of the region.
    pub fn region(self, region: C::Region) -> Self {
        self.base_url(C::region_url(region))
    }
}

impl<C: Versioned> ClientBuilder<C> {
    /// Sets the API version of the requests. Defaults to the version of the client's types.
    ///
    /// Responses are decoded as the client's types in any case: values that differ in the other
    /// version are listed by [`Response::anomalies`](super::Response::anomalies).
    pub fn version(self, version: impl Into<C::Version>) -> Self {
        self.header(C::VERSION_HEADER, version.into())
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field(
                "has_credentials",
                &!self.configuration.credentials.is_empty(),
            )
            .field("timeout", &self.configuration.timeout)
            .field("connect_timeout", &self.configuration.connect_timeout)
            .field(
                "headers",
                &self.configuration.headers.keys().collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}
