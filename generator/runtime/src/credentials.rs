use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::address::{self, QueryKey};

/// The credentials of a client.
#[derive(Default)]
pub(super) struct Credentials {
    pub(super) authorization: Option<Authorization>,
    /// API keys by header name.
    pub(super) headers: Vec<(String, SecretString)>,
    /// API keys by query parameter name.
    pub(super) query: Vec<(String, SecretString)>,
    /// API keys by cookie name.
    pub(super) cookies: Vec<(String, SecretString)>,
}

/// The value of the header `Authorization`.
pub(super) enum Authorization {
    Bearer(SecretString),
    Basic {
        username: String,
        password: SecretString,
    },
}

impl Credentials {
    pub(super) fn is_empty(&self) -> bool {
        self.authorization.is_none()
            && self.headers.is_empty()
            && self.query.is_empty()
            && self.cookies.is_empty()
    }

    /// Writes the credentials, except for those of the query, to headers that are marked sensitive.
    pub(super) fn write(
        &self,
        headers: &mut HeaderMap,
        http: &reqwest::Client,
    ) -> Result<(), String> {
        match &self.authorization {
            None => {}
            Some(Authorization::Bearer(token)) => {
                headers.insert(AUTHORIZATION, bearer(token)?);
            }
            Some(Authorization::Basic { username, password }) => {
                headers.insert(AUTHORIZATION, basic(http, username, password)?);
            }
        }
        for (name, key) in &self.headers {
            let header = HeaderName::try_from(name)
                .map_err(|_| format!("`{}` is not a valid header name", name.escape_debug()))?;
            headers.insert(header, sensitive(key, &format!("the API key `{name}`"))?);
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|cookie| pair(cookie).join("="))
            .collect();
        if !cookies.is_empty() {
            let cookies = SecretString::from(cookies.join("; "));
            headers.insert(COOKIE, sensitive(&cookies, "the API key in a cookie")?);
        }
        Ok(())
    }

    /// Returns the API keys of the query, encoded.
    pub(super) fn query(&self) -> Vec<QueryKey> {
        self.query
            .iter()
            .map(|key| {
                let [name, value] = pair(key);
                (name, value.into())
            })
            .collect()
    }
}

/// Encodes the name and the value of an API key.
fn pair((name, key): &(String, SecretString)) -> [String; 2] {
    [address::encode(name), address::encode(key.expose_secret())]
}

fn bearer(token: &SecretString) -> Result<HeaderValue, String> {
    let text = SecretString::from(format!("Bearer {}", token.expose_secret()));
    sensitive(&text, "the token")
}

/// Returns the value of `Authorization` for basic authentication (RFC 7617), encoded by `reqwest`.
fn basic(
    http: &reqwest::Client,
    username: &str,
    password: &SecretString,
) -> Result<HeaderValue, String> {
    if username.contains(':') {
        return Err("the user name must not contain `:`".to_owned());
    }
    let request = http.get("http://localhost");
    let request = request.basic_auth(username, Some(password.expose_secret()));
    let request = request.build();
    let value = request.map(|mut request| request.headers_mut().remove(AUTHORIZATION));
    value
        .ok()
        .flatten()
        .ok_or_else(|| "the user name and the password cannot be sent".to_owned())
}

/// Converts a secret to a header value. Errors do not contain the secret.
fn sensitive(secret: &SecretString, what: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(secret.expose_secret())
        .map_err(|_| format!("{what} contains a character that is not valid in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}
