use reqwest::{Client, Request, RequestBuilder, Response};
use url::Url;

use crate::runtime::Method;
use crate::runtime::error::Cause;

/// What requests are sent through.
pub(in crate::runtime) struct Transport {
    client: Client,
    #[cfg(feature = "middleware")]
    middleware: reqwest_middleware::ClientWithMiddleware,
}

impl Transport {
    #[cfg(not(feature = "middleware"))]
    pub(in crate::runtime) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Middleware sees requests in this order, and answers in the reverse.
    #[cfg(feature = "middleware")]
    pub(in crate::runtime) fn new(
        client: Client,
        middleware: Vec<std::sync::Arc<dyn reqwest_middleware::Middleware>>,
    ) -> Self {
        let builder = reqwest_middleware::ClientBuilder::new(client.clone());
        let builder = middleware
            .into_iter()
            .fold(builder, reqwest_middleware::ClientBuilder::with_arc);
        Self {
            client,
            middleware: builder.build(),
        }
    }

    pub(super) fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.client.request(method, url)
    }

    #[cfg(not(feature = "middleware"))]
    pub(super) async fn execute(&self, request: Request) -> Result<Response, Cause> {
        let answer = self.client.execute(request).await;
        answer.map_err(Cause::transport)
    }

    #[cfg(feature = "middleware")]
    pub(super) async fn execute(&self, request: Request) -> Result<Response, Cause> {
        use reqwest_middleware::Error;
        let answer = self.middleware.execute(request).await;
        answer.map_err(|error| match error {
            Error::Reqwest(error) => Cause::transport(error),
            Error::Middleware(error) => Cause::Middleware(error.into()),
        })
    }
}
