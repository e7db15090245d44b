//! The implementation of `Streamed` for request builders.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::model::{Operation, ShapeId, StreamFormat};

use crate::emit::context::{Context, ident};

/// Emits the implementation of `Streamed`, if the response can be read as a stream.
pub(in crate::emit) fn streamed(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<TokenStream> {
    let stream = operation.stream.as_ref()?;
    let name = ident(&operation.type_name);
    let item = context.ty(&stream.item, named);
    let format = match stream.format {
        StreamFormat::Events if !stream.text_events.is_empty() => {
            let names = &stream.text_events;
            quote!(MixedEvents(&[#(#names),*]))
        }
        StreamFormat::Events => quote!(Events),
        StreamFormat::TextEvents => quote!(TextEvents),
        StreamFormat::Lines => quote!(Lines),
        StreamFormat::Sequence => quote!(Sequence),
    };
    let accept = &stream.media_type;
    let flag = match &stream.flag {
        Some(flag) => quote!(Some(#flag)),
        None => quote!(None),
    };
    Some(quote! {
        impl Streamed for #name {
            type Item = #item;

            const STREAMING: Streaming =
                Streaming { format: StreamFormat::#format, accept: #accept, flag: #flag };
        }

        streamed!(#name);
    })
}

/// Returns the paragraph of the documentation about the stream of the operation.
pub(in crate::emit) fn note(operation: &Operation<ShapeId>) -> Option<String> {
    let stream = operation.stream.as_ref()?;
    let items = match stream.format {
        StreamFormat::Events | StreamFormat::TextEvents => "events",
        StreamFormat::Lines | StreamFormat::Sequence => "JSON texts",
    };
    Some(format!(
        "With the feature `streams`, the method `stream` returns the {items} of the response as \
         they arrive."
    ))
}
