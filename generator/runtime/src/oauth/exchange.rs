//! The exchange of credentials for an access token.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, RefreshToken, RequestTokenError, Scope,
    TokenResponse as _,
};
use secrecy::SecretString;

use super::OAuthError;
use crate::send::within;
use crate::{AccessToken, BoxFuture, TokenFuture, TokenProvider};

/// The size limit of a response in bytes.
const MAX_RESPONSE_SIZE: usize = 1 << 20;

/// A function that stores a refresh token.
pub(super) type OnRefresh = Box<dyn Fn(&SecretString) + Send + Sync>;

/// A client whose token URL is set.
type TokenClient =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

type Outcome = Result<BasicTokenResponse, RequestTokenError<io::Error, BasicErrorResponse>>;

pub(super) enum Grant {
    ClientCredentials,
    /// The current refresh token, which is locked while it is used.
    RefreshToken(tokio::sync::Mutex<RefreshToken>),
}

pub(super) struct Exchange {
    pub(super) client: TokenClient,
    pub(super) grant: Grant,
    pub(super) scopes: Vec<Scope>,
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
                let request = self.client.exchange_client_credentials();
                let mut request = request.add_scopes(self.scopes.iter().cloned());
                for (name, value) in &self.parameters {
                    request = request.add_extra_param(name, value);
                }
                let http = self.http();
                let response = response_of(request.request_async(&http).await)?;
                Ok(token_of(&response))
            }
            Grant::RefreshToken(current) => {
                let mut current = current.lock().await;
                let request = self.client.exchange_refresh_token(&current);
                let mut request = request.add_scopes(self.scopes.iter().cloned());
                for (name, value) in &self.parameters {
                    request = request.add_extra_param(name, value);
                }
                let http = self.http();
                let response = response_of(request.request_async(&http).await)?;
                if let Some(next) = response.refresh_token() {
                    *current = next.clone();
                    if let Some(store) = &self.on_refresh {
                        store(&SecretString::from(next.secret().as_str()));
                    }
                }
                Ok(token_of(&response))
            }
        }
    }

    /// Returns the function that sends a request to the authorization server.
    fn http(&self) -> impl Fn(HttpRequest) -> BoxFuture<io::Result<HttpResponse>> + use<> {
        let (http, timeout) = (self.http.clone(), self.timeout);
        move |request| {
            let http = http.clone();
            Box::pin(async move {
                let response = within(timeout, send(&http, request)).await;
                response.unwrap_or_else(|| Err(io::ErrorKind::TimedOut.into()))
            })
        }
    }
}

async fn send(http: &reqwest::Client, request: HttpRequest) -> io::Result<HttpResponse> {
    let failed = |error: reqwest::Error| io::Error::other(error.without_url());
    let request = reqwest::Request::try_from(request).map_err(failed)?;
    let mut response = http.execute(request).await.map_err(failed)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_RESPONSE_SIZE {
            return Err(io::Error::other("the response is larger than 1 MiB"));
        }
    }
    let mut read = HttpResponse::new(body);
    *read.status_mut() = response.status();
    *read.headers_mut() = std::mem::take(response.headers_mut());
    Ok(read)
}

fn token_of(response: &BasicTokenResponse) -> AccessToken {
    let token = AccessToken::new(response.access_token().secret().as_str());
    match response.expires_in() {
        Some(lifetime) => token.expires_in(lifetime),
        None => token,
    }
}

/// Converts an error, without the body of a response, which may contain tokens.
fn response_of(outcome: Outcome) -> Result<BasicTokenResponse, OAuthError> {
    outcome.map_err(|error| match error {
        RequestTokenError::ServerResponse(response) => {
            let description = response.error_description().map(String::as_str);
            OAuthError::refused(response.error().as_ref(), description)
        }
        RequestTokenError::Request(error) => {
            OAuthError::of("no response of the authorization server received", error)
        }
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            OAuthError::new("the response of the authorization server contains no token")
        }
    })
}
