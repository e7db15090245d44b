//! The security schemes of a client.
//!
//! A client has the credentials for all of its requests, so the requirements of the document and of
//! its operations are combined: if they agree, the schemes are arguments of the client's builder;
//! if they differ, the application sets the credentials that it has. An operation may require none,
//! or one of several HTTP schemes.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, Credentials, KeyLocation, Scheme, Security};

use super::Lowering;
use super::operation::OperationSource;

/// One of the alternatives of `security`.
struct Requirement<'a> {
    names: Vec<&'a str>,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    pub(super) fn security(&mut self) -> Security<Choice> {
        let requirements = self.requirements();
        let is_choice = requirements.iter().any(|one| one.names.is_empty());
        let mut alternatives: Vec<Vec<Scheme<Choice>>> = Vec::new();
        let mut errors = Vec::new();
        for requirement in requirements.iter().filter(|one| !one.names.is_empty()) {
            match self.schemes(requirement) {
                Ok(schemes) if !alternatives.contains(&schemes) => alternatives.push(schemes),
                Ok(_) => {}
                Err(error) => errors.push(error),
            }
        }
        for error in errors {
            let SchemeError {
                code,
                pointer,
                message,
                help,
            } = error;
            self.report(code, &pointer, message, help);
        }
        match alternatives.as_slice() {
            [] => Security::All(Vec::new()),
            [only] if !is_choice && !shares_a_header(only) => Security::All(only.clone()),
            several => {
                let mut schemes: Vec<Scheme<Choice>> = Vec::new();
                for scheme in several.iter().flatten() {
                    if !schemes.contains(scheme) {
                        schemes.push(scheme.clone());
                    }
                }
                Security::Any(schemes)
            }
        }
    }

    /// Returns the distinct requirements of the document and its operations. If `security` is never
    /// declared, each security scheme is a requirement.
    fn requirements(&mut self) -> Vec<Requirement<'a>> {
        let document = self.document;
        let mut found: Vec<Requirement<'a>> = Vec::new();
        let global = document.api.security.as_deref().unwrap_or_default();
        let pointer = Pointer::root().child("security");
        let mut is_declared = document.api.security.is_some();
        collect(&mut found, global, &pointer);
        for (path, item) in &document.api.paths.paths {
            let item = item.as_item().into_iter();
            for one in item.flat_map(|item| document.operations(path, item)) {
                let (operation, pointer) = (one.operation, one.pointer.child("security"));
                is_declared |= operation.security.is_some();
                // `security: []` makes this operation public, not the others.
                collect(
                    &mut found,
                    operation.security.as_deref().unwrap_or_default(),
                    &pointer,
                );
            }
        }
        if !is_declared {
            let schemes = self
                .components
                .into_iter()
                .flat_map(|components| components.security_schemes.keys());
            found.extend(schemes.map(|name| Requirement {
                names: vec![name],
                pointer: scheme_pointer(name),
            }));
        }
        found
    }

    /// Finds out whether the API requires credentials, and the HTTP schemes that it uses.
    pub(super) fn find_credentials(&mut self) {
        let requirements = self.requirements();
        let mut names = requirements.iter().flat_map(|one| &one.names).peekable();
        self.requires_credentials = names.peek().is_some();
        self.authorizations = names.filter_map(|name| self.authorization(name)).collect();
    }

    /// Returns the credentials that the requests of an operation carry.
    pub(super) fn credentials(&mut self, source: &OperationSource<'a>) -> Credentials {
        let own = source.operation.security.as_deref();
        let Some(requirements) = own.or(self.document.api.security.as_deref()) else {
            return Credentials::All;
        };
        if requirements.iter().all(SecurityRequirement::is_empty) {
            // Of an API that requires none, an application knows better.
            return if self.requires_credentials {
                Credentials::None
            } else {
                Credentials::All
            };
        }
        let names = requirements.iter().flat_map(SecurityRequirement::keys);
        let schemes: IndexSet<String> = names.filter_map(|name| self.authorization(name)).collect();
        let Some(first) = schemes.first().filter(|_| self.authorizations.len() > 1) else {
            return Credentials::All;
        };
        let common = self.common_authorizations.take();
        let is_common = |scheme: &&String| common.as_ref().is_none_or(|all| all.contains(*scheme));
        let common = schemes.iter().filter(is_common).cloned().collect();
        self.common_authorizations = Some(common);
        Credentials::Scheme(first.clone())
    }

    /// Returns whether `security` of an operation, or of the document, requires or allows
    /// credentials.
    pub(super) fn declares_security(&self, source: &OperationSource<'a>) -> bool {
        let own = source.operation.security.as_deref();
        let requirements = own.or(self.document.api.security.as_deref());
        requirements.is_some_and(|all| !all.iter().all(SecurityRequirement::is_empty))
    }

    /// Returns the HTTP scheme, in lower case, that precedes the credentials of a security scheme
    /// in `Authorization`.
    fn authorization(&self, name: &str) -> Option<String> {
        let schemes = &self.components?.security_schemes;
        match schemes.get(name)?.as_item()? {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Some("bearer".to_owned())
            }
            SecurityScheme::HTTP { scheme, .. } => Some(scheme.to_lowercase()),
            SecurityScheme::APIKey { .. } => None,
        }
    }

    fn schemes(
        &mut self,
        requirement: &Requirement<'a>,
    ) -> Result<Vec<Scheme<Choice>>, SchemeError> {
        let mut schemes = Vec::new();
        for name in &requirement.names {
            let scheme = self.scheme(name, &requirement.pointer)?;
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        Ok(schemes)
    }

    fn scheme(&mut self, name: &str, pointer: &Pointer) -> Result<Scheme<Choice>, SchemeError> {
        let schemes = self
            .components
            .map(|components| &components.security_schemes);
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
            return Err(SchemeError {
                code: Code::UndeclaredSecurityScheme,
                pointer: pointer.child(name),
                message: format!("security scheme `{name}` is not declared: {BY_HAND}"),
                help: "declare it in `components/securitySchemes`, or correct the name",
            });
        };
        let unsupported = |message: String, help| SchemeError {
            code: Code::UnsupportedSecurityScheme,
            pointer: scheme_pointer(name),
            message,
            help,
        };
        let Some(scheme) = scheme.as_item() else {
            let message = format!("security scheme `{name}` is a reference: {BY_HAND}");
            return Err(unsupported(message, "write the scheme inline"));
        };
        match scheme {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Ok(Scheme::Bearer)
            }
            SecurityScheme::HTTP {
                scheme, extensions, ..
            } => match scheme.to_lowercase().as_str() {
                "bearer" => Ok(Scheme::Bearer),
                "basic" => Ok(Scheme::Basic),
                other if !NEGOTIATED.contains(&other) && is_token(other) => Ok(Scheme::ApiKey {
                    scheme: name.to_owned(),
                    rust_name: self.chosen_name(extensions, &scheme_pointer(name)),
                    location: KeyLocation::Http,
                    name: scheme.clone(),
                }),
                other => {
                    let message = format!(
                        "security scheme `{name}` uses the unsupported HTTP scheme `{}`: {BY_HAND}",
                        other.escape_debug()
                    );
                    Err(unsupported(
                        message,
                        "require a scheme that is supported: `http` with `bearer` or `basic`, or \
                         `apiKey`",
                    ))
                }
            },
            SecurityScheme::APIKey {
                location,
                name: key,
                extensions,
                ..
            } => {
                let location = match location {
                    APIKeyLocation::Query => KeyLocation::Query,
                    APIKeyLocation::Header => KeyLocation::Header,
                    APIKeyLocation::Cookie => KeyLocation::Cookie,
                };
                let is_sendable = match location {
                    KeyLocation::Header => http::HeaderName::try_from(key.as_str()).is_ok(),
                    KeyLocation::Query | KeyLocation::Cookie | KeyLocation::Http => !key.is_empty(),
                };
                if !is_sendable {
                    let message = format!(
                        "security scheme `{name}` has the invalid key name `{}`: {BY_HAND}",
                        key.escape_debug()
                    );
                    return Err(unsupported(message, "correct its `name`"));
                }
                let rust_name = self.chosen_name(extensions, &scheme_pointer(name));
                Ok(Scheme::ApiKey {
                    scheme: name.to_owned(),
                    rust_name,
                    location,
                    name: key.clone(),
                })
            }
        }
    }
}

