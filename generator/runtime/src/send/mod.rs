//! Sending a request. All but the last step is the same for every operation, and compiled once.

mod attempt;
mod deadline;
#[cfg(not(target_arch = "wasm32"))]
mod download;
mod retrying;
#[cfg(feature = "tracing")]
mod span;
mod transport;

use http::StatusCode;

#[cfg(not(target_arch = "wasm32"))]
use super::Binary;
use super::error::Call;
#[cfg(feature = "tracing")]
use super::json::Anomaly;
use super::json::Decoded;
use super::response::Reply;
use super::response_kind::Unreadable;
use super::{BoxFuture, Error, Request, Response, ResponseKind};

use attempt::Prepared;

#[cfg(not(target_arch = "wasm32"))]
pub use download::Download;
pub(super) use transport::Transport;

impl Request {
    /// Sends the request and reads the answer's body as `K`.
    ///
    /// # Errors
    /// When a setter was given something that cannot be sent, there is no answer, its status is
    /// none of those `K` is for, or its body is not what `K` reads.
    #[inline]
    pub fn send<K: ResponseKind>(self) -> impl Future<Output = Result<K::Output, Error>> {
        send::<K>(Box::new(self))
    }

    /// Like [`send`](Self::send), and keeps the answer's status and headers.
    ///
    /// # Errors
    /// The same.
    #[inline]
    pub fn response<K: ResponseKind>(
        self,
    ) -> impl Future<Output = Result<Response<K::Output>, Error>> {
        response::<K>(Box::new(self))
    }

    /// Sends the request, again where that helps, and takes the answer if its status is a good one.
    pub(super) fn exchange(
        self,
        accept: &'static str,
        accepts: fn(StatusCode) -> bool,
    ) -> BoxFuture<Result<Reply, Error>> {
        exchange(Box::new(self), accept, accepts)
    }

    /// Sends the request and leaves the body of the answer to be read.
    ///
    /// # Errors
    /// When a setter was given something that cannot be sent, there is no answer, or its status is
    /// not one of success.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn download(self) -> BoxFuture<Result<Download, Error>> {
        let prepared = Prepared::of(Box::new(self), Binary::ACCEPT, Binary::accepts);
        Box::pin(async move {
            let answer = prepared.retrying(|| prepared.head()).await?;
            let (call, timeout, policy) = (prepared.call(), prepared.timeout(), prepared.policy());
            Ok(Download::new(call, answer, timeout, policy))
        })
    }
}

// Each of these keeps a copy of its argument for as long as it runs. In a box that is small.

async fn send<K: ResponseKind>(request: Box<Request>) -> Result<K::Output, Error> {
    response::<K>(request).await.map(Response::into_body)
}

async fn response<K: ResponseKind>(request: Box<Request>) -> Result<Response<K::Output>, Error> {
    let call = Call::of(&request);
    let is_strict = request.connection.is_strict();
    let reply = exchange(request, K::ACCEPT, K::accepts).await?;
    let read = K::read(&reply.head.headers, &reply.body);
    finish(call, reply, read, is_strict)
}

/// Boxed, so that the future is compiled and dropped here and not once more in each program.
fn exchange(
    request: Box<Request>,
    accept: &'static str,
    accepts: fn(StatusCode) -> bool,
) -> BoxFuture<Result<Reply, Error>> {
    let prepared = Prepared::of(request, accept, accepts);
    Box::pin(async move { prepared.retrying(|| prepared.whole()).await })
}

/// Makes a response of an answer and what was read from it. A strict client takes no anomaly.
pub(super) fn finish<T>(
    call: Call,
    reply: Reply,
    read: Result<Decoded<T>, Unreadable>,
    is_strict: bool,
) -> Result<Response<T>, Error> {
    let body = match read {
        Ok(body) => body,
        Err(unreadable) => return Err(Error::unreadable(call, reply, unreadable)),
    };
    match body.anomalies.first().map(Unreadable::anomaly) {
        Some(unreadable) if is_strict => Err(Error::unreadable(call, reply, unreadable)),
        _ => {
            #[cfg(feature = "tracing")]
            warn_of(&body.anomalies, &call);
            Ok(Response::new(reply, body))
        }
    }
}

/// Logs where the anomalies are. What they are may be the users' data.
#[cfg(feature = "tracing")]
fn warn_of(anomalies: &[Anomaly], call: &Call) {
    for anomaly in anomalies {
        tracing::warn!(
            method = %call.method(),
            path = call.path(),
            at = anomaly.path(),
            "a value of the answer is not what the document says and was left out",
        );
    }
}
