use std::pin::Pin;

#[cfg(not(target_arch = "wasm32"))]
use super::Download;
use super::{Binary, Error, Kind, Request, Response};

/// What an awaited builder becomes.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an awaited builder becomes.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A builder of one operation's request.
pub trait Operation: Sized {
    /// How the answer is read.
    type Kind: Kind;

    /// The request as the builder has it.
    fn into_request(self) -> Request;
}

/// Makes a builder that implements `Operation` and has a field `request` sendable.
///
/// All of it is `#[inline]`, so that it is compiled where it is called and nowhere else.
#[allow(unused_macros)]
macro_rules! operation {
    ($name:ident) => {
        impl $name {
            /// Sends the request and gives the body of the answer.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub fn send(self) -> $crate::runtime::OutputFuture<Self> {
                $crate::runtime::send(self)
            }

            /// Sends the request and gives the answer with its status and headers.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub fn response(self) -> $crate::runtime::ResponseFuture<Self> {
                $crate::runtime::respond(self)
            }

            /// Changes the request in ways the document does not speak of: a header of one's
            /// own, another timeout.
            #[inline]
            pub fn with(mut self, change: impl FnOnce(&mut $crate::runtime::Request)) -> Self {
                change(&mut self.request);
                self
            }

            /// Makes sending the request block the thread, for programs without `async`.
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            #[inline]
            pub fn blocking(self) -> $crate::runtime::Blocking<Self> {
                $crate::runtime::Blocking::new(self)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = Result<$crate::runtime::OutputOf<Self>, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::OutputFuture<Self>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::runtime::send(self)
            }
        }
    };
}

/// A builder of an operation that answers with a file.
pub trait DownloadOperation: Operation<Kind = Binary> {}

/// Lets a builder's answer be downloaded piece by piece.
#[allow(unused_macros)]
macro_rules! download {
    ($name:ident) => {
        impl $crate::runtime::DownloadOperation for $name {}

        impl $name {
            /// Sends the request and gives the body of the answer as a stream, for files too large
            /// for memory.
            ///
            /// # Errors
            /// When the request cannot be sent or is refused.
            #[cfg(not(target_arch = "wasm32"))]
            #[inline]
            pub fn download(self) -> $crate::runtime::DownloadFuture {
                $crate::runtime::Operation::into_request(self).download()
            }
        }
    };
}

/// What the answer of an operation is read as.
pub type OutputOf<T> = <<T as Operation>::Kind as Kind>::Output;

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

#[allow(unused_imports)] // in a crate that emits no such operations
pub(crate) use {download, operation};
