use std::fmt;

use crate::Response;

use super::{PageToken, Paged};

/// One page of a list.
pub struct Page<T: Paged> {
    pub(super) response: Response<T::Body>,
    pub(super) token: Option<PageToken>,
    pub(super) next: Option<PageToken>,
}

impl<T: Paged> Page<T> {
    /// Returns the response: body, status, headers and anomalies.
    #[must_use]
    #[inline]
    pub fn response(&self) -> &Response<T::Body> {
        &self.response
    }

    /// Returns the response by value.
    #[must_use]
    #[inline]
    pub fn into_response(self) -> Response<T::Body> {
        self.response
    }

    /// Returns the response body.
    #[must_use]
    #[inline]
    pub fn body(&self) -> &T::Body {
        self.response.body()
    }

    /// Returns the items of the page.
    #[must_use]
    #[inline]
    pub fn into_items(self) -> Vec<T::Item> {
        T::items_of(self.response.into_body())
    }

    /// Returns the token of this page; `None` for the first one.
    #[must_use]
    #[inline]
    pub fn token(&self) -> Option<&PageToken> {
        self.token.as_ref()
    }

    /// Returns the token of the next page; `None` for the last one.
    #[must_use]
    #[inline]
    pub fn next_token(&self) -> Option<&PageToken> {
        self.next.as_ref()
    }
}

impl<T: Paged> Clone for Page<T>
where
    T::Body: Clone,
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
    T::Body: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("response", &self.response)
            .field("token", &self.token)
            .field("next_token", &self.next)
            .finish()
    }
}
