use reqwest::{Client, Request, Response};

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use super::blocking_pool::BlockingPool;
use super::http_client::HttpClient;
use crate::error::Cause;

/// The middleware of the application, in the order in which it handles requests.
#[cfg(feature = "middleware")]
pub(crate) type Middleware = Vec<std::sync::Arc<dyn reqwest_middleware::Middleware>>;

/// The middleware of the application, which only exists with the feature `middleware`.
#[cfg(not(feature = "middleware"))]
#[derive(Default)]
pub(crate) struct Middleware;

/// The connection pools of a client: one for async requests, one for blocking requests.
pub(crate) struct Transport {
    pool: Pool,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    blocking: BlockingPool,
}

/// The HTTP clients to send requests through.
pub(crate) struct HttpClients {
    pub(crate) http: HttpClient,
    /// The client for blocking requests; `None` for one like `http`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) blocking: Option<HttpClient>,
}

impl Transport {
    pub(crate) fn new(clients: HttpClients, middleware: Middleware) -> reqwest::Result<Self> {
        Ok(Self {
            pool: Pool::new(clients.http.create()?, &middleware),
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            blocking: BlockingPool::new(clients.blocking.unwrap_or(clients.http), middleware),
        })
    }

    pub(crate) fn client(&self) -> &Client {
        self.pool.client()
    }

    /// Returns the pool for the current task.
    pub(super) fn pool(&self) -> Result<&Pool, Cause> {
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        if crate::blocking::is_current() {
            return self.blocking.pool();
        }
        Ok(&self.pool)
    }
}

/// An HTTP client with its connection pool, and the middleware around it.
pub(super) struct Pool {
    client: Client,
    /// `None` if the application adds no middleware.
    #[cfg(feature = "middleware")]
    middleware: Option<reqwest_middleware::ClientWithMiddleware>,
}

impl Pool {
    #[cfg(not(feature = "middleware"))]
    pub(super) fn new(client: Client, _middleware: &Middleware) -> Self {
        Self { client }
    }

    #[cfg(feature = "middleware")]
    pub(super) fn new(client: Client, middleware: &Middleware) -> Self {
        use reqwest_middleware::ClientBuilder;
        let wrapped = (!middleware.is_empty()).then(|| {
            let builder = ClientBuilder::new(client.clone());
            let middleware = middleware.iter().cloned();
            middleware.fold(builder, ClientBuilder::with_arc).build()
        });
        Self {
            client,
            middleware: wrapped,
        }
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
