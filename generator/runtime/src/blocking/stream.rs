use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::stream::FusedStream;

use super::wait_for;
use crate::{Error, Items, PageToken, Paged, Pages};

/// A stream as an iterator: each step blocks the thread until the item is there.
///
/// An error is the last thing that it gives.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked for an item"]
pub struct Iter<S>(
    /// `None` after a failure.
    Option<S>,
);

impl<S> Iter<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<T: Paged> Iter<Pages<T>> {
    /// Begins at this page in place of the first one. Call it with what
    /// [`Page::next_token`](crate::Page::next_token) gave, on a request with the same
    /// arguments.
    pub fn resume(self, token: PageToken) -> Self {
        Self(self.0.map(|pages| pages.resume(token)))
    }

    /// Where in the list the page is that was last asked for; `None` for the first one.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.0.as_ref()?.token()
    }
}

impl<T: Paged> Iter<Items<T>> {
    /// Begins with the first item of this page, on a request with the same arguments.
    pub fn resume(self, token: PageToken) -> Self {
        Self(self.0.map(|items| items.resume(token)))
    }

    /// Where in the list the page is whose items are given; `None` for the first page.
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
        // What is there already needs no other thread.
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
