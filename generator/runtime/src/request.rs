use std::fmt::{self, Display};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::Serialize;
use serde_json::Value;

use super::address::{self, Separator};
use super::body::{Body, Part, replace_pairs};
use super::client::parse_header;
use super::{Argument, Connection, File, RetryPolicy, Style};

/// A request in the making.
///
/// Setters do not fail; what is wrong is kept, the first of it, and reported when the request
/// would be sent.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(super) connection: Connection,
    pub(super) method: Method,
    /// The path with `{name}` for each parameter; also names the operation in errors.
    pub(super) template: &'static str,
    /// Name and encoded value.
    pub(super) path: Vec<(&'static str, String)>,
    /// Encoded name and encoded value.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    /// Encoded name and encoded value.
    pub(super) cookies: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) max_response_size: Option<u64>,
    pub(super) invalid: Option<String>,
}

impl Request {
    /// A request for the path `template`, in which `{name}` stands for a parameter.
    pub fn new(connection: &Connection, method: Method, template: &'static str) -> Self {
        Self {
            connection: connection.clone(),
            method,
            template,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: Body::None,
            timeout: None,
            retry: None,
            max_response_size: None,
            invalid: None,
        }
    }

    /// Sets a path parameter. The value becomes exactly one segment.
    #[inline]
    pub fn path(&mut self, name: &'static str, value: impl Display) {
        self.set_path_text(name, &value.to_string());
    }

    /// Sets a query parameter.
    #[inline]
    pub fn query(&mut self, name: &str, value: impl Display) {
        self.set_query(name, [address::encode(&value.to_string())]);
    }

    /// Sets a query parameter to a list, as one pair. An empty list unsets it.
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

    /// Sets a query parameter to a list, as one pair for each item.
    #[inline]
    pub fn query_each<T: Display>(&mut self, name: &str, items: impl IntoIterator<Item = T>) {
        let items = encode_all(items);
        self.set_query(name, items);
    }

    /// Sets a query parameter for each member of an object. Members that are null are left out.
    #[inline]
    pub fn query_object<T: Serialize + ?Sized>(&mut self, object: &T) {
        let object = serde_json::to_value(object);
        self.set_query_object(object);
    }

    /// Sets a header, in place of the client's header of that name.
    #[inline]
    pub fn header(&mut self, name: &str, value: impl Display) {
        self.set_header(name, &value.to_string());
    }

    /// Sets a path parameter that is written in another style than `simple`, or is more than a
    /// primitive.
    pub fn path_styled(&mut self, name: &'static str, style: Style, value: Argument) {
        let segment = style.segment(name, value);
        let segment = segment.map_err(|message| format!("path parameter `{name}` {message}"));
        match segment.and_then(|value| address::check_segment(name, value)) {
            Ok(value) => self.set_path(name, value),
            Err(message) => self.fail(message),
        }
    }

    /// Sets a query parameter in a style.
    pub fn query_styled(&mut self, name: &str, style: Style, value: Argument) {
        match style.pairs(name, value) {
            Ok(pairs) => replace_pairs(&mut self.query, &address::encode(name), pairs),
            Err(message) => self.fail(format!("query parameter `{name}` {message}")),
        }
    }

    /// Sets a header in a style, in place of the client's header of that name.
    pub fn header_styled(&mut self, name: &str, style: Style, value: Argument) {
        match style.header(value) {
            Ok(value) => self.set_header(name, &value),
            Err(message) => self.fail(format!("header `{name}` {message}")),
        }
    }

    /// Sets a cookie in a style, beside those of the client. Each pair that an exploded value
    /// consists of is a cookie of its own.
    pub fn cookie(&mut self, name: &str, style: Style, value: Argument) {
        match style.pairs(name, value) {
            Ok(pairs) => replace_pairs(&mut self.cookies, &address::encode(name), pairs),
            Err(message) => self.fail(format!("cookie `{name}` {message}")),
        }
    }

