//! Operations called by name, with JSON in and out: for scripts and for tests.
//!
//! It is a thin layer over the typed builders: arguments go through the builder's own `new` and
//! setters, bodies and answers through their Rust types. What the types lose, this loses.

pub mod arguments;
pub mod encode;
pub mod glue;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use super::error::{Call, Cause};
use super::json::Decoded;
use super::operation::BoxFuture;
use super::response::{Head, Reply};
use super::send::finish;
use super::service::Policy;
use super::{Api, Connection, DefaultService, Error, Request, Response};

use arguments::Arguments;
use encode::Encode;
use glue::{Dynamic, Glue, Read};

/// An operation that can be called without knowing its types, by the client `C`.
#[non_exhaustive]
pub struct Operation<C> {
    /// The `operationId` of the document.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path as the document has it, such as `/companies/{id}`.
    pub path: &'static str,
    /// The first tag of the document, by which operations are grouped.
    pub tag: &'static str,
    glue: &'static Glue,
    client: PhantomData<fn(&C)>,
}

impl<C> Operation<C> {
    /// The operation of the builder `T`, with the path as a version spells it.
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

    /// Reads the body of an answer of this status as the type that the document declares for it,
    /// and writes that as JSON again. A success is read as a call would read it. Text is a string,
    /// bytes are an array of numbers, nothing is null.
    ///
    /// # Errors
    /// When the document declares no answer of this status, the body is not what it declares, or
    /// the answer is not in the body: a redirect is read from its headers.
    pub fn decode(&self, status: u16, body: &[u8]) -> Result<Decoded<Value>, Error> {
        let status = StatusCode::from_u16(status)
            .map_err(|_| self.invalid(format!("{status} is no HTTP status")))?;
        let read = self.reader(status)?;
        let reply = Reply {
            head: Head {
                status,
                headers: HeaderMap::new(),
                policy: Policy::of::<DefaultService>(),
            },
            body: Bytes::copy_from_slice(body),
        };
        read(&reply.head.headers, &reply.body)
            .map_err(|unreadable| Error::unreadable(self.call_named(), reply, unreadable))
    }

    /// Reads a JSON body of a request as its type, and writes that as JSON again: what would be
    /// sent.
    ///
    /// # Errors
    /// When the operation takes no JSON body, or this one does not fit.
    pub fn encode(&self, body: &Value) -> Result<Value, Error> {
        let Some(reencode) = self.glue.body else {
            return Err(self.invalid("the operation takes no JSON body".to_owned()));
        };
        reencode(body).map_err(|message| self.invalid(format!("the body does not fit: {message}")))
    }

    fn reader(&self, status: StatusCode) -> Result<Read, Error> {
        let declared = self.glue.declared(status).ok_or_else(|| {
            let statuses = self.glue.answers.iter().map(|(status, _)| *status);
            let statuses: Vec<&str> = statuses.collect();
            self.invalid(format!(
                "no answer of status {} is declared; these are: {}",
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
        Arguments::new(self.path, arguments)
            .and_then(|mut arguments| {
                let request = (self.glue.request)(connection, &mut arguments)?;
                arguments.finish()?;
                Ok(request)
            })
            .map_err(|message| self.invalid(message))
    }

    fn call_named(&self) -> Call {
        Call::new(self.method.clone(), self.path)
    }

    fn invalid(&self, message: String) -> Error {
        Error::new(self.call_named(), Cause::Invalid(message))
    }
}

impl<C: Api> Operation<C> {
    /// Calls the operation and gives what its answer holds, as [`decode`](Self::decode) does.
    ///
    /// `arguments` is an object: each parameter by its name in the document, the body as `body`.
    /// The body of a form (`multipart/form-data`) is an object of its fields. A file is its text
    /// or an array of its bytes, and so is a body of bytes. A parameter that is called `body`, or
    /// like another one before it, has the place that it is sent in before its name, as in
    /// `query.id`; those of the path come first.
    ///
    /// # Errors
    /// When an argument is missing, unknown or does not fit (see [`Error::is_invalid`]; nothing is
    /// sent then), and when the call itself fails.
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
    let reply = request.exchange(glue.accept, glue.accepts).await?;
    let read = (glue.read)(&reply.head.headers, &reply.body);
    finish(call, reply, read, is_strict).map(Response::into_body)
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
