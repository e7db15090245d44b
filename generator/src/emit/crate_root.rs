//! `lib.rs`, and what stands in its place in a module of another crate.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::ApiInfo;

use super::context::{Context, ident};
use super::header::header_type;
use super::region::has_regions;
use super::{CrateOptions, File, crate_page, docs, search, versions};

pub(super) fn file<'a>(context: &'a Context<'a>, options: &'a CrateOptions) -> File<'a> {
    File::rust("src/lib.rs", move || emit(context, options))
}

/// The root of a module, which says less: its crate has a page of its own.
pub(super) fn module_file<'a>(context: &'a Context<'a>) -> File<'a> {
    File::rust("src/lib.rs", move || {
        let versions = context.library.versions.iter();
        let titles: BTreeSet<String> = versions
            .map(|version| docs::markdown(&version.info.title))
            .collect();
        let titles: Vec<String> = titles.into_iter().collect();
        let page = docs::inner_lines(&format!("Client of {}.", titles.join(", ")));
        let items = items(context);
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
    let page = crate_page::page(context, options);
    let items = items(context);
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

fn items(context: &Context<'_>) -> TokenStream {
    let versions = (0..context.library.versions.len()).map(|version| {
        let cfg = context.cfg(&[version]);
        let module = versions::module(context, version);
        match context.version_module(version).map(|it| it.to_string()) {
            Some(feature) => quote! {
                #cfg
                #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
                pub mod #module;
            },
            None => quote!(pub mod #module; pub use #module::Client;),
        }
    });
    let region = has_regions(context).then(|| {
        quote!(
            mod region;
            pub use region::Region;
        )
    });
    let header = header_type(context).map(|header| {
        let (module, name) = (ident(&header.module), ident(&header.name));
        quote!(mod #module; pub use #module::#name;)
    });
    let mut versions_info = context.library.versions.iter().map(|version| &version.info);
    let webhooks = versions_info.any(ApiInfo::has_webhooks).then(|| {
        quote!(
            #[cfg(feature = "webhooks")]
            pub use runtime::webhooks;
        )
    });
    let search = search::is_used(context).then(|| {
        quote!(
            pub use runtime::search;
        )
    });
    quote! {
        #[doc(hidden)]
        pub mod runtime;
        mod operations;
        mod types;
        #region
        #header
        #search
        #(#versions)*
        #[cfg(feature = "dynamic")]
        pub mod dynamic;
        #webhooks
        pub use runtime::{
            Anomaly, Api, ClientBuilder, Connection, Decoded, Error, ErrorDetail, Extra, File, Items,
            Map, Nullable, Page, PageToken, PageTokenError, Paged, Pages, RateLimit, Request,
            Response, RetryPolicy, SecretString, Throttle, Timestamp, TimestampError,
            UnrecognizedJson, UnrecognizedString, Value,
        };
        #[cfg(not(target_arch = "wasm32"))]
        pub use runtime::Download;
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        pub use runtime::blocking;
    }
}
