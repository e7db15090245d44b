mod body;

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::time::Duration;

use http::{HeaderMap, Method};
use serde::Serialize;

use super::address::{self, Separator};
use super::body::{Body, replace_pairs};
use super::credentials::Carried;
use super::exact_value::ExactValue;
use super::header::parse_request_header;
use super::retry::is_idempotent;
use super::{Argument, Connection, Endpoint, RetryPolicy, Style};

/// Returns the HTTP method of a name, which the generator has checked.
#[doc(hidden)]
#[must_use]
pub fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap_or_default()
}

/// A builder of an HTTP request, on which the request builders of operations are based.
///
/// Setters do not fail: the first invalid value is reported when the request is sent. The functions
/// that only generated code calls are not listed here.
///
/// Applications change the request of an operation with its method `with`:
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// use std::time::Duration;
///
/// let boat = client
///     .get_boat("Ada")
///     .with(|request| {
///         request.header("Accept-Language", "de");
///         request.timeout(Duration::from_secs(5));
///         request.retry(RetryPolicy::never());
///     })
///     .send()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(super) connection: Connection,
    pub(super) method: Method,
    /// The path template, with `{name}` for each parameter. It also identifies the operation in
    /// errors.
    pub(super) template: Cow<'static, str>,
    /// The base URL, if it is not the client's. Relative to the client's.
    pub(super) server: Option<Cow<'static, str>>,
    pub(super) carried: Carried,
    /// Names and encoded values.
    pub(super) path: Vec<(Cow<'static, str>, String)>,
    /// Encoded names and encoded values. A whole query has an empty name.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    /// Encoded names and encoded values.
    pub(super) cookies: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) is_idempotent: bool,
    pub(super) max_response_size: Option<u64>,
    /// The number of times in a row that a stream is reconnected.
    #[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
    pub(super) reconnections: usize,
    pub(super) invalid: Option<String>,
}

impl Request {
    /// Creates a request for the path `template`, in which `{name}` is a path parameter.
    #[doc(hidden)]
    pub fn new(
        connection: &Connection,
        method: Method,
        template: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::with_template(connection, method, template.into())
    }

    fn with_template(connection: &Connection, method: Method, template: Cow<'static, str>) -> Self {
        Self {
            connection: connection.clone(),
            is_idempotent: is_idempotent(&method),
            method,
            template,
            server: None,
            carried: Carried::All,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: Body::None,
            timeout: None,
            retry: None,
            max_response_size: None,
            #[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
            reconnections: 0,
            invalid: None,
        }
    }

    /// Creates the request of an operation.
    #[doc(hidden)]
    #[inline]
    pub fn of<T: Endpoint>(connection: &Connection) -> Self {
        Self::new(connection, method(T::METHOD), T::PATH)
    }

    /// Sets the URL of the server that the request is sent to.
    ///
    /// It replaces the client's [`base_url`](super::ClientBuilder::base_url), including its path; a
    /// URL without a host, such as `/v2`, is relative to it. The request carries the credentials of
    /// the client. [`ClientBuilder::server`](super::ClientBuilder::server) replaces the URL.
    #[doc(hidden)]
    pub fn server(&mut self, url: impl Into<Cow<'static, str>>) {
        self.server = Some(url.into());
    }

    /// Sends the request without the credentials of the client.
    ///
    /// Headers of [`ClientBuilder::header`](super::ClientBuilder::header) are sent.
    #[doc(hidden)]
    pub fn anonymous(&mut self) {
        self.carried = Carried::None;
    }

    /// Sends the credentials of the HTTP scheme `scheme`, in lower case, in `Authorization`, if the
    /// client has credentials for several schemes.
    #[doc(hidden)]
    pub fn authorization(&mut self, scheme: &'static str) {
        self.carried = Carried::Scheme(scheme);
    }

    /// Sets a path parameter. The value is encoded as exactly one path segment.
    #[doc(hidden)]
    #[inline]
    pub fn path(&mut self, name: &'static str, value: impl Display) {
        self.set_path_text(name.into(), &value.to_string());
    }

    /// Sets a query parameter.
    #[inline]
    pub fn query(&mut self, name: &str, value: impl Display) {
        self.set_query(name, [address::encode(&value.to_string())]);
    }

