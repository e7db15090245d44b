use std::time::Duration;

use reqwest::Client;

/// The HTTP client of the application, or the settings of that to create.
pub(crate) enum HttpClient {
    Given(Client),
    Created(HttpSettings),
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
        }
    }
}

impl HttpSettings {
    #[cfg(not(target_arch = "wasm32"))]
    fn create(self) -> reqwest::Result<Client> {
        let builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .gzip(true);
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
