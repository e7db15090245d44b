use reqwest::{Client, Request, Response};

use crate::error::Cause;

/// The HTTP client and its middleware.
pub(crate) struct Transport {
    client: Client,
    /// The middleware around the client; `None` if the application adds none.
    #[cfg(feature = "middleware")]
    middleware: Option<reqwest_middleware::ClientWithMiddleware>,
}

impl Transport {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            #[cfg(feature = "middleware")]
            middleware: None,
        }
    }

    /// Adds middleware, which handles requests in this order and responses in the reverse order.
    #[cfg(feature = "middleware")]
    pub(crate) fn with_middleware(
        mut self,
        middleware: Vec<std::sync::Arc<dyn reqwest_middleware::Middleware>>,
    ) -> Self {
        use reqwest_middleware::ClientBuilder;
        if !middleware.is_empty() {
            let builder = ClientBuilder::new(self.client.clone());
            let builder = middleware
                .into_iter()
                .fold(builder, ClientBuilder::with_arc);
            self.middleware = Some(builder.build());
        }
        self
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) async fn execute(&self, request: Request) -> Result<Response, Cause> {
        #[cfg(feature = "middleware")]
        if let Some(middleware) = &self.middleware {
            use reqwest_middleware::Error;
            let response = middleware.execute(request).await;
            return response.map_err(|error| match error {
                Error::Reqwest(error) => Cause::transport(error),
                Error::Middleware(error) => Cause::Middleware(error.into()),
            });
        }
        self.client.execute(request).await.map_err(Cause::transport)
    }
}
