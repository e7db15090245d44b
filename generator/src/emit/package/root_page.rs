//! The documentation of the crate: example, overview, versions and features.

use proc_macro2::TokenStream;
use quote::quote;

use crate::document::Version;

use super::CrateOptions;
use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::package::features::{Feature, features as package_features};
use crate::emit::types::search;

/// The path of the example on the page, if the crate has it.
const QUICK_START: &str = "examples/quick_start.rs";

/// Returns the inner doc attributes of the crate.
pub(in crate::emit) fn page(context: &Context<'_>, options: &CrateOptions) -> TokenStream {
    let head = docs::inner_lines(&format!(
        "{}.\n\n",
        options.description.trim_end_matches('.')
    ));
    let example = example(context, options);
    let overview = docs::inner_lines(&format!("\n{}", overview(context)));
    let versions = (0..context.library.versions.len()).filter_map(|version| link(context, version));
    let features = docs::inner_lines(&features(context));
    quote!(#head #example #overview #(#versions)* #features)
}

/// Returns the example as a code block, with the features of the versions that it names.
fn example(context: &Context<'_>, options: &CrateOptions) -> Option<TokenStream> {
    let text = options.additions.files.get(QUICK_START)?;
    let versions = 0..context.library.versions.len();
    let named = versions.filter_map(|version| context.version_module(version));
    let named: Vec<String> = named
        .map(|module| module.to_string())
        .filter(|module| text.contains(&format!("::{module}::")))
        .collect();
    let path = format!("../{QUICK_START}");
    let lines = [
        quote!("```no_run"),
        quote!(include_str!(#path)),
        quote!("```"),
    ];
    Some(match named.as_slice() {
        [] => quote!(#(#![doc = #lines])*),
        [feature] => quote!(#(#![cfg_attr(feature = #feature, doc = #lines)])*),
        features => {
            let condition = quote!(all(#(feature = #features),*));
            quote!(#(#![cfg_attr(#condition, doc = #lines)])*)
        }
    })
}

fn overview(context: &Context<'_>) -> String {
    let is_versioned = context.version_module(0).is_some();
    if context.types_only {
        return types_overview(is_versioned);
    }
    let (client, dynamic) = if is_versioned {
        (
            "the `Client` of a version",
            "the module `dynamic` of each version",
        )
    } else {
        ("[`Client`]", "the module `dynamic`")
    };
    let search = if search::is_used(context) {
        "\n- Searches: [`search`] builds filters."
    } else {
        ""
    };
    let versions = if is_versioned {
        "\n\n# Versions\n\nEach version of the API is a module, compiled with the feature of \
         the same name. Any set of versions can be enabled; a type that is the same in two \
         versions is one Rust type. The enabled versions:\n\n"
    } else {
        "\n"
    };
    format!(
        "# Overview\n\n\
         - Requests: {client} is the entry point. Each of its methods returns the operations of \
         one tag. Required parameters are arguments, optional ones are set on the request builder.\n\
         - Responses: `.await` sends a request and returns the response body. `response` returns a \
         [`Response`] with status, headers, and the values that do not match the specification.\n\
         - Configuration: [`ClientBuilder`], with a [`RetryPolicy`] and a [`Throttle`].\n\
         - Errors: [`Error`].\n\
         - Access tokens that change: [`TokenProvider`] and [`CachedToken`].\n\
         - Whatever the specification lacks: [`RequestBuilder`], returned by `Client::request`.\n\
         - Pagination: [`Pages`] and [`Items`].{search}\n\
         - Tests: with the feature `mock`, `Client::mock` returns a client without a socket, and the \
         mock that replies to its requests.\n\
         - Scripts: with the feature `dynamic`, {dynamic} lists all operations, which can be \
         called by id with JSON input and output.{versions}"
    )
}

fn types_overview(is_versioned: bool) -> String {
    let module = if is_versioned {
        "the module `types` of each version"
    } else {
        "[`api::types`]"
    };
    format!(
        "# Overview\n\nThe types of the API, in {module}. They are read and written by `serde`.\n"
    )
}

/// Returns a link to the module of a version; `None` for an unversioned document.
fn link(context: &Context<'_>, version: usize) -> Option<TokenStream> {
    let module = context.version_module(version)?;
    let feature = module.to_string();
    let description = match context.library.versions.get(version)?.info.version? {
        Version::Preview => "the preview, which can change without notice".to_owned(),
        number => format!("version {number}"),
    };
    let line = format!(" - [`{module}`]: {description}");
    Some(quote!(#![cfg_attr(feature = #feature, doc = #line)]))
}

fn features(context: &Context<'_>) -> String {
    let versions = 0..context.library.versions.len();
    let versions: Vec<String> = versions
        .filter_map(|version| Some(format!("`{}`", context.version_module(version)?)))
        .collect();
    let newest = context
        .newest()
        .and_then(|newest| context.version_module(newest));
    let mut text = "\n# Features\n\n| feature | effect |\n|---|---|\n".to_owned();
    if let Some(newest) = newest {
        let versions = versions.join(", ");
        text.push_str(&format!(
            "| {versions} | The API versions. `{newest}` is enabled by default. |\n"
        ));
    }
    for feature in package_features(context) {
        let default = if feature.name == "rustls" {
            " Enabled by default."
        } else {
            ""
        };
        let Feature { name, description } = feature;
        text.push_str(&format!("| `{name}` | {description}{default} |\n"));
    }
    text
}