    /// Sets how long this request may take with all its tries, in place of the client's time.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// Sets when this request is sent again, in place of the client's policy.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = Some(policy);
    }

    /// Sets how many bytes the body of the answer may have, in place of the client's limit.
    pub fn max_response_size(&mut self, bytes: u64) {
        self.max_response_size = Some(bytes);
    }

    /// Sets a JSON body.
    #[inline]
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        let json = serde_json::to_vec(body);
        self.set_json(json);
    }

    /// Sets a body of text.
    #[inline]
    pub fn text(&mut self, body: impl Into<String>) {
        let text: String = body.into();
        self.set_bytes("text/plain; charset=utf-8", text.into());
    }

    /// Sets a body of bytes; their type is `application/octet-stream` unless a header says
    /// otherwise.
    #[inline]
    pub fn bytes(&mut self, body: impl Into<Bytes>) {
        self.set_bytes("application/octet-stream", body.into());
    }

    /// Sets a field of a multipart body.
    #[inline]
    pub fn part(&mut self, name: &'static str, value: impl Display) {
        self.part_each(name, [value]);
    }

    /// Sets a field of a multipart body to a list, as one part for each item.
    #[inline]
    pub fn part_each<T: Display>(
        &mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) {
        let items = items.into_iter();
        let parts = items.map(|item| Part::Text(item.to_string()));
        self.body.set_parts(name, parts);
    }

    /// Sets a field of a multipart body to JSON.
    #[inline]
    pub fn part_json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let json = serde_json::to_string(value);
        self.set_part_json(name, json);
    }

    /// Sets a file of a multipart body.
    pub fn file(&mut self, name: &'static str, file: File) {
        self.body.set_parts(name, [Part::File(file)]);
    }

    /// Sets several files of a multipart body, all of one name.
    #[inline]
    pub fn files(&mut self, name: &'static str, files: impl IntoIterator<Item = File>) {
        self.body.set_parts(name, files.into_iter().map(Part::File));
    }

    /// Sets a field of a form that is no multipart body (`application/x-www-form-urlencoded`).
    pub fn field(&mut self, name: &str, style: Style, value: Argument) {
        match style.pairs(name, value) {
            Ok(pairs) => self.body.set_fields(&address::encode(name), pairs),
            Err(message) => self.fail(format!("the field `{name}` {message}")),
        }
    }
}

/// The parts of the setters that do not depend on their argument's type.
impl Request {
    pub(super) fn fail(&mut self, message: String) {
        self.invalid.get_or_insert(message);
    }

    fn set_path_text(&mut self, name: &'static str, value: &str) {
        match address::encode_segment(name, value) {
            Ok(value) => self.set_path(name, value),
            Err(message) => self.fail(message),
        }
    }

    fn set_path(&mut self, name: &'static str, encoded: String) {
        self.path.retain(|(key, _)| *key != name);
        self.path.push((name, encoded));
    }

    pub(super) fn set_query(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        let name = address::encode(name);
        self.query.retain(|(key, _)| *key != name);
        let pairs = values.into_iter().map(|value| (name.clone(), value));
        self.query.extend(pairs);
    }

    fn set_query_object(&mut self, object: serde_json::Result<Value>) {
        let members = match object {
            Ok(Value::Object(members)) => members,
            Ok(_) => return self.fail("a query object must be a JSON object".to_owned()),
            Err(error) => return self.fail(format!("a query object cannot be written: {error}")),
        };
        for (name, value) in members {
            match query_values(&value) {
                Some(values) => self.set_query(&name, values),
                None => self.fail(format!("query parameter `{name}` must not hold an object")),
            }
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        match parse_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(message) => self.fail(message),
        }
    }

    fn set_json(&mut self, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.set_bytes("application/json", json.into()),
            Err(error) => self.fail(format!("the body cannot be written as JSON: {error}")),
        }
    }

    fn set_part_json(&mut self, name: &'static str, json: serde_json::Result<String>) {
        match json {
            Ok(json) => self.body.set_parts(name, [Part::Json(json)]),
            Err(error) => self.fail(format!(
                "the part `{name}` cannot be written as JSON: {error}"
            )),
        }
    }

    fn set_bytes(&mut self, content_type: &'static str, bytes: Bytes) {
        self.body = Body::Bytes {
            content_type,
            bytes,
        };
    }
}

fn encode_all<T: Display>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    let items = items.into_iter();
    items
        .map(|item| address::encode(&item.to_string()))
        .collect()
}

/// The encoded values of a member: one for a scalar, none for null, each item of an array.
fn query_values(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(query_value).collect(),
        Value::Null => Some(Vec::new()),
        scalar => query_value(scalar).map(|value| vec![value]),
    }
}

fn query_value(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(address::encode(text)),
        Value::Number(number) => Some(address::encode(&number.to_string())),
        Value::Bool(boolean) => Some(boolean.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters, headers and bodies hold what people entrusted to the application.
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.template)
            .finish_non_exhaustive()
    }
}
