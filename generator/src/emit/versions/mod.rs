//! `v2_16/`: one module per version, with its types, its client and its tag groups.

pub(super) mod builder;
mod client_page;
pub(super) mod exports;
mod page;
mod tags;
mod types;
pub(super) mod webhooks;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{ApiInfo, ApiVersion, TagGroup};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::mock;
use crate::emit::package::region;
use crate::emit::package::version_header;
use crate::emit::tag_groups;

/// The names that the module of a version with webhooks uses.
pub(crate) const RESERVED_WEBHOOK_TAGS: &[&str] = &["Webhooks"];

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let versions = context.library.versions.iter().enumerate();
    versions
        .flat_map(|(version, api)| version_files(context, version, api))
        .collect()
}

fn version_files<'a>(
    context: &'a Context<'a>,
    version: usize,
    api: &'a ApiVersion,
) -> Vec<File<'a>> {
    let folder = format!("src/{}", context.client_module(version));
    let types = File::syntax(format!("{folder}/types.rs"), move || {
        types::file(context, version, &api.shapes)
    });
    if context.types_only {
        let root = move || root_of_types(context, version);
        return vec![File::rust(format!("{folder}/mod.rs"), root), types];
    }
    let groups = api.tag_groups.iter();
    let mut groups: Vec<&TagGroup> = groups.map(|id| context.library.tag_group(*id)).collect();
    groups.sort_by(|one, other| one.tag.module.cmp(&other.tag.module));
    let modules = groups.clone();
    let mut files = vec![
        File::rust(format!("{folder}/mod.rs"), move || {
            root(context, version, api, &modules)
        }),
        types,
        File::rust(format!("{folder}/client.rs"), move || {
            client(context, version, api, &groups)
        }),
    ];
    for id in &api.tag_groups {
        let module = &context.library.tag_group(*id).tag.module;
        files.push(File::syntax(format!("{folder}/{module}.rs"), move || {
            tags::file(context, version, *id)
        }));
    }
    files
}

/// Returns the first line of a version's page.
fn title(context: &Context<'_>, version: usize) -> String {
    match context.version_label(version) {
        Some(label) => format!("Version {label} of the API."),
        None => "The API.".to_owned(),
    }
}

/// Emits the root of a version without a client.
fn root_of_types(context: &Context<'_>, version: usize) -> TokenStream {
    let docs = docs::inner_lines(&title(context, version));
    quote! {
        #docs
        pub mod types;
    }
}

fn root(
    context: &Context<'_>,
    version: usize,
    api: &ApiVersion,
    groups: &[&TagGroup],
) -> TokenStream {
    let modules = groups.iter().map(|group| {
        let features = context.tag_features.of_tag(&group.tag.module);
        let (cfg, label) = (features.cfg(), features.label());
        let module = ident(&group.tag.module);
        quote!(#cfg #label pub mod #module;)
    });
    let docs = page::page(context, &title(context, version), groups);
    let has_webhooks = api.info.has_webhooks() && context.emits("webhooks");
    let webhooks = has_webhooks.then(|| {
        let cfg = context.feature("webhooks");
        quote!(#cfg pub mod webhooks;)
    });
    let dynamic = context.emits("dynamic").then(|| {
        let cfg = context.feature("dynamic");
        quote!(#cfg pub mod dynamic;)
    });
    let unlabelled = context.tag_features.unlabelled();
    quote! {
        #docs
        #(#modules)*
        #unlabelled
        pub mod types;
        #dynamic
        #webhooks
        mod client;
        pub use client::Client;
    }
}

/// Emits an accessor, such as `companies()`.
fn accessor(context: &Context<'_>, group: &TagGroup) -> TokenStream {
    let features = context.tag_features.of_tag(&group.tag.module);
    let (cfg, label) = (features.cfg(), features.label());
    let docs = docs::lines(&tag_groups::summary(group));
    let (module, name) = (ident(&group.tag.module), ident(&group.tag.type_name));
    quote! {
        #docs
        #cfg
        #label
        #[inline]
        pub fn #module(&self) -> super::#module::#name {
            super::#module::#name::new(&self.connection)
        }
    }
}

fn client(
    context: &Context<'_>,
    version: usize,
    api: &ApiVersion,
    groups: &[&TagGroup],
) -> TokenStream {
    let docs = client_page::page(context, version, api);
    let accessors = groups.iter().map(|group| accessor(context, group));
    let function = builder::function(context, api);
    let tokens = builder::token_functions(&api.info.security);
    let mock = mock::function(context);
    let implementation = implementation(context, &api.info);
    let region = region::implementation(context);
    let header = version_header::implementation(context);
    quote! {
        use ::intercom_codegen_runtime::*;

        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            connection: Connection,
        }

        impl Client {
            #function
            #tokens
            #mock

            /// Starts a request that the specification does not describe, such as one of another
            /// version.
            ///
            /// `path` is appended to the base URL. `{name}` in it is set by
            /// [`path`](RequestBuilder::path). A URL must be on the server of the client.
            #[inline]
            pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
                RequestBuilder::new(&self.connection, method, path)
            }

            #(#accessors)*
        }

        #implementation

        #region
        #header
    }
}

/// Emits the implementation of `Api`.
fn implementation(context: &Context<'_>, info: &ApiInfo) -> TokenStream {
    let service = context.service();
    let base_url = match info.servers.first().map(|server| server.url.as_str()) {
        Some("") | None => quote!(None),
        Some(url) => quote!(Some(#url)),
    };
    let selects = info.selects_authorization.then(|| {
        quote!(
            const SELECTS_AUTHORIZATION: bool = true;
        )
    });
    let headers = info.version_header.as_ref().map(|header| {
        let (name, value) = (&header.name, &header.value);
        quote!((#name, #value))
    });
    quote! {
        impl Api for Client {
            type Service = #service;

            const BASE_URL: Option<&'static str> = #base_url;
            const HEADERS: &'static [(&'static str, &'static str)] = &[#headers];
            #selects
            const USER_AGENT: &'static str =
                concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

            #[inline]
            fn from_connection(connection: Connection) -> Self {
                Self { connection }
            }

            #[inline]
            fn connection(&self) -> &Connection {
                &self.connection
            }
        }
    }
}
