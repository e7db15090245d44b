//! Synchronous requests, for programs without `async`.

mod download;
mod stream;

use std::fmt;
use std::io;
use std::sync::{OnceLock, mpsc};

use tokio::runtime::{Builder, Handle, Runtime};

use super::error::Cause;
use super::json::Decode;
use super::operation::{self, DownloadOperation, OutputOf};
use super::{
    Error, Finished, Items, JobOperation, Operation, Paged, Pages, Poller, RequestBuilder, Response,
};
#[cfg(feature = "streams")]
use super::{EventStream, Streamed};

pub use download::Download;
pub use stream::Iter;

/// A request builder whose methods block the thread until the response has arrived.
///
/// The requests run on background threads of this crate, over connections of their own. The methods
/// can therefore be called within an async runtime without a panic, but they block its thread.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # fn example(client: Client) -> Result<(), Error> {
/// let boat = client.get_boat("Ada").blocking().send()?;
///
/// for boat in client.list_boats().blocking().items() {
///     println!("{}", boat?["name"]);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Blocking<T>(pub(super) T);

impl<T> Blocking<T> {
    /// Creates a blocking request builder from `operation`.
    #[inline]
    pub fn new(operation: T) -> Self {
        Self(operation)
    }
}

impl<T: Operation<Kind: 'static>> Blocking<T>
where
    OutputOf<T>: Send + 'static,
{
    /// Sends the request and returns the response body.
    ///
    /// # Errors
    /// Returns an error if the request cannot be sent, is refused, or the response cannot be
    /// decoded.
    #[inline]
    pub fn send(self) -> Result<OutputOf<T>, Error> {
        wait_for(operation::send(self.0))?
    }

    /// Sends the request and returns the response with its status and headers.
    ///
    /// # Errors
    /// Returns an error if the request cannot be sent, is refused, or the response cannot be
    /// decoded.
    #[inline]
    pub fn response(self) -> Result<Response<OutputOf<T>>, Error> {
        wait_for(operation::respond(self.0))?
    }
}

impl Blocking<RequestBuilder> {
    /// Sends the request and returns the JSON body of the response, decoded as `T`.
    ///
    /// # Errors
    /// Returns an error if the request cannot be sent, is refused, or the response cannot be
    /// decoded.
    #[inline]
    pub fn send<T: Decode + Send + 'static>(self) -> Result<T, Error> {
        wait_for(self.0.send())?
    }

    /// Sends the request and returns the response with its status and headers, and the body decoded
    /// as `T`.
    ///
    /// # Errors
    /// Returns an error if the request cannot be sent, is refused, or the response cannot be
    /// decoded.
    #[inline]
    pub fn response<T: Decode + Send + 'static>(self) -> Result<Response<T>, Error> {
        wait_for(self.0.response())?
    }
}

impl<T: DownloadOperation> Blocking<T> {
    /// Sends the request and returns the response with a streamed body.
    ///
    /// # Errors
    /// Returns an error if the request cannot be sent or is refused.
    #[inline]
    pub fn download(self) -> Result<Download, Error> {
        wait_for(self.0.into_request().download())?.map(Download::new)
    }
}

#[cfg(feature = "streams")]
impl<T: Streamed> Blocking<T> {
    /// Sends the request and returns an iterator over the items of the response, which waits for
    /// each of them.
    ///
    /// # Errors
    /// Returns an error if the request cannot be sent or is refused.
    #[inline]
    pub fn stream(self) -> Result<Iter<EventStream<T::Item>>, Error> {
        wait_for(self.0.into_request().stream(T::STREAMING, T::read_event))?.map(Iter::new)
    }
}

impl<T: JobOperation + 'static> Blocking<Poller<T>> {
    /// Starts the job and returns its last state when it has succeeded.
    ///
    /// # Errors
    /// Returns an error if the job cannot be started, its state cannot be polled, it fails, or the
    /// deadline elapses.
    #[inline]
    pub fn until_done(self) -> Result<Finished<T>, Error> {
        wait_for(self.0.until_done())?
    }
}

impl<T: Paged> Blocking<T> {
    /// Returns an iterator over the pages of the list. Each page is fetched when it is requested.
    #[inline]
    pub fn pages(self) -> Iter<Pages<T>> {
        Iter::new(Pages::new(self.0))
    }

    /// Returns an iterator over the items on all pages. The next page is fetched when the items of
    /// the previous one have been returned.
    #[inline]
    pub fn items(self) -> Iter<Items<T>> {
        Iter::new(Pages::new(self.0).into_items())
    }
}

/// Runs the future on the background threads and returns its output.
pub(super) fn wait_for<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Result<T, Error> {
    #[cfg(feature = "opentelemetry")]
    let future = opentelemetry::trace::FutureExt::with_current_context(future);
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        // The receiver exists as long as this runs.
        let _ = sender.send(future.await);
    });
    receiver
        .recv()
        .map_err(|_| Error::new(None, Cause::Panicked))
}

static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();

/// Returns `true` in tasks of the background threads.
pub(super) fn is_current() -> bool {
    match (RUNTIME.get(), Handle::try_current()) {
        (Some(Ok(runtime)), Ok(current)) => runtime.handle().id() == current.id(),
        _ => false,
    }
}

fn runtime() -> Result<&'static Runtime, Error> {
    let start = || {
        let mut builder = Builder::new_multi_thread();
        builder.thread_name("blocking-client").enable_all();
        builder.build()
    };
    RUNTIME.get_or_init(start).as_ref().map_err(|error| {
        let message = format!("the threads of blocking calls cannot be started: {error}");
        Error::new(None, Cause::Invalid(message))
    })
}

impl<T: fmt::Debug> fmt::Debug for Blocking<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.0).finish()
    }
}
