use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Method;
use serde::Serialize;

use super::{Mock, RecordedRequest, Reply, ReplyKind};

type Condition = Box<dyn Fn(&RecordedRequest) -> bool + Send + Sync>;

/// An expectation of requests, and their replies.
pub(super) struct Expectation {
    method: Method,
    path: Cow<'static, str>,
    conditions: Vec<Condition>,
    times: Times,
    replies: Replies,
    delay: Duration,
    location: &'static Location<'static>,
    /// The number of requests so far.
    used: AtomicUsize,
}

/// The expected number of requests.
#[derive(Clone, Copy)]
enum Times {
    AtLeastOnce,
    Exactly(usize),
    Any,
}

enum Replies {
    /// The same for each request.
    Same(Reply),
    /// One for each request.
    Sequence(Vec<Reply>),
    /// Computed from the request.
    Computed(Box<dyn Fn(&RecordedRequest) -> Reply + Send + Sync>),
}

/// The reason why an expectation does not reply to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    Operation,
    Condition,
    UsedUp,
}

impl Expectation {
    pub(super) fn of(
        method: Method,
        path: impl Into<Cow<'static, str>>,
        location: &'static Location<'static>,
    ) -> Self {
        Self {
            method,
            path: path.into(),
            conditions: Vec::new(),
            times: Times::AtLeastOnce,
            replies: Replies::Same(Reply::status(200)),
            delay: Duration::ZERO,
            location,
            used: AtomicUsize::new(0),
        }
    }

    /// Returns the reply to a request, which counts as one of this expectation then.
    pub(super) fn reply(&self, request: &RecordedRequest) -> Result<Reply, Mismatch> {
        if !request.is_of(&self.method, &self.path) {
            return Err(Mismatch::Operation);
        }
        if !self.conditions.iter().all(|condition| condition(request)) {
            return Err(Mismatch::Condition);
        }
        let is_left = |used: usize| self.limit().is_none_or(|limit| used < limit);
        let count = |used: usize| is_left(used).then(|| used.saturating_add(1));
        let index = self
            .used
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, count)
            .map_err(|_| Mismatch::UsedUp)?;
        let reply = match &self.replies {
            Replies::Same(reply) => reply.clone(),
            Replies::Sequence(replies) => replies.get(index).ok_or(Mismatch::UsedUp)?.clone(),
            Replies::Computed(compute) => compute(request),
        };
        Ok(reply.delay(self.delay))
    }

    /// Returns `true` if it has received the expected number of requests.
    pub(super) fn is_met(&self) -> bool {
        self.used.load(Ordering::Relaxed) >= self.minimum()
    }

    fn minimum(&self) -> usize {
        match (&self.replies, self.times) {
            (Replies::Sequence(replies), _) => replies.len(),
            (_, Times::AtLeastOnce) => 1,
            (_, Times::Exactly(number)) => number,
            (_, Times::Any) => 0,
        }
    }

    fn limit(&self) -> Option<usize> {
        match (&self.replies, self.times) {
            (Replies::Sequence(replies), _) => Some(replies.len()),
            (_, Times::Exactly(number)) => Some(number),
            (_, Times::AtLeastOnce | Times::Any) => None,
        }
    }
}

/// `GET /boats/{name} (tests/boats.rs:12): expected 2 requests, received 1`
impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, path, location) = (&self.method, &self.path, self.location);
        let (file, line) = (location.file(), location.line());
        write!(f, "{method} {path} ({file}:{line}): expected ")?;
        let minimum = self.minimum();
        match self.limit() {
            Some(_) => write!(f, "{minimum}")?,
            None if minimum == 0 => write!(f, "any number of")?,
            None => write!(f, "at least {minimum}")?,
        }
        let plural = if minimum == 1 { "" } else { "s" };
        let used = self.used.load(Ordering::Relaxed);
        write!(f, " request{plural}, received {used}")
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An expectation that is being declared: returned by [`Mock::on`], and added by the method that
/// sets its reply.
///
/// `K` is the kind of response of the operation.
#[must_use = "an expectation is added by the method that sets its reply"]
pub struct On<'m, K> {
    mock: &'m Mock,
    expectation: Expectation,
    kind: PhantomData<fn() -> K>,
}

impl<'m, K> On<'m, K> {
    pub(super) fn new(mock: &'m Mock, expectation: Expectation) -> Self {
        Self {
            mock,
            expectation,
            kind: PhantomData,
        }
    }

    /// Adds a condition: only requests for which it returns `true` are expected.
    ///
    /// All conditions of an expectation must be met.
    pub fn with(
        mut self,
        condition: impl Fn(&RecordedRequest) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.expectation.conditions.push(Box::new(condition));
        self
    }

    /// Expects exactly this number of requests; further ones are passed to the next expectation.
    ///
    /// Defaults to at least one. A [sequence](Self::reply_sequence) expects one request for each of
    /// its replies instead.
    pub fn times(mut self, number: usize) -> Self {
        self.expectation.times = Times::Exactly(number);
        self
    }

    /// Expects any number of requests, including none.
    pub fn optional(mut self) -> Self {
        self.expectation.times = Times::Any;
        self
    }

    /// Delays each reply, in addition to its own [delay](Reply::delay).
    pub fn delay(mut self, delay: Duration) -> Self {
        self.expectation.delay = delay;
        self
    }

    /// Replies with the response body of a success.
    pub fn reply(self, body: K::Output)
    where
        K: ReplyKind,
    {
        self.reply_same(K::reply(body));
    }

    /// Replies with a status and JSON, such as an error.
    pub fn reply_status(self, status: u16, body: &(impl Serialize + ?Sized)) {
        self.reply_same(Reply::json(status, body));
    }

    /// Replies in another way: with headers, as a stream, or with a connection that fails.
    pub fn reply_same(self, reply: Reply) {
        self.finish(Replies::Same(reply));
    }

    /// Replies to each request with the next one of `replies`, and expects all of them to be used.
    pub fn reply_sequence(self, replies: impl IntoIterator<Item = Reply>) {
        self.finish(Replies::Sequence(replies.into_iter().collect()));
    }

    /// Replies to each request as `compute` does.
    pub fn reply_with(self, compute: impl Fn(&RecordedRequest) -> Reply + Send + Sync + 'static) {
        self.finish(Replies::Computed(Box::new(compute)));
    }

    fn finish(self, replies: Replies) {
        self.mock.expect(Expectation {
            replies,
            ..self.expectation
        });
    }
}

impl<K> fmt::Debug for On<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("On").field(&self.expectation).finish()
    }
}
