//! The implementation of `Streamed` for request builders.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::model::{Operation, ShapeId, ShapeKind, Stream, StreamFormat, Type};

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
    let by_event = by_event(context, stream, &item);
    Some(quote! {
        impl Streamed for #name {
            type Item = #item;

            const STREAMING: Streaming =
                Streaming { format: StreamFormat::#format, accept: #accept, flag: #flag };

            #by_event
        }

        streamed!(#name);
    })
}

/// Emits the choice of the variants of the items by the names of events.
fn by_event(
    context: &Context<'_>,
    stream: &Stream<ShapeId>,
    item: &syn::Type,
) -> Option<TokenStream> {
    let Type::Named(id) = &stream.item else {
        return None;
    };
    let ShapeKind::Union(union) = &context.library.shape(*id).item.kind else {
        return None;
    };
    let rows = stream.variants.iter().filter_map(|(name, index)| {
        let variant = ident(&union.variants.get(*index)?.rust_name);
        Some(quote!(#name => #variant,))
    });
    let rows: Vec<TokenStream> = rows.collect();
    (!rows.is_empty()).then(|| quote!(by_event!(#item { #(#rows)* });))
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
