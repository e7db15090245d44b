//! The exchange of credentials for an access token.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use super::OAuthError;
use super::response::TokenResponse;
use crate::send::within;
use crate::{AccessToken, TokenFuture, TokenProvider};

/// The size limit of a response in bytes.
const MAX_RESPONSE_SIZE: usize = 1 << 20;

/// A function that stores a refresh token.
pub(super) type OnRefresh = Box<dyn Fn(&SecretString) + Send + Sync>;

pub(super) enum Grant {
    ClientCredentials,
    /// The current refresh token, which is locked while it is used.
    RefreshToken(tokio::sync::Mutex<SecretString>),
}

pub(super) struct Exchange {
    pub(super) url: Url,
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    /// `true` if the credentials are sent in the body instead of by basic authentication.
    pub(super) is_in_body: bool,
    pub(super) grant: Grant,
    pub(super) scopes: Vec<String>,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) http: reqwest::Client,
    pub(super) timeout: Duration,
    pub(super) on_refresh: Option<OnRefresh>,
}

/// Exchanges credentials in tasks of their own: if the request that waits for the token ends, a
/// refresh token that has been replaced is still stored.
pub(super) struct Exchanger(pub(super) Arc<Exchange>);

impl TokenProvider for Exchanger {
    fn token(&self) -> TokenFuture<'_> {
        let exchange = Arc::clone(&self.0);
        Box::pin(async move {
            let task = tokio::spawn(async move { exchange.run().await });
            let failed = |error| OAuthError::of("the exchange of the token failed", error);
            Ok(task.await.map_err(failed)??)
        })
    }
}

impl Exchange {
    async fn run(&self) -> Result<AccessToken, OAuthError> {
        match &self.grant {
            Grant::ClientCredentials => {
                let response = self.request("client_credentials", None).await?;
                Ok(response.token)
            }
            Grant::RefreshToken(current) => {
                let mut current = current.lock().await;
                let response = self.request("refresh_token", Some(&current)).await?;
                if let Some(next) = response.refresh_token {
                    *current = next;
                    if let Some(store) = &self.on_refresh {
                        store(&current);
                    }
                }
                Ok(response.token)
            }
        }
    }

    /// Sends a request to the authorization server and reads the response.
    async fn request(
        &self,
        grant_type: &str,
        refresh_token: Option<&SecretString>,
    ) -> Result<TokenResponse, OAuthError> {
        let request = self
            .http
            .post(self.url.clone())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(self.form(grant_type, refresh_token));
        let request = if self.is_in_body {
            request
        } else {
            let [id, secret] = [&self.client_id, self.client_secret.expose_secret()]
                .map(|text| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
            request.basic_auth(id, Some(secret))
        };
        match within(self.timeout, receive(request)).await {
            Some(response) => response,
            None => Err(OAuthError::no_response(std::io::ErrorKind::TimedOut)),
        }
    }

    fn form(&self, grant_type: &str, refresh_token: Option<&SecretString>) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", grant_type);
        if let Some(token) = refresh_token {
            form.append_pair("refresh_token", token.expose_secret());
        }
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        if self.is_in_body {
            form.append_pair("client_id", &self.client_id);
            form.append_pair("client_secret", self.client_secret.expose_secret());
        }
        form.extend_pairs(&self.parameters);
        form.finish()
    }
}

/// Sends a request and reads the response, of which errors contain no text: it may contain tokens.
async fn receive(request: reqwest::RequestBuilder) -> Result<TokenResponse, OAuthError> {
    let mut response = request.send().await.map_err(failed)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_RESPONSE_SIZE {
            return Err(OAuthError::new(
                "the response of the authorization server is larger than 1 MiB",
            ));
        }
    }
    TokenResponse::read(response.status(), response.headers(), &Bytes::from(body))
}

fn failed(error: reqwest::Error) -> OAuthError {
    OAuthError::no_response(std::io::Error::other(error.without_url()))
}
