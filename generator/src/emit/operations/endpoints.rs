//! `endpoints.rs`: the method and path of each distinct operation, by which a mock recognizes its
//! requests.
//!
//! It is a separate file, so that the compiler does not even read it without the feature.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::OperationId;

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::file::File;

/// The name of the feature and of the module of the runtime.
pub(in crate::emit) const MOCK: &str = "mock";

/// Returns the `cfg` of items for mocks, which do not exist in a browser.
pub(in crate::emit) fn cfg(context: &Context<'_>) -> TokenStream {
    if context.has_features() {
        quote!(#[cfg(all(feature = #MOCK, not(target_arch = "wasm32")))])
    } else {
        quote!(#[cfg(not(target_arch = "wasm32"))])
    }
}

pub(in crate::emit) fn file<'a>(context: &'a Context<'a>) -> File<'a> {
    File::rust("src/endpoints.rs", move || {
        let docs = docs::inner_lines(
            "The method and path of each operation, by which a mock recognizes its requests.",
        );
        let ids = (0..context.library.operations.len()).map(OperationId);
        let endpoints = ids.map(|id| endpoint(context, id));
        quote! {
            #docs
            #(#endpoints)*
        }
    })
}

fn endpoint(context: &Context<'_>, id: OperationId) -> TokenStream {
    let entry = context.library.operation(id);
    let cfg = context.inner_cfg(&entry.versions);
    let feature = context.tag_features.of_tag(&entry.item.tag.module).cfg();
    let builder = context.operation_path(id);
    let method = &entry.item.method;
    let path = entry.item.path.target();
    // An import would be unused if no operation is compiled.
    quote!(#cfg #feature ::intercom_codegen_runtime::endpoint!(#builder = #method #path);)
}

/// Emits the function `mock` of a client.
pub(in crate::emit) fn function(context: &Context<'_>) -> Option<TokenStream> {
    context.emits(MOCK).then(|| {
        let cfg = cfg(context);
        let docs = docs::lines(
            "Returns a client with default settings and without credentials, and the [`Mock`] that \
             replies to its requests, for tests.\n\n\
             [`ClientBuilder::mock`] connects a client with other settings to a mock.\n\n\
             # Panics\n\n\
             Panics if the client cannot be built, for example since the TLS library cannot be \
             initialized.",
        );
        quote! {
            #docs
            #cfg
            #[must_use]
            #[track_caller]
            pub fn mock() -> (Self, Mock) {
                Mock::client()
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::Generator;

    /// Its crate would have a warning.
    #[test]
    fn a_document_without_operations_imports_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ships.json");
        let body = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
        let docked = json!({"post": {"requestBody": body, "responses": {}}});
        let document = json!({
            "openapi": "3.1.0",
            "info": {"title": "Ships", "version": "1"},
            "webhooks": {"docked": docked},
        });
        std::fs::write(&path, document.to_string()).unwrap();
        let files = Generator::document(path).generate().unwrap().files;
        let endpoints = files.get("src/endpoints.rs").unwrap();
        let code = endpoints.lines().filter(|line| !line.starts_with("//"));
        assert!(code.collect::<String>().is_empty(), "{endpoints}");
    }
}
