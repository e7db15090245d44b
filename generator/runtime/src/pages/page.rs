use std::fmt;

use crate::{OutputOf, Response};

use super::{PageToken, Paged};

/// One page of a list.
pub struct Page<T: Paged> {
    pub(super) response: Response<OutputOf<T>>,
    pub(super) token: Option<PageToken>,
    pub(super) next: Option<PageToken>,
}

impl<T: Paged> Page<T> {
    /// The answer: body, status, headers and anomalies.
    #[must_use]
    #[inline]
    pub fn response(&self) -> &Response<OutputOf<T>> {
        &self.response
    }

    /// The answer, to keep.
    #[must_use]
    #[inline]
    pub fn into_response(self) -> Response<OutputOf<T>> {
        self.response
    }

    /// What was read from the body.
    #[must_use]
    #[inline]
    pub fn body(&self) -> &OutputOf<T> {
        self.response.body()
    }

    /// What the page holds of the list.
    #[must_use]
    #[inline]
    pub fn into_items(self) -> Vec<T::Item> {
        T::items_of(self.response.into_body())
    }

    /// Where in the list this page is; `None` for the first one.
    #[must_use]
    #[inline]
    pub fn token(&self) -> Option<&PageToken> {
        self.token.as_ref()
    }

    /// Where in the list the next page is; `None` for the last one.
    #[must_use]
    #[inline]
    pub fn next_token(&self) -> Option<&PageToken> {
        self.next.as_ref()
    }
}

impl<T: Paged> Clone for Page<T>
where
    OutputOf<T>: Clone,
{
    fn clone(&self) -> Self {
        Self {
            response: self.response.clone(),
            token: self.token.clone(),
            next: self.next.clone(),
        }
    }
}

impl<T: Paged> fmt::Debug for Page<T>
where
    OutputOf<T>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("response", &self.response)
            .field("token", &self.token)
            .field("next_token", &self.next)
            .finish()
    }
}
