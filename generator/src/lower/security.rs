//! What a client authenticates with.
//!
//! All requests of a client have the same credentials, so the requirements of the document and of
//! its operations are taken together: one for all is what the client's builder takes, of several
//! the application gives those it has.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, KeyLocation, Scheme, Security};

use super::Lowering;

/// One of the alternatives of `security`, and where it stands.
struct Requirement<'a> {
    names: Vec<&'a str>,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    pub(super) fn security(&mut self) -> Security<Choice> {
        let requirements = self.requirements();
        let is_choice = requirements.iter().any(|one| one.names.is_empty());
        let mut alternatives: Vec<Vec<Scheme<Choice>>> = Vec::new();
        let mut refused = Vec::new();
        for requirement in requirements.iter().filter(|one| !one.names.is_empty()) {
            match self.schemes(requirement) {
                Ok(schemes) if !alternatives.contains(&schemes) => alternatives.push(schemes),
                Ok(_) => {}
                Err(error) => refused.push(error),
            }
        }
        for error in refused {
            let SchemeError {
                code,
                pointer,
                message,
                help,
            } = error;
            if alternatives.is_empty() {
                self.error(code, &pointer, message, help);
            } else {
                self.warn(code, &pointer, message, help);
            }
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

    /// Every distinct requirement of the document and its operations. Where no word is said of any,
    /// each scheme that is declared is one.
    fn requirements(&mut self) -> Vec<Requirement<'a>> {
        let document = self.document;
        let mut found: Vec<Requirement<'a>> = Vec::new();
        let global = document.api.security.as_deref().unwrap_or_default();
        let pointer = Pointer::root().child("security");
        let mut is_asked = document.api.security.is_some();
        collect(&mut found, global, &pointer);
        for (path, item) in &document.api.paths.paths {
            let pointer = Pointer::root().child("paths").child(path);
            let operations = item
                .as_item()
                .into_iter()
                .flat_map(openapiv3::PathItem::iter);
            for (method, operation) in operations {
                let pointer = pointer.child(method).child("security");
                is_asked |= operation.security.is_some();
                // `security: []` says that this one needs nothing, not that others do not.
                collect(
                    &mut found,
                    operation.security.as_deref().unwrap_or_default(),
                    &pointer,
                );
            }
        }
        if !is_asked {
            let schemes = self.components.into_iter();
            let names = schemes.flat_map(|components| components.security_schemes.keys());
            found.extend(names.map(|name| Requirement {
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
                message: format!("the security scheme `{name}` does not exist"),
                help: "add it to `components/securitySchemes`, or correct the name",
            });
        };
        let unsupported = |message: String, help| SchemeError {
            code: Code::UnsupportedSecurityScheme,
            pointer: scheme_pointer(name),
            message,
            help,
        };
        let Some(scheme) = scheme.as_item() else {
            let message = format!("the security scheme `{name}` is a reference");
            return Err(unsupported(
                message,
                "write the scheme in place, in an overlay",
            ));
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
                        "the security scheme `{name}` is HTTP's `{}`",
                        other.escape_debug()
                    );
                    Err(unsupported(
                        message,
                        "of HTTP's schemes there are `bearer` and `basic`: require another in an \
                         overlay",
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
                        "the key `{}` of the security scheme `{name}` cannot be sent",
                        key.escape_debug()
                    );
                    return Err(unsupported(message, "correct its `name`, in an overlay"));
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

/// Why a scheme cannot be used.
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
