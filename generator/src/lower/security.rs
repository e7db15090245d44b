//! The security schemes of a client.
//!
//! A client has the credentials for all of its requests, so the requirements of the document and of
//! its operations are combined: if they agree, the schemes are arguments of the client's builder;
//! if they differ, the application sets the credentials that it has. An operation may require none,
//! or one of several HTTP schemes. Credentials that the client does not support are left to the
//! application, also beside others.

mod scheme;

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::diagnostic::{Code, Pointer};
use crate::document::CLIENT_CERTIFICATE;
use crate::hash::{HashMap, HashSet, IndexSet};
use crate::model::{
    Choice, Credentials, KeyLocation, Location, Parameter, SchemaId, Scheme, Security,
    Serialization,
};

pub(super) use scheme::BY_HAND;

use super::Lowering;
use super::operation::OperationSource;

/// The security requirements of the document and its operations.
pub(super) struct Requirements<'a> {
    /// `security` of the document and of each operation that declares it.
    declared: Vec<&'a [SecurityRequirement]>,
    /// The distinct requirements. If `security` is never declared, each security scheme is one.
    distinct: Vec<Requirement<'a>>,
}

/// One of the alternatives of `security`.
struct Requirement<'a> {
    names: Vec<&'a str>,
    pointer: Pointer,
}

/// The credentials of the supported security schemes, by name.
type Schemes<'a> = HashMap<&'a str, Scheme<Choice>>;

impl<'a> Lowering<'a> {
    /// Returns the credentials of the client, and reports the schemes that it does not support.
    pub(super) fn security(&mut self, requirements: &Requirements<'a>) -> Security<Choice> {
        let Requirements { declared, distinct } = requirements;
        let is_optional = distinct.iter().any(|one| self.is_met(&one.names));
        let supported = self.schemes(distinct);
        let mut alternatives: Vec<Vec<Scheme<Choice>>> = Vec::new();
        for requirement in distinct {
            let schemes = schemes_of(&requirement.names, &supported);
            if !schemes.is_empty() && !alternatives.iter().any(|known| is_same(known, &schemes)) {
                alternatives.push(schemes);
            }
        }
        match alternatives.as_slice() {
            [] => Security::All(Vec::new()),
            [only] if !is_optional && !shares_a_header(only) => Security::All(only.clone()),
            [only] if shares_a_header(only) => Security::Any(only.clone()),
            several => {
                let mut schemes: Vec<Scheme<Choice>> = Vec::new();
                for scheme in several.iter().flatten() {
                    if !schemes.contains(scheme) {
                        schemes.push(scheme.clone());
                    }
                }
                let mut lists = declared.iter();
                if lists.all(|list| self.accepts_each(list, &schemes, &supported)) {
                    Security::Any(schemes)
                } else {
                    Security::Several(schemes)
                }
            }
        }
    }

    /// Returns the credentials of the supported schemes, and reports the others.
    fn schemes(&mut self, requirements: &[Requirement<'a>]) -> Schemes<'a> {
        let mut known: HashSet<&str> = HashSet::default();
        let mut supported = Schemes::default();
        for Requirement { names, pointer } in requirements {
            for name in names {
                if known.insert(name)
                    && let Some(scheme) = self.scheme(name, pointer)
                {
                    supported.insert(name, scheme);
                }
            }
        }
        supported
    }

    /// Returns `true` if the client needs to send no credentials for a requirement: none are
    /// required, or a client certificate only, which the connection presents.
    fn is_met(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.is_certificate(name))
    }

    /// Returns `true` if each of the schemes is sufficient for the operations with this list.
    fn accepts_each(
        &self,
        list: &'a [SecurityRequirement],
        schemes: &[Scheme<Choice>],
        supported: &Schemes<'a>,
    ) -> bool {
        let required: Vec<Vec<Scheme<Choice>>> = list
            .iter()
            .map(names)
            .filter(|names| !self.is_met(names))
            .map(|names| schemes_of(&names, supported))
            .collect();
        if required.len() < list.len() || list.is_empty() {
            return required.iter().all(|one| one.len() <= 1);
        }
        let accepts = |scheme: &Scheme<Choice>| {
            let scheme = std::slice::from_ref(scheme);
            required.iter().any(|one| one.as_slice() == scheme)
        };
        required.len() >= schemes.len() && schemes.iter().all(accepts)
    }

    /// Returns `security` of the document and of its operations, with their locations.
    fn declared_requirements(&self) -> Vec<(&'a [SecurityRequirement], Pointer)> {
        let document = self.document;
        let global = document.api.security.as_deref();
        let global = global.map(|list| (list, Pointer::root().child("security")));
        let items = document.api.paths.paths.iter();
        let items = items.filter_map(|(path, item)| Some((path, item.as_item()?)));
        let operations = items.flat_map(|(path, item)| document.operations(path, item));
        let own = operations.filter_map(|one| {
            let list = one.operation.security.as_deref()?;
            Some((list, one.pointer.child("security")))
        });
        global.into_iter().chain(own).collect()
    }

    /// Returns the requirements of the document and its operations.
    pub(super) fn requirements(&self) -> Requirements<'a> {
        let lists = self.declared_requirements();
        let distinct = if lists.is_empty() {
            self.each_scheme()
        } else {
            distinct(&lists)
        };
        let declared = lists.into_iter().map(|(list, _)| list).collect();
        Requirements { declared, distinct }
    }

