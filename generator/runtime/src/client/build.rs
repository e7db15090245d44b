//! Builds a client from its settings.

use std::sync::Arc;

use http::HeaderMap;
use http::header::{AUTHORIZATION, USER_AGENT};
use url::{ParseError, Url};

use super::ClientBuilder;
use super::configuration::Configuration;
use crate::address;
use crate::connection::Settings;
use crate::header::parse_request_header;
use crate::send::{HttpClient, HttpClients, HttpSettings, Transport};
use crate::service::Policy;
use crate::{Api, Connection, Error};

/// The constants of an [`Api`], so that building a client is compiled once for all APIs.
pub(crate) struct Defaults {
    pub(crate) base_url: Option<&'static str>,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) user_agent: &'static str,
    pub(crate) policy: &'static Policy,
    pub(crate) selects_authorization: bool,
}

impl<C: Api> ClientBuilder<C> {
    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    /// Returns an error ([`Error::is_invalid`]) if the base URL is missing or not an `http` or
    /// `https` URL, if a header or a credential is not valid in HTTP, if two
    /// credentials are sent in the same header, or if the URL is `https` and
    /// no TLS feature is enabled.
    pub fn build(self) -> Result<C, Error> {
        self.configuration
            .connection(&Defaults {
                base_url: C::BASE_URL,
                headers: C::HEADERS,
                user_agent: C::USER_AGENT,
                policy: Policy::of::<C::Service>(),
                selects_authorization: C::SELECTS_AUTHORIZATION,
            })
            .map(C::from_connection)
            .map_err(Error::settings)
    }
}

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
impl<C> ClientBuilder<C> {
    pub(crate) fn connection(self, defaults: &Defaults) -> Result<Connection, String> {
        self.configuration.connection(defaults)
    }
}

impl Configuration {
    fn connection(mut self, defaults: &Defaults) -> Result<Connection, String> {
        if let Some(message) = self.invalid.take() {
            return Err(message);
        }
        let is_mocked = self.is_mocked();
        let base_url = self
            .base_url
            .as_deref()
            .or(defaults.base_url)
            .or(is_mocked.then_some(MOCKED_URL))
            .ok_or("the document declares no server: set one with `base_url`")?;
        let base_url = parse_base_url(base_url)?;
        let servers = std::mem::take(&mut self.servers).into_iter();
        let servers = servers.map(|(declared, url)| Ok((declared, parse_base_url(&url)?)));
        let servers: Vec<(String, Url)> = servers.collect::<Result<_, String>>()?;
        if self.http.is_none() && !is_mocked {
            let urls = servers.iter().map(|(_, url)| url);
            check_tls(urls.chain([&base_url]), HAS_TLS)?;
        }
        let middleware = std::mem::take(&mut self.middleware);
        let transport = Transport::new(self.http_clients(), middleware)
            .map_err(|error| format!("the HTTP client cannot be created: {error}"))?;
        let anonymous = self.own_headers(defaults)?;
        let mut headers = anonymous.clone();
        let is_selected = defaults.selects_authorization;
        let http = transport.client();
        let mut authorizations = self.credentials.write(&mut headers, http, is_selected)?;
        let mut provider = self.credentials.provider();
        if self.headers.contains_key(AUTHORIZATION) {
            authorizations.clear();
            provider = None;
        }
        let [headers, anonymous_headers] = [headers, anonymous].map(|mut headers| {
            headers.extend(self.headers.clone());
            headers
        });
        Ok(Connection::new(Settings {
            policy: defaults.policy,
            transport: Arc::new(transport),
            base_url,
            servers,
            headers,
            anonymous_headers,
            authorizations,
            provider,
            query_keys: self.credentials.query(),
            timeout: self.timeout,
            retry: self.retry,
            throttle: self.throttle,
            max_response_size: self.max_response_size,
            on_attempt: self.on_attempt,
            is_strict: self.is_strict,
        }))
    }

    /// Returns `true` if a mock replies to the requests.
    fn is_mocked(&self) -> bool {
        #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
        {
            self.mock.is_some()
        }
        #[cfg(not(all(feature = "mock", not(target_arch = "wasm32"))))]
        {
            false
        }
    }

