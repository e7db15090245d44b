//! How the answers of a list become its pages and its items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Field, Operation, Output, PagingStyle, Presence, ShapeId, TokenPlace, Type, way,
};

use super::context::{Context, ident};

/// Functions that a builder has besides where the operation gives a list page by page.
pub(crate) const RESERVED_INPUTS: &[&str] = &["items", "pages"];

/// The impl that makes a stream of the builder's answers, if the operation has pages.
pub(super) fn paged(context: &Context<'_>, operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let Output::Json(output) = &operation.output else {
        return None;
    };
    // Lists that are not where an overlay says are refused before anything is emitted.
    let shape = |id: &ShapeId| Some(&context.library.shape(*id).item);
    let way = way(output, &pagination.items, &shape).ok()?;
    let item = context.ty(way.item(&shape)?, &|id| context.shape_path(id));
    let name = ident(&operation.type_name);
    let style = style(&pagination.style);
    let path = &pagination.items;
    let items = items(matches!(output, Type::Nullable(_)), &way.fields);
    Some(quote! {
        impl Paged for #name {
            type Item = #item;

            const PAGINATION: Pagination = Pagination {
                style: #style,
                items: &[#(#path),*],
            };

            #[inline]
            fn items_of(page: OutputOf<Self>) -> Vec<Self::Item> {
                #items
            }
        }

        paged!(#name);
    })
}

/// What the documentation of the operation says of its pages.
pub(super) fn note(operation: &Operation<ShapeId>) -> Option<String> {
    operation.pagination.as_ref()?;
    let builder = operation.type_name.as_str();
    Some(format!(
        "The answer is one page of a list: [`items`]({builder}::items) gives what is on all of \
         them, [`pages`]({builder}::pages) page after page."
    ))
}

fn style(style: &PagingStyle) -> TokenStream {
    let place = style.place().map(place);
    match style {
        PagingStyle::Cursor(_) => quote!(PagingStyle::Cursor(#place)),
        PagingStyle::Page(_) => quote!(PagingStyle::Page(#place)),
        PagingStyle::Scroll(_) => quote!(PagingStyle::Scroll(#place)),
        PagingStyle::NextCursor(_) => quote!(PagingStyle::NextCursor(#place)),
        PagingStyle::Url => quote!(PagingStyle::Url),
    }
}

fn place(place: &TokenPlace) -> TokenStream {
    match place {
        TokenPlace::Query(name) => quote!(TokenPlace::Query(#name)),
        TokenPlace::Body(path) => quote!(TokenPlace::Body(&[#(#path),*])),
    }
}

/// Takes the list out of the page, field by field; what is not there is an empty list.
fn items(is_page_option: bool, fields: &[&Field<ShapeId>]) -> TokenStream {
    let start = (quote!(page), is_page_option);
    let (list, is_option) = fields
        .iter()
        .fold(start, |(outer, is_outer_option), field| {
            let name = ident(&field.rust_name);
            match (is_outer_option, is_option(field)) {
                (false, is_option) => (value(&quote!(#outer.#name), field), is_option),
                (true, true) => {
                    let inner = value(&quote!(outer.#name), field);
                    (quote!(#outer.and_then(|outer| #inner)), true)
                }
                (true, false) => (quote!(#outer.map(|outer| outer.#name)), true),
            }
        });
    if is_option {
        quote!(#list.unwrap_or_default())
    } else {
        list
    }
}

/// Whether the value of the field, as [`value`] writes it, is an `Option`.
fn is_option(field: &Field<ShapeId>) -> bool {
    match field.presence {
        Presence::Required => matches!(field.ty, Type::Nullable(_)),
        Presence::Optional | Presence::Nullable => true,
    }
}

fn value(place: &TokenStream, field: &Field<ShapeId>) -> TokenStream {
    match field.presence {
        Presence::Nullable => quote!(#place.into_option()),
        Presence::Required | Presence::Optional => quote!(#place),
    }
}
