//! Sending without `async`.

mod download;
mod stream;

use std::fmt;
use std::io;
use std::sync::{OnceLock, mpsc};

use tokio::runtime::{Builder, Runtime};

use super::error::Cause;
use super::operation::{self, DownloadOperation, OutputOf};
use super::{Error, Items, Operation, Paged, Pages, Response};

pub use download::Download;
pub use stream::Iter;

/// A request whose sending blocks the thread until the answer is there.
///
/// The work is done by threads of the crate's own, so that it may also be called where an `async`
/// runtime runs; it holds up that runtime's thread all the same.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Blocking<T>(pub(super) T);

impl<T> Blocking<T> {
    /// Makes sending `operation` block.
    #[inline]
    pub fn new(operation: T) -> Self {
        Self(operation)
    }
}

impl<T: Operation<Kind: 'static>> Blocking<T>
where
    OutputOf<T>: Send + 'static,
{
    /// Sends the request and gives the body of the answer.
    ///
    /// # Errors
    /// When the request cannot be sent, is refused, or the answer cannot be read.
    #[inline]
    pub fn send(self) -> Result<OutputOf<T>, Error> {
        wait_for(operation::send(self.0))?
    }

    /// Sends the request and gives the answer with its status and headers.
    ///
    /// # Errors
    /// When the request cannot be sent, is refused, or the answer cannot be read.
    #[inline]
    pub fn response(self) -> Result<Response<OutputOf<T>>, Error> {
        wait_for(operation::respond(self.0))?
    }
}

impl<T: DownloadOperation> Blocking<T> {
    /// Sends the request and gives the body of the answer to be read piece by piece.
    ///
    /// # Errors
    /// When the request cannot be sent or is refused.
    #[inline]
    pub fn download(self) -> Result<Download, Error> {
        wait_for(self.0.into_request().download())?.map(Download::new)
    }
}

impl<T: Paged> Blocking<T> {
    /// The pages of the list. Each is fetched when it is asked for.
    #[inline]
    pub fn pages(self) -> Iter<Pages<T>> {
        Iter::new(Pages::new(self.0))
    }

    /// What is listed, on all pages. A page is fetched when all of the one before it has been
    /// taken.
    #[inline]
    pub fn items(self) -> Iter<Items<T>> {
        Iter::new(Pages::new(self.0).into_items())
    }
}

/// Lets the threads of the runtime run the future.
pub(super) fn wait_for<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Result<T, Error> {
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        // The receiver waits as long as this runs.
        let _ = sender.send(future.await);
    });
    let gone = |_| Error::settings("the blocking call was broken off by a panic".to_owned());
    receiver.recv().map_err(gone)
}

fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    let start = || {
        let mut builder = Builder::new_multi_thread();
        builder.thread_name("blocking-client").enable_all();
        builder.build()
    };
    RUNTIME.get_or_init(start).as_ref().map_err(|error| {
        let message = format!("the threads for blocking calls cannot be started: {error}");
        Error::new(None, Cause::Invalid(message))
    })
}

impl<T: fmt::Debug> fmt::Debug for Blocking<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.0).finish()
    }
}
