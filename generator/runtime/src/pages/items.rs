use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use crate::Error;

use super::{PageToken, Paged, Pages};

/// A stream of what a list holds, on all its pages.
///
/// One page is kept at a time: the next one is fetched when all of it has been taken. An error is
/// the last thing that the stream gives, after all that came before it.
///
/// ```text
/// let mut contacts = client.contacts().list_contacts().per_page(50).items();
/// while let Some(contact) = contacts.try_next().await? { … }
/// ```
#[must_use = "a stream does nothing until it is asked for an item"]
pub struct Items<T: Paged> {
    pages: Pages<T>,
    /// What is left of the page.
    items: std::vec::IntoIter<T::Item>,
}

impl<T: Paged> Items<T> {
    #[inline]
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }

    /// The next item; `None` after the last one and after an error.
    ///
    /// Nothing is lost when the future is dropped before it is done.
    ///
    /// # Errors
    /// When a page cannot be asked for, is refused, or cannot be read.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<T::Item>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Begins with the first item of this page, on a request with the same arguments.
    #[inline]
    pub fn resume(self, token: PageToken) -> Self {
        Self::new(self.pages.resume(token))
    }

    /// Where in the list the page is whose items are given; `None` for the first page. After an
    /// error, the page that could not be had.
    ///
    /// To [`resume`](Self::resume) there gives the items of that page again, also those that have
    /// been taken.
    #[must_use]
    #[inline]
    pub fn token(&self) -> Option<&PageToken> {
        self.pages.token()
    }
}

/// The items are moved out, never pinned.
impl<T: Paged> Unpin for Items<T> {}

impl<T: Paged> Stream for Items<T> {
    type Item = Result<T::Item, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.items = page.into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.items.len();
        (left, self.pages.is_over().then_some(left))
    }
}

impl<T: Paged> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.items.len() == 0 && self.pages.is_over()
    }
}

impl<T: Paged> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("token", &self.token())
            .field("left_of_the_page", &self.items.len())
            .field("is_over", &self.is_terminated())
            .finish_non_exhaustive()
    }
}
