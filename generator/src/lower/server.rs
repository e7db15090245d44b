//! Where the API is served.

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, Region, Server};

use super::Lowering;
use super::operation::OperationSource;

impl<'a> Lowering<'a> {
    /// The servers of the document, the usual one first.
    pub(super) fn servers(&mut self) -> Vec<Server<Choice>> {
        let servers = self.document.api.servers.iter().enumerate();
        servers
            .map(|(index, server)| {
                let pointer = Pointer::root().child("servers").index(index);
                if let Err(fault) = check(server) {
                    let pointer = pointer.child("url");
                    match index {
                        0 => self.error(Code::UnsupportedServer, &pointer, fault, HELP),
                        _ => self.warn(Code::UnsupportedServer, &pointer, fault, HELP),
                    }
                }
                lowered(server)
            })
            .collect()
    }

    /// What is said of an operation that has servers of its own. Its requests go to those of the
    /// document all the same: what a client is given for one server must not reach another.
    pub(super) fn other_server(&mut self, source: &OperationSource<'a>) -> Option<String> {
        let (servers, parent) = match source.operation.servers.as_slice() {
            [] => (source.item.servers.as_slice(), &source.item_pointer),
            own => (own, &source.pointer),
        };
        let known = self.document.api.servers.first().map(lowered);
        let own = servers.first().map(lowered)?;
        if known.is_some_and(|known| known.url == own.url) {
            return None;
        }
        let message = format!("`{}` has a server of its own, `{}`", source.id, own.url);
        let help = "it is called at the address of the client: make a client with that `base_url` \
                    for it";
        self.warn(
            Code::UnsupportedServer,
            &parent.child("servers"),
            message,
            help,
        );
        Some(format!(
            "The document serves it at `{}`: call it with a client whose `base_url` that is.",
            own.url
        ))
    }
}

const HELP: &str = "write a URL that begins with `https://` or `http://` and has no query, or a path \
                    that begins with `/`, and declare its variables, in an overlay";

fn check(server: &openapiv3::Server) -> Result<(), String> {
    let url = lowered(server).url;
    if let Some((_, rest)) = url.split_once('{') {
        let name = rest.split('}').next().unwrap_or(rest);
        return Err(format!(
            "the variable `{name}` of the server's URL is not declared"
        ));
    }
    if is_address(&url) {
        Ok(())
    } else {
        Err(format!(
            "`{}` is no address to send requests to",
            url.escape_debug()
        ))
    }
}

/// The server with the default of every variable in its place.
fn lowered(server: &openapiv3::Server) -> Server<Choice> {
    let mut url = server.url.clone();
    let mut choices = Vec::new();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
        if variable.enumeration.len() > 1 {
            choices.push((name.clone(), variable.enumeration.clone()));
        }
    }
    let region = server.extensions.get("x-region");
    let region = region.and_then(serde_json::Value::as_str);
    Server {
        url: url.trim_end_matches('/').to_owned(),
        template: server.url.clone(),
        choices,
        docs: server.description.clone(),
        region: region.map(|name| Region {
            name: name.to_owned(),
            rust_name: None,
        }),
    }
}

/// Whether it is an address of HTTP, or the path of one.
fn is_address(url: &str) -> bool {
    if url.is_empty() {
        return true;
    }
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let is_http = match uri.scheme_str() {
        Some(scheme) => ["http", "https"].contains(&scheme),
        None => url.starts_with('/'),
    };
    is_http && !url.contains(['?', '#', '@'])
}
