#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;

#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
use crate::mock::Shared;

/// The HTTP client of the application, or the settings of that to create.
pub(crate) enum HttpClient {
    Given(Client),
    Created(HttpSettings),
    /// A mock, which replies instead of a server.
    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    Mock(Arc<Shared>),
}

/// The settings of an HTTP client. On wasm32, they have no effect.
#[derive(Clone, Copy)]
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) struct HttpSettings {
    pub(crate) connect_timeout: Duration,
    /// `true` if the proxies of the environment are used.
    pub(crate) uses_proxies: bool,
}

impl HttpClient {
    pub(super) fn create(&self) -> reqwest::Result<Client> {
        match self {
            Self::Given(client) => Ok(client.clone()),
            Self::Created(settings) => settings.create().map_err(reqwest::Error::without_url),
            #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
            Self::Mock(_) => unconnected(),
        }
    }

    #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
    pub(super) fn mock(&self) -> Option<&Arc<Shared>> {
        match self {
            Self::Mock(mock) => Some(mock),
            Self::Given(_) | Self::Created(_) => None,
        }
    }
}

impl HttpSettings {
    #[cfg(not(target_arch = "wasm32"))]
    fn create(self) -> reqwest::Result<Client> {
        let builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout);
        #[cfg(feature = "gzip")]
        let builder = builder.gzip(true);
        if self.uses_proxies {
            builder.build()
        } else {
            builder.no_proxy().build()
        }
    }

    #[cfg(target_arch = "wasm32")]
    fn create(self) -> reqwest::Result<Client> {
        Client::builder().build()
    }
}

/// Creates the client that serializes the forms of requests to a mock. It opens no connection and
/// loads no certificates.
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
fn unconnected() -> reqwest::Result<Client> {
    let builder = Client::builder().no_proxy();
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let builder = builder.tls_certs_only([]);
    builder.build()
}
