//! The servers of the API.

use crate::diagnostic::{Code, Pointer};
use crate::document::uri;
use crate::model::{Choice, Region, Server};
use crate::neutral::code_span;

use super::Lowering;
use super::operation::OperationSource;

impl<'a> Lowering<'a> {
    /// Returns the servers of the document, the default first.
    pub(super) fn servers(&mut self) -> Vec<Server<Choice>> {
        self.document_servers()
            .iter()
            .enumerate()
            .map(|(index, server)| {
                let pointer = Pointer::root().child("servers").index(index);
                let mut lowered = lowered(server);
                if lowered.region.take_if(|one| one.name.trim().is_empty()).is_some() {
                    let message = "the region (`x-region`) has no name: it is ignored".to_owned();
                    let help = "name the region, such as `Eu`, or remove `x-region`";
                    self.report(Code::WrongType, &pointer.child("x-region"), message, help);
                }
                if let Err(problem) = check(&lowered.url) {
                    let consequence = if index == 0 {
                        "the client requires a `base_url`"
                    } else {
                        "the server is not used"
                    };
                    let message = format!("{problem}: {consequence}");
                    self.report(Code::InvalidServer, &pointer.child("url"), message, HELP);
                    lowered.url = String::new();
                } else if index == 0 && is_like_host(&lowered.url) {
                    let message = format!(
                        "`{}` has no scheme: it is relative to the location of the document, and the \
                         client requires a `base_url`",
                        lowered.url
                    );
                    let help = format!("declare `https://{}`, if it is a host", lowered.url);
                    self.warn(Code::UnsupportedServer, &pointer.child("url"), message, &help);
                }
                lowered
            })
            .collect()
    }

    /// Returns the base URL of the server that an operation or its path item declares, if it is not
    /// the server of the document.
    pub(super) fn own_server(
        &mut self,
        source: &OperationSource<'a>,
        facts: &mut Vec<String>,
    ) -> Option<String> {
        let (servers, parent) = match source.operation.servers.as_slice() {
            [] => (source.item.servers.as_slice(), &source.item_pointer),
            own => (own, &source.pointer),
        };
        let server = servers.first()?;
        let url = lowered(server).url;
        if url == self.default_server() {
            return None;
        }
        if let Err(message) = check(&url) {
            let pointer = parent.child("servers").index(0).child("url");
            let message = format!(
                "{message}: `{}` is sent to the client's `base_url`",
                source.id
            );
            self.warn(Code::UnsupportedServer, &pointer, message, HELP);
            return None;
        }
        // An empty URL would be that of the client.
        let url = if url.is_empty() { "/".to_owned() } else { url };
        facts.push(format!(
            "Sent to {}, which \
             [`ClientBuilder::server`](::intercom_codegen_runtime::ClientBuilder::server) replaces.",
            code_span(&url)
        ));
        Some(url)
    }

    /// Returns the base URL of the first server of the document. Defaults to `/`, as in OpenAPI,
    /// without its trailing slash.
    fn default_server(&self) -> String {
        let first = self.document_servers().first();
        first.map(|server| lowered(server).url).unwrap_or_default()
    }

    /// Returns the servers of the document, or else those of the first path or operation that
    /// declares any.
    fn document_servers(&self) -> &'a [openapiv3::Server] {
        let api = &self.document.api;
        if !api.servers.is_empty() {
            return &api.servers;
        }
        let items = api.paths.paths.iter();
        let items = items.filter_map(|(path, item)| Some((path, item.as_item()?)));
        let lists = items.flat_map(|(path, item)| {
            let operations = self.document.operations(path, item);
            operations
                .map(|one| &one.operation.servers)
                .chain([&item.servers])
        });
        lists
            .map(Vec::as_slice)
            .find(|servers| !servers.is_empty())
            .unwrap_or_default()
    }
}

const HELP: &str = "declare a URL that begins with `https://` or `http://`, or one that is relative \
                    to the document, without a query, and declare a `default` for each of its variables";

