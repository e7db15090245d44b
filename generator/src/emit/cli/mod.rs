//! `cli/`: the description of all versions for the command line, as static data.
//!
//! It refers to no type of the crate, so that the command line compiles without the versions.

mod bodies;
mod inputs;
mod tables;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{ApiVersion, Docs, KeyLocation, RustName, Scheme};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::syntax::Attributes;
use crate::neutral;

use tables::{Entry, Tables};

/// Returns the files of the command line, if the crate has one.
pub(in crate::emit) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let Some(name) = context.cli() else {
        return Vec::new();
    };
    let tables = Tables::of(context);
    let modules: Vec<RustName> = tables.operations.keys().cloned().collect();
    let lists = lists(context, &tables);
    let mut files = vec![
        File::rust("src/cli/mod.rs", move || root(context, name)),
        File::rust("src/cli/operations/mod.rs", move || {
            let docs = docs::inner_lines("The distinct operations of all versions, by tag.");
            let modules = modules.iter().map(ident);
            quote!(#docs #(pub(super) mod #modules;)*)
        }),
        File::rust("src/cli/versions.rs", move || versions(context, &lists)),
    ];
    for (module, entries) in tables.operations {
        files.push(File::rust(
            format!("src/cli/operations/{module}.rs"),
            move || {
                let docs = docs::inner_lines("The operations of a tag.");
                statics(&docs, &entries, |value| (quote!(Operation), value))
            },
        ));
    }
    files.push(File::rust("src/cli/bodies.rs", move || {
        let docs = docs::inner_lines("The scalar properties of request bodies.");
        statics(&docs, &tables.bodies, |value| {
            (quote!(&[Input]), quote!(&#value))
        })
    }));
    files
}

/// Returns the program of a crate, `main.rs`.
pub(in crate::emit) fn program<'a>(context: &'a Context<'a>, package: &str) -> Option<File<'a>> {
    context.cli()?;
    let library = format_ident!("{}", package.replace('-', "_"));
    let library = library.to_string();
    Some(File::rust("src/main.rs", move || {
        let library = format_ident!("{library}");
        let docs = docs::inner_lines("The command line of the API.");
        quote! {
            #docs
            #[cfg(target_arch = "wasm32")]
            compile_error!("the command line does not exist on wasm32: disable the feature `cli`");

            #[cfg(target_arch = "wasm32")]
            fn main() {}

            #[cfg(not(target_arch = "wasm32"))]
            fn main() -> ::std::process::ExitCode {
                #library::cli::run()
            }
        }
    }))
}

fn root(context: &Context<'_>, name: &str) -> TokenStream {
    let docs = docs::inner_lines(&format!(
        "The command line {}, for all versions of the API.\n\n\
         Tags are commands, their operations are subcommands: `--help` lists them. The arguments of \
         an operation are its parameters and the properties of its JSON body. The output is a table \
         on a terminal and JSON otherwise.",
        docs::code(name)
    ));
    let service = context.service();
    let newest = context.library.versions.last();
    let about = newest.map_or("", |version| version.info.title.as_str());
    let about = neutral::line(about);
    let servers = newest.into_iter().flat_map(|version| &version.info.servers);
    let regions = servers.filter_map(|server| {
        let (name, url) = (&server.region.as_ref()?.name, &server.url);
        let name = name.to_lowercase();
        Some(quote!((#name, #url)))
    });
    let default = context.newest().unwrap_or_default();
    let default = proc_macro2::Literal::usize_unsuffixed(default);
    let tags = context.tag_groups.iter().filter_map(|(module, revisions)| {
        let newest = revisions.last()?.items().last()?;
        let group = &context.library.tag_groups[newest];
        let help = first_sentence(group.description.as_deref());
        let module = module.as_str();
        (!help.is_empty()).then(|| quote!((#module, #help)))
    });
    quote! {
        #docs
        mod bodies;
        mod operations;
        mod versions;

        use ::intercom_codegen_runtime::cli::description::*;

        static PROGRAM: Program = Program::new::<#service>(Description {
            name: #name,
            about: #about,
            version: env!("CARGO_PKG_VERSION"),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            regions: &[#(#regions),*],
            versions: versions::VERSIONS,
            default_version: #default,
            tags: &[#(#tags),*],
        });

        /// Runs the program with the arguments of the process, and returns its exit code.
        pub fn run() -> ::std::process::ExitCode {
            PROGRAM.run()
        }
    }
}

/// Returns the module and the name of each operation, for each version.
fn lists(context: &Context<'_>, tables: &Tables) -> Vec<Vec<(RustName, String)>> {
    let versions = context.library.versions.iter();
    versions
        .map(|api| {
            let ids = api.operations.iter();
            ids.map(|id| tables.names[id.0].clone()).collect()
        })
        .collect()
}

fn versions(context: &Context<'_>, lists: &[Vec<(RustName, String)>]) -> TokenStream {
    let docs = docs::inner_lines("The versions of the API and their operations.");
    let versions = context.library.versions.iter().zip(lists).enumerate();
    let versions = versions.map(|(index, (api, list))| version(context, index, api, list));
    quote! {
        #docs
        use ::intercom_codegen_runtime::cli::description::*;
        use super::operations::*;

        pub(super) static VERSIONS: &[Version] = &[#(#versions),*];
    }
}

fn version(
    context: &Context<'_>,
    index: usize,
    api: &ApiVersion,
    list: &[(RustName, String)],
) -> TokenStream {
    let label = context.version_label(index).unwrap_or_default();
    let label = label.to_lowercase();
    let header = api.info.version_header.as_ref().map(|header| {
        let (name, value) = (&header.name, &header.value);
        quote!((#name, #value))
    });
    let header = option(header);
    let base_url = api.info.servers.first().map(|server| server.url.as_str());
    let base_url = base_url.filter(|url| !url.is_empty());
    let base_url = option(base_url.map(|url| quote!(#url)));
    let credentials = api.info.security.schemes().iter().map(credential);
    let selects = api.info.selects_authorization;
    let operations = list.iter().map(|(module, name)| {
        let (module, name) = (ident(module), format_ident!("{name}"));
        quote!(&#module::#name)
    });
    quote! {
        Version {
            label: #label,
            header: #header,
            base_url: #base_url,
            credentials: &[#(#credentials),*],
            selects_authorization: #selects,
            operations: &[#(#operations),*],
        }
    }
}

fn credential(scheme: &Scheme) -> TokenStream {
    let (kind, variable) = match scheme {
        Scheme::Bearer => (quote!(Bearer), "TOKEN".to_owned()),
        Scheme::Basic => (quote!(Basic), "PASSWORD".to_owned()),
        Scheme::ApiKey {
            rust_name,
            location,
            name,
            ..
        } => {
            let kind = match location {
                KeyLocation::Header => quote!(Header(#name)),
                KeyLocation::Query => quote!(Query(#name)),
                KeyLocation::Cookie => quote!(Cookie(#name)),
                KeyLocation::Http => quote!(Http(#name)),
            };
            (kind, rust_name.as_str().to_uppercase())
        }
    };
    quote!(Credential { kind: CredentialKind::#kind, variable: #variable })
}

/// Emits static items; `typed` returns the type and the value of one.
fn statics(
    docs: &Attributes,
    entries: &[Entry],
    typed: impl Fn(TokenStream) -> (TokenStream, TokenStream),
) -> TokenStream {
    let statics = entries.iter().map(|entry| {
        let name = format_ident!("{}", entry.name);
        // The text of tokens.
        let (ty, value) = typed(entry.value.parse().unwrap_or_default());
        quote!(pub(in super::super) static #name: #ty = #value;)
    });
    let import = (!entries.is_empty()).then(|| {
        quote!(
            use ::intercom_codegen_runtime::cli::description::*;
        )
    });
    quote! {
        #docs
        #import
        #(#statics)*
    }
}

/// Returns the help of an item with this documentation.
fn help(docs: &Docs) -> String {
    first_sentence(docs.text.as_deref())
}

/// Returns the first sentence of a description as one line; an empty string if there is none.
fn first_sentence(text: Option<&str>) -> String {
    let sentence =
        text.and_then(|text| docs::first_sentence(text).or_else(|| docs::first_paragraph(text)));
    neutral::line(&sentence.unwrap_or_default())
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    match tokens {
        Some(tokens) => quote!(Some(#tokens)),
        None => quote!(None),
    }
}
