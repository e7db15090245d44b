//! The way through the pages: all of it that does not depend on what they are read as, compiled
//! once.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::task::{Context, Poll, ready};

use http::StatusCode;

use crate::error::Call;
use crate::response::Reply;
use crate::{BoxFuture, Error, Request};

use super::marks::Marks;
use super::next::next;
use super::token::Token;
use super::{PageToken, Pagination, PagingStyle};

/// A walk through the pages of a list.
pub(super) struct Walk {
    /// As the caller made it: the request for the first page.
    request: Request,
    pagination: Pagination,
    accept: &'static str,
    accepts: fn(StatusCode) -> bool,
    state: State,
    /// Of the page that is fetched, or was last.
    token: Option<PageToken>,
    /// Hashes of the tokens so far: a list whose pages lead back to one of them has no end.
    seen: HashSet<u64>,
    /// How many items there were so far.
    given: u64,
    /// The number of the page that a page before it led to.
    expected: Option<u64>,
    /// The hash of the page before.
    last: Option<u64>,
}

enum State {
    First,
    Next(PageToken),
    Waiting(BoxFuture<Result<Reply, Error>>),
    Over,
}

/// A page that has come, still to be read.
pub(super) struct Arrival {
    pub(super) call: Call,
    pub(super) reply: Reply,
    pub(super) is_strict: bool,
    pub(super) token: Option<PageToken>,
    pub(super) next: Option<PageToken>,
}

impl Walk {
    pub(super) fn new(
        request: Request,
        pagination: Pagination,
        accept: &'static str,
        accepts: fn(StatusCode) -> bool,
    ) -> Self {
        let token = pagination.style.token(&request);
        let first = match (&token, pagination.style) {
            (None, PagingStyle::Page(_)) => Some(PageToken(Token::Page(1))),
            _ => token.clone(),
        };
        Self {
            request,
            pagination,
            accept,
            accepts,
            state: State::First,
            token,
            seen: first.iter().map(hash_of).collect(),
            given: 0,
            expected: None,
            last: None,
        }
    }

    /// Begins at a page in place of the one that the request asks for.
    pub(super) fn resume(&mut self, token: PageToken) {
        self.seen = HashSet::from([hash_of(&token)]);
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

    /// The next page; `None` after the last one and after an error.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Arrival, Error>>> {
        loop {
            match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::First => self.send(self.request.clone()),
                State::Next(token) => {
                    let mut request = self.request.clone();
                    self.pagination.style.ask(&mut request, token);
                    self.expected = token.number();
                    self.token = Some(token.clone());
                    self.send(request);
                }
                State::Waiting(answer) => {
                    let result = ready!(answer.as_mut().poll(context));
                    self.state = State::Over;
                    return Poll::Ready(match result {
                        Ok(reply) => self.arrive(reply).map(Ok),
                        Err(error) => Some(Err(error)),
                    });
                }
            }
        }
    }

    fn send(&mut self, request: Request) {
        let answer = request.exchange(self.accept, self.accepts);
        self.state = State::Waiting(Box::pin(answer));
    }

    /// Takes a page in, unless it is one that has been given before.
    fn arrive(&mut self, reply: Reply) -> Option<Arrival> {
        let marks = Marks::read(&reply.body, self.pagination.items);
        if self.is_another(&marks, &reply) {
            #[cfg(feature = "tracing")]
            warn_of(
                &self.request,
                "the answer is not the page that was asked for: the list ends before it",
            );
            return None;
        }
        self.given = self.given.saturating_add(marks.count);
        let asked = self.token.as_ref().and_then(PageToken::number);
        let asked = asked.unwrap_or(1);
        let next = next(self.pagination.style, &marks, asked, self.given).map(PageToken);
        let next = next.filter(|token| self.is_new(token));
        if let Some(token) = &next {
            self.state = State::Next(token.clone());
        }
        Some(Arrival {
            call: Call::of(&self.request),
            is_strict: self.request.connection.is_strict(),
            token: self.token.clone(),
            next,
            reply,
        })
    }

    /// Whether the answer is another page than the one that is due: an endpoint that does not know
    /// `page` gives the first page again and again.
    fn is_another(&mut self, marks: &Marks, reply: &Reply) -> bool {
        let PagingStyle::Page(_) = self.pagination.style else {
            return false;
        };
        let hash = hash_of(&reply.body);
        let is_same = marks.count > 0 && self.last.replace(hash) == Some(hash);
        let said = marks.number("page");
        is_same || (said.is_some() && self.expected.is_some() && said != self.expected)
    }

    /// Whether the token leads on; a scroll does so under one name.
    fn is_new(&mut self, token: &PageToken) -> bool {
        let is_scroll = matches!(self.pagination.style, PagingStyle::Scroll(_));
        let is_new = is_scroll || self.seen.insert(hash_of(token));
        #[cfg(feature = "tracing")]
        if !is_new {
            warn_of(
                &self.request,
                "the next page is one that has been before: the list ends here",
            );
        }
        is_new
    }
}

/// Logs why a list ends where its pages lead on.
#[cfg(feature = "tracing")]
fn warn_of(request: &Request, why: &'static str) {
    let call = Call::of(request);
    tracing::warn!(method = %call.method(), path = call.path(), "{why}");
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