/// The consequence of a security scheme that the client does not support.
const BY_HAND: &str = "the application sends the credentials by hand (`ClientBuilder::header`)";

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

/// Returns whether two of the schemes set the same header, so that they cannot be used together.
fn shares_a_header(schemes: &[Scheme<Choice>]) -> bool {
    let headers = schemes.iter().filter_map(|scheme| match scheme {
        Scheme::Bearer | Scheme::Basic => Some("authorization".to_owned()),
        Scheme::ApiKey { location, name, .. } => match location {
            KeyLocation::Http => Some("authorization".to_owned()),
            KeyLocation::Header => Some(name.to_lowercase()),
            KeyLocation::Query | KeyLocation::Cookie => None,
        },
    });
    let mut known = BTreeSet::new();
    headers.into_iter().any(|header| !known.insert(header))
}

/// An error of a security scheme.
struct SchemeError {
    code: Code,
    pointer: Pointer,
    message: String,
    help: &'static str,
}

fn collect<'a>(
    found: &mut Vec<Requirement<'a>>,
    requirements: &'a [SecurityRequirement],
    pointer: &Pointer,
) {
    for (index, requirement) in requirements.iter().enumerate() {
        let names: Vec<&str> = requirement.keys().map(String::as_str).collect();
        if found.iter().all(|known| known.names != names) {
            found.push(Requirement {
                names,
                pointer: pointer.index(index),
            });
        }
    }
}

