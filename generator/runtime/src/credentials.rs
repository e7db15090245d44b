use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::address::{self, QueryKey};

/// What all requests of a client authenticate with.
#[derive(Default)]
pub(super) struct Credentials {
    pub(super) authorization: Option<Authorization>,
    /// Keys by the names of their headers.
    pub(super) headers: Vec<(String, SecretString)>,
    /// Keys by the names of their query parameters.
    pub(super) query: Vec<(String, SecretString)>,
    /// Keys by the names of their cookies.
    pub(super) cookies: Vec<(String, SecretString)>,
}

/// What stands in the header `Authorization`.
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

    /// Puts into the headers all but the keys of the query. Their values are marked as sensitive.
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
                .map_err(|_| format!("`{}` is no HTTP header name", name.escape_debug()))?;
            headers.insert(header, sensitive(key, &format!("the key `{name}`"))?);
        }
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies.map(|cookie| pair(cookie).join("=")).collect();
        if !cookies.is_empty() {
            let cookies = SecretString::from(cookies.join("; "));
            headers.insert(COOKIE, sensitive(&cookies, "the key in a cookie")?);
        }
        Ok(())
    }

    /// The keys of the query.
    pub(super) fn query(&self) -> Vec<QueryKey> {
        let keys = self.query.iter().map(|key| {
            let [name, value] = pair(key);
            (name, value.into())
        });
        keys.collect()
    }
}

/// Name and value, encoded.
fn pair((name, key): &(String, SecretString)) -> [String; 2] {
    [address::encode(name), address::encode(key.expose_secret())]
}

fn bearer(token: &SecretString) -> Result<HeaderValue, String> {
    let text = SecretString::from(format!("Bearer {}", token.expose_secret()));
    sensitive(&text, "the token")
}

/// As `reqwest` writes it (RFC 7617).
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

/// The message does not tell the value, which is a secret.
fn sensitive(secret: &SecretString, what: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(secret.expose_secret())
        .map_err(|_| format!("{what} has a character that no HTTP header may have"))?;
    value.set_sensitive(true);
    Ok(value)
}
