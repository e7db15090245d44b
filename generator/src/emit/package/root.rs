//! `lib.rs`, and what stands in its place in a module of another crate.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::CrateOptions;
use super::RUNTIME_VERSION;
use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::package::additions::Additions;
use crate::emit::package::region::has_regions;
use crate::emit::package::root_page;
use crate::emit::types::search;

/// A module, and the feature that it is compiled with.
const WEBHOOKS: &str = "webhooks";

pub(in crate::emit) fn file<'a>(context: &'a Context<'a>, options: &'a CrateOptions) -> File<'a> {
    File::rust("src/lib.rs", move || emit(context, options))
}

/// The root of a module, which says less: its crate has a page of its own.
pub(in crate::emit) fn module_file<'a>(context: &'a Context<'a>) -> File<'a> {
    File::rust("src/lib.rs", move || {
        let versions = context.library.versions.iter();
        let titles: BTreeSet<String> = versions
            .map(|version| docs::markdown(&version.info.title))
            .collect();
        let titles: Vec<String> = titles.into_iter().collect();
        let page = docs::inner_lines(&format!("Client of {}.", titles.join(", ")));
        let items = items(context, None);
        quote!(#page #items)
    })
}

/// Keeps the documentation from telling of every item with which versions it is compiled: the
/// module in which it is found says that.
fn hidden_features(context: &Context<'_>) -> Option<TokenStream> {
    let versions = 0..context.library.versions.len();
    let features: Vec<String> = versions
        .filter_map(|version| Some(context.version_module(version)?.to_string()))
        .collect();
    (!features.is_empty())
        .then(|| quote!(#![cfg_attr(docsrs, doc(auto_cfg(hide(#(feature = #features),*))))]))
}

fn emit(context: &Context<'_>, options: &CrateOptions) -> TokenStream {
    let hidden = hidden_features(context);
    let page = root_page::page(context, options);
    let items = items(context, Some(&options.additions));
    quote! {
        #page
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #hidden
        #![allow(clippy::too_many_arguments, reason = "what a document requires is an argument")]
        #![allow(clippy::should_implement_trait, reason = "properties may be called `add` or `not`")]
        #![allow(clippy::large_enum_variant, reason = "a union lives as long as its request or answer")]
        #items
    }
}

fn items(context: &Context<'_>, additions: Option<&Additions>) -> TokenStream {
    let added: Vec<&str> = additions
        .map(|it| it.modules().collect())
        .unwrap_or_default();
    let versions = (0..context.library.versions.len()).map(|version| {
        let cfg = context.cfg(&[version]);
        let module = context.client_module(version);
        match context.version_module(version).map(|it| it.to_string()) {
            Some(feature) => {
                let badge = context
                    .has_features()
                    .then(|| quote!(#[cfg_attr(docsrs, doc(cfg(feature = #feature)))]));
                quote!(#cfg #badge pub mod #module;)
            }
            None => quote!(pub mod #module; pub use #module::Client;),
        }
    });
    let region = has_regions(context).then(|| {
        quote!(
            mod region;
            pub use region::Region;
        )
    });
    let header = context.library.version_header.as_ref().map(|header| {
        let (module, name) = (ident(&header.module), ident(&header.name));
        quote!(mod #module; pub use #module::#name;)
    });
    let dynamic = context.emits("dynamic").then(|| {
        let cfg = context.feature("dynamic");
        let any_version = any_version(context);
        quote!(#cfg #any_version pub mod dynamic;)
    });
    let runtime = runtime(context, added.contains(&WEBHOOKS));
    let added = added.iter().map(|name| added_module(context, name));
    let any_version = any_version(context);
    quote! {
        ::intercom_codegen_runtime::assert_compatible!(#RUNTIME_VERSION);
        #(#added)*
        #any_version mod operations;
        #any_version mod types;
        #region
        #header
        #(#versions)*
        #dynamic
        #runtime
    }
}

/// Compiles an item if any version is compiled.
fn any_version(context: &Context<'_>) -> TokenStream {
    context.cfg(&Vec::from_iter(0..context.library.versions.len()))
}

/// The declaration of a module that is written by hand.
fn added_module(context: &Context<'_>, name: &str) -> TokenStream {
    let module = format_ident!("{name}");
    match name {
        "service" => {
            let any_version = any_version(context);
            quote!(#any_version mod #module;)
        }
        WEBHOOKS => {
            let cfg = context.feature(WEBHOOKS);
            quote!(#cfg pub mod #module;)
        }
        _ => quote!(pub mod #module;),
    }
}

/// What applications name of the runtime.
fn runtime(context: &Context<'_>, has_own_webhooks: bool) -> TokenStream {
    let search = search::is_used(context).then(|| {
        quote!(
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::search;
        )
    });
    let mut versions = context.library.versions.iter();
    let has_webhooks =
        context.emits(WEBHOOKS) && versions.any(|version| version.info.has_webhooks());
    let webhooks = (has_webhooks && !has_own_webhooks).then(|| {
        let cfg = context.feature(WEBHOOKS);
        quote!(
            #cfg
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::webhooks;
        )
    });
    // Of a module only the application knows whether the runtime has this.
    let blocking = context.has_features().then(|| {
        quote!(
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::blocking;
        )
    });
    quote! {
        #search
        #webhooks
        #[doc(inline)]
        pub use ::intercom_codegen_runtime::{
            Anomaly, Api, ClientBuilder, Connection, Decoded, Error, ErrorDetail, Extra, File, Items,
            Map, Nullable, Page, PageToken, PageTokenError, Paged, Pages, RateLimit, Regional,
            Request, Response, RetryPolicy, SecretString, Throttle, Timestamp, TimestampError,
            UnrecognizedJson, UnrecognizedString, Value, Versioned,
        };
        #[cfg(not(target_arch = "wasm32"))]
        #[doc(inline)]
        pub use ::intercom_codegen_runtime::Download;
        #blocking
    }
}
