use std::fmt;
use std::marker::PhantomData;

use super::operation;
use super::{
    Binary, DownloadOperation, Operation, OutputFuture, OutputOf, Request, ResponseFuture,
    ResponseKind,
};
use crate::Error;

/// A request for another representation of a response: other media types, decoded as `K`.
///
/// The methods `accept_text`, `accept_bytes` and `accept_json` of request builders and
/// [`RequestBuilder::accept`](super::RequestBuilder::accept) return it.
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Accepting<K> {
    request: Request,
    kind: PhantomData<fn() -> K>,
}

impl<K: ResponseKind + 'static> Accepting<K> {
    /// Requests the media types in `accept`.
    #[doc(hidden)]
    #[inline]
    pub fn new(request: Request, accept: &str) -> Self {
        let kind = PhantomData;
        Self { request, kind }.accept(accept)
    }

    /// Requests the media type of the kind of response.
    pub(super) fn of(request: Request) -> Self {
        let kind = PhantomData;
        Self { request, kind }
    }

    /// Requests one of the media types of the representation, such as `image/png`, or several in
    /// the syntax of the header `Accept`.
    ///
    /// Defaults to all of them.
    pub fn accept(mut self, media_type: &str) -> Self {
        self.request.header("accept", media_type);
        self
    }

    /// Modifies the request beyond the documented parameters.
    pub fn with(mut self, change: impl FnOnce(&mut Request)) -> Self {
        change(&mut self.request);
        self
    }

    /// Sends the request and returns the response body.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be sent, the status of the response is not a success,
    /// or its body cannot be read.
    pub fn send(self) -> OutputFuture<Self> {
        operation::send(self)
    }

    /// Sends the request and returns the response with its status and headers.
    ///
    /// # Errors
    ///
    /// Returns an error under the same conditions as [`send`](Self::send).
    pub fn response(self) -> ResponseFuture<Self> {
        operation::respond(self)
    }

    /// Returns a blocking version of the request, for programs without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::Blocking<Self> {
        crate::Blocking::new(self)
    }
}

impl Accepting<Binary> {
    /// Sends the request and returns the response body as a stream, for files that are too large
    /// for memory.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be sent or the status of the response is not a
    /// success.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn download(self) -> crate::DownloadFuture {
        self.request.download()
    }
}

impl<K: ResponseKind> Operation for Accepting<K> {
    type Kind = K;

    fn into_request(self) -> Request {
        self.request
    }
}

impl DownloadOperation for Accepting<Binary> {}

impl<K: ResponseKind + 'static> IntoFuture for Accepting<K> {
    type Output = Result<OutputOf<Self>, Error>;
    type IntoFuture = OutputFuture<Self>;

    fn into_future(self) -> Self::IntoFuture {
        operation::send(self)
    }
}

impl<K> Clone for Accepting<K> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            kind: PhantomData,
        }
    }
}

impl<K> fmt::Debug for Accepting<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Accepting").field(&self.request).finish()
    }
}
