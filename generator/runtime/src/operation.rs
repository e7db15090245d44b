use std::fmt;
use std::pin::Pin;

#[cfg(not(target_arch = "wasm32"))]
use super::Download;
use super::{Binary, Error, Request, Response, ResponseKind};

/// The boxed future of a request.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The boxed future of a request.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A request builder of one operation.
pub trait Operation: Sized {
    /// The kind of response that the operation returns.
    type Kind: ResponseKind;

    /// Returns the request.
    fn into_request(self) -> Request;
}

/// A request builder with the method and path of its operation.
pub trait Endpoint: Operation {
    /// The HTTP method, such as `GET`.
    const METHOD: &'static str;

    /// The path template, such as `/boats/{name}`.
    const PATH: &'static str;
}

/// A request builder of an operation that returns a file.
pub trait DownloadOperation: Operation<Kind = Binary> {}

/// The type of an operation's response body.
pub type OutputOf<T> = <<T as Operation>::Kind as ResponseKind>::Output;

/// A future that resolves to the response body of an operation.
pub type OutputFuture<T> = BoxFuture<Result<OutputOf<T>, Error>>;

/// A future that resolves to the [`Response`] of an operation.
pub type ResponseFuture<T> = BoxFuture<Result<Response<OutputOf<T>>, Error>>;

/// Writes a request builder for debugging.
///
/// # Errors
/// Returns an error if the formatter fails.
pub fn debug_builder(name: &str, request: &Request, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_struct(name).field("request", request).finish()
}

/// Sends an operation's request and returns the response body.
///
/// The future is boxed, so that its type can be written where it is returned.
#[inline]
pub fn send<T: Operation<Kind: 'static>>(operation: T) -> OutputFuture<T> {
    Box::pin(operation.into_request().send::<T::Kind>())
}

/// Sends an operation's request and returns the response with its status and headers.
#[inline]
pub fn respond<T: Operation<Kind: 'static>>(operation: T) -> ResponseFuture<T> {
    Box::pin(operation.into_request().response::<T::Kind>())
}

/// A future that resolves to a [`Download`].
#[cfg(not(target_arch = "wasm32"))]
pub type DownloadFuture = BoxFuture<Result<Download, Error>>;
