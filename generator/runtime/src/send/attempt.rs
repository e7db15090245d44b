//! One attempt of a call: sends the request and reads the response.

#[cfg(feature = "tracing")]
use std::borrow::Cow;
#[cfg(not(target_arch = "wasm32"))]
use std::time::Duration;

use http::StatusCode;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
#[cfg(feature = "tracing")]
use url::Url;

use super::deadline::Deadline;
use super::headers::{add_cookies, announce_no_body, authorize, set_default};
use super::read::read_body;
use crate::attempt::OnAttempt;
use crate::body::{Body, url_encoded};
use crate::error::{Call, Cause};
use crate::file::ReadFailure;
use crate::response::{Head, RawResponse};
use crate::service::Policy;
use crate::{AccessToken, Error, Request, RetryPolicy, TokenProvider, address};

/// A response with an unread body, and the deadline of the attempt.
type Sent = (reqwest::Response, Deadline);

/// A request that can be sent by several attempts.
pub(super) struct Prepared {
    request: Box<Request>,
    accept: &'static str,
    accepts: fn(StatusCode) -> bool,
    pub(super) deadline: Deadline,
}

impl Prepared {
    pub(super) fn of(
        request: Box<Request>,
        accept: &'static str,
        accepts: fn(StatusCode) -> bool,
    ) -> Self {
        let timeout = request.timeout.unwrap_or(request.connection.timeout());
        Self {
            deadline: Deadline::after(timeout),
            request,
            accept,
            accepts,
        }
    }

    pub(super) fn call(&self) -> Call {
        Call::of(&self.request)
    }

    pub(super) fn is_idempotent(&self) -> bool {
        self.request.is_idempotent
    }

