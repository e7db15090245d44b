//! Operations called by name, with JSON in and out, for scripts and tests.
//!
//! A generated client lists its operations in its own module `dynamic`. They are a thin layer over
//! the typed request builders: arguments are passed to `new` and the setters, bodies and responses
//! are converted through their Rust types.
//!
//! # Example
//!
//! ```no_run
//! # use intercom_codegen_runtime::{Api, Error, Value, dynamic::Operation};
//! async fn call<C: Api>(
//!     operations: &[Operation<C>],
//!     client: &C,
//!     id: &str,
//!     arguments: Value,
//! ) -> Result<Option<Value>, Error> {
//!     match operations.iter().find(|operation| operation.id == id) {
//!         Some(operation) => operation.call(client, arguments).await.map(Some),
//!         None => Ok(None),
//!     }
//! }
//! ```

pub mod arguments;
pub mod encode;
pub mod glue;
mod nulls;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::error::{Call, Cause};
use super::json::Decoded;
use super::operation::BoxFuture;
use super::response::{Head, RawResponse};
use super::service::Policy;
use super::{Api, Connection, DefaultService, Error, Request, Response};

use arguments::Arguments;
use encode::Encode;
use glue::{Dynamic, Glue, Read};

/// An operation of the client `C` that can be called without its types.
#[non_exhaustive]
pub struct Operation<C> {
    /// The `operationId` of the document.
    pub id: &'static str,
    /// The HTTP method, such as `GET`.
    pub method: &'static str,
    /// The path template in the document, such as `/companies/{id}`.
    pub path: &'static str,
    /// The first tag in the document, by which operations are grouped.
    pub tag: &'static str,
    glue: &'static Glue,
    client: PhantomData<fn(&C)>,
}

impl<C> Operation<C> {
    /// Creates the operation of the request builder `T`, with the path template of one version.
    #[doc(hidden)]
    #[must_use]
    pub const fn new<T: Dynamic<Kind: Encode>>(path: &'static str) -> Self {
        Self {
            id: T::ID,
            method: T::METHOD,
            path,
            tag: T::TAG,
            glue: const { &Glue::of::<T>() },
            client: PhantomData,
        }
    }

    /// Decodes a response body as the type declared for `status` and encodes it as JSON again.
    ///
    /// A successful response is decoded as by [`call`](Self::call). Text is encoded as a string,
    /// bytes as an array of numbers, an empty response as null.
    ///
    /// # Errors
    /// Returns an error if the document declares no response with this status, the body does not
    /// match the declared type, or the response is a redirect, which has headers only.
    pub fn decode(&self, status: u16, body: &[u8]) -> Result<Decoded<Value>, Error> {
        let status = StatusCode::from_u16(status)
            .map_err(|_| self.invalid(format!("{status} is not a valid HTTP status")))?;
        let read = self.reader(status)?;
        let response = RawResponse {
            head: Head {
                status,
                headers: HeaderMap::new(),
                policy: Policy::of::<DefaultService>(),
            },
            body: Bytes::copy_from_slice(body),
        };
        read(status, &response.head.headers, &response.body)
            .map_err(|unreadable| Error::unreadable(self.call_named(), response, unreadable))
    }

    /// Decodes a JSON request body as its type and encodes it again, as it would be sent.
    ///
    /// Nulls are kept, also those of properties that the document does not declare nullable: many
    /// APIs clear a property by null. A value that matches no alternative of a union is kept as well,
    /// as the variant `Unrecognized` of a typed request is.
    ///
    /// # Errors
    /// Returns an error if the operation has no JSON body, or if this one does not match its type.
    pub fn encode(&self, body: &Value) -> Result<Value, Error> {
        let Some(reencode) = self.glue.body else {
            return Err(self.invalid("the operation has no JSON body".to_owned()));
        };
        reencode(body)
            .and_then(|encoded| {
                if nulls::are_in(body) {
                    nulls::add_to_value(&encoded, body).map_err(|error| error.to_string())
                } else {
                    Ok(encoded)
                }
            })
            .map_err(|message| self.invalid(format!("the body is not valid: {message}")))
    }

    fn reader(&self, status: StatusCode) -> Result<Read, Error> {
        let declared = self.glue.declared(status).ok_or_else(|| {
            let responses = self.glue.responses.iter();
            let statuses: Vec<&str> = responses.map(|(status, _)| *status).collect();
            self.invalid(format!(
                "no response with status {} is declared: expected {}",
                status.as_u16(),
                statuses.join(", ")
            ))
        })?;
        if (self.glue.accepts)(status) {
            Ok(self.glue.read)
        } else {
            Ok(declared)
        }
    }

    fn request(&self, connection: &Connection, arguments: Value) -> Result<Request, Error> {
        let body = arguments.get("body").filter(|_| self.glue.body.is_some());
        let body_with_nulls = body.filter(|body| nulls::are_in(body)).cloned();
        Arguments::new(self.path, arguments)
            .and_then(|mut arguments| {
                let mut request = (self.glue.request)(connection, &mut arguments)?;
                arguments.finish()?;
                if let Some(body) = &body_with_nulls {
                    nulls::add_to_request(&mut request, body);
                }
                Ok(request)
            })
            .map_err(|message| self.invalid(message))
    }

    fn call_named(&self) -> Call {
        Call::new(crate::method(self.method), self.path)
    }

    fn invalid(&self, message: String) -> Error {
        Error::new(self.call_named(), Cause::Invalid(message))
    }
}

impl<C: Api> Operation<C> {
    /// Calls the operation and returns its response as JSON, as [`decode`](Self::decode) does.
    ///
    /// `arguments` is an object with each parameter by its name in the document, and the request
    /// body as `body`:
    ///
    /// - A JSON body is sent as [`encode`](Self::encode) returns it.
    /// - The body of a form (`multipart/form-data`) is an object with its fields.
    /// - A file or a binary body is a string or an array of bytes.
    /// - A parameter that is named `body`, or like an earlier parameter, is prefixed with its
    ///   location, as in `query.id`. Path parameters come first.
    ///
    /// # Errors
    /// Returns an error if an argument is missing, unknown or does not match its type, before
    /// anything is sent ([`Error::is_invalid`]), or if the request fails.
    pub fn call(&self, client: &C, arguments: Value) -> BoxFuture<Result<Value, Error>> {
        let request = self.request(client.connection(), arguments);
        Box::pin(send(request, self.glue, self.call_named()))
    }
}

async fn send(
    request: Result<Request, Error>,
    glue: &'static Glue,
    call: Call,
) -> Result<Value, Error> {
    let request = request?;
    let is_strict = request.connection.is_strict();
    let received = request.exchange(glue.accept, glue.accepts).await?;
    let response = received.decode(call, is_strict, glue.read).await;
    response.map(Response::into_body)
}

impl<C> fmt::Debug for Operation<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}
