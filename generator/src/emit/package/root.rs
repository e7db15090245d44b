//! The root: `lib.rs` of a crate, or its counterpart in a module of another crate.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::RUNTIME_VERSION;
use super::{CrateOptions, about};
use crate::emit::context::{Context, ident, ident_of};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::mock;
use crate::emit::package::additions::Additions;
use crate::emit::package::features::{CLI, STREAMS};
use crate::emit::package::name::is_snake_case;
use crate::emit::package::recursion_limit;
use crate::emit::package::region::has_regions;
use crate::emit::package::root_page;
use crate::emit::package::unicode_names;
use crate::emit::tag_features::FULL;
use crate::emit::types::search;
use crate::emit::versions::webhooks::WEBHOOKS;

pub(in crate::emit) fn file<'a>(context: &'a Context<'a>, options: &'a CrateOptions) -> File<'a> {
    File::rust("src/lib.rs", move || emit(context, options))
}

/// Returns the root of a module. Its page is short, as the enclosing crate has its own.
pub(in crate::emit) fn module_file<'a>(context: &'a Context<'a>) -> File<'a> {
    File::rust("src/lib.rs", move || {
        let mut page = format!("{}.", about::from_titles(context, docs::inline));
        if let Some(details) = about::details(context) {
            page.push_str(&format!("\n\n{details}"));
        }
        if let Some(limit) = recursion_limit::of(context.library) {
            page.push_str(&format!(
                "\n\nThe types nest deeply: the crate with this module needs \
                 `#![recursion_limit = \"{limit}\"]`."
            ));
        }
        if unicode_names::are_used(context.library) {
            page.push_str(
                "\n\nNames are not ASCII. If the compiler warns of them, the crate with this module needs \
                 `#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]`.",
            );
        }
        let page = docs::inner_lines(&page);
        let items = items(context, None);
        quote!(#page #items)
    })
}

/// Hides the features of versions and tags in the documentation of items: their modules show them.
fn hidden_features(context: &Context<'_>) -> Option<TokenStream> {
    let versions = 0..context.library.versions.len();
    let features: Vec<String> = versions
        .filter_map(|version| Some(context.version_module(version)?.to_string()))
        .chain(context.tag_features.names().map(str::to_owned))
        .collect();
    (!features.is_empty())
        .then(|| quote!(#![cfg_attr(docsrs, doc(auto_cfg(hide(#(feature = #features),*))))]))
}

/// Allows links to items that are not compiled, unless all versions and tags are: an item of several
/// versions links to the newest of them.
fn broken_links(context: &Context<'_>) -> Option<TokenStream> {
    let versions = 0..context.library.versions.len();
    let versions = versions.filter_map(|version| context.version_module(version));
    let full = (!context.tag_features.is_empty()).then(|| FULL.to_owned());
    let all: Vec<String> = versions.map(|it| it.to_string()).chain(full).collect();
    let reason = "links lead to all versions and tags, some of which are not compiled";
    (!all.is_empty()).then(|| {
        quote! {
            #![cfg_attr(
                not(all(#(feature = #all),*)),
                allow(rustdoc::broken_intra_doc_links, reason = #reason)
            )]
        }
    })
}

fn emit(context: &Context<'_>, options: &CrateOptions) -> TokenStream {
    let hidden = hidden_features(context);
    let broken_links = broken_links(context);
    let page = root_page::page(context, options);
    let items = items(context, Some(&options.additions));
    let formats = options.presets.iter().flat_map(|preset| preset.formats);
    let chosen = formats.filter(|(_, ty)| ty.starts_with("::intercom_codegen_runtime::"));
    let chosen = chosen.filter_map(|(_, ty)| syn::parse_str::<syn::Path>(ty).ok());
    let limit = recursion_limit::of(context.library).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let name = (!is_snake_case(&options.name))
        .then(|| quote!(#![allow(non_snake_case, reason = "the crate is named so")]));
    // The compiler reads these lints at the root only.
    let unicode = unicode_names::are_used(context.library).then(|| {
        let reason = "the names are those of the API";
        quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints, reason = #reason)])
    });
    quote! {
        #page
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #hidden
        #broken_links
        #limit
        #name
        #unicode
        #![allow(deprecated, reason = "deprecated items remain part of the API")]
        #![allow(clippy::too_many_arguments, reason = "required parameters are arguments")]
        #![allow(clippy::should_implement_trait, reason = "properties may be called `add` or `not`")]
        #![allow(clippy::large_enum_variant, reason = "unions are as short-lived as their request or response")]
        #items
        #(#[doc(inline)] pub use #chosen;)*
    }
}

fn items(context: &Context<'_>, additions: Option<&Additions>) -> TokenStream {
    let added: Vec<&str> = additions
        .map(|it| it.modules().collect())
        .unwrap_or_default();
    let versions = 0..context.library.versions.len();
    let versions = versions.map(|version| version_module(context, version));
    let has_client = !context.types_only;
    let region = (has_client && has_regions(context)).then(|| {
        quote!(
            mod region;
            pub use region::Region;
        )
    });
    let header = context.library.version_header.as_ref();
    let header = header.filter(|_| has_client).map(|header| {
        let (module, name) = (ident(&header.module), ident(&header.name));
        quote!(mod #module; pub use #module::#name;)
    });
    let dynamic = context.emits("dynamic").then(|| {
        let cfg = context.feature("dynamic");
        let any_version = any_version(context);
        quote!(#cfg #any_version pub mod dynamic;)
    });
    let cli = context.cli().map(|_| {
        let cfg = context
            .has_features()
            .then(|| quote!(#[cfg(all(feature = #CLI, not(target_arch = "wasm32")))]));
        quote!(#cfg pub mod cli;)
    });
    let runtime = if has_client {
        runtime(context, added.contains(&WEBHOOKS))
    } else {
        runtime_of_types(context)
    };
    let added = added.iter().map(|name| added_module(context, name));
    let any_version = any_version(context);
    let unlabelled = context.tag_features.unlabelled();
    let types = format_ident!("{}", context.types_module());
    let client = has_client.then(|| {
        quote! {
            #any_version mod operations;
            #any_version mod tag_groups;
        }
    });
    quote! {
        ::intercom_codegen_runtime::assert_compatible!(#RUNTIME_VERSION);
        #(#added)*
        #client
        #unlabelled #any_version mod #types;
        #region
        #header
        #(#versions)*
        #dynamic
        #cli
        #runtime
    }
}

/// Returns the declaration of the module of a version, or of the client of a document.
fn version_module(context: &Context<'_>, version: usize) -> TokenStream {
    let cfg = context.cfg(&[version]);
    let module = context.client_module(version);
    match context.version_module(version).map(|it| it.to_string()) {
        Some(feature) => {
            let badge = context
                .has_features()
                .then(|| quote!(#[cfg_attr(docsrs, doc(cfg(feature = #feature)))]));
            quote!(#cfg #badge pub mod #module;)
        }
        None if context.types_only => quote!(pub mod #module; pub use #module::types;),
        None => quote!(pub mod #module; pub use #module::{Client, types};),
    }
}

/// Returns the `cfg` of an item that is compiled with any version.
fn any_version(context: &Context<'_>) -> TokenStream {
    context.cfg(&Vec::from_iter(0..context.library.versions.len()))
}

/// Returns the declaration of a hand-written module.
fn added_module(context: &Context<'_>, name: &str) -> TokenStream {
    let module = ident_of(name);
    match name {
        "service" => {
            let mut features = context.version_features(0..context.library.versions.len());
            // The code of an unversioned document is always compiled.
            if !features.is_empty() {
                features.extend(context.cli().map(|_| CLI.to_owned()));
            }
            let cfg = context.any_feature(&features);
            quote!(#cfg mod #module;)
        }
        WEBHOOKS => {
            let cfg = context.feature(WEBHOOKS);
            quote!(#cfg pub mod #module;)
        }
        _ => quote!(pub mod #module;),
    }
}

/// Returns the re-export of the search queries, if the document has any.
fn search_module(context: &Context<'_>) -> Option<TokenStream> {
    search::is_used(context).then(|| {
        quote!(
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::search;
        )
    })
}

/// Returns the re-exports of the runtime that types refer to.
fn runtime_of_types(context: &Context<'_>) -> TokenStream {
    let search = search_module(context);
    quote! {
        #search
        #[doc(inline)]
        pub use ::intercom_codegen_runtime::{
            Build, Decimal, External, ExternalDate, ExternalNumber, Extra, Map, Nullable, Timestamp, TimestampError, UnrecognizedInteger, UnrecognizedJson,
            UnrecognizedString, Value,
        };
    }
}

/// Returns the re-export of the module of webhooks, if the document describes any.
fn webhooks(context: &Context<'_>) -> Option<TokenStream> {
    let mut versions = context.library.versions.iter();
    let has_webhooks =
        context.emits(WEBHOOKS) && versions.any(|version| version.info.has_webhooks());
    has_webhooks.then(|| {
        let cfg = context.feature(WEBHOOKS);
        quote!(
            #cfg
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::webhooks;
        )
    })
}

/// Returns the re-exports of the runtime.
fn runtime(context: &Context<'_>, has_own_webhooks: bool) -> TokenStream {
    let search = search_module(context);
    let webhooks = webhooks(context).filter(|_| !has_own_webhooks);
    // Only the application knows which features of the runtime a module is compiled with.
    let blocking = context.has_features().then(|| {
        quote!(
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::blocking;
        )
    });
    let oauth = context.has_features().then(|| {
        quote!(
            #[cfg(all(feature = "oauth", not(target_arch = "wasm32")))]
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::oauth;
        )
    });
    let streams = (context.has_features() && context.has_streams()).then(|| {
        quote!(
            #[cfg(all(feature = #STREAMS, not(target_arch = "wasm32")))]
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::{Event, EventStream};
        )
    });
    let mock = context.emits(mock::MOCK).then(|| {
        let cfg = mock::cfg(context);
        quote!(
            #cfg
            #[doc(inline)]
            pub use ::intercom_codegen_runtime::mock;
        )
    });
    quote! {
        #search
        #webhooks
        #mock
        #[doc(inline)]
        pub use ::intercom_codegen_runtime::{
            AccessToken, Anomaly, Api, Attempt, Binary, Build, CachedToken, ClientBuilder, Connection, Decimal,
            Decoded, Empty, Error, ErrorDetail, External, ExternalDate, ExternalNumber, Extra, File, Finished, Items, JobState, Json, Map,
            Method, Nullable, Page, PageToken, PageTokenError, Paged, Pages, Poller, RateLimit, Regional,
            Request, RequestBuilder, Response,
            RetryPolicy, SecretString, Text, Throttle, Timestamp, TimestampError, TokenError, TokenFuture,
            TokenProvider, UnrecognizedInteger, UnrecognizedJson, UnrecognizedString, Value, Versioned,
        };
        #[cfg(not(target_arch = "wasm32"))]
        #[doc(inline)]
        pub use ::intercom_codegen_runtime::Download;
        #blocking
        #oauth
        #streams
    }
}

#[cfg(test)]
mod tests {
    use crate::Generator;

    const DOCUMENT: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/construct/additional-properties.yaml"
    );

    fn files(generator: Generator) -> impl Fn(&str) -> String {
        let files = generator.generate().unwrap().files;
        move |path| {
            let words = files.get(path).unwrap().split_whitespace();
            words.collect::<Vec<_>>().join(" ")
        }
    }

    #[test]
    fn the_root_of_a_single_document_has_its_client_and_types() {
        let text = files(Generator::document(DOCUMENT));
        assert!(text("src/lib.rs").contains("pub use api::{Client, types};"));
        let text = files(Generator::document(DOCUMENT).types_only(true));
        assert!(text("src/lib.rs").contains("pub use api::types;"));
    }

    /// The compiler warns of some names beyond ASCII, and ignores `allow` in modules.
    #[test]
    fn roots_of_code_with_names_beyond_ascii_allow_them() {
        let document = DOCUMENT.replace("additional-properties", "symbol-names");
        let lints = "confusable_idents, mixed_script_confusables, uncommon_codepoints";
        let text = files(Generator::document(&document));
        assert!(text("src/lib.rs").contains(lints));
        let text = files(Generator::document(&document).module_name("harbour"));
        assert!(text("harbour.rs").contains("//! Names are not ASCII."));
        let text = files(Generator::document(DOCUMENT));
        assert!(!text("src/lib.rs").contains(lints));
    }

    #[test]
    fn only_modules_and_methods_of_clients_show_the_features_of_tags() {
        let label = "#[cfg_attr(docsrs, doc(cfg(feature = \"tides\")))]";
        let text = files(Generator::document(DOCUMENT).tag_features(true));
        let root = text("src/lib.rs");
        assert!(root.contains("doc(auto_cfg(hide(feature = \"tides\")))"));
        assert!(root.contains("#[cfg_attr(docsrs, doc(auto_cfg = false))] mod shapes;"));
        assert!(text("src/api/mod.rs").contains(&format!("{label} pub mod tides;")));
        assert!(text("src/api/client.rs").contains(&format!("{label} #[inline] pub fn tides(")));
        // Without features of tags, there is nothing to show or to hide.
        let text = files(Generator::document(DOCUMENT));
        assert!(!text("src/lib.rs").contains("auto_cfg"));
        assert!(!text("src/api/client.rs").contains("doc(cfg"));
    }
}
