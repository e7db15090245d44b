//! A server in memory, for tests of waits: with a paused clock, time only passes while the client
//! waits, as no socket is waited for.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use futures_core::Stream;
use http::Extensions;
use intercom_client::{Api, ClientBuilder};
use reqwest::{Body, Request, Response};
use reqwest_middleware::{Error, Middleware, Next};
use tokio::time::{Sleep, sleep};

use super::server::at_once;

/// The server, which responds in place of the network.
pub(super) struct MemoryServer {
    respond: Box<dyn Fn(usize) -> Reply + Send + Sync>,
    count: AtomicUsize,
}

/// The response to a request.
pub(super) enum Reply {
    Response(http::Response<Body>),
    Never,
}

/// Returns a response with this status, these lines of headers, and this body.
pub(super) fn reply(status: u16, headers: &str, body: impl Into<Body>) -> Reply {
    let mut response = http::Response::builder().status(status);
    for line in headers.lines() {
        let (name, value) = line.split_once(": ").unwrap();
        response = response.header(name, value);
    }
    Reply::Response(response.body(body.into()).unwrap())
}

impl MemoryServer {
    /// Starts a server that responds to the n-th request, from 0 on, with `respond(n)`.
    pub(super) fn start(respond: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            respond: Box::new(respond),
            count: AtomicUsize::new(0),
        })
    }

    /// Returns the settings of a client of this server that retries almost at once.
    pub(super) fn builder<C: Api>(self: &Arc<Self>) -> ClientBuilder<C> {
        ClientBuilder::new()
            .base_url("http://memory.test")
            .middleware(Shared(self.clone()))
            .retry(at_once())
    }

    pub(super) fn client<C: Api>(self: &Arc<Self>) -> C {
        self.builder().build().unwrap()
    }

    /// Returns the number of requests that have come.
    pub(super) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

struct Shared(Arc<MemoryServer>);

#[async_trait]
impl Middleware for Shared {
    async fn handle(&self, _: Request, _: &mut Extensions, _: Next<'_>) -> Result<Response, Error> {
        let index = self.0.count.fetch_add(1, Ordering::Relaxed);
        match (self.0.respond)(index) {
            Reply::Response(response) => Ok(response.into()),
            Reply::Never => std::future::pending().await,
        }
    }
}

/// Returns a body that comes in pieces, each after a pause.
pub(super) fn pieces(
    pieces: impl IntoIterator<Item = (Duration, io::Result<&'static [u8]>)>,
) -> Body {
    Body::wrap_stream(Pieces {
        pieces: pieces.into_iter().collect(),
        pause: None,
    })
}

struct Pieces {
    pieces: VecDeque<(Duration, io::Result<&'static [u8]>)>,
    /// The pause before the next piece, once it has begun.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream for Pieces {
    type Item = io::Result<&'static [u8]>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((duration, _)) = self.pieces.front() else {
            return Poll::Ready(None);
        };
        let duration = *duration;
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(duration)));
        ready!(pause.as_mut().poll(context));
        self.pause = None;
        Poll::Ready(self.pieces.pop_front().map(|(_, piece)| piece))
    }
}
