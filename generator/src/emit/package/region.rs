//! `region.rs`: the regions of the declared servers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;

/// A region and its base URL.
struct Region {
    name: Ident,
    url: String,
}

/// Returns the file, if the newest version declares regions.
pub(in crate::emit) fn file<'a>(context: &'a Context<'a>) -> Option<File<'a>> {
    has_regions(context).then(|| File::rust("src/region.rs", move || emit(&regions(context))))
}

/// Returns `true` if the newest version declares regions.
pub(in crate::emit) fn has_regions(context: &Context<'_>) -> bool {
    !regions(context).is_empty()
}

fn regions(context: &Context<'_>) -> Vec<Region> {
    let newest = context.library.versions.last();
    let servers = newest.into_iter().flat_map(|version| &version.info.servers);
    servers
        .filter_map(|server| {
            let region = server.region.as_ref()?;
            Some(Region {
                name: ident(&region.rust_name),
                url: server.url.clone(),
            })
        })
        .collect()
}

fn emit(regions: &[Region]) -> TokenStream {
    let variants = regions.iter().map(|region| {
        let (name, docs) = (&region.name, docs::lines(&docs::code(&region.url)));
        quote!(#docs #name)
    });
    let names: Vec<&Ident> = regions.iter().map(|region| &region.name).collect();
    let default = names.first().map(|name| format!(" Defaults to `{name}`."));
    let docs = docs::lines(&format!(
        "A region with its own servers, set by [`ClientBuilder::region`].{}\n\n\
         [`ClientBuilder::region`]: ::intercom_codegen_runtime::ClientBuilder::region",
        default.unwrap_or_default()
    ));
    let urls: Vec<&str> = regions.iter().map(|region| region.url.as_str()).collect();
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Region {
            #(#variants,)*
        }

        impl Region {
            /// Returns the base URL of the region.
            pub fn base_url(self) -> &'static str {
                match self {
                    #(Self::#names => #urls,)*
                }
            }
        }
    }
}

/// Returns the implementation by which the builder of a client accepts a region.
pub(in crate::emit) fn implementation(context: &Context<'_>) -> Option<TokenStream> {
    let root = context.path();
    has_regions(context).then(|| {
        quote! {
            impl Regional for Client {
                type Region = #root::Region;

                #[inline]
                fn region_url(region: Self::Region) -> &'static str {
                    region.base_url()
                }
            }
        }
    })
}
