//! The servers of the API.

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, Region, Server};
use crate::neutral::code_span;

use super::Lowering;
use super::operation::OperationSource;

impl<'a> Lowering<'a> {
    /// Returns the servers of the document, the default first.
    pub(super) fn servers(&mut self) -> Vec<Server<Choice>> {
        self.document
            .api
            .servers
            .iter()
            .enumerate()
            .map(|(index, server)| {
                let pointer = Pointer::root().child("servers").index(index);
                let mut lowered = lowered(server);
                if let Err(problem) = check(&lowered.url) {
                    let consequence = if index == 0 {
                        "the client requires a `base_url`"
                    } else {
                        "the server is not used"
                    };
                    let message = format!("{problem}: {consequence}");
                    self.report(Code::InvalidServer, &pointer.child("url"), message, HELP);
                    lowered.url = String::new();
                }
                lowered
            })
            .collect()
    }

    /// Returns the note on an operation that declares another server than the document. Its
    /// requests are sent to the client's server: credentials for one server must not be sent to
    /// another.
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
        let message = format!(
            "`{}` declares its own server `{}`, but its requests are sent to the client's \
             `base_url`",
            source.id, own.url
        );
        let help = "create a second client with the `base_url` of this server";
        self.warn(
            Code::UnsupportedServer,
            &parent.child("servers"),
            message,
            help,
        );
        Some(format!(
            "This operation is served at {0}: send it with a client whose `base_url` is {0}.",
            code_span(&own.url)
        ))
    }
}

const HELP: &str = "declare a URL that begins with `https://` or `http://`, or a path that begins \
                    with `/`, without a query, and declare its variables";

fn check(url: &str) -> Result<(), String> {
    if let Some((_, rest)) = url.split_once('{') {
        let name = rest.split('}').next().unwrap_or(rest);
        return Err(format!("server variable `{name}` is not declared"));
    }
    if is_http_url(url) {
        Ok(())
    } else {
        Err(format!(
            "`{}` is not a valid server URL",
            url.escape_debug()
        ))
    }
}

/// Lowers a server. Variables in its URL are replaced by their defaults.
fn lowered(server: &openapiv3::Server) -> Server<Choice> {
    let mut url = server.url.clone();
    let mut choices = Vec::new();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
        if variable.enumeration.len() > 1 {
            choices.push((name.clone(), variable.enumeration.clone()));
        }
    }
    let region = server
        .extensions
        .get("x-region")
        .and_then(serde_json::Value::as_str);
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

/// Returns whether a URL is an HTTP URL or the path of one.
fn is_http_url(url: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lower::tests::{document, messages, operation};

    /// The warnings about a path item with servers, in a document of `https://harbour.test`.
    fn warnings(servers: Value) -> Vec<String> {
        let item = json!({"servers": servers, "get": operation()});
        let (_, warnings) = document(json!({
            "servers": [{"url": "https://harbour.test/"}],
            "paths": {"/ships/{id}": item},
        }))
        .unwrap();
        messages(&warnings).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn another_server_of_a_path_item_is_reported() {
        assert_eq!(
            warnings(json!([{"url": "https://quay.test"}])),
            [
                "`getShip` declares its own server `https://quay.test`, but its requests are sent \
                 to the client's `base_url`"
            ]
        );
    }

    #[test]
    fn a_repeated_server_is_not_another_server() {
        assert!(warnings(json!([{"url": "https://harbour.test"}])).is_empty());
    }

    #[test]
    fn variables_with_several_values_are_choices() {
        let server: openapiv3::Server = serde_json::from_value(json!({
            "url": "https://{quay}.test/{version}",
            "variables": {
                "quay": {"default": "north", "enum": ["north", "south"]},
                "version": {"default": "v1", "enum": ["v1"]},
            },
        }))
        .unwrap();
        let server = lowered(&server);
        let values = vec!["north".to_owned(), "south".to_owned()];
        assert_eq!(server.choices, [("quay".to_owned(), values)]);
    }

    #[test]
    fn a_server_url_is_an_http_url_or_a_path() {
        for url in [
            "",
            "/api",
            "http://harbour.test",
            "https://harbour.test:8443/api",
        ] {
            assert!(is_http_url(url), "{url}");
        }
        for url in [
            "api",
            "ftp://harbour.test",
            "//harbour.test?a",
            "https://a@harbour.test",
            "/a b",
        ] {
            assert!(!is_http_url(url), "{url}");
        }
    }
}
