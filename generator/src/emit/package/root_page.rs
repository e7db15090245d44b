//! The documentation of the crate: an example, where to look, versions and features.

use proc_macro2::TokenStream;
use quote::quote;

use crate::document::Version;

use super::CrateOptions;
use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::package::features::FEATURES;
use crate::emit::types::search;

/// The example that stands on the page, if there is one of this name.
const QUICK_START: &str = "examples/quick_start.rs";

/// The inner attributes that the page is made of.
pub(in crate::emit) fn page(context: &Context<'_>, options: &CrateOptions) -> TokenStream {
    let head = docs::inner_lines(&format!(
        "{}.\n\n",
        options.description.trim_end_matches('.')
    ));
    let example = example(context, options);
    let guide = docs::inner_lines(&format!("\n{}", guide(context)));
    let versions = (0..context.library.versions.len()).filter_map(|version| link(context, version));
    let features = docs::inner_lines(&features(context));
    quote!(#head #example #guide #(#versions)* #features)
}

/// The example as a block of code, compiled with the versions that it names.
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

fn guide(context: &Context<'_>) -> String {
    let is_versioned = context.version_module(0).is_some();
    let (client, dynamic) = if is_versioned {
        (
            "the `Client` of a version",
            "the module `dynamic` of each version",
        )
    } else {
        ("[`Client`]", "the module `dynamic`")
    };
    let search = if search::is_used(context) {
        "\n- Searches: filters, built with [`search`]."
    } else {
        ""
    };
    let versions = if is_versioned {
        "\n\n# Versions\n\nEach version of the API is a module, compiled with the feature of \
         the same name. Several can be enabled at once; a type that is the same in two versions is \
         one type. Enabled are:\n\n"
    } else {
        "\n"
    };
    format!(
        "# Where to look\n\n\
         - Requests: {client} is the entry point. Its methods return the operations of one tag. \
         Required parameters are arguments, optional ones are set on the request builder.\n\
         - Responses: `.await` sends a request and returns the response body. `response` returns a \
         [`Response`] with status, headers, and the values that do not match the specification.\n\
         - Configuration: [`ClientBuilder`], with a [`RetryPolicy`] and a [`Throttle`].\n\
         - Errors: [`Error`].\n\
         - Pagination: [`Pages`] and [`Items`].{search}\n\
         - Scripts and tests: with the feature `dynamic`, {dynamic} lists all operations, to be \
         called by their ids with JSON in and out, through the same types.{versions}"
    )
}

/// A link to the module of a version, where there is one to link to.
fn link(context: &Context<'_>, version: usize) -> Option<TokenStream> {
    let module = context.version_module(version)?;
    let feature = module.to_string();
    let words = match context.library.versions.get(version)?.info.version? {
        Version::Preview => "the preview, which changes without notice".to_owned(),
        number => format!("version {number}"),
    };
    let line = format!(" - [`{module}`]: {words}");
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
            "| {versions} | The versions. `{newest}` is on by default. |\n"
        ));
    }
    for feature in FEATURES {
        let on = match feature.name {
            "rustls" => " On by default.",
            _ => "",
        };
        text.push_str(&format!("| `{}` | {}{on} |\n", feature.name, feature.words));
    }
    text
}
