//! The settings of a client.

use std::time::Duration;

use http::HeaderMap;

use crate::attempt::OnAttempt;
use crate::credentials::Credentials;
use crate::header::parse_request_header;
use crate::send::Middleware;
use crate::{RetryPolicy, Throttle};

/// The default time limit of a request, including all attempts.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The default time limit of connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default size limit of a response body in bytes: 32 MiB.
const MAX_RESPONSE_SIZE: u64 = 32 << 20;

/// The settings of a builder, from which clients of all APIs are built by the same code.
pub(super) struct Configuration {
    pub(super) credentials: Credentials,
    pub(super) base_url: Option<String>,
    pub(super) servers: Vec<(String, String)>,
    pub(super) timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) uses_proxies: bool,
    pub(super) http: Option<reqwest::Client>,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(super) blocking_http: Option<reqwest::Client>,
    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    pub(super) mock: Option<std::sync::Arc<crate::mock::Shared>>,
    pub(super) middleware: Middleware,
    pub(super) retry: RetryPolicy,
    pub(super) throttle: Option<Throttle>,
    pub(super) max_response_size: u64,
    pub(super) headers: HeaderMap,
    pub(super) product: Option<String>,
    pub(super) on_attempt: Option<std::sync::Arc<OnAttempt>>,
    pub(super) is_strict: bool,
    pub(super) invalid: Option<String>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            credentials: Credentials::default(),
            base_url: None,
            servers: Vec::new(),
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            uses_proxies: true,
            http: None,
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            blocking_http: None,
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            mock: None,
            middleware: Default::default(),
            retry: RetryPolicy::default(),
            throttle: None,
            max_response_size: MAX_RESPONSE_SIZE,
            headers: HeaderMap::new(),
            product: None,
            on_attempt: None,
            is_strict: false,
            invalid: None,
        }
    }
}

impl Configuration {
    pub(super) fn header(&mut self, name: &str, value: &str) {
        match parse_request_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(message) => {
                self.invalid.get_or_insert(message);
            }
        }
    }
}
