use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::stream::FusedStream;

use super::wait_for;
use crate::{Error, Items, PageToken, Paged, Pages};

/// An iterator over the pages or items of a list or over a streamed response, which blocks the
/// thread until the next one has arrived.
///
/// The iterator ends after an error that ends the list or the stream.
#[derive(Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Iter<S>(
    /// `None` after an error.
    Option<S>,
);

impl<S> Iter<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<T: Paged> Iter<Pages<T>> {
    /// Starts at the page of `token` instead of the first one.
    ///
    /// The token must come from a request with the same arguments, for example from
    /// [`Page::next_token`](crate::Page::next_token).
    pub fn resume(self, token: PageToken) -> Self {
        Self(self.0.map(|pages| pages.resume(token)))
    }

    /// Returns the token of the page that was requested last; `None` for the first one.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.0.as_ref()?.token()
    }
}

impl<T: Paged> Iter<Items<T>> {
    /// Starts with the first item of the page of `token`.
    ///
    /// The token must come from a request with the same arguments.
    pub fn resume(self, token: PageToken) -> Self {
        Self(self.0.map(|items| items.resume(token)))
    }

    /// Returns the token of the current page; `None` for the first one.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.0.as_ref()?.token()
    }
}

impl<T, S> Iterator for Iter<S>
where
    T: Send + 'static,
    S: FusedStream<Item = Result<T, Error>> + Unpin + Send + 'static,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.0.take().filter(|stream| !stream.is_terminated())?;
        // Items that are available already need no other thread.
        if stream.size_hint().0 > 0 {
            let mut context = Context::from_waker(Waker::noop());
            if let Poll::Ready(item) = Pin::new(&mut stream).poll_next(&mut context) {
                self.0 = Some(stream);
                return item;
            }
        }
        let waited = wait_for(async move {
            let item = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
            (stream, item)
        });
        match waited {
            Ok((stream, item)) => {
                self.0 = Some(stream);
                item
            }
            Err(error) => Some(Err(error)),
        }
    }
}
