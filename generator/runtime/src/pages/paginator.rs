//! Fetches the pages of a list one after the other, independently of the type of the page, so that
//! it is compiled once.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::task::{Context, Poll, ready};

use http::StatusCode;

use crate::charset::utf8_or_bytes;
use crate::error::Call;
use crate::send::Received;
use crate::{BoxFuture, Error, Request};

use super::metadata::Metadata;
use super::next::{Position, next};
use super::{PageToken, Pagination, PagingStyle};

/// Fetches the pages of a list.
pub(super) struct Paginator {
    /// The caller's request, which selects the first page.
    request: Request,
    pagination: Pagination,
    accept: &'static str,
    accepts: fn(StatusCode) -> bool,
    state: State,
    /// The token of the page that is being fetched or was fetched last.
    token: Option<PageToken>,
    /// The hashes of all tokens so far, to detect lists that lead back to an earlier page.
    seen: HashSet<u64>,
    /// The number of items so far.
    items: u64,
    /// The number of the requested page, if the previous page led to one.
    expected: Option<u64>,
    /// The hash of the previous page.
    last: Option<u64>,
}

enum State {
    First,
    Next(PageToken),
    Waiting(BoxFuture<Result<(Received, PageScan), Error>>),
    Over,
}

/// The parts of a page that decide about the next one.
struct PageScan {
    metadata: Metadata,
    /// The hash of the body, to detect the same page again.
    hash: u64,
}

/// A page that has been fetched and is not decoded yet.
pub(super) struct FetchedPage {
    pub(super) call: Call,
    pub(super) received: Received,
    pub(super) is_strict: bool,
    pub(super) token: Option<PageToken>,
    pub(super) next: Option<PageToken>,
}

impl Paginator {
    pub(super) fn new(
        request: Request,
        pagination: Pagination,
        accept: &'static str,
        accepts: fn(StatusCode) -> bool,
    ) -> Self {
        let token = pagination.style.token(&request);
        let first = token.clone().or(pagination.style.first());
        Self {
            request,
            pagination,
            accept,
            accepts,
            state: State::First,
            token,
            seen: first.iter().map(hash_of).collect(),
            items: 0,
            expected: None,
            last: None,
        }
    }

    /// Starts at the page of `token` instead of the page that the request selects.
    pub(super) fn resume(&mut self, token: PageToken) {
        self.seen = HashSet::from([hash_of(&token)]);
        self.items = 0;
        self.expected = None;
        self.last = None;
        self.token = Some(token.clone());
        self.state = State::Next(token);
    }

    pub(super) fn token(&self) -> Option<&PageToken> {
        self.token.as_ref()
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    pub(super) fn end(&mut self) {
        self.state = State::Over;
    }

    /// Polls for the next page; `None` after the last one and after an error.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<FetchedPage, Error>>> {
        loop {
            match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::First => self.send(self.request.clone()),
                State::Next(token) => {
                    let mut request = self.request.clone();
                    self.pagination.style.select(&mut request, token);
                    self.expected = token.number();
                    self.token = Some(token.clone());
                    self.send(request);
                }
                State::Waiting(response) => {
                    let result = ready!(response.as_mut().poll(context));
                    self.state = State::Over;
                    return Poll::Ready(match result {
                        Ok((received, scan)) => self.accept_page(received, scan).map(Ok),
                        Err(error) => Some(Err(error)),
                    });
                }
            }
        }
    }

    fn send(&mut self, request: Request) {
        let call = Call::of(&request);
        let pagination = self.pagination;
        let exchange = request.exchange(self.accept, self.accepts);
        self.state = State::Waiting(Box::pin(async move {
            let received = exchange.await?;
            let scan = received.read(move |headers, body| PageScan {
                metadata: Metadata::read(&utf8_or_bytes(headers, body), &pagination),
                hash: hash_of(body),
            });
            match scan.await {
                Ok(scan) => Ok((received, scan)),
                Err(cause) => Err(received.error(call, cause)),
            }
        }));
    }

    /// Accepts a page unless it repeats an earlier one.
    fn accept_page(&mut self, received: Received, scan: PageScan) -> Option<FetchedPage> {
        let PageScan { metadata, hash } = scan;
        if self.is_another(&metadata, hash) {
            #[cfg(feature = "tracing")]
            warn_of(
                &self.request,
                "the response is not the requested page: the list ends before it",
            );
            return None;
        }
        self.items = self.items.saturating_add(metadata.count);
        let position = Position {
            requested: self.token.as_ref().and_then(PageToken::number),
            items: self.items,
        };
        let next = next(&self.pagination, &metadata, &position).map(PageToken);
        let next = next.filter(|token| self.is_new(token));
        if let Some(token) = &next {
            self.state = State::Next(token.clone());
        }
        Some(FetchedPage {
            call: Call::of(&self.request),
            is_strict: self.request.connection.is_strict(),
            token: self.token.clone(),
            next,
            received,
        })
    }

    /// Returns `true` if the response is not the requested page: an endpoint that ignores the
    /// parameter always returns the first page.
    fn is_another(&mut self, metadata: &Metadata, hash: u64) -> bool {
        let (PagingStyle::Page { .. } | PagingStyle::Offset { .. }) = self.pagination.style else {
            return false;
        };
        let is_same = metadata.count > 0 && self.last.replace(hash) == Some(hash);
        let page = metadata.page;
        is_same || (page.is_some() && self.expected.is_some() && page != self.expected)
    }

    /// Returns `true` if the token leads to a new page; the cursor of a scroll may remain the same.
    fn is_new(&mut self, token: &PageToken) -> bool {
        let is_scroll = matches!(self.pagination.style, PagingStyle::Scroll { .. });
        let is_new = is_scroll || self.seen.insert(hash_of(token));
        #[cfg(feature = "tracing")]
        if !is_new {
            warn_of(
                &self.request,
                "the next page is an earlier one: the list ends here",
            );
        }
        is_new
    }
}

/// Logs the reason why a list ends although its metadata leads to another page.
#[cfg(feature = "tracing")]
fn warn_of(request: &Request, reason: &'static str) {
    let call = Call::of(request);
    tracing::warn!(method = %call.method(), path = call.path(), "{reason}");
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
