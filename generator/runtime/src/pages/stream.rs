use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use crate::send::{Decoder, Typed};
use crate::{Error, Response, ResponseKind};

use super::paginator::{FetchedPage, Paginator};
use super::{Items, Page, PageToken, Paged};

/// A stream of the pages of a list.
///
/// Pages are fetched one at a time, when the stream is polled. The stream ends after an error;
/// [`token`](Self::token) then returns where to [`resume`](Self::resume).
///
/// The stream also ends if a page has no next one, or leads back to an earlier one, which is logged
/// as a warning with the feature `tracing`. Requests are only sent to the base URL of the client: of
/// a URL that leads to the next page, only the query is used.
///
/// # Example
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
/// # fn main() {}
/// # async fn example(client: Client) -> Result<(), Error> {
/// let mut pages = client.list_boats().pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} anomalies", page.response().anomalies().len());
///     for boat in page.into_items() {
///         println!("{}", boat["name"]);
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// `Pages` also implements `Stream`, for the combinators of the crate `futures`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T: Paged> {
    paginator: Paginator,
    /// The page that has been fetched and is not decoded yet.
    decoding: Option<Decoding<T::Body>>,
}

struct Decoding<T> {
    response: Typed<Response<T>>,
    token: Option<PageToken>,
    next: Option<PageToken>,
}

impl<T: Paged> Pages<T> {
    /// Creates a stream of the pages of a list, starting with the requested page.
    #[inline]
    pub fn new(operation: T) -> Self {
        let request = operation.into_request();
        Self {
            paginator: Paginator::new(request, T::PAGINATION, T::Kind::ACCEPT, T::Kind::accepts),
            decoding: None,
        }
    }

    /// Returns the next page; `None` after the last one and after an error.
    ///
    /// Cancel safe: no page is lost when the future is dropped before it completes.
    ///
    /// # Errors
    /// Returns an error if the page cannot be requested or the response cannot be read.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Returns a stream of the items on the remaining pages.
    #[inline]
    pub fn into_items(self) -> Items<T> {
        Items::new(self)
    }

    /// Polls for the decoded page.
    fn poll_decoded(
        &mut self,
        mut decoding: Decoding<T::Body>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Page<T>, Error>> {
        let Poll::Ready(response) = Pin::new(&mut decoding.response).poll(context) else {
            self.decoding = Some(decoding);
            return Poll::Pending;
        };
        if response.is_err() {
            self.paginator.end();
        }
        Poll::Ready(response.map(|response| Page {
            response,
            token: decoding.token,
            next: decoding.next,
        }))
    }

    /// Starts at the page of `token` instead of the first one.
    ///
    /// The token must come from a request with the same arguments, for example from
    /// [`Page::next_token`] or [`token`](Self::token).
    ///
    /// ```no_run
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
    /// # fn main() {}
    /// # fn import(boats: Vec<Value>) {}
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut pages = client.list_boats().pages();
    /// if let Ok(stored) = std::fs::read_to_string("next_page") {
    ///     pages = pages.resume(stored.parse()?);
    /// }
    /// while let Some(page) = pages.try_next().await? {
    ///     let next = page.next_token().cloned();
    ///     import(page.into_items());
    ///     if let Some(token) = next {
    ///         std::fs::write("next_page", token.to_string())?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(mut self, token: PageToken) -> Self {
        self.paginator.resume(token);
        self.decoding = None;
        self
    }

    /// Returns the token of the page that was requested last; `None` for the first one. After an
    /// error, it is the token of the page that failed.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.paginator.token()
    }

    pub(super) fn is_over(&self) -> bool {
        self.decoding.is_none() && self.paginator.is_over()
    }
}

impl<T: Paged> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let decoding = match this.decoding.take() {
            Some(decoding) => decoding,
            None => match ready!(this.paginator.poll(context)) {
                Some(Ok(fetched)) => Decoding::of(fetched, T::Kind::read),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            },
        };
        this.poll_decoded(decoding, context).map(Some)
    }
}

impl<T: Send + 'static> Decoding<T> {
    fn of(fetched: FetchedPage, decoder: Decoder<T>) -> Self {
        let FetchedPage {
            call,
            received,
            is_strict,
            token,
            next,
        } = fetched;
        Self {
            response: received.decode(call, is_strict, decoder),
            token,
            next,
        }
    }
}

impl<T: Paged> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.is_over()
    }
}

impl<T: Paged> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("token", &self.token())
            .field("is_over", &self.is_over())
            .finish_non_exhaustive()
    }
}