    fn http_clients(&mut self) -> HttpClients {
        #[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
        if let Some(mock) = self.mock.take() {
            return HttpClients {
                http: HttpClient::Mock(mock),
                #[cfg(feature = "blocking")]
                blocking: None,
            };
        }
        let settings = HttpSettings {
            connect_timeout: self.connect_timeout,
            uses_proxies: self.uses_proxies,
        };
        HttpClients {
            http: match self.http.take() {
                Some(client) => HttpClient::Given(client),
                None => HttpClient::Created(settings),
            },
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            blocking: self.blocking_http.take().map(HttpClient::Given),
        }
    }

    /// Returns the headers of the document.
    fn own_headers(&self, defaults: &Defaults) -> Result<HeaderMap, String> {
        // Requests add some to their copy.
        let mut headers = HeaderMap::with_capacity(8);
        let user_agent = match &self.product {
            Some(product) => format!("{product} {}", defaults.user_agent),
            None => defaults.user_agent.to_owned(),
        };
        let own = [(USER_AGENT.as_str(), user_agent.as_str())];
        for (name, value) in own.iter().chain(defaults.headers) {
            let (name, value) = parse_request_header(name, value)?;
            headers.insert(name, value);
        }
        Ok(headers)
    }
}

/// The URL of requests to a mock of an API that declares no server.
const MOCKED_URL: &str = "http://mock.invalid";

/// `true` if `https` URLs are supported. In a browser, they always are.
const HAS_TLS: bool = cfg!(any(
    feature = "rustls",
    feature = "native-tls",
    target_arch = "wasm32"
));

/// Rejects `https` URLs without TLS.
fn check_tls<'u>(mut urls: impl Iterator<Item = &'u Url>, has_tls: bool) -> Result<(), String> {
    if has_tls || urls.all(|url| url.scheme() != "https") {
        return Ok(());
    }
    Err(
        "https requires a TLS library: enable the feature `rustls` or `native-tls`, or pass a \
         client to `http_client`"
            .to_owned(),
    )
}

fn parse_base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| match error {
        ParseError::RelativeUrlWithoutBase => {
            format!("the server URL `{text}` is relative: set an absolute URL with `base_url`")
        }
        error => format!("the base URL is not valid: {error}"),
    })?;
    address::check_server(&url)?;
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::{HAS_TLS, check_tls, parse_base_url};
    use crate::harbour::Client;

    #[test]
    fn a_relative_server_requires_a_base_url() {
        for url in ["/v1", "v1", "./v1", "../v1", "//harbour.example/v1"] {
            let expected =
                format!("the server URL `{url}` is relative: set an absolute URL with `base_url`");
            assert_eq!(parse_base_url(url).unwrap_err(), expected);
        }
    }

    /// Tokens are visible ASCII; those of some services have more characters than RFC 6750 allows.
    #[test]
    fn bearer_tokens_are_visible_ascii() {
        let built = |token: &str| {
            let builder = Client::builder().bearer(token.to_owned());
            builder.base_url("http://localhost").build()
        };
        for token in ["dG9rOmEtc2VjcmV0==", "a|b:c{\"d\"}", "!~"] {
            assert!(built(token).is_ok(), "{token}");
        }
        for token in [
            "\tsecret",
            "secret\n",
            "secret secret",
            "\u{feff}secret",
            "sécret",
            "\u{7f}",
        ] {
            let error = built(token).unwrap_err();
            assert!(error.is_invalid());
            let text = format!("{error} {error:?}");
            assert!(text.contains("a character that is not ASCII"), "{text}");
            assert!(!text.contains("cret"), "{text}");
        }
    }

    #[test]
    fn https_requires_tls() {
        let urls = ["http://localhost:80", "https://harbour.example"];
        let [http, https] = urls.map(|url| url.parse().unwrap());
        assert_eq!(check_tls([&http].into_iter(), false), Ok(()));
        assert_eq!(check_tls([&http, &https].into_iter(), true), Ok(()));
        let error = check_tls([&http, &https].into_iter(), false).unwrap_err();
        assert!(error.contains("enable the feature `rustls` or `native-tls`"));
    }

    /// The function of every client, also of modules that build scripts generate. `.ci/run` runs it
    /// without a TLS library.
    #[test]
    fn build_fails_with_a_sentence_if_no_tls_library_is_compiled_in() {
        let built = Client::builder()
            .base_url("https://harbour.example")
            .build();
        assert_eq!(built.is_ok(), HAS_TLS);
        if let Err(error) = built {
            assert!(error.is_invalid());
            let text = error.to_string();
            assert!(text.contains("https requires a TLS library"), "{text}");
        }
        assert!(
            Client::builder()
                .base_url("http://localhost")
                .build()
                .is_ok()
        );
    }
}
