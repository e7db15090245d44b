//! `mock`: clients without a socket.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::Context;
use crate::emit::docs;

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
