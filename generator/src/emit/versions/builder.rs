//! `Client::builder`: what a client must be given to be set up.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{ApiVersion, KeyLocation, Scheme, Security, Server};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::package::region::has_regions;

/// Arguments of a client's builder, beside those for keys.
pub(crate) const RESERVED_ARGUMENTS: &[&str] = &["password", "token", "username"];

/// The function `builder` of the client.
pub(in crate::emit) fn function(context: &Context<'_>, api: &ApiVersion) -> TokenStream {
    let security = &api.info.security;
    let mut paragraphs = vec![summary(security)];
    if !has_regions(context) {
        paragraphs.extend(servers(&api.info.servers));
    }
    let docs = docs::lines(&paragraphs.join("\n\n"));
    let (arguments, calls): (Vec<_>, Vec<_>) = match security {
        Security::All(schemes) => schemes.iter().map(argument).unzip(),
        Security::Any(_) => (Vec::new(), Vec::new()),
    };
    quote! {
        #docs
        #[inline]
        pub fn builder(#(#arguments),*) -> ClientBuilder<Self> {
            ClientBuilder::new() #(#calls)*
        }
    }
}

/// What is taken for a scheme, and what hands it on.
fn argument(scheme: &Scheme) -> (TokenStream, TokenStream) {
    match scheme {
        Scheme::Bearer => (
            quote!(token: impl Into<SecretString>),
            quote!(.bearer(token)),
        ),
        Scheme::Basic => (
            quote!(username: impl Into<String>, password: impl Into<SecretString>),
            quote!(.basic(username, password)),
        ),
        Scheme::ApiKey {
            rust_name,
            location,
            name,
            ..
        } => {
            let (rust_name, method) = (ident(rust_name), key_method(*location));
            (
                quote!(#rust_name: impl Into<SecretString>),
                quote!(.#method(#name, #rust_name)),
            )
        }
    }
}

fn key_method(location: KeyLocation) -> proc_macro2::Ident {
    match location {
        KeyLocation::Header => format_ident!("header_key"),
        KeyLocation::Query => format_ident!("query_key"),
        KeyLocation::Cookie => format_ident!("cookie_key"),
    }
}

fn place(location: KeyLocation, name: &str) -> String {
    let name = docs::code(name);
    match location {
        KeyLocation::Header => format!("the header {name}"),
        KeyLocation::Query => format!("the query parameter {name}"),
        KeyLocation::Cookie => format!("the cookie {name}"),
    }
}

fn summary(security: &Security) -> String {
    const START: &str = "Returns the builder of a client";
    match security {
        Security::All(schemes) => {
            let schemes: Vec<String> = schemes.iter().map(words).collect();
            match schemes.as_slice() {
                [] => format!("{START}."),
                schemes => format!("{START} that authenticates with {}.", schemes.join(" and ")),
            }
        }
        Security::Any(schemes) => {
            let names = schemes.iter().map(|scheme| match scheme {
                Scheme::Bearer => "[`bearer`](ClientBuilder::bearer)".to_owned(),
                Scheme::Basic => "[`basic`](ClientBuilder::basic)".to_owned(),
                Scheme::ApiKey { location, name, .. } => {
                    let method = key_method(*location);
                    let call = docs::code(&format!("{method}({name:?}, key)"));
                    format!("[{call}](ClientBuilder::{method})")
                }
            });
            let names: Vec<String> = names.collect();
            format!(
                "{START}.\n\nThe specification offers several ways to authenticate: set credentials with \
                 {}. Every request carries all credentials that are set.",
                names.join(" or ")
            )
        }
    }
}

fn words(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "an access token".to_owned(),
        Scheme::Basic => "a user name and a password".to_owned(),
        Scheme::ApiKey { location, name, .. } => {
            format!("a key in {}", place(*location, name))
        }
    }
}

/// What is to be said of the servers: where there is not exactly one, or it can be another.
fn servers(servers: &[Server]) -> Option<String> {
    let [first, others @ ..] = servers else {
        return Some(
            "The specification declares no server: set the URL of the API with \
             [`base_url`](ClientBuilder::base_url)."
                .to_owned(),
        );
    };
    if !first.is_absolute() {
        return Some(format!(
            "The declared server is {}, relative to the URL of the document: set the URL of the API \
             with [`base_url`](ClientBuilder::base_url).",
            docs::code(&first.template)
        ));
    }
    if others.is_empty() && first.choices.is_empty() {
        return None;
    }
    let list = servers.iter().map(|server| {
        let words = server.docs.as_deref().and_then(docs::first_paragraph);
        let words = words.map(|words| format!(": {words}")).unwrap_or_default();
        let choices = server.choices.iter().map(|(name, values)| {
            let values: Vec<String> = values.iter().map(|value| docs::code(value)).collect();
            format!(", where {} is {}", docs::code(name), values.join(" or "))
        });
        let choices: String = choices.collect();
        format!("- {}{choices}{words}", docs::code(&server.template))
    });
    let list: Vec<String> = list.collect();
    Some(format!(
        "Requests are sent to {} unless [`base_url`](ClientBuilder::base_url) is set. Declared \
         servers:\n\n{}",
        docs::code(&first.url),
        list.join("\n")
    ))
}
