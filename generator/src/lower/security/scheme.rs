//! The credentials of a security scheme.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, SecurityScheme};
use serde_json::Value;

use crate::diagnostic::{Code, Pointer};
use crate::document::CLIENT_CERTIFICATE;
use crate::lower::Lowering;
use crate::model::{Choice, KeyLocation, Scheme};

/// The problem of a security scheme that the client does not support.
struct Problem {
    message: String,
    help: &'static str,
}

/// Returns the location of a security scheme.
pub(super) fn pointer(name: &str) -> Pointer {
    let components = Pointer::root().child("components");
    components.child("securitySchemes").child(name)
}

impl<'a> Lowering<'a> {
    /// Returns the name and the content of the security scheme that a requirement at `pointer`
    /// names: those of the target if it is a reference. Returns `None` and reports the problem if
    /// there is none.
    fn named_scheme(
        &mut self,
        name: &'a str,
        pointer: &Pointer,
    ) -> Option<(&'a str, &'a SecurityScheme)> {
        let Some((_, declared)) = self.document.declared::<SecurityScheme>(name) else {
            let message = format!("security scheme `{name}` is not declared: {BY_HAND}");
            let help = "declare it in `components/securitySchemes`, or correct the name";
            let pointer = pointer.child(name);
            self.report(Code::UndeclaredSecurityScheme, &pointer, message, help);
            return None;
        };
        let (scheme, target) = self.referenced(declared, &self::pointer(name))?;
        Some((target.unwrap_or(name), scheme))
    }

    /// Returns the credentials of the security scheme that a requirement at `pointer` names. Returns
    /// `None` and reports the problem if the client does not support it.
    pub(super) fn scheme(&mut self, name: &'a str, pointer: &Pointer) -> Option<Scheme<Choice>> {
        let (name, scheme) = self.named_scheme(name, pointer)?;
        match self.supported(name, scheme) {
            Ok(credentials) => {
                self.check_name(name, scheme, &credentials);
                Some(credentials)
            }
            Err(Problem { message, help }) => {
                let pointer = self::pointer(name);
                self.report(Code::UnsupportedSecurityScheme, &pointer, message, help);
                None
            }
        }
    }

    /// Reports a name for credentials whose arguments have names of their own.
    fn check_name(&mut self, name: &str, scheme: &SecurityScheme, credentials: &Scheme<Choice>) {
        let arguments = match credentials {
            Scheme::Bearer => "`token`",
            Scheme::Basic => "`username` and `password`",
            Scheme::ApiKey { .. } => return,
        };
        let (SecurityScheme::APIKey { extensions, .. }
        | SecurityScheme::HTTP { extensions, .. }
        | SecurityScheme::OAuth2 { extensions, .. }
        | SecurityScheme::OpenIDConnect { extensions, .. }) = scheme;
        if extensions.contains_key("x-rust-name") {
            let message = format!(
                "`x-rust-name` has no effect on the security scheme `{name}`, whose credentials are \
                 always named {arguments}"
            );
            let pointer = pointer(name).child("x-rust-name");
            self.report(
                Code::InvalidRustName,
                &pointer,
                message,
                "remove `x-rust-name`",
            );
        }
    }

    fn supported(
        &mut self,
        name: &str,
        scheme: &SecurityScheme,
    ) -> Result<Scheme<Choice>, Problem> {
        match scheme {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Ok(Scheme::Bearer)
            }
            SecurityScheme::HTTP {
                scheme, extensions, ..
            } => self.http(name, scheme, extensions),
            SecurityScheme::APIKey {
                location,
                name: key,
                extensions,
                ..
            } => self.api_key(name, location, key, extensions),
        }
    }

    fn http(
        &mut self,
        name: &str,
        scheme: &str,
        extensions: &IndexMap<String, Value>,
    ) -> Result<Scheme<Choice>, Problem> {
        match scheme.to_lowercase().as_str() {
            _ if scheme == CLIENT_CERTIFICATE => Err(Problem {
                message: format!(
                    "security scheme `{name}` requires a client certificate: the application \
                     sets it on its HTTP client (`ClientBuilder::http_client`)"
                ),
                help: "set the certificate with `reqwest::ClientBuilder::identity`",
            }),
            "bearer" => Ok(Scheme::Bearer),
            "basic" => Ok(Scheme::Basic),
            other if !NEGOTIATED.contains(&other) && is_token(other) => Ok(Scheme::ApiKey {
                scheme: name.to_owned(),
                rust_name: self.chosen_name(extensions, &pointer(name)),
                location: KeyLocation::Http,
                name: scheme.to_owned(),
            }),
            other => Err(Problem {
                message: format!(
                    "security scheme `{name}` uses the unsupported HTTP scheme `{}`: {BY_HAND}",
                    other.escape_debug()
                ),
                help: "require a scheme that is supported: `http` with `bearer` or `basic`, or \
                       `apiKey`",
            }),
        }
    }

    fn api_key(
        &mut self,
        name: &str,
        location: &APIKeyLocation,
        key: &str,
        extensions: &IndexMap<String, Value>,
    ) -> Result<Scheme<Choice>, Problem> {
        let location = match location {
            APIKeyLocation::Query => KeyLocation::Query,
            APIKeyLocation::Header => KeyLocation::Header,
            APIKeyLocation::Cookie => KeyLocation::Cookie,
        };
        let is_sendable = match location {
            KeyLocation::Header => http::HeaderName::try_from(key).is_ok(),
            KeyLocation::Query | KeyLocation::Cookie | KeyLocation::Http => !key.is_empty(),
        };
        if !is_sendable {
            return Err(Problem {
                message: format!(
                    "security scheme `{name}` has the invalid key name `{}`: {BY_HAND}",
                    key.escape_debug()
                ),
                help: "correct its `name`",
            });
        }
        Ok(Scheme::ApiKey {
            scheme: name.to_owned(),
            rust_name: self.chosen_name(extensions, &pointer(name)),
            location,
            name: key.to_owned(),
        })
    }
}

/// The consequence of a security scheme that the client does not support.
pub(in crate::lower) const BY_HAND: &str =
    "the application sends the credentials by hand (`ClientBuilder::header`)";

/// The HTTP schemes whose credentials depend on a response of the server or on the request.
const NEGOTIATED: &[&str] = &[
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "ntlm",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

/// Returns whether the name of an HTTP scheme is valid (RFC 9110, section 11.1).
fn is_token(scheme: &str) -> bool {
    http::HeaderName::try_from(scheme).is_ok()
}
