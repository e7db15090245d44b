#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
use std::sync::Arc;

use reqwest::{Client, Response};

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use super::blocking_pool::BlockingPool;
use super::http_client::HttpClient;
use crate::Request;
use crate::error::Cause;
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
use crate::mock;

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
            pool: Pool::new(&clients.http, &middleware)?,
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
    /// Replies instead of the HTTP client.
    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    mock: Option<Arc<mock::Shared>>,
}

impl Pool {
    pub(super) fn new(http: &HttpClient, middleware: &Middleware) -> reqwest::Result<Self> {
        let client = http.create()?;
        #[cfg(not(feature = "middleware"))]
        let Middleware = middleware;
        Ok(Self {
            #[cfg(feature = "middleware")]
            middleware: wrap(&client, http, middleware),
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            mock: http.mock().cloned(),
            client,
        })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Executes `built`, which is an attempt of `request`.
    #[cfg_attr(
        not(all(feature = "mock", not(target_arch = "wasm32"))),
        allow(unused_variables, reason = "only a mock distinguishes operations")
    )]
    pub(super) async fn execute(
        &self,
        built: reqwest::Request,
        request: &Request,
    ) -> Result<Response, Cause> {
        #[cfg(feature = "middleware")]
        if let Some(middleware) = &self.middleware {
            let mut extensions = http::Extensions::new();
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            extensions.insert(mock::Target::of(request));
            let response = middleware.execute_with_extensions(built, &mut extensions);
            return response.await.map_err(cause);
        }
        #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
        if let Some(mock) = &self.mock {
            return mock.execute(mock::Target::of(request), built).await;
        }
        self.client.execute(built).await.map_err(Cause::transport)
    }
}

/// Returns the HTTP client with middleware around it, or `None` if there is none.
#[cfg(feature = "middleware")]
#[cfg_attr(
    not(all(feature = "mock", not(target_arch = "wasm32"))),
    allow(unused_variables, reason = "only a mock is a middleware")
)]
fn wrap(
    client: &Client,
    http: &HttpClient,
    middleware: &Middleware,
) -> Option<reqwest_middleware::ClientWithMiddleware> {
    use reqwest_middleware::ClientBuilder;
    if middleware.is_empty() {
        return None;
    }
    let builder = ClientBuilder::new(client.clone());
    let builder = middleware
        .iter()
        .cloned()
        .fold(builder, ClientBuilder::with_arc);
    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    if let Some(mock) = http.mock() {
        return Some(builder.with(mock::LastMiddleware(Arc::clone(mock))).build());
    }
    Some(builder.build())
}

#[cfg(feature = "middleware")]
fn cause(error: reqwest_middleware::Error) -> Cause {
    use reqwest_middleware::Error;
    match error {
        Error::Reqwest(error) => Cause::transport(error),
        #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
        Error::Middleware(error) if error.is::<crate::error::Simulated>() => {
            match error.downcast() {
                Ok(simulated) => Cause::Simulated(simulated),
                Err(error) => Cause::Middleware(error.into()),
            }
        }
        Error::Middleware(error) => Cause::Middleware(error.into()),
    }
}