    /// Sets a query parameter to a list, as one pair. An empty list removes the parameter.
    #[doc(hidden)]
    #[inline]
    pub fn query_list<T: Display>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        separator: Separator,
    ) {
        let items = encode_all(items);
        let pair = (!items.is_empty()).then(|| items.join(separator.text()));
        self.set_query(name, pair);
    }

    /// Sets a query parameter to a list, as one pair per item.
    #[inline]
    pub fn query_each<T: Display>(&mut self, name: &str, items: impl IntoIterator<Item = T>) {
        let items = encode_all(items);
        self.set_query(name, items);
    }

    /// Sets a query parameter for each property of an object. Properties that are null are omitted.
    #[doc(hidden)]
    #[inline]
    pub fn query_object<T: Serialize + ?Sized>(&mut self, object: &T) {
        let object = ExactValue::of(object);
        self.set_query_object(object);
    }

    /// Sets a header. Replaces the client's header of that name.
    ///
    /// `Host` replaces the host of the URL in HTTP/1.1, for a server that is reached by another
    /// name. Headers that describe the transmission, such as `Content-Length`, `Transfer-Encoding`
    /// and `Connection`, cannot be set.
    #[inline]
    pub fn header(&mut self, name: &str, value: impl Display) {
        self.set_header(name, &value.to_string());
    }

    /// Sets the header that selects the API version to `value` if the client sends the same version
    /// in another case. A client that selects another version sends that one.
    #[doc(hidden)]
    pub fn version(&mut self, name: &str, value: &str) {
        let selected = self.connection.header(name);
        if selected.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(value.as_bytes())) {
            self.set_header(name, value);
        }
    }

    /// Sets a path parameter that is not a primitive, or is serialized in another style than
    /// `simple`.
    #[doc(hidden)]
    pub fn path_styled(&mut self, name: &'static str, style: Style, value: Argument) {
        let segment = style.segment(name, value);
        let segment = segment.map_err(|message| format!("path parameter `{name}` {message}"));
        match segment.and_then(|value| address::check_not_empty(name, value)) {
            Ok(value) => self.set_path(name.into(), value),
            Err(message) => self.fail(message),
        }
    }

    /// Sets a query parameter that is serialized in `style`.
    #[doc(hidden)]
    pub fn query_styled(&mut self, name: &str, style: Style, value: Argument) {
        match style.pairs(name, value) {
            Ok(pairs) => replace_pairs(&mut self.query, &address::encode(name), pairs),
            Err(message) => self.fail(format!("query parameter `{name}` {message}")),
        }
    }

    /// Sets the whole query to a value: a form of the properties of an object if `style` is exploded,
    /// or else the value without a name.
    #[doc(hidden)]
    pub fn query_string(&mut self, name: &str, style: Style, value: Argument) {
        match style.query_string(value) {
            Ok(pairs) => replace_pairs(&mut self.query, "", pairs),
            Err(message) => self.fail(format!("query parameter `{name}` {message}")),
        }
    }

    /// Sets a header that is serialized in `style`. Replaces the client's header of that name.
    #[doc(hidden)]
    pub fn header_styled(&mut self, name: &str, style: Style, value: Argument) {
        match style.header(value) {
            Ok(value) => self.set_header(name, &value),
            Err(message) => self.fail(format!("header `{name}` {message}")),
        }
    }

    /// Adds a cookie that is serialized in `style`. Each pair of an exploded value is a separate
    /// cookie.
    #[doc(hidden)]
    pub fn cookie(&mut self, name: &str, style: Style, value: Argument) {
        match style.cookies(name, value) {
            Ok(pairs) => replace_pairs(&mut self.cookies, &style.name(name), pairs),
            Err(message) => self.fail(format!("cookie `{name}` {message}")),
        }
    }

    /// Sets the time limit of this request, including all attempts.
    ///
    /// Defaults to the [client's](super::ClientBuilder::timeout).
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// Sets the policy for retrying this request.
    ///
    /// Defaults to the [client's](super::ClientBuilder::retry).
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = Some(policy);
    }

    /// Declares that the request can be repeated, for example a search by `POST`.
    ///
    /// It is then [retried](RetryPolicy) like a request with an idempotent method such as `GET`.
    pub fn idempotent(&mut self) {
        self.is_idempotent = true;
    }

    /// Declares that the request cannot be repeated, although its method is idempotent: each
    /// request moves a scroll on, so that a page would be lost.
    ///
    /// It is then [retried](RetryPolicy) like a request by `POST`.
    pub fn not_idempotent(&mut self) {
        self.is_idempotent = false;
    }

    /// Sets the size limit of the response body in bytes, after decompression.
    ///
    /// Defaults to the [client's](super::ClientBuilder::max_response_size).
    pub fn max_response_size(&mut self, bytes: u64) {
        self.max_response_size = Some(bytes);
    }
}

// The parts of the setters that do not depend on the type of the argument.
impl Request {
    pub(super) fn fail(&mut self, message: String) {
        self.invalid.get_or_insert(message);
    }

    pub(super) fn set_path_text(&mut self, name: Cow<'static, str>, value: &str) {
        match address::encode_segment(&name, value) {
            Ok(value) => self.set_path(name, value),
            Err(message) => self.fail(message),
        }
    }

    fn set_path(&mut self, name: Cow<'static, str>, encoded: String) {
        self.path.retain(|(key, _)| *key != name);
        self.path.push((name, encoded));
    }

    pub(super) fn set_query(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        let name = address::encode(name);
        self.query.retain(|(key, _)| *key != name);
        let pairs = values.into_iter().map(|value| (name.clone(), value));
        self.query.extend(pairs);
    }

    fn set_query_object(&mut self, object: serde_json::Result<ExactValue>) {
        let members = match object {
            Ok(ExactValue::Object(members)) => members,
            Ok(_) => return self.fail("a query object must be a JSON object".to_owned()),
            Err(error) => {
                return self.fail(format!("a query object cannot be serialized: {error}"));
            }
        };
        for (name, value) in members {
            match query_values(value) {
                Some(values) => self.set_query(&name, values),
                None => self.fail(format!(
                    "query parameter `{name}` must not contain an object"
                )),
            }
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        match parse_request_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(message) => self.fail(message),
        }
    }
}

fn encode_all<T: Display>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items
        .into_iter()
        .map(|item| address::encode(&item.to_string()))
        .collect()
}

/// Returns the encoded values of a property: none for null, one per item for an array.
fn query_values(value: ExactValue) -> Option<Vec<String>> {
    let encoded = |value: ExactValue| value.into_text().map(|text| address::encode(&text));
    match value {
        ExactValue::Array(items) => items.into_iter().map(encoded).collect(),
        ExactValue::Null => Some(Vec::new()),
        scalar => encoded(scalar).map(|value| vec![value]),
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters, headers and the body may be personal data.
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.template)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
