use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use crate::send::finish;
use crate::{Error, Kind};

use super::walk::{Arrival, Walk};
use super::{Items, Page, PageToken, Paged};

/// A stream of the pages of a list.
///
/// A page is fetched when it is asked for, and one at a time. An error is the last thing that the
/// stream gives; [`token`](Self::token) then says where to [`resume`](Self::resume).
///
/// The stream ends when a page names no next one, and when it names one that has been before. It
/// only ever sends to the address of the client: of a URL that a page names the next one by, the
/// query is used, whatever host is in it.
#[must_use = "a stream does nothing until it is asked for a page"]
pub struct Pages<T> {
    walk: Walk,
    operation: PhantomData<fn() -> T>,
}

impl<T: Paged> Pages<T> {
    /// The pages that a request asks for.
    #[inline]
    pub fn new(operation: T) -> Self {
        let request = operation.into_request();
        Self {
            walk: Walk::new(request, T::PAGINATION, T::Kind::ACCEPT, T::Kind::accepts),
            operation: PhantomData,
        }
    }

    /// The next page; `None` after the last one and after an error.
    ///
    /// Nothing is lost when the future is dropped before it is done.
    ///
    /// # Errors
    /// When the request cannot be sent, is refused, or the answer cannot be read.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// What is on the pages that are still to come.
    #[inline]
    pub fn into_items(self) -> Items<T> {
        Items::new(self)
    }

    fn read(&mut self, arrival: Arrival) -> Result<Page<T>, Error> {
        let Arrival {
            call,
            reply,
            is_strict,
            token,
            next,
        } = arrival;
        let read = T::Kind::read(&reply.head.headers, &reply.body);
        match finish(call, reply, read, is_strict) {
            Ok(response) => Ok(Page {
                response,
                token,
                next,
            }),
            Err(error) => {
                self.walk.end();
                Err(error)
            }
        }
    }
}

impl<T> Pages<T> {
    /// Begins at this page in place of the first one. Call it with what
    /// [`Page::next_token`] gave, on a request with the same arguments.
    pub fn resume(mut self, token: PageToken) -> Self {
        self.walk.resume(token);
        self
    }

    /// Where in the list the page is that was last asked for; `None` for the first one. After an
    /// error, the page that could not be had.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.walk.token()
    }

    pub(super) fn is_over(&self) -> bool {
        self.walk.is_over()
    }
}

impl<T: Paged> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let arrival = ready!(this.walk.poll(context));
        Poll::Ready(arrival.map(|arrival| this.read(arrival?)))
    }
}

impl<T: Paged> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.is_over()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("token", &self.token())
            .field("is_over", &self.is_over())
            .finish_non_exhaustive()
    }
}
