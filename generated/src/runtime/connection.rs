use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use url::Url;

/// Where requests go and what they all have: a pool of connections, the address, the headers.
///
/// Cloning is cheap; the clones share everything.
#[derive(Clone)]
pub struct Connection(Arc<Shared>);

struct Shared {
    http: reqwest::Client,
    base_url: Url,
    headers: HeaderMap,
    timeout: Duration,
    is_strict: bool,
}

impl Connection {
    pub(super) fn new(
        http: reqwest::Client,
        base_url: Url,
        headers: HeaderMap,
        timeout: Duration,
        is_strict: bool,
    ) -> Self {
        Self(Arc::new(Shared {
            http,
            base_url,
            headers,
            timeout,
            is_strict,
        }))
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub(super) fn base_url(&self) -> &Url {
        &self.0.base_url
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    pub(super) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    pub(super) fn is_strict(&self) -> bool {
        self.0.is_strict
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header values may be secrets.
        f.debug_struct("Connection")
            .field("base_url", &self.base_url().as_str())
            .field("headers", &self.headers().keys().collect::<Vec<_>>())
            .field("timeout", &self.timeout())
            .finish_non_exhaustive()
    }
}
