//! `intercom_version.rs`: every value of the header that selects the API version.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::document::Version;
use crate::model::{RustName, StringEnum, ValueVariant, VersionHeader};

use super::context::{Context, ident};
use super::{File, docs, enums};

/// The type of the header's values, and the module that it stands in.
pub(super) struct HeaderType {
    pub header: String,
    pub name: RustName,
    pub module: RustName,
    values: StringEnum,
}

/// The file, when the documents select their version by a header.
pub(super) fn file<'a>(context: &'a Context<'a>) -> Option<File<'a>> {
    let header = header_type(context)?;
    let path = format!("src/{}.rs", header.module);
    Some(File::rust(path, move || emit(&header)))
}

/// The values of all versions together, the oldest version first. Two spellings that differ only in
/// case are one value.
pub(super) fn header_type(context: &Context<'_>) -> Option<HeaderType> {
    let headers: Vec<&VersionHeader> = context
        .library
        .versions
        .iter()
        .filter_map(|version| version.info.version_header.as_ref())
        .collect();
    let name = &headers.first()?.name;
    let mut values: IndexMap<RustName, String> = IndexMap::new();
    for value in headers
        .iter()
        .flat_map(|header| header.values.iter().chain([&header.value]))
    {
        if let Some(rust_name) = RustName::upper_camel([value.as_str()]) {
            values.entry(rust_name).or_insert_with(|| value.clone());
        }
    }
    values.sort_by_cached_key(|_, value| {
        (
            value.parse::<Version>().unwrap_or(Version::Preview),
            value.clone(),
        )
    });
    let variants = values
        .into_iter()
        .map(|(rust_name, value)| ValueVariant { rust_name, value });
    Some(HeaderType {
        header: name.clone(),
        name: RustName::upper_camel([name.as_str()])?,
        module: RustName::snake(name)?,
        values: StringEnum {
            variants: variants.collect(),
        },
    })
}

fn emit(header: &HeaderType) -> TokenStream {
    let name = ident(&header.name);
    let key = &header.header;
    let docs = docs::lines(&format!(
        "A value of the header `{key}`, which selects the API version."
    ));
    let value = enums::emit(&name, &header.values, docs);
    quote! {
        use ::intercom_codegen_runtime::json::*;

        #(#value)*
    }
}

/// What lets the builder of a client take a version.
pub(super) fn implementation(context: &Context<'_>) -> Option<TokenStream> {
    let root = context.path();
    header_type(context).map(|HeaderType { header, name, .. }| {
        let name = ident(&name);
        quote! {
            impl Versioned for Client {
                type Version = #root::#name;

                const VERSION_HEADER: &'static str = #header;
            }
        }
    })
}