fn check(url: &str) -> Result<(), String> {
    if let Some((_, rest)) = url.split_once('{') {
        let name = rest.split('}').next().unwrap_or(rest);
        return Err(format!("server variable `{name}` has no value"));
    }
    if is_server_url(url) {
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

/// Returns whether a relative URL begins as a host name does: `api.harbour.test/v1`.
fn is_like_host(url: &str) -> bool {
    let first = url.split('/').next().unwrap_or_default();
    let domain = first.rsplit_once('.').filter(|(name, _)| !name.is_empty());
    domain
        .is_some_and(|(_, top)| top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Returns whether a URL is an HTTP URL, or relative to the location of the document: `/v1`, `v1`,
/// `../v1`, `//harbour.test/v1`.
fn is_server_url(url: &str) -> bool {
    if url.contains(['?', '#', '@']) {
        return false;
    }
    let resolved = uri::resolve("https://document.invalid/", url);
    let resolved = resolved.parse::<http::Uri>();
    let scheme = resolved.as_ref().ok().and_then(http::Uri::scheme_str);
    matches!(scheme, Some("http" | "https"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lower::tests::{document, messages, operation};

    /// The server of an operation, and the warnings, in a document of `https://harbour.test/v1`.
    fn own_server(item: Value, operation_servers: Value) -> (Option<String>, Vec<String>) {
        let mut operation = operation();
        operation["servers"] = operation_servers;
        let item = json!({"servers": item, "get": operation});
        let (api, warnings) = document(json!({
            "servers": [{"url": "https://harbour.test/v1/"}, {"url": "https://south.test"}],
            "paths": {"/ships/{id}": item},
        }))
        .unwrap();
        let warnings = messages(&warnings).into_iter().map(str::to_owned);
        (api.operations[0].server.clone(), warnings.collect())
    }

    fn url(url: &str) -> Value {
        json!([{"url": url}])
    }

    #[test]
    fn the_innermost_server_is_used() {
        let server = |item, operation| own_server(item, operation).0;
        let quay = Some("https://quay.test".to_owned());
        let south = Some("https://south.test".to_owned());
        assert_eq!(server(url("https://quay.test/"), json!([])), quay);
        assert_eq!(server(json!([]), url("https://quay.test")), quay);
        assert_eq!(
            server(url("https://quay.test"), url("https://south.test")),
            south
        );
        assert_eq!(
            server(url("https://quay.test"), url("https://harbour.test/v1")),
            None
        );
        assert_eq!(server(json!([]), json!([])), None);
    }

    #[test]
    fn a_relative_server_is_relative_to_the_client() {
        for (relative, expected) in [
            ("/v2/", "/v2"),
            ("v2", "v2"),
            ("../v2/", "../v2"),
            ("//quay.test/v2", "//quay.test/v2"),
        ] {
            let (server, warnings) = own_server(url(relative), json!([]));
            assert_eq!(server.as_deref(), Some(expected));
            assert!(warnings.is_empty(), "{warnings:?}");
        }
        assert_eq!(own_server(url("/"), json!([])).0.as_deref(), Some("/"));
    }

    #[test]
    fn a_host_without_a_scheme_is_reported() {
        for (url, expected) in [
            (
                "api.harbour.test/v1",
                vec![
                    "`api.harbour.test/v1` has no scheme: it is relative to the location of the \
                     document, and the client requires a `base_url`",
                ],
            ),
            ("v1.0", vec![]),
            ("../v1", vec![]),
            ("/api.harbour.test", vec![]),
        ] {
            let (api, found) = document(json!({"servers": [{"url": url}]})).unwrap();
            assert_eq!(api.info.servers[0].url, url);
            assert_eq!(messages(&found), expected, "{url}");
        }
    }

    #[test]
    fn a_server_of_paths_only_is_the_default() {
        let item = json!({"servers": url("https://quay.test"), "get": operation()});
        let (api, _) = document(json!({"paths": {"/ships/{id}": item}})).unwrap();
        assert_eq!(api.operations[0].server, None);
        assert_eq!(api.info.servers[0].url, "https://quay.test");
    }

    #[test]
    fn an_invalid_server_is_reported() {
        let warning = "`ftp://quay.test` is not a valid server URL: `getShip` is sent to the \
                       client's `base_url`";
        let expected = (None, vec![warning.to_owned()]);
        assert_eq!(own_server(url("ftp://quay.test"), json!([])), expected);
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
    fn a_server_url_is_an_http_url_or_relative() {
        for url in [
            "",
            "/api",
            "api",
            "./api/v1",
            "../api/",
            "//harbour.test/api",
            "http://harbour.test",
            "https://harbour.test:8443/api",
        ] {
            assert!(is_server_url(url), "{url}");
        }
        for url in [
            "ftp://harbour.test",
            "harbour.test:8443/api",
            "//harbour.test?a",
            "https://a@harbour.test",
            "/a b",
        ] {
            assert!(!is_server_url(url), "{url}");
        }
    }
}
