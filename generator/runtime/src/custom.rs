use std::borrow::Cow;
use std::fmt::{self, Display};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use url::{Url, form_urlencoded};

use super::error::Line;
use super::json::Decode;
use super::{
    Accepting, BoxFuture, Connection, Error, File, Json, Request, Response, ResponseKind,
    RetryPolicy, address,
};

/// A builder of a request that the document does not describe, returned by the method `request` of
/// clients.
///
/// Such a request has everything that those of operations have: credentials and headers of the
/// client, retries, the throttle, deadlines, and errors with the decoded body.
///
/// Setters do not fail: the first invalid value is reported when the request is sent.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// # use intercom_codegen_runtime::Empty;
/// let berths: Vec<Value> = client
///     .request(Method::GET, "/boats/{name}/berths")
///     .path("name", "Ada")
///     .query("free", true)
///     .send()
///     .await?;
///
/// client
///     .request(Method::POST, "/boats/{name}/berths")
///     .path("name", "Ada")
///     .json(&berths)
///     .accept::<Empty>() // other kinds of responses than JSON
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder {
    request: Request,
}

impl RequestBuilder {
    /// Creates a request for `path`, in which `{name}` is a path parameter.
    ///
    /// The path is appended to the base URL of the client. It starts with `/`, may have a query, and
    /// has no segments `.` or `..`, so that it stays below the path of the base URL. A URL is
    /// accepted if its scheme, host and port are those of the base URL, whatever its path is:
    /// credentials are never sent to another server.
    ///
    /// Errors and traces contain the path as it is passed here, without its query. Values that are
    /// personal data should therefore be set by [`path`](Self::path).
    #[inline]
    pub fn new(connection: &Connection, method: Method, path: &str) -> Self {
        Self {
            request: Request::custom(connection, method, path),
        }
    }

    /// Sets a path parameter. The value is encoded as exactly one path segment.
    #[inline]
    pub fn path(self, name: &'static str, value: impl Display) -> Self {
        self.with(|request| request.path(name, value))
    }

    /// Sets a query parameter.
    #[inline]
    pub fn query(self, name: &str, value: impl Display) -> Self {
        self.with(|request| request.query(name, value))
    }

    /// Sets a header. Replaces the client's header of that name. See [`Request::header`].
    #[inline]
    pub fn header(self, name: &str, value: impl Display) -> Self {
        self.with(|request| request.header(name, value))
    }

    /// Sets the body to JSON.
    #[inline]
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.with(|request| request.json(body))
    }

    /// Sets the body to text.
    #[inline]
    pub fn text(self, body: impl Into<String>) -> Self {
        self.with(|request| request.text(body))
    }

    /// Sets the body to bytes.
    ///
    /// The header `Content-Type` defaults to `application/octet-stream`.
    #[inline]
    pub fn bytes(self, body: impl Into<Bytes>) -> Self {
        self.with(|request| request.bytes(body))
    }

    /// Sets a field of a multipart body.
    #[inline]
    pub fn part(self, name: &'static str, value: impl Display) -> Self {
        self.with(|request| request.part(name, value))
    }

    /// Sets a field of a multipart body to a file.
    #[inline]
    pub fn file(self, name: &'static str, file: File) -> Self {
        self.with(|request| request.file(name, file))
    }

    /// Sets the time limit of this request, including all attempts.
    ///
    /// Defaults to the [client's](super::ClientBuilder::timeout).
    #[inline]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|request| request.timeout(timeout))
    }

    /// Sets the policy for retrying this request.
    ///
    /// Defaults to the [client's](super::ClientBuilder::retry).
    #[inline]
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.with(|request| request.retry(policy))
    }

    /// Modifies the request in another way.
    #[inline]
    pub fn with(mut self, change: impl FnOnce(&mut Request)) -> Self {
        change(&mut self.request);
        self
    }

    /// Sends the request and returns the JSON body of the response, decoded as `T`.
    ///
    /// `T` is a type of a generated client or [`Value`](super::Value), or a list or map of them.
    /// For other responses than JSON, see [`accept`](Self::accept).
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be sent, the status of the response is not a success,
    /// or its body cannot be decoded.
    #[inline]
    #[must_use]
    pub fn send<T>(self) -> BoxFuture<Result<T, Error>>
    where
        T: Decode + Send + 'static,
    {
        self.accept::<Json<T>>().send()
    }

    /// Sends the request and returns the response with its status and headers, and the body decoded
    /// as `T`.
    ///
    /// # Errors
    ///
    /// Returns an error under the same conditions as [`send`](Self::send).
    #[inline]
    #[must_use]
    pub fn response<T>(self) -> BoxFuture<Result<Response<T>, Error>>
    where
        T: Decode + Send + 'static,
    {
        self.accept::<Json<T>>().response()
    }

    /// Sets the kind of response: [`Empty`](super::Empty), [`Text`](super::Text),
    /// [`Binary`](super::Binary), which can be downloaded, or [`Json`].
    #[inline]
    pub fn accept<K: ResponseKind + 'static>(self) -> Accepting<K> {
        Accepting::of(self.request)
    }

    /// Returns a blocking version of the request, for programs without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    #[inline]
    pub fn blocking(self) -> super::Blocking<Self> {
        super::Blocking::new(self)
    }
}

impl Request {
    /// Creates a request for a path that the document does not describe, or for a URL on the server
    /// of the client.
    pub(super) fn custom(connection: &Connection, method: Method, path: &str) -> Self {
        let target = Target::of(path, connection.base_url());
        let (template, query, server, invalid) = match target {
            Ok(Target {
                path,
                query,
                is_url,
            }) => (path, query, is_url.then_some(Cow::Borrowed("/")), None),
            Err(message) => (displayed(path), None, None, Some(message)),
        };
        let mut request = Self::new(connection, method, template);
        request.server = server;
        request.invalid = invalid;
        let pairs = form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes());
        let pairs = pairs.map(|(name, value)| (address::encode(&name), address::encode(&value)));
        request.query.extend(pairs);
        request
    }
}

/// Returns an invalid path for errors and traces: without query, fragment and, for a URL, the user
/// information, which may be secrets.
fn displayed(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match path.split_once("//") {
        Some((scheme, rest)) => (format!("{scheme}//"), rest),
        None => (String::new(), path),
    };
    let (authority, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    Line(&format!("{scheme}{host}{rest}")).to_string()
}

/// The path of a request.
struct Target {
    path: String,
    query: Option<String>,
    /// `true` if the path is that of a URL and includes the path of the base URL.
    is_url: bool,
}

impl Target {
    fn of(path: &str, base: &Url) -> Result<Self, String> {
        if path.starts_with('/') {
            let (path, query) = match path.split_once('?') {
                Some((path, query)) => (path, Some(query.to_owned())),
                None => (path, None),
            };
            return Ok(Self {
                path: path.to_owned(),
                query,
                is_url: false,
            });
        }
        match Url::parse(path) {
            Ok(url) if url.origin() == base.origin() => Ok(Self {
                path: url.path().to_owned(),
                query: url.query().map(str::to_owned),
                is_url: true,
            }),
            Ok(_) => Err(
                "the URL is not on the server of the client: requests carry its \
                          credentials"
                    .to_owned(),
            ),
            Err(_) => Err("the path must start with `/`".to_owned()),
        }
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestBuilder")
            .field(&self.request)
            .finish()
    }
}

#[cfg(all(test, feature = "mock", not(target_arch = "wasm32")))]
mod tests;
