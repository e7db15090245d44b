//! Changes of the client as a whole: its servers, credentials, version and webhooks.

use crate::diagnostic::Pointer;
use crate::model::{KeyLocation, RustName, Scheme, Security, Server};
use crate::neutral::code_span;

use super::change::*;
use super::{Change, Side, webhooks};

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    webhooks::version_header(&old.api.info, &new.api.info, changes);
    webhooks::webhooks(&old.api.info, &new.api.info, changes);
    servers(&old.api.info.servers, &new.api.info.servers, changes);
    let before = security(&old.api.info.security);
    let after = security(&new.api.info.security);
    if before != after {
        changes.push(Change {
            rule: &SECURITY_CHANGED,
            rust_path: "Client::builder".to_owned(),
            pointer: Pointer::root().child("components").child("securitySchemes"),
            message: format!("authenticated by {before}, authenticates by {after}"),
        });
    }
}

fn servers(old: &[Server], new: &[Server], changes: &mut Vec<Change>) {
    let pointer = || Pointer::root().child("servers");
    let url = |servers: &[Server]| servers.first().map(|server| server.url.clone());
    let (before, after) = (url(old), url(new));
    if before != after {
        let text = |url: Option<String>| url.map_or("none".to_owned(), |url| code_span(&url));
        changes.push(Change {
            rule: &SERVER_CHANGED,
            rust_path: "Client::builder".to_owned(),
            pointer: pointer(),
            message: format!(
                "the default server was {}, is {}",
                text(before),
                text(after)
            ),
        });
    }
    let (before, after) = (regions(old), regions(new));
    for (name, url) in before.iter().filter(|(name, _)| !contains(&after, name)) {
        changes.push(Change {
            rule: &REGION_REMOVED,
            rust_path: format!("Region::{name}"),
            pointer: pointer(),
            message: format!("the region with the server {url} was removed"),
        });
    }
    for (name, url) in &after {
        let known = before.iter().find(|(known, _)| known == name);
        let (rule, message) = match known {
            None => {
                let message = format!("the region with the server {url} was added");
                (&REGION_ADDED, message)
            }
            Some((_, known)) if known != url => {
                let message = format!("the server of the region was {known}, is {url}");
                (&REGION_SERVER, message)
            }
            Some(_) => continue,
        };
        changes.push(Change {
            rule,
            rust_path: format!("Region::{name}"),
            pointer: pointer(),
            message,
        });
    }
}

/// Returns the name and the URL of each region.
fn regions(servers: &[Server]) -> Vec<(&RustName, String)> {
    let regions = servers.iter().filter_map(|server| {
        let region = server.region.as_ref()?;
        Some((&region.rust_name, code_span(&server.url)))
    });
    regions.collect()
}

fn contains(regions: &[(&RustName, String)], name: &RustName) -> bool {
    regions.iter().any(|(known, _)| *known == name)
}

/// Returns the credentials of a client as a noun phrase.
fn security(security: &Security) -> String {
    let (schemes, separator) = match security {
        Security::All(schemes) => (schemes, " and "),
        Security::Any(schemes) => (schemes, " or "),
        Security::Several(schemes) => (schemes, ", "),
    };
    let names: Vec<String> = schemes.iter().map(scheme).collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(separator)
    }
}

fn scheme(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "a bearer token".to_owned(),
        Scheme::Basic => "user name and password".to_owned(),
        Scheme::ApiKey { location, name, .. } => {
            let location = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query parameter",
                KeyLocation::Cookie => "cookie",
                KeyLocation::Http => "HTTP scheme",
            };
            format!("the {location} {}", code_span(name))
        }
    }
}
