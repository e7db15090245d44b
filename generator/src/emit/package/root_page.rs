//! The documentation of the crate: a hand-written page or an example and an overview, versions and
//! features.

use proc_macro2::TokenStream;
use quote::quote;

use crate::document::Version;

use super::{CrateOptions, about};
use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::package::features::{Feature, features as package_features};
use crate::emit::tag_features::FULL;
use crate::emit::types::search;

/// The path of the hand-written page, if the crate has it.
const PAGE: &str = "docs/crate.md";

/// The path of the example on a page without a hand-written part, if the crate has it.
const QUICK_START: &str = "examples/quick_start.rs";

/// Returns the inner doc attributes of the crate.
pub(in crate::emit) fn page(context: &Context<'_>, options: &CrateOptions) -> TokenStream {
    let head = docs::inner_lines(&format!("{}.\n\n", about::headline(context, options)));
    let body = written(context, options).unwrap_or_else(|| {
        let details = options
            .description
            .is_none()
            .then(|| about::details(context));
        let details = details.flatten();
        let details = details.map(|text| docs::inner_lines(&format!("{text}\n\n")));
        let example = example(context, options);
        let overview = docs::inner_lines(&format!("\n{}", overview(context)));
        quote!(#details #example #overview)
    });
    let versions = docs::inner_lines(versions_heading(context));
    let links = (0..context.library.versions.len()).filter_map(|version| link(context, version));
    let features = docs::inner_lines(&features(context));
    let examples = (!context.types_only).then(|| docs::inner_lines(EXAMPLES));
    quote!(#head #body #versions #(#links)* #features #examples)
}

/// The client in the examples of the types that the crate re-exports.
const EXAMPLES: &str = "\n# Examples of re-exported types\n\nThe pages of types that all clients share, such \
    as [`ClientBuilder`] and [`RetryPolicy`], show a client of the fictional API of a harbour: any request \
    of this crate can take the place of its `client.get_boat(\"Ada\")`.\n";

/// Returns the hand-written page.
fn written(context: &Context<'_>, options: &CrateOptions) -> Option<TokenStream> {
    let text = options.additions.files.get(PAGE)?;
    let path = format!("../{PAGE}");
    let page = docs_of_versions(context, text, &[quote!(include_str!(#path))]);
    let features = package_features(context).map(|feature| feature.name);
    let linked = features.filter(|name| text.contains(&format!("[`{name}`]")));
    let targets: Vec<TokenStream> = linked.map(targets).collect();
    // A paragraph before the targets would continue.
    let end = (!targets.is_empty()).then(|| quote!(#![doc = ""]));
    Some(quote!(#page #end #(#targets)*))
}

/// Returns the targets of the links to the module of a feature: the module if it is compiled, as
/// the first target takes precedence, and else the features.
fn targets(feature: &str) -> TokenStream {
    let module = format!("[`{feature}`]: {feature}");
    let features = docs::inner_lines(&format!("[`{feature}`]: #features"));
    quote!(#![cfg_attr(feature = #feature, doc = #module)] #features)
}

/// Returns the example as a code block.
fn example(context: &Context<'_>, options: &CrateOptions) -> Option<TokenStream> {
    let text = options.additions.files.get(QUICK_START)?;
    let path = format!("../{QUICK_START}");
    let lines = [
        quote!("```no_run"),
        quote!(include_str!(#path)),
        quote!("```"),
    ];
    Some(docs_of_versions(context, text, &lines))
}

/// Returns inner doc attributes for a text, with the features of the versions that it names.
fn docs_of_versions(context: &Context<'_>, text: &str, lines: &[TokenStream]) -> TokenStream {
    let versions = 0..context.library.versions.len();
    let named = versions.filter_map(|version| context.version_module(version));
    let full = (!context.tag_features.is_empty()).then(|| FULL.to_owned());
    let named: Vec<String> = named
        .map(|module| module.to_string())
        .filter(|module| text.contains(&format!("{module}::")))
        .chain(full)
        .collect();
    match named.as_slice() {
        [] => quote!(#(#![doc = #lines])*),
        [feature] => quote!(#(#![cfg_attr(feature = #feature, doc = #lines)])*),
        features => {
            let condition = quote!(all(#(feature = #features),*));
            quote!(#(#![cfg_attr(#condition, doc = #lines)])*)
        }
    }
}

/// Returns the heading of the list of versions.
fn versions_heading(context: &Context<'_>) -> &'static str {
    if context.version_module(0).is_some() {
        "\n# Versions\n\nEach version of the API is a module, compiled with the feature of the same \
         name. Any set of versions can be enabled; a type that is the same in two versions is one \
         Rust type. The enabled versions:\n\n"
    } else {
        "\n"
    }
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
    let cli = context.cli().map_or_else(String::new, |program| {
        format!(
            "\n- Command line: the program `{program}`, with the feature `cli`, has a subcommand for \
             each operation."
        )
    });
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
         called by id with JSON input and output.{cli}"
    )
}

fn types_overview(is_versioned: bool) -> String {
    let module = if is_versioned {
        "the module `types` of each version"
    } else {
        "[`types`]"
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
    let mut text = "\n# Features\n\n".to_owned();
    if let Some(newest) = newest {
        let versions = versions.join(", ");
        text.push_str(&format!(
            "Versions: {versions}. `{newest}` is enabled by default.\n\n"
        ));
    }
    if !context.tag_features.is_empty() {
        let names: Vec<&str> = context.tag_features.names().collect();
        text.push_str(&format!(
            "Tags, each with its operations and the types that they refer to: `{}`. `{FULL}` is all of \
             them, and all types, and enabled by default.\n\n",
            names.join("`, `")
        ));
    }
    text.push_str("| feature | effect |\n|---|---|\n");
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

#[cfg(test)]
mod tests {
    use crate::Generator;

    /// Of several targets with a name, Markdown takes the first.
    #[test]
    fn links_to_modules_of_features_lead_to_the_table_without_them() {
        let additions = tempfile::tempdir().unwrap();
        std::fs::create_dir(additions.path().join("docs")).unwrap();
        std::fs::write(
            additions.path().join("docs/crate.md"),
            "To test: [`mock`]\n",
        )
        .unwrap();
        let document = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/construct/enums.yaml");
        let generator = Generator::document(document).additions(additions.path());
        let files = generator.generate().unwrap().files;
        let root = files.get("src/lib.rs").unwrap();
        let module = root.find(r#"feature = "mock", doc = "[`mock`]: mock""#);
        let features = root.find("//! [`mock`]: #features\n");
        assert!(module.unwrap() < features.unwrap(), "{root}");
        assert!(!root.contains("[`oauth`]: "));
    }
}
