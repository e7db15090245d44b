//! Sending a request. All but the last step is the same for every operation, and compiled once.

use http::header::{ACCEPT, CONTENT_TYPE, Entry, HeaderValue};
use http::{HeaderMap, StatusCode};
use reqwest::RequestBuilder;

use super::error::Call;
#[cfg(feature = "tracing")]
use super::json::Anomaly;
use super::json::Decoded;
use super::kind::Unreadable;
use super::response::Reply;
use super::{Error, Kind, Request, Response, address};

impl Request {
    /// Sends the request and reads the answer's body as `K`.
    ///
    /// # Errors
    /// When a setter was given something that cannot be sent, there is no answer, its status is
    /// none of those `K` is for, or its body is not what `K` reads.
    #[inline]
    pub async fn send<K: Kind>(self) -> Result<K::Output, Error> {
        self.response::<K>().await.map(Response::into_body)
    }

    /// Like [`send`](Self::send), and keeps the answer's status and headers.
    ///
    /// # Errors
    /// The same.
    #[inline]
    pub async fn response<K: Kind>(self) -> Result<Response<K::Output>, Error> {
        let call = Call::of(&self);
        let is_strict = self.connection.is_strict();
        let reply = self.exchange(K::ACCEPT, K::accepts).await?;
        let read = K::read(&reply.headers, &reply.body);
        finish(call, reply, read, is_strict)
    }

    /// Sends the request and takes the answer if its status is a good one.
    pub(super) async fn exchange(
        self,
        accept: &'static str,
        accepts: fn(StatusCode) -> bool,
    ) -> Result<Reply, Error> {
        let call = Call::of(&self);
        let request = match self.into_reqwest(accept) {
            Ok(request) => request,
            Err(message) => return Err(Error::invalid(call, message)),
        };
        let mut answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) => return Err(Error::transport(call, None, error)),
        };
        let status = answer.status();
        let headers = std::mem::take(answer.headers_mut());
        match answer.bytes().await {
            Err(error) => Err(Error::transport(call, Some((status, headers)), error)),
            Ok(body) if accepts(status) => Ok(Reply::new(status, headers, body)),
            Ok(body) => Err(Error::refused(call, Reply::new(status, headers, body))),
        }
    }

    fn into_reqwest(mut self, accept: &'static str) -> Result<RequestBuilder, String> {
        if let Some(message) = self.invalid.take() {
            return Err(message);
        }
        let path = address::fill(self.template, &self.path)?;
        let url = address::join(self.connection.base_url(), &path, &self.query);
        let mut headers = self.connection.headers().clone();
        headers.extend(self.headers);
        set_default(&mut headers, ACCEPT, Some(accept));
        set_default(&mut headers, CONTENT_TYPE, self.body.content_type());
        let timeout = self.timeout.unwrap_or(self.connection.timeout());
        let request = self.connection.http().request(self.method, url);
        self.body.attach(request.timeout(timeout).headers(headers))
    }
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

fn set_default(headers: &mut HeaderMap, name: http::HeaderName, value: Option<&'static str>) {
    if let (Entry::Vacant(entry), Some(value)) = (headers.entry(name), value) {
        entry.insert(HeaderValue::from_static(value));
    }
}
