use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use crate::Error;

use super::{PageToken, Paged, Pages};

/// A stream of the items of a list, on all its pages.
///
/// One page is kept in memory: the next one is fetched when all of its items have been returned.
/// The stream ends after an error; [`token`](Self::token) then returns where to
/// [`resume`](Self::resume).
///
/// The anomalies of a page are dropped with its response, such as that of a page without its list,
/// which counts as empty: [`Pages`] returns them. Like `Pages`, the stream ends if a page leads back
/// to an earlier one, which is logged as a warning with the feature `tracing`.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// let mut boats = client.list_boats().items();
/// while let Some(boat) = boats.try_next().await? {
///     println!("{}", boat["name"]);
/// }
/// # Ok(())
/// # }
/// ```
///
/// `Items` also implements `Stream`, for the combinators of the crate `futures`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T: Paged> {
    pages: Pages<T>,
    /// The remaining items of the page.
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

    /// Returns the next item; `None` after the last one and after an error.
    ///
    /// Cancel safe: no item is lost when the future is dropped before it completes.
    ///
    /// # Errors
    /// Returns an error if a page cannot be requested or its response cannot be read.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<T::Item>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Starts with the first item of the page of `token`.
    ///
    /// The token must come from a request with the same arguments. See [`Pages::resume`] for an
    /// example.
    #[inline]
    pub fn resume(self, token: PageToken) -> Self {
        Self::new(self.pages.resume(token))
    }

    /// Returns the token of the current page; `None` for the first page. After an error, it is the
    /// token of the page that failed.
    ///
    /// A list that is [resumed](Self::resume) there yields all items of that page again.
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
            .field("remaining_on_page", &self.items.len())
            .field("is_over", &self.is_terminated())
            .finish_non_exhaustive()
    }
}