    /// Returns a requirement for each security scheme except client certificates.
    fn each_scheme(&self) -> Vec<Requirement<'a>> {
        let components = self.components.into_iter();
        let schemes = components.flat_map(|components| components.security_schemes.keys());
        let schemes = schemes.filter(|name| !self.is_certificate(name));
        let requirements = schemes.map(|name| Requirement {
            names: vec![name],
            pointer: scheme::pointer(name),
        });
        requirements.collect()
    }

    /// Finds out whether the API requires credentials, and the HTTP schemes that it uses.
    pub(super) fn find_credentials(&mut self, requirements: &Requirements<'a>) {
        let requirements = &requirements.distinct;
        self.requires_credentials = !requirements.iter().all(|one| self.is_met(&one.names));
        let names = requirements.iter().flat_map(|one| &one.names);
        self.authorizations = names.filter_map(|name| self.authorization(name)).collect();
    }

    /// Returns the credentials that the requests of an operation carry.
    pub(super) fn credentials(&mut self, source: &OperationSource<'a>) -> Credentials {
        let own = source.operation.security.as_deref();
        let Some(requirements) = own.or(self.document.api.security.as_deref()) else {
            return Credentials::All;
        };
        if requirements.iter().all(|one| self.is_met(&names(one))) {
            // Of an API that requires none, an application knows better.
            return if self.requires_credentials {
                Credentials::None
            } else {
                Credentials::All
            };
        }
        let names = requirements.iter().flat_map(names);
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
        requirements.is_some_and(|all| !all.iter().all(|one| self.is_met(&names(one))))
    }

    /// Reports API keys in the query of an operation whose query is JSON or text: they are not sent,
    /// since they would be part of it. The pairs of a form are followed by the key.
    pub(super) fn report_keys_beside_query(
        &mut self,
        source: &OperationSource<'a>,
        parameters: &[Parameter<SchemaId, Choice>],
    ) {
        let is_value = |parameter: &&Parameter<SchemaId, Choice>| {
            let is_form = matches!(
                parameter.serialization,
                Serialization::Styled { explode: true, .. }
            );
            parameter.location == Location::QueryString && !is_form
        };
        let Some(parameter) = parameters.iter().find(is_value) else {
            return;
        };
        let own = source.operation.security.as_deref();
        let requirements = own.or(self.document.api.security.as_deref());
        let names = requirements.into_iter().flatten().flat_map(names);
        let keys = names.filter_map(|name| match self.target_scheme(name)? {
            SecurityScheme::APIKey {
                location: APIKeyLocation::Query,
                name,
                ..
            } => Some(name),
            _ => None,
        });
        let keys: IndexSet<&String> = keys.collect();
        for key in keys {
            let message = format!(
                "parameter `{}` is the whole query: the API key `{key}`, which is in the query, is \
                 not sent with it",
                parameter.name
            );
            let help = "declare the key in a header, or the query as a form";
            self.report(
                Code::UnsupportedParameter,
                &parameter.pointer.clone(),
                message,
                help,
            );
        }
    }

    /// Returns the HTTP scheme, in lower case, that precedes the credentials of a security scheme
    /// in `Authorization`.
    fn authorization(&self, name: &str) -> Option<String> {
        match self.target_scheme(name)? {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Some("bearer".to_owned())
            }
            SecurityScheme::HTTP { scheme, .. } if scheme == CLIENT_CERTIFICATE => None,
            SecurityScheme::HTTP { scheme, .. } => Some(scheme.to_lowercase()),
            SecurityScheme::APIKey { .. } => None,
        }
    }

    /// Returns `true` if a security scheme is a client certificate.
    fn is_certificate(&self, name: &str) -> bool {
        let scheme = self.target_scheme(name);
        matches!(scheme, Some(SecurityScheme::HTTP { scheme, .. }) if scheme == CLIENT_CERTIFICATE)
    }

    /// Returns a security scheme, or the target if it is a reference.
    fn target_scheme(&self, name: &str) -> Option<&'a SecurityScheme> {
        match self.document.declared(name)?.1 {
            ReferenceOr::Item(scheme) => Some(scheme),
            ReferenceOr::Reference { reference } => self.document.resolve(reference)?.1.as_item(),
        }
    }
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

/// Returns the distinct requirements of some lists.
fn distinct<'a>(lists: &[(&'a [SecurityRequirement], Pointer)]) -> Vec<Requirement<'a>> {
    let mut known: HashSet<BTreeSet<&str>> = HashSet::default();
    let mut found = Vec::new();
    for (list, pointer) in lists {
        for (index, requirement) in list.iter().enumerate() {
            let names = names(requirement);
            if known.insert(names.iter().copied().collect()) {
                let pointer = pointer.index(index);
                found.push(Requirement { names, pointer });
            }
        }
    }
    found
}

fn names(requirement: &SecurityRequirement) -> Vec<&str> {
    requirement.keys().map(String::as_str).collect()
}

/// Returns the credentials of the named schemes that are supported, without duplicates.
fn schemes_of(names: &[&str], supported: &Schemes<'_>) -> Vec<Scheme<Choice>> {
    let mut schemes = Vec::new();
    for scheme in names.iter().filter_map(|name| supported.get(name)) {
        if !schemes.contains(scheme) {
            schemes.push(scheme.clone());
        }
    }
    schemes
}

/// Returns `true` if both requirements consist of the same schemes, in any order.
fn is_same(one: &[Scheme<Choice>], other: &[Scheme<Choice>]) -> bool {
    one.len() == other.len() && one.iter().all(|scheme| other.contains(scheme))
}

#[cfg(test)]
mod tests;
