use std::pin::Pin;

#[cfg(not(target_arch = "wasm32"))]
use super::Download;
use super::{Binary, Error, Request, Response, ResponseKind};

/// What an awaited builder becomes.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an awaited builder becomes.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A builder of one operation's request.
pub trait Operation: Sized {
    /// How the answer is read.
    type Kind: ResponseKind;

    /// The request as the builder has it.
    fn into_request(self) -> Request;
}

/// A builder of an operation that answers with a file.
pub trait DownloadOperation: Operation<Kind = Binary> {}

/// What the answer of an operation is read as.
pub type OutputOf<T> = <<T as Operation>::Kind as ResponseKind>::Output;

/// What sending an operation becomes.
pub type OutputFuture<T> = BoxFuture<Result<OutputOf<T>, Error>>;

/// What sending an operation becomes where the whole answer is wanted.
pub type ResponseFuture<T> = BoxFuture<Result<Response<OutputOf<T>>, Error>>;

/// Sends an operation's request.
///
/// The future is boxed, and made here once for all operations: an `async fn` of its own for each
/// would cost more to compile than all else about it.
#[inline]
pub fn send<T: Operation<Kind: 'static>>(operation: T) -> OutputFuture<T> {
    Box::pin(operation.into_request().send::<T::Kind>())
}

/// Sends an operation's request, for the whole answer.
#[inline]
pub fn respond<T: Operation<Kind: 'static>>(operation: T) -> ResponseFuture<T> {
    Box::pin(operation.into_request().response::<T::Kind>())
}

/// What downloading becomes.
#[cfg(not(target_arch = "wasm32"))]
pub type DownloadFuture = BoxFuture<Result<Download, Error>>;
