//! `lib.rs`

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::ApiInfo;

use super::context::{Context, ident};
use super::header::header_type;
use super::region::has_regions;
use super::{CrateOptions, File, docs, search, versions};

pub(super) fn file<'a>(context: &'a Context<'a>, options: &'a CrateOptions) -> File<'a> {
    File::rust("src/lib.rs", move || emit(context, options))
}

fn emit(context: &Context<'_>, options: &CrateOptions) -> TokenStream {
    let docs = docs::inner_lines(&text(context, options));
    let links = (0..context.library.versions.len()).filter_map(|version| link(context, version));
    let versions = (0..context.library.versions.len()).map(|version| {
        let cfg = context.cfg(&[version]);
        let module = versions::module(context, version);
        match context.version_module(version) {
            Some(_) => quote!(#cfg pub mod #module;),
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
        #docs
        #(#links)*
        #![allow(clippy::too_many_arguments, reason = "what a document requires is an argument")]
        #![allow(clippy::should_implement_trait, reason = "properties may be called `add` or `not`")]
        #![allow(clippy::large_enum_variant, reason = "a union lives as long as its request or answer")]
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

fn text(context: &Context<'_>, options: &CrateOptions) -> String {
    let mut text = options.description.clone();
    let is_versioned = context.version_module(0).is_some();
    let place = match is_versioned {
        true => "the module `dynamic` of each version",
        false => "the module `dynamic`",
    };
    text.push_str(&format!(
        "\n\nWith the feature `dynamic`, off by default, {place} has a list of all operations, \
         each to be called by its name in the document with JSON in and out, through the same \
         types: for scripts and tests."
    ));
    if is_versioned {
        text.push_str(
            "\n\nEach version of the API is a module, compiled with the feature of the same name. \
             Any set of them can be on at once; a type that is the same in two versions is one type. \
             These are on:\n\n",
        );
    }
    text
}

/// A link to the module of a version, where there is one to link to.
fn link(context: &Context<'_>, version: usize) -> Option<TokenStream> {
    let label = context.version_label(version)?;
    let module = context.version_module(version)?;
    let feature = module.to_string();
    let line = format!(" - [`{module}`]: version {label}");
    Some(quote!(#![cfg_attr(feature = #feature, doc = #line)]))
}
