use std::future::poll_fn;

use bytes::Bytes;

use super::Pagination;
use super::paginator::Paginator;
use crate::{Binary, Error, Request, Response, ResponseKind};

/// The pages of a list, whose bodies are not decoded.
pub(crate) struct RawPages(Paginator);

impl RawPages {
    pub(crate) fn new(request: Request, pagination: Pagination, accept: &'static str) -> Self {
        Self(Paginator::new(request, pagination, accept, Binary::accepts))
    }

    /// Returns the response with the next page; `None` after the last one.
    pub(crate) async fn next(&mut self) -> Result<Option<Response<Bytes>>, Error> {
        let page = poll_fn(|context| self.0.poll(context)).await;
        let Some(page) = page.transpose()? else {
            return Ok(None);
        };
        let response = page
            .received
            .decode(page.call, page.is_strict, Binary::read);
        response.await.map(Some)
    }
}
