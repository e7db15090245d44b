//! `intercom_version.rs`: the values of the header that selects the API version.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::VersionHeaderType;

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::types::enums;

/// Returns the file, if the API version is selected by a header.
pub(in crate::emit) fn file<'a>(context: &'a Context<'a>) -> Option<File<'a>> {
    let header = context.library.version_header.as_ref()?;
    let path = format!("src/{}.rs", header.module);
    Some(File::rust(path, move || emit(context, header)))
}

fn emit(context: &Context<'_>, header: &VersionHeaderType) -> TokenStream {
    let name = ident(&header.name);
    let key = docs::code(&header.header);
    let docs = docs::lines(&format!(
        "A value of the header {key}, which selects the API version."
    ));
    let value = enums::emit(context, &name, &header.values, false, docs);
    quote! {
        use ::intercom_codegen_runtime::json::*;

        #(#value)*
    }
}

/// Returns the implementation by which the builder of a client accepts a version.
pub(in crate::emit) fn implementation(context: &Context<'_>) -> Option<TokenStream> {
    let root = context.path();
    let header = context.library.version_header.as_ref();
    header.map(|VersionHeaderType { header, name, .. }| {
        let name = ident(name);
        quote! {
            impl Versioned for Client {
                type Version = #root::#name;

                const VERSION_HEADER: &'static str = #header;
            }
        }
    })
}
