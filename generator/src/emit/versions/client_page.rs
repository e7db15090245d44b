//! The documentation of the client of a version: an example, configuration, cloning, errors.

use crate::document::Version;
use crate::model::{
    ApiVersion, KeyLocation, Operation, OperationId, Output, Scheme, Security, ShapeId,
};

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::syntax::Attributes;

/// Returns the doc comment of the client.
pub(in crate::emit) fn page(context: &Context<'_>, version: usize, api: &ApiVersion) -> Attributes {
    docs::lines(&format!(
        "{}\n\n\
         Each method returns the operations of one tag, whose methods return request builders. \
         Required parameters are arguments, optional ones are set on the builder; `.await` sends the \
         request.\n\n\
         # Example\n\n\
         {}\n\n\
         # Configuration\n\n\
         [`Client::builder`] returns a [`ClientBuilder`]. The defaults suit most applications. \
         The most common settings:\n\n\
         - [`timeout`](ClientBuilder::timeout): the time limit of a request.\n\
         - [`retry`](ClientBuilder::retry): the [`RetryPolicy`] of failed requests.\n\
         - [`throttle`](ClientBuilder::throttle): a [`Throttle`] that delays requests which would \
         exceed the rate limit.\n\
         - [`base_url`](ClientBuilder::base_url): the URL of the server, such as a test server.\n\
         - [`http_client`](ClientBuilder::http_client): a `reqwest::Client`, to configure proxies or \
         certificates or to share a connection pool.\n\n\
         # Cloning and sharing\n\n\
         Clones share the connection pool and the settings through an [`Arc`](std::sync::Arc): \
         create one client and clone it. There is no need to wrap it in an `Arc`.\n\n\
         # Errors\n\n\
         [`build`](ClientBuilder::build) returns an [`Error`] if a setting is not valid, or if the \
         server is an `https` URL and neither the feature `rustls` nor `native-tls` is enabled.\n\n\
         Requests return an [`Error`] if no response is received, the status of the response is not \
         a success, or its body cannot be read. A value that does not match the specification is not an error \
         unless the client is [`strict`](ClientBuilder::strict): [`Response::anomalies`] lists it.",
        summary(api),
        example(context, version, api),
    ))
}

fn summary(api: &ApiVersion) -> String {
    match api.info.version {
        Some(Version::Preview) => {
            "A client for the preview of the API, which can change without notice.".to_owned()
        }
        Some(version) => format!("A client for version {} of the API.", version.label()),
        None => format!("A client for {}.", docs::inline(&api.info.title)),
    }
}

/// Returns an example that builds a client and sends a request without required inputs.
fn example(context: &Context<'_>, version: usize, api: &ApiVersion) -> String {
    let (arguments, mut calls) = credentials(&api.info.security);
    let server = api.info.servers.first();
    if !server.is_some_and(|server| server.is_absolute()) {
        calls.push_str(".base_url(\"https://api.example.com\")");
    }
    let mut body = format!(
        "use {{api}}::Client;\n\nlet client = Client::builder({arguments}){calls}.build()?;\n"
    );
    let operations = || operations(context, &api.operations);
    let get = operations().find(|operation| operation.method == "GET");
    if let Some(operation) = get.or_else(|| operations().next()) {
        let (tag, method) = (&operation.tag.module, &operation.method_name);
        body.push_str(&format!(
            "let response = client.{tag}().{method}().await?;\nprintln!(\"{{response:?}}\");\n"
        ));
    }
    context.example_without_client(version, &body)
}

/// Returns the operations that have no required inputs and return JSON.
fn operations<'a>(
    context: &Context<'a>,
    operations: &[OperationId],
) -> impl Iterator<Item = &'a Operation<ShapeId>> {
    let operations = operations
        .iter()
        .map(|id| &context.library.operation(*id).item);
    operations.filter(|operation| {
        let is_free = operation.parameters.iter().all(|one| !one.required);
        is_free && operation.body.is_none() && matches!(operation.output, Output::Json(_))
    })
}

/// Returns the arguments of `Client::builder` and the methods called on the builder.
fn credentials(security: &Security) -> (String, String) {
    match security {
        Security::All(schemes) => {
            let arguments = schemes.iter().map(|scheme| match scheme {
                Scheme::Bearer => "\"access token\"",
                Scheme::Basic => "\"username\", \"password\"",
                Scheme::ApiKey { .. } => "\"key\"",
            });
            (arguments.collect::<Vec<_>>().join(", "), String::new())
        }
        Security::Any(schemes) | Security::Several(schemes) => {
            let call = schemes.first().map(|scheme| match scheme {
                Scheme::Bearer => ".bearer(\"access token\")".to_owned(),
                Scheme::Basic => ".basic(\"username\", \"password\")".to_owned(),
                Scheme::ApiKey { location, name, .. } => {
                    let method = match location {
                        KeyLocation::Header => "header_key",
                        KeyLocation::Query => "query_key",
                        KeyLocation::Cookie => "cookie_key",
                        KeyLocation::Http => "http_scheme",
                    };
                    format!(".{method}({name:?}, \"key\")")
                }
            });
            (String::new(), call.unwrap_or_default())
        }
    }
}
