//! `intercom_version.rs`: every value of the header that selects the API version.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{RustName, StringEnum, ValueVariant, VersionHeader};

use super::context::{Context, ident};
use super::{File, docs, enums};

/// The type of the header's values, and the module that it stands in.
pub(super) struct HeaderType {
    pub header: String,
    pub name: RustName,
    pub module: RustName,
    values: Vec<String>,
}

/// The file, when the documents select their version by a header.
pub(super) fn file<'a>(context: &'a Context<'a>) -> Option<File<'a>> {
    let header = header_type(context)?;
    let path = format!("src/{}.rs", header.module);
    Some(File::rust(path, move || emit(&header)))
}

/// The values of all versions together, in the order in which they came up.
pub(super) fn header_type(context: &Context<'_>) -> Option<HeaderType> {
    let headers: Vec<&VersionHeader> = context
        .library
        .versions
        .iter()
        .filter_map(|version| version.info.version_header.as_ref())
        .collect();
    let name = &headers.first()?.name;
    let mut values: Vec<String> = Vec::new();
    for value in headers.iter().flat_map(|header| header.values.iter().chain([&header.value])) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    Some(HeaderType {
        header: name.clone(),
        name: RustName::upper_camel([name.as_str()])?,
        module: RustName::snake(name)?,
        values,
    })
}

fn emit(header: &HeaderType) -> TokenStream {
    let name = ident(&header.name);
    let key = &header.header;
    let docs = docs::lines(&format!("A value of the header `{key}`, which selects the API version."));
    let variants = header.values.iter().filter_map(|value| {
        let rust_name = RustName::upper_camel([value.as_str()])?;
        Some(ValueVariant { rust_name, value: value.clone() })
    });
    let values = StringEnum { variants: variants.collect() };
    let value = enums::emit(&name, &values, &docs, &TokenStream::new());
    quote! {
        use crate::runtime::ClientBuilder;
        use crate::runtime::json::*;

        #value

        impl<C> ClientBuilder<C> {
            /// Sends another API version than the one whose types the client has.
            pub fn version(self, version: impl Into<#name>) -> Self {
                self.header(#key, version.into().as_str())
            }
        }
    }
}
