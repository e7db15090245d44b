use std::sync::Arc;

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use super::TokenProvider;
use super::address::{self, QueryKey};
use super::header::parse_request_name;

/// The HTTP scheme of bearer tokens, in lower case.
pub(super) const BEARER: &str = "bearer";

/// The characters that the value of a cookie cannot contain (RFC 6265, section 4.1.1).
const NO_COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// The characters that the name of a cookie cannot contain: all but those of a token (RFC 6265,
/// section 4.1.1; RFC 9110, section 5.6.2).
const NO_COOKIE_NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'%')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'*')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The credentials of a client.
#[derive(Default)]
pub(super) struct Credentials {
    /// At most one for each HTTP scheme.
    authorizations: Vec<Authorization>,
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
    /// A bearer token that each request obtains.
    Provided(Arc<dyn TokenProvider>),
    Basic {
        username: String,
        password: SecretString,
    },
    /// The name of another HTTP scheme, and its credentials.
    Other(String, SecretString),
}

/// The credentials of the client that a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    All,
    /// All; of several in `Authorization`, those of this HTTP scheme, in lower case.
    Scheme(&'static str),
    None,
}

/// The values of `Authorization` by their HTTP schemes, in lower case.
type Authorizations = Vec<(String, HeaderValue)>;

impl Authorization {
    /// Returns the name of the HTTP scheme, in lower case.
    fn scheme(&self) -> String {
        match self {
            Self::Bearer(_) | Self::Provided(_) => BEARER.to_owned(),
            Self::Basic { .. } => "basic".to_owned(),
            Self::Other(scheme, _) => scheme.to_ascii_lowercase(),
        }
    }

    /// Returns the value; `None` if each request obtains it.
    fn value(&self, http: &reqwest::Client) -> Result<Option<HeaderValue>, String> {
        match self {
            Self::Bearer(token) => bearer(token).map(Some),
            Self::Provided(_) => Ok(None),
            Self::Basic { username, password } => basic(http, username, password).map(Some),
            Self::Other(scheme, key) => with_scheme(scheme, key).map(Some),
        }
    }
}

impl Credentials {
    /// Adds credentials in `Authorization`. Replaces those of the same HTTP scheme.
    pub(super) fn authorize(&mut self, authorization: Authorization) {
        let scheme = authorization.scheme();
        self.authorizations.retain(|known| known.scheme() != scheme);
        self.authorizations.push(authorization);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.authorizations.is_empty()
            && self.headers.is_empty()
            && self.query.is_empty()
            && self.cookies.is_empty()
    }

    /// Writes the credentials, except for those of the query, to headers that are marked sensitive:
    /// of several in `Authorization`, the first. Returns all values of `Authorization`.
    ///
    /// `is_selected` if the operations of the API select one of several HTTP schemes.
    pub(super) fn write(
        &self,
        headers: &mut HeaderMap,
        http: &reqwest::Client,
        is_selected: bool,
    ) -> Result<Authorizations, String> {
        if let [one, another, ..] = self.authorizations.as_slice()
            && !is_selected
        {
            return Err(format!(
                "the credentials of the HTTP schemes `{}` and `{}` are both sent in \
                 `Authorization`: set one of them",
                one.scheme(),
                another.scheme()
            ));
        }
        let mut authorizations = Authorizations::new();
        for one in &self.authorizations {
            let value = one.value(http)?;
            authorizations.extend(value.map(|value| (one.scheme(), value)));
        }
        let mut known: Vec<HeaderName> = Vec::new();
        if let Some((_, value)) = authorizations.first() {
            headers.insert(AUTHORIZATION, value.clone());
        }
        if !self.authorizations.is_empty() {
            known.push(AUTHORIZATION);
        }
        for (name, key) in &self.headers {
            let header = parse_request_name(name)?;
            if known.contains(&header) || header == COOKIE && !self.cookies.is_empty() {
                return Err(format!(
                    "the header `{header}` has two credentials: set one of them"
                ));
            }
            headers.insert(&header, sensitive(key, &format!("the API key `{name}`"))?);
            known.push(header);
        }
        for (name, key) in self.headers.iter().chain(&self.query).chain(&self.cookies) {
            if is_blank(key) {
                return Err(format!("the API key `{name}` is empty"));
            }
        }
        let cookies = self.cookies.iter().map(|(name, key)| {
            let key = utf8_percent_encode(key.expose_secret(), NO_COOKIE);
            format!("{}={key}", cookie_name(name))
        });
        let cookies: Vec<String> = cookies.collect();
        if !cookies.is_empty() {
            let cookies = SecretString::from(cookies.join("; "));
            headers.insert(COOKIE, sensitive(&cookies, "the API key in a cookie")?);
        }
        Ok(authorizations)
    }

    /// Returns the provider of bearer tokens, if there is one.
    pub(super) fn provider(&self) -> Option<Arc<dyn TokenProvider>> {
        self.authorizations.iter().find_map(|one| match one {
            Authorization::Provided(provider) => Some(Arc::clone(provider)),
            _ => None,
        })
    }

    /// Returns the API keys of the query, encoded.
    pub(super) fn query(&self) -> Vec<QueryKey> {
        self.query
            .iter()
            .map(|(name, key)| {
                let key = address::encode(key.expose_secret());
                (address::encode(name), key.into())
            })
            .collect()
    }
}

/// Returns the name of a cookie, without the characters that it cannot contain.
pub(super) fn cookie_name(name: &str) -> String {
    utf8_percent_encode(name, NO_COOKIE_NAME).to_string()
}

/// Returns the value of `Authorization` for a bearer token. Any visible ASCII is accepted: the tokens
/// of some services have more characters than those of the grammar (RFC 6750, section 2.1).
pub(super) fn bearer(token: &SecretString) -> Result<HeaderValue, String> {
    let is_visible = |byte: u8| byte.is_ascii_graphic();
    if !is_blank(token) && !token.expose_secret().bytes().all(is_visible) {
        let message = "the token contains a space, a line break, or a character that is not ASCII";
        return Err(message.to_owned());
    }
    with_scheme("Bearer", token)
}

/// Returns the value of `Authorization`: the scheme and the credentials (RFC 9110, section 11.4).
fn with_scheme(scheme: &str, token: &SecretString) -> Result<HeaderValue, String> {
    if is_blank(token) {
        return Err("the token is empty".to_owned());
    }
    let text = SecretString::from(format!("{scheme} {}", token.expose_secret()));
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

/// Returns `true` if a secret is certainly missing, as that of an environment variable may be.
fn is_blank(secret: &SecretString) -> bool {
    secret.expose_secret().trim().is_empty()
}

/// Converts a secret to a header value. Errors do not contain the secret.
fn sensitive(secret: &SecretString, what: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(secret.expose_secret())
        .map_err(|_| format!("{what} contains a character that is not valid in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}
