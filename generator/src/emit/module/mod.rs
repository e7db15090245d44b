//! The code as one module, in one file that another crate includes.
//!
//! It is the crate with its files in each other. A crate's root and features are gone then: paths
//! begin at the module, and conditions are decided.

mod condition;
mod rebase;

use std::collections::{BTreeSet, HashMap};

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::output::Files;

use super::context::Context;
use super::{File, format, runtime, syntax, texts};
use rebase::Rebase;

/// How the module is made.
#[derive(Clone, Debug)]
pub struct ModuleOptions {
    /// Where the module stands in the crate that includes it: its name, after those of the modules
    /// around it.
    pub path: Vec<String>,
    /// Where the code comes from that all generated code has in common.
    pub runtime: Runtime,
    /// The features that are on. A crate has them as features of Cargo.
    pub features: BTreeSet<String>,
    /// Whether the code has its documentation.
    pub docs: bool,
}

/// Where the code comes from that all generated code has in common: the client's settings,
/// sending, retries, JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// It is part of the module. The crate depends on what it depends on.
    #[default]
    Inline,
    /// It is that of this generated crate, made by the same version of the generator. Its client
    /// builder is the one of that crate: regions and version headers of the module's own API are
    /// set by `base_url` and `header`.
    Crate(String),
}

/// What a file has to say before the module begins: it is generated, so lints and what the
/// application does not use are none of its business.
const ALLOWED: &str = "#[allow(dead_code, missing_docs, unreachable_pub, unused_imports)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, rustdoc::all)]\n";

/// The one file that the others are nested in.
pub(super) fn files(
    context: &Context<'_>,
    mut files: Vec<File<'_>>,
    options: &ModuleOptions,
) -> Files {
    files.extend(runtime_files(&options.runtime));
    let mut features = options.features.clone();
    let versions = 0..context.library.versions.len();
    let versions = versions.filter_map(|version| context.version_module(version));
    features.extend(versions.map(|module| module.to_string()));
    let rebase = Rebase {
        path: &options.path,
        features: &features,
        docs: options.docs,
    };
    let texts = texts(&files, |file| {
        let tokens = rebase.apply(file.into_token_stream());
        format::text(&syntax::parse(tokens))
    });
    let texts = HashMap::from_iter(texts);
    let name = options.path.last().map_or("api", String::as_str);
    let content = nest(
        &texts,
        "src",
        texts.get("src/lib.rs").map_or("", String::as_str),
    );
    let text = format!(
        "{}{ALLOWED}pub mod {name} {{\n{content}}}\n",
        format::HEADING
    );
    let mut files = Files::new();
    files.insert(format!("{}.rs", name.trim_start_matches("r#")), text);
    files
}

/// The text with the file of each module in the place of its declaration. `folder` holds the
/// files of the modules that it declares.
fn nest(texts: &HashMap<String, String>, folder: &str, text: &str) -> String {
    let mut nested = String::with_capacity(text.len());
    for line in text.lines() {
        let found = declared_module(line).and_then(|name| {
            let below = format!("{folder}/{}", name.trim_start_matches("r#"));
            let paths = [format!("{below}.rs"), format!("{below}/mod.rs")];
            let content = paths.iter().find_map(|path| texts.get(path))?;
            Some((below, content))
        });
        match found {
            Some((below, content)) => {
                nested.push_str(line.trim_end_matches(';'));
                nested.push_str(" {\n");
                nested.push_str(&nest(texts, &below, content));
                nested.push_str("}\n");
            }
            None => {
                nested.push_str(line);
                nested.push('\n');
            }
        }
    }
    nested
}

/// The name in a line such as `pub(crate) mod company;`.
fn declared_module(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let item = ["pub(crate) ", "pub(super) ", "pub "]
        .iter()
        .find_map(|visibility| line.strip_prefix(visibility))
        .unwrap_or(line);
    item.strip_prefix("mod ")?.strip_suffix(';')
}

fn runtime_files(runtime: &Runtime) -> Vec<File<'static>> {
    let copied = runtime::files();
    let copied = copied.map(|(path, text)| File::rust(path, move || tokens(&text)));
    match runtime {
        Runtime::Inline => copied.collect(),
        Runtime::Crate(name) => {
            let macros = copied.filter(|file| file.path.ends_with("/macros.rs"));
            let name = name.replace('-', "_");
            let root = File::rust("src/runtime/mod.rs", move || runtime_of(&name));
            macros.chain([root]).collect()
        }
    }
}

/// The runtime of another crate. Its macros are repeated, as they make items of this one.
fn runtime_of(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote! {
        mod macros;
        pub use ::#name::runtime::*;
        pub(crate) use macros::{download, operation, paged};
        pub mod json {
            pub use ::#name::runtime::json::*;
            pub(crate) use super::macros::{json_enum, json_object, json_read, json_union};
        }
    }
}

/// The runtime is Rust, as every crate shows that has it.
fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error: proc_macro2::LexError| {
        let message = error.to_string();
        quote!(compile_error!(#message);)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stand_in_the_place_of_their_declarations() {
        let texts = [
            (
                "src/lib.rs",
                "pub mod boats;\nmod r#type;\nmod elsewhere {}\n",
            ),
            ("src/boats/mod.rs", "pub(crate) mod oar;\n"),
            ("src/boats/oar.rs", "pub struct Oar;\n"),
            ("src/type.rs", "pub struct Type;\n"),
        ];
        let texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let texts = HashMap::from(texts);
        assert_eq!(
            nest(&texts, "src", &texts["src/lib.rs"]),
            "pub mod boats {\npub(crate) mod oar {\npub struct Oar;\n}\n}\n\
             mod r#type {\npub struct Type;\n}\nmod elsewhere {}\n"
        );
    }
}
