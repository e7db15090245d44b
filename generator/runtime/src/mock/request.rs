use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use url::Url;

use super::Target;
use crate::Error;
use crate::error::{Call, Cause};
use crate::json::{Decode, decode_exactly, reason};

/// A request that a [`Mock`](super::Mock) has received.
#[derive(Clone)]
pub struct RecordedRequest {
    target: Target,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
}

impl RecordedRequest {
    /// Reads a request, including its body.
    pub(super) async fn read(target: Target, mut request: reqwest::Request) -> Result<Self, Cause> {
        let body = match request.body_mut().take() {
            Some(body) => {
                let body = reqwest::Response::from(http::Response::new(body));
                body.bytes().await.map_err(Cause::transport)?
            }
            None => Bytes::new(),
        };
        Ok(Self {
            target,
            method: request.method().clone(),
            url: request.url().clone(),
            headers: request.headers().clone(),
            body,
        })
    }

    /// Returns `true` if the request is one of this operation.
    pub(super) fn is_of(&self, method: &Method, template: &str) -> bool {
        self.method == method && self.target.template == template
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path template of the operation, such as `/boats/{name}`.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.target.template
    }

    /// Returns the path below the base URL, such as `/boats/Ada%20II`: values are encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.target.path
    }

    /// Returns the URL, with all parameters. API keys in the query are part of it.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Returns the path parameter `name`, decoded. The name is that in the
    /// [`template`](Self::template).
    #[must_use]
    pub fn path_parameter(&self, name: &str) -> Option<String> {
        let mut parameters = self.target.parameters.iter();
        let (_, value) = parameters.find(|(known, _)| *known == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// Returns the first value of the query parameter `name`, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        self.query_all(name).into_iter().next()
    }

    /// Returns all values of the query parameter `name`, decoded, in their order.
    #[must_use]
    pub fn query_all(&self, name: &str) -> Vec<String> {
        let pairs = self.url.query_pairs();
        pairs
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
            .collect()
    }

    /// Returns a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns all headers, including credentials.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body; that of a form is serialized, with the boundaries of its parts.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the JSON body, for example as the request type of the operation or as
    /// [`Value`](crate::Value).
    ///
    /// # Errors
    ///
    /// Returns an error ([`Error::is_invalid`]) if the body is not JSON or does not match the type.
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        decode_exactly(&self.body).map_err(|error| {
            let reason = reason(&error);
            let message = format!("the body of the request does not match the type: {reason}");
            let call = Call::new(self.method.clone(), self.target.template.clone());
            Error::new(call, Cause::Invalid(message))
        })
    }
}

/// `GET /boats/Ada?fields=length`: the path template would hide the difference that matters.
impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url.path())?;
        match self.url.query() {
            Some(query) => write!(f, "?{query}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The headers mark credentials as sensitive.
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("template", &self.target.template)
            .field("url", &self.url.as_str())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish()
    }
}