    pub(super) fn policy(&self) -> &'static Policy {
        self.request.connection.policy()
    }

    pub(super) fn retry(&self) -> RetryPolicy {
        let retry = self.request.retry;
        retry.unwrap_or(self.request.connection.retry())
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn timeout(&self) -> Duration {
        let timeout = self.request.timeout;
        timeout.unwrap_or(self.request.connection.timeout())
    }

    pub(super) fn on_attempt(&self) -> Option<&OnAttempt> {
        self.request.connection.on_attempt()
    }

    /// Returns the base URL, if it is valid.
    #[cfg(feature = "tracing")]
    pub(super) fn server(&self) -> Option<Cow<'_, Url>> {
        let server = self.request.server.as_deref();
        self.request.connection.server(server).ok()
    }

    /// Sends the request and reads the whole response.
    pub(super) async fn fetch(&self) -> Result<RawResponse, Error> {
        let (response, end) = self.send().await?;
        match self.read(response, end).await {
            (response, Some(cause)) => Err(self.error(cause).with_response(response)),
            (response, None) if (self.accepts)(response.head.status) => Ok(response),
            (response, None) => Err(self.error(Cause::Status).with_response(response)),
        }
    }

    /// Sends the request and returns the response with an unread body, if its status is accepted.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) async fn fetch_head(&self) -> Result<reqwest::Response, Error> {
        let (response, end) = self.send().await?;
        if (self.accepts)(response.status()) {
            return Ok(response);
        }
        let (response, failure) = self.read(response, end).await;
        let cause = failure.unwrap_or(Cause::Status);
        Err(self.error(cause).with_response(response))
    }

    /// Sends the request, and returns the response with an unread body and the deadline of the
    /// attempt, which does not include the wait for the throttle.
    ///
    /// If a provided token is rejected, the request is sent once more with another one.
    async fn send(&self) -> Result<Sent, Error> {
        let (sent, token) = self.send_once(None).await?;
        let Some(rejected) = token.filter(|_| sent.0.status() == StatusCode::UNAUTHORIZED) else {
            return Ok(sent);
        };
        match self.token_after(&rejected).await? {
            Some(token) => Ok(self.send_once(Some(token)).await?.0),
            None => Ok(sent),
        }
    }

    /// Sends the request with this token, or else with one of the provider, if there is one.
    /// Returns the token, too.
    async fn send_once(
        &self,
        token: Option<AccessToken>,
    ) -> Result<(Sent, Option<AccessToken>), Error> {
        let mut request = self.build().map_err(|cause| self.error(cause))?;
        self.deadline.check().map_err(|cause| self.error(cause))?;
        let permit = match self.request.connection.throttle() {
            Some(throttle) => {
                let permit = self.deadline.bound(throttle.permit()).await;
                Some(permit.ok_or_else(|| self.error(Cause::Throttled(throttle.awaited())))?)
            }
            None => None,
        };
        let token = match token {
            Some(token) => Some(token),
            None => self.token().await?,
        };
        if let Some(token) = &token {
            authorize(&mut request, token).map_err(|cause| self.error(cause))?;
        }
        #[cfg(feature = "opentelemetry")]
        super::propagation::inject(request.headers_mut());
        let end = self.deadline.at_most(self.retry().timeout_per_attempt());
        let response = self.execute(request, end).await;
        let response = response.map_err(|cause| self.error(cause))?;
        #[cfg(feature = "tracing")]
        super::span::record_status(response.status());
        if let Some(permit) = permit {
            let is_success = (self.accepts)(response.status());
            let names = self.policy().rate_limit_headers;
            permit.observe(response.headers(), names, is_success);
        }
        Ok(((response, end), token))
    }

    /// Returns a token of the provider, unless the request has a header of its own.
    async fn token(&self) -> Result<Option<AccessToken>, Error> {
        let request = &self.request;
        let provider = request.connection.provider(request.carried);
        match provider.filter(|_| !request.headers.contains_key(AUTHORIZATION)) {
            Some(provider) => self.obtain(provider).await.map(Some),
            None => Ok(None),
        }
    }

    /// Rejects a token and returns another one, if the provider has one.
    async fn token_after(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, Error> {
        let Some(provider) = self.request.connection.provider(self.request.carried) else {
            return Ok(None);
        };
        provider.reject(rejected);
        let token = self.obtain(provider).await?;
        Ok((!token.is_same(rejected)).then_some(token))
    }

    async fn obtain(&self, provider: &dyn TokenProvider) -> Result<AccessToken, Error> {
        match self.deadline.bound(provider.token()).await {
            Some(token) => token.map_err(|error| self.error(Cause::Token(error))),
            None => Err(self.error(Cause::TimedOut {
                is_maybe_sent: false,
            })),
        }
    }

    /// Adds the body and executes the request, including middleware.
    async fn execute(
        &self,
        mut request: reqwest::Request,
        end: Deadline,
    ) -> Result<reqwest::Response, Cause> {
        end.check()?;
        let pool = self.request.connection.transport().pool()?;
        let failure = ReadFailure::default();
        match &self.request.body {
            Body::None => announce_no_body(&mut request),
            Body::Bytes { bytes, .. } => *request.body_mut() = Some(bytes.clone().into()),
            Body::Fields(pairs) => *request.body_mut() = Some(url_encoded(pairs).into()),
            Body::Multipart {
                parts,
                headers,
                set,
            } => {
                let set = set(pool.client(), request, parts, headers, &failure);
                request = end.bound(set).await.unwrap_or(Err(Cause::TimedOut {
                    is_maybe_sent: false,
                }))?;
            }
        }
        let response = end.bound(pool.execute(request, &self.request)).await;
        if let Some(cause) = failure.take() {
            return Err(cause);
        }
        response.unwrap_or(Err(Cause::TimedOut {
            is_maybe_sent: true,
        }))
    }

    /// Returns the request without its body.
    #[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
    pub(super) fn preview(&self) -> Result<reqwest::Request, Error> {
        let mut request = self.build().map_err(|cause| self.error(cause))?;
        if matches!(self.request.body, Body::None) {
            announce_no_body(&mut request);
        }
        Ok(request)
    }

    /// Builds the request without its body.
    fn build(&self) -> Result<reqwest::Request, Cause> {
        let request = &self.request;
        if let Some(message) = &request.invalid {
            return Err(Cause::Invalid(message.clone()));
        }
        let base_url = request.connection.server(request.server.as_deref());
        let base_url = base_url.map_err(Cause::Invalid)?;
        let path = address::fill(&request.template, &request.path).map_err(Cause::Invalid)?;
        let keys = request.connection.query_keys(request.carried);
        let url = address::join(&base_url, &path, &request.query, keys);
        address::check_length(&url).map_err(Cause::Invalid)?;
        let mut headers = request.connection.headers(request.carried);
        if !request.headers.is_empty() {
            headers.extend(request.headers.clone());
        }
        if !request.cookies.is_empty() {
            add_cookies(&mut headers, &request.cookies)?;
        }
        set_default(&mut headers, ACCEPT, self.accept);
        if let Some(content_type) = request.body.content_type() {
            set_default(&mut headers, CONTENT_TYPE, content_type);
        }
        let mut built = reqwest::Request::new(request.method.clone(), url);
        *built.headers_mut() = headers;
        #[cfg(not(target_arch = "wasm32"))]
        {
            // The deadline replaces the timeout of the application's HTTP client.
            *built.timeout_mut() = Some(Duration::MAX);
        }
        Ok(built)
    }

    /// Reads the body, and returns the response and the error that truncated it.
    async fn read(
        &self,
        mut response: reqwest::Response,
        end: Deadline,
    ) -> (RawResponse, Option<Cause>) {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let (body, failure) = read_body(response, self.max_response_size(), end).await;
        let policy = self.policy();
        let head = Head {
            status,
            headers,
            policy,
        };
        (RawResponse { head, body }, failure)
    }

    fn max_response_size(&self) -> u64 {
        let size = self.request.max_response_size;
        size.unwrap_or(self.request.connection.max_response_size())
    }

    fn error(&self, cause: Cause) -> Error {
        Error::new(self.call(), cause)
    }
}
