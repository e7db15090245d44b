//! Requests that are passed to a mock instead of a connection.

use std::borrow::Cow;
use std::sync::Arc;

use super::{RecordedRequest, Shared};
use crate::error::Cause;
use crate::{Request, address};

/// The operation that a request is for, which its URL does not show.
#[derive(Clone)]
pub(crate) struct Target {
    pub(super) template: Cow<'static, str>,
    /// The template with the encoded values.
    pub(super) path: String,
    /// Names and encoded values.
    pub(super) parameters: Vec<(Cow<'static, str>, String)>,
}

impl Target {
    pub(crate) fn of(request: &Request) -> Self {
        Self {
            path: address::fill(&request.template, &request.path).unwrap_or_default(),
            template: request.template.clone(),
            parameters: request.path.clone(),
        }
    }
}

impl Shared {
    /// Records a request and replies to it.
    pub(crate) async fn execute(
        &self,
        target: Target,
        request: reqwest::Request,
    ) -> Result<reqwest::Response, Cause> {
        let request = RecordedRequest::read(target, request).await?;
        let expectations = {
            let mut state = self.state();
            state.requests.push(request.clone());
            state.expectations.clone()
        };
        let mut mismatches = Vec::new();
        for expectation in &expectations {
            match expectation.reply(&request) {
                Ok(reply) => return reply.arrive().await,
                Err(mismatch) => mismatches.push((Arc::clone(expectation), mismatch)),
            }
        }
        Err(self.unexpected(&request, &mismatches))
    }
}

/// The last middleware: it replies instead of passing the request to the HTTP client.
#[cfg(feature = "middleware")]
pub(crate) struct LastMiddleware(pub(crate) Arc<Shared>);

#[cfg(feature = "middleware")]
#[async_trait::async_trait]
impl reqwest_middleware::Middleware for LastMiddleware {
    async fn handle(
        &self,
        request: reqwest::Request,
        extensions: &mut http::Extensions,
        _next: reqwest_middleware::Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        use reqwest_middleware::Error;

        let target = extensions.get::<Target>().cloned();
        let target = target.ok_or_else(|| {
            Error::middleware(std::io::Error::other(
                "a middleware has removed the extensions",
            ))
        })?;
        let response = self.0.execute(target, request).await;
        response.map_err(|cause| match cause {
            Cause::Simulated(simulated) => Error::middleware(simulated),
            Cause::Transport(error) | Cause::Decompression(error) => Error::Reqwest(error),
            Cause::Invalid(message) => Error::middleware(std::io::Error::other(message)),
            _ => Error::middleware(std::io::Error::other("the request cannot be recorded")),
        })
    }
}