fn scheme_pointer(name: &str) -> Pointer {
    let components = Pointer::root().child("components");
    components.child("securitySchemes").child(name)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower::tests::{document, operation};
    use crate::model::{Api, Choice, Credentials, KeyLocation, Scheme, Security};

    /// The security of a document with the schemes `token` and `password`.
    fn security(
        document_security: Option<Value>,
        operation_security: Option<Value>,
    ) -> Security<Choice> {
        api(document_security, operation_security).info.security
    }

    fn api(document_security: Option<Value>, operation_security: Option<Value>) -> Api {
        let mut operation = operation();
        if let Some(security) = operation_security {
            operation["security"] = security;
        }
        let mut members = json!({
            "paths": {"/ships/{id}": {"get": operation}},
            "components": {"securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "custom": {"type": "http", "scheme": "SharedAccessKey"},
            }},
        });
        if let Some(security) = document_security {
            members["security"] = security;
        }
        document(members).unwrap().0
    }

    #[test]
    fn schemes_are_alternatives_if_no_requirement_is_declared() {
        let Security::Any(schemes) = security(None, None) else {
            panic!("the schemes are required together");
        };
        assert_eq!(schemes.len(), 4);
    }

    #[test]
    fn schemes_of_one_requirement_are_required_together() {
        let both = json!([{"token": [], "key": []}]);
        let Security::All(schemes) = security(Some(both), None) else {
            panic!("the schemes are alternatives");
        };
        assert_eq!(schemes.len(), 2);
    }

    #[test]
    fn schemes_of_one_header_are_alternatives() {
        let both = json!([{"token": [], "password": []}]);
        let schemes = vec![Scheme::Bearer, Scheme::Basic];
        assert_eq!(security(Some(both), None), Security::Any(schemes));
    }

    #[test]
    fn a_custom_http_scheme_is_a_key() {
        let Security::All(schemes) = security(Some(json!([{"custom": []}])), None) else {
            panic!("the scheme is an alternative");
        };
        let [Scheme::ApiKey { location, name, .. }] = schemes.as_slice() else {
            panic!("{schemes:?}");
        };
        assert_eq!(
            (*location, name.as_str()),
            (KeyLocation::Http, "SharedAccessKey")
        );
    }

    #[test]
    fn an_operation_selects_its_credentials() {
        let credentials = |document: &Value, operation: &Value| {
            let api = api(Some(document.clone()), Some(operation.clone()));
            api.operations[0].credentials.clone()
        };
        let (token, basic) = (json!([{"token": []}]), json!([{"password": []}]));
        let scheme = |name: &str| Credentials::Scheme(name.to_owned());
        assert_eq!(credentials(&token, &json!([])), Credentials::None);
        assert_eq!(credentials(&json!([]), &token), Credentials::All);
        assert_eq!(credentials(&json!([]), &json!([])), Credentials::All);
        assert_eq!(credentials(&token, &token), Credentials::All);
        assert_eq!(credentials(&token, &basic), scheme("basic"));
        let either = json!([{"password": []}, {"token": []}]);
        assert_eq!(credentials(&token, &either), scheme("basic"));
    }

    /// If all operations allow one scheme, a client has its credentials only.
    #[test]
    fn schemes_are_selected_if_operations_have_none_in_common() {
        let either = json!([{"password": []}, {"token": []}]);
        assert!(!api(Some(either), None).info.selects_authorization);
        let basic = json!({"operationId": "a", "security": [{"password": []}], "responses": {}});
        let bearer = json!({"operationId": "b", "security": [{"token": []}], "responses": {}});
        let (api, _) = document(json!({
            "paths": {"/ships": {"get": basic, "post": bearer}},
            "components": {"securitySchemes": {
                "token": {"type": "oauth2", "flows": {}},
                "password": {"type": "http", "scheme": "basic"},
            }},
        }))
        .unwrap();
        assert!(api.info.selects_authorization);
    }
}
