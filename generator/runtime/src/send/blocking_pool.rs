use std::sync::OnceLock;

use super::http_client::HttpClient;
use super::transport::{Middleware, Pool};
use crate::error::Cause;

/// The connection pool of blocking requests, created by the first of them.
///
/// The runtime that opens a connection drives it. If blocking requests shared the connections of
/// other runtimes, they would wait for a runtime that may not run in the meantime, such as a
/// runtime of one thread whose thread the request blocks.
pub(super) struct BlockingPool {
    pool: OnceLock<Pool>,
    http: HttpClient,
    middleware: Middleware,
}

impl BlockingPool {
    pub(super) fn new(http: HttpClient, middleware: Middleware) -> Self {
        Self {
            pool: OnceLock::new(),
            http,
            middleware,
        }
    }

    pub(super) fn pool(&self) -> Result<&Pool, Cause> {
        if let Some(pool) = self.pool.get() {
            return Ok(pool);
        }
        let pool = Pool::new(&self.http, &self.middleware).map_err(Cause::transport)?;
        Ok(self.pool.get_or_init(|| pool))
    }
}
