//! The security schemes of a client.
//!
//! All requests of a client use the same credentials, so the requirements of the document and of
//! its operations are combined: if they agree, the schemes are arguments of the client's builder;
//! if they differ, the application sets the credentials that it has.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, KeyLocation, Scheme, Security};

use super::Lowering;

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
            [only] if !is_choice => Security::All(only.clone()),
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
            let pointer = Pointer::root().child("paths").child(path);
            let operations = item
                .as_item()
                .into_iter()
                .flat_map(openapiv3::PathItem::iter);
            for (method, operation) in operations {
                let pointer = pointer.child(method).child("security");
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
            SecurityScheme::HTTP { scheme, .. } => match scheme.to_lowercase().as_str() {
                "bearer" => Ok(Scheme::Bearer),
                "basic" => Ok(Scheme::Basic),
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
                    KeyLocation::Query | KeyLocation::Cookie => !key.is_empty(),
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
    use crate::model::{Choice, Scheme, Security};

    /// The security of a document with the schemes `token` and `password`.
    fn security(
        document_security: Option<Value>,
        operation_security: Option<Value>,
    ) -> Security<Choice> {
        let mut operation = operation();
        if let Some(security) = operation_security {
            operation["security"] = security;
        }
        let mut members = json!({
            "paths": {"/ships/{id}": {"get": operation}},
            "components": {"securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic"},
            }},
        });
        if let Some(security) = document_security {
            members["security"] = security;
        }
        document(members).unwrap().0.info.security
    }

    #[test]
    fn schemes_are_alternatives_if_no_requirement_is_declared() {
        let schemes = vec![Scheme::Bearer, Scheme::Basic];
        assert_eq!(security(None, None), Security::Any(schemes));
    }

    #[test]
    fn schemes_of_one_requirement_are_required_together() {
        let both = json!([{"token": [], "password": []}]);
        let schemes = vec![Scheme::Bearer, Scheme::Basic];
        assert_eq!(security(Some(both), None), Security::All(schemes));
    }

    #[test]
    fn an_empty_requirement_makes_credentials_optional() {
        let optional = json!([{}, {"token": []}]);
        let schemes = vec![Scheme::Bearer];
        assert_eq!(security(Some(optional), None), Security::Any(schemes));
    }

    #[test]
    fn an_empty_list_declares_that_no_credentials_are_required() {
        assert_eq!(security(Some(json!([])), None), Security::All(Vec::new()));
    }

    #[test]
    fn requirements_of_operations_are_added_to_those_of_the_document() {
        let document = json!([{"token": []}]);
        let operation = json!([{"password": []}]);
        let schemes = vec![Scheme::Bearer, Scheme::Basic];
        assert_eq!(
            security(Some(document), Some(operation)),
            Security::Any(schemes)
        );
    }
}
