//! `Client::builder`: credentials and servers.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{ApiVersion, KeyLocation, Scheme, Security, Server};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::package::region::has_regions;

/// The arguments of `Client::builder`, besides those for API keys.
pub(crate) const RESERVED_ARGUMENTS: &[&str] = &["password", "token", "username"];

/// Emits the function `builder` of the client.
pub(in crate::emit) fn function(context: &Context<'_>, api: &ApiVersion) -> TokenStream {
    let security = &api.info.security;
    let mut paragraphs = vec![summary(security)];
    if !has_regions(context) {
        paragraphs.extend(servers(&api.info.servers));
    }
    let docs = docs::lines(&paragraphs.join("\n\n"));
    let (arguments, calls): (Vec<_>, Vec<_>) = match security {
        Security::All(schemes) => schemes.iter().map(argument).unzip(),
        Security::Any(_) | Security::Several(_) => (Vec::new(), Vec::new()),
    };
    quote! {
        #docs
        #[inline]
        pub fn builder(#(#arguments),*) -> ClientBuilder<Self> {
            ClientBuilder::new() #(#calls)*
        }
    }
}

/// Emits the functions for bearer tokens that change, of a client that authenticates with them.
pub(in crate::emit) fn token_functions(security: &Security) -> Option<TokenStream> {
    let mut schemes = security.schemes().iter();
    if !schemes.any(|one| matches!(one, Scheme::Bearer)) {
        return None;
    }
    let is_only = matches!(security, Security::All(schemes) if schemes.len() == 1);
    let builder_with = is_only.then(|| {
        quote! {
            /// Returns a builder for a client that authenticates with the access tokens of
            /// `provider`, which change.
            #[inline]
            pub fn builder_with(provider: impl TokenProvider) -> ClientBuilder<Self> {
                ClientBuilder::new().token_provider(provider)
            }
        }
    });
    Some(quote! {
        #builder_with

        /// Returns a client that authenticates with another access token, such as that of another
        /// workspace.
        ///
        /// It shares the connection pool and has the same settings. If the client has a
        /// [`Throttle`], this one has its own, since rate limits are those of a token.
        ///
        /// # Errors
        ///
        /// Returns an error if the token is not valid in a header.
        #[inline]
        pub fn with_token(&self, token: impl Into<SecretString>) -> Result<Self, Error> {
            self.connection.with_token(token).map(Self::from_connection)
        }

        /// Returns a client that authenticates with the access tokens of `provider`, with the settings
        /// and the connection pool of this one, as [`with_token`](Self::with_token) does.
        #[inline]
        #[must_use]
        pub fn with_token_provider(&self, provider: impl TokenProvider) -> Self {
            Self::from_connection(self.connection.with_token_provider(provider))
        }
    })
}

/// Emits the argument for a security scheme, and the call that passes it on.
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
        KeyLocation::Http => format_ident!("http_scheme"),
    }
}

fn key_location(location: KeyLocation, name: &str) -> String {
    let name = docs::code(name);
    match location {
        KeyLocation::Header => format!("the header {name}"),
        KeyLocation::Query => format!("the query parameter {name}"),
        KeyLocation::Cookie => format!("the cookie {name}"),
        KeyLocation::Http => format!("`Authorization` with the scheme {name}"),
    }
}

fn summary(security: &Security) -> String {
    const START: &str = "Returns a builder for a client";
    const CARRIED: &str = "Each request carries all credentials that are set, unless its operation \
                           requires none.";
    match security {
        Security::All(schemes) => {
            let schemes: Vec<String> = schemes.iter().map(credentials).collect();
            match schemes.as_slice() {
                [] => format!("{START}."),
                schemes => format!("{START} that authenticates with {}.", schemes.join(" and ")),
            }
        }
        Security::Any(schemes) => format!(
            "{START}.\n\nThe API accepts alternative security schemes: set credentials with {}. {CARRIED}",
            methods(schemes).join(" or ")
        ),
        Security::Several(schemes) => format!(
            "{START}.\n\nOperations require different credentials, or combinations of them: set those \
             that the requests need with {}. {CARRIED}",
            methods(schemes).join(", ")
        ),
    }
}

/// Returns the methods of the builder that set credentials, as links.
fn methods(schemes: &[Scheme]) -> Vec<String> {
    let methods = schemes.iter().map(|scheme| match scheme {
        Scheme::Bearer => "[`bearer`](ClientBuilder::bearer)".to_owned(),
        Scheme::Basic => "[`basic`](ClientBuilder::basic)".to_owned(),
        Scheme::ApiKey { location, name, .. } => {
            let method = key_method(*location);
            let call = docs::code(&format!("{method}({name:?}, key)"));
            format!("[{call}](ClientBuilder::{method})")
        }
    });
    methods.collect()
}

fn credentials(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "an access token".to_owned(),
        Scheme::Basic => "a username and a password".to_owned(),
        Scheme::ApiKey { location, name, .. } => {
            format!("an API key in {}", key_location(*location, name))
        }
    }
}

/// Returns the paragraph about the servers; `None` for a single server without variables.
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
        let description = server.docs.as_deref().and_then(docs::first_paragraph);
        let description = description
            .map(|text| format!(": {text}"))
            .unwrap_or_default();
        let choices = server.choices.iter().map(|(name, values)| {
            let values: Vec<String> = values.iter().map(|value| docs::code(value)).collect();
            format!(", where {} is {}", docs::code(name), values.join(" or "))
        });
        let choices: String = choices.collect();
        format!("- {}{choices}{description}", docs::code(&server.template))
    });
    let list: Vec<String> = list.collect();
    Some(format!(
        "Requests are sent to {} unless [`base_url`](ClientBuilder::base_url) is set. Declared \
         servers:\n\n{}",
        docs::code(&first.url),
        list.join("\n")
    ))
}
