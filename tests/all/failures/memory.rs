//! An in-memory server for tests of delays: without sockets, a paused clock advances only while the
//! client waits.

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

use super::server::without_delay;

/// A server that responds as a middleware, in place of the network.
pub(super) struct MemoryServer {
    respond: Box<dyn Fn(usize) -> Reply + Send + Sync>,
    count: AtomicUsize,
}

/// The response to a request.
pub(super) enum Reply {
    Response(http::Response<Body>),
    Never,
    /// The connection is refused.
    Fail,
}

/// Returns a response with this status, these header lines and this body.
pub(super) fn reply(status: u16, headers: &str, body: impl Into<Body>) -> Reply {
    let mut response = http::Response::builder().status(status);
    for line in headers.lines() {
        let (name, value) = line.split_once(": ").unwrap();
        response = response.header(name, value);
    }
    Reply::Response(response.body(body.into()).unwrap())
}

impl MemoryServer {
    /// Creates a server that responds to the n-th request, counted from 0, with `respond(n)`.
    pub(super) fn start(respond: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            respond: Box::new(respond),
            count: AtomicUsize::new(0),
        })
    }

    /// Returns the builder of a client of this server that retries almost without delay.
    pub(super) fn builder<C: Api>(self: &Arc<Self>) -> ClientBuilder<C> {
        ClientBuilder::new()
            .base_url("http://memory.test")
            .middleware(Shared(self.clone()))
            .retry(without_delay())
    }

    pub(super) fn client<C: Api>(self: &Arc<Self>) -> C {
        self.builder().build().unwrap()
    }

    /// Returns the number of received requests.
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
            Reply::Fail => {
                // The system assigns no port this low.
                let error = reqwest::get("http://127.0.0.1:1").await.unwrap_err();
                Err(Error::Reqwest(error))
            }
        }
    }
}

/// Returns a body of chunks, each sent after a pause.
pub(super) fn chunks(
    chunks: impl IntoIterator<Item = (Duration, io::Result<&'static [u8]>)>,
) -> Body {
    Body::wrap_stream(Chunks {
        chunks: chunks.into_iter().collect(),
        pause: None,
    })
}

struct Chunks {
    chunks: VecDeque<(Duration, io::Result<&'static [u8]>)>,
    /// The pause before the next chunk, once it has begun.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream for Chunks {
    type Item = io::Result<&'static [u8]>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((duration, _)) = self.chunks.front() else {
            return Poll::Ready(None);
        };
        let duration = *duration;
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(duration)));
        ready!(pause.as_mut().poll(context));
        self.pause = None;
        Poll::Ready(self.chunks.pop_front().map(|(_, chunk)| chunk))
    }
}
