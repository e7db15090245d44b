//! The implementation of `Paged` for request builders.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use crate::model::{
    ItemsPath, KeyPath, Operation, Output, PageParameter, Pagination, PagingStyle, PathField,
    Presence, ShapeId,
};

use crate::emit::context::{Context, ident};
use crate::emit::docs;

/// The functions of the builders of paginated operations.
pub(crate) const RESERVED_INPUTS: &[&str] = &["items", "pages"];

/// The code of a paginated operation.
pub(in crate::emit) struct Paged {
    /// The kind of the response, if its page may lack the list.
    pub kind: Option<TokenStream>,
    /// The implementation of the trait, and the methods of the builder.
    pub items: TokenStream,
}

/// Emits the code by which a builder returns pages, if the operation is paginated.
pub(in crate::emit) fn paged(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<Paged> {
    let pagination = operation.pagination.as_ref()?;
    let Output::Json(body) = &operation.output else {
        return None;
    };
    let (name, body) = (ident(&operation.type_name), context.ty(body, named));
    let item = context.ty(&pagination.items.item, named);
    let constant = constant(pagination);
    let items = items(&pagination.items);
    let has_items = has_items(&pagination.items).map(|present| {
        quote! {
            #[inline]
            fn has_items(page: &Self::Body) -> bool {
                #present
            }
        }
    });
    let page_size = page_size(operation);
    let kind = has_items.as_ref().map(|_| quote!(JsonPage));
    let items = quote! {
        impl Paged for #name {
            type Body = #body;
            type Item = #item;

            const PAGINATION: Pagination = #constant;

            #[inline]
            fn items_of(page: Self::Body) -> Vec<Self::Item> {
                #items
            }

            #has_items
        }

        paged!(#name);

        #page_size
    };
    Some(Paged { kind, items })
}

/// Emits the setter of the number of items per page, if it is in the body.
fn page_size(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let size = operation.page_size.as_ref()?;
    let (name, setter) = (ident(&operation.type_name), ident(&size.rust_name));
    let mut text = format!(
        "Sets the number of items per page: {} of the request body.",
        docs::code(&size.path.to_string())
    );
    if operation
        .body
        .as_ref()
        .is_some_and(|body| !body.is_required())
    {
        text.push_str("\n\n[`body`](Self::body) replaces it: call it first.");
    }
    let docs = docs::lines(&text);
    let keys = path(&size.path);
    Some(quote! {
        impl #name {
            #docs
            #[inline]
            pub fn #setter(mut self, #setter: u64) -> Self {
                self.request.page_size(#keys, #setter);
                self
            }
        }
    })
}

/// Emits the expression that is `true` if the page has the list; `None` if it cannot lack it.
fn has_items(path: &ItemsPath<ShapeId>) -> Option<TokenStream> {
    let present = is_present(&path.fields, &quote!(page))?;
    Some(if path.is_nullable {
        quote!(page.as_ref().is_none_or(|page| #present))
    } else {
        present
    })
}

fn is_present(fields: &[PathField], outer: &TokenStream) -> Option<TokenStream> {
    let (field, rest) = fields.split_first()?;
    let name = ident(&field.rust_name);
    let access = quote!(#outer.#name);
    if !is_option(field) {
        return is_present(rest, &access);
    }
    let inner = is_present(rest, &quote!(outer));
    Some(match (inner, field.presence) {
        (Some(inner), Presence::Nullable) => {
            quote!(#access.as_option().is_some_and(|outer| #inner))
        }
        (Some(inner), _) => quote!(#access.as_ref().is_some_and(|outer| #inner)),
        (None, Presence::Nullable) => quote!(#access.as_option().is_some()),
        (None, _) => quote!(#access.is_some()),
    })
}

/// Returns the paragraph of the documentation about the pagination of the operation.
pub(in crate::emit) fn note(operation: &Operation<ShapeId>) -> Option<String> {
    let pagination = operation.pagination.as_ref()?;
    let builder = operation.type_name.as_str();
    if pagination.style == PagingStyle::Whole {
        return Some(format!(
            "The response is the whole list. [`items`]({builder}::items) returns a stream of its items."
        ));
    }
    Some(format!(
        "The response is one page of a list. [`items`]({builder}::items) returns a stream of the \
         items of all pages, [`pages`]({builder}::pages) a stream of the pages."
    ))
}

/// Emits the constant that describes the pagination.
pub(in crate::emit) fn constant(pagination: &Pagination<ItemsPath<ShapeId>>) -> TokenStream {
    let items = path(&pagination.items.keys);
    let style = style(&items, &pagination.style);
    let has_more = setter("has_more", pagination.has_more.as_ref());
    quote!(Pagination::#style #has_more)
}

fn style(items: &TokenStream, style: &PagingStyle) -> TokenStream {
    match style {
        PagingStyle::Cursor { parameter, next } => {
            let (parameter, next) = (page_parameter(parameter), path(next));
            quote!(cursor(#items, #parameter, #next))
        }
        PagingStyle::Scroll { parameter, next } => {
            let (parameter, next) = (page_parameter(parameter), path(next));
            quote!(scroll(#items, #parameter, #next))
        }
        PagingStyle::Page {
            parameter,
            first,
            next,
            page,
            total_pages,
            total_items,
        } => {
            let parameter = page_parameter(parameter);
            let first = Literal::u64_unsuffixed(*first);
            let next = setter("next_page", next.as_ref());
            let page = setter("current_page", page.as_ref());
            let total_pages = setter("total_pages", total_pages.as_ref());
            let total_items = setter("total_items", total_items.as_ref());
            quote!(page(#items, #parameter, #first) #next #page #total_pages #total_items)
        }
        PagingStyle::Offset {
            parameter,
            total_items,
        } => {
            let parameter = page_parameter(parameter);
            let total_items = setter("total_items", total_items.as_ref());
            quote!(offset(#items, #parameter) #total_items)
        }
        PagingStyle::Url { next, keep } => {
            let next = path(next);
            quote!(url(#items, #next, &[#(#keep),*]))
        }
        PagingStyle::Whole => quote!(whole(#items)),
    }
}

fn setter(name: &str, keys: Option<&KeyPath>) -> Option<TokenStream> {
    let (name, keys) = (format_ident!("{name}"), path(keys?));
    Some(quote!(.#name(#keys)))
}

fn page_parameter(parameter: &PageParameter) -> TokenStream {
    match parameter {
        PageParameter::Query(name) => quote!(PageParameter::Query(#name)),
        PageParameter::Body(keys) => {
            let keys = path(keys);
            quote!(PageParameter::Body(#keys))
        }
        PageParameter::BodyNumber(keys) => {
            let keys = path(keys);
            quote!(PageParameter::BodyNumber(#keys))
        }
    }
}

pub(super) fn path(path: &KeyPath) -> TokenStream {
    let keys = &path.0;
    quote!(&[#(#keys),*])
}

/// Emits the expression that takes the list out of the page. An absent list is empty; null is
/// skipped.
fn items(path: &ItemsPath<ShapeId>) -> TokenStream {
    let start = (quote!(page), path.is_nullable);
    let (list, is_option) = path
        .fields
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
    let list = if is_option {
        quote!(#list.unwrap_or_default())
    } else {
        list
    };
    if path.has_null_items {
        quote!(#list.into_iter().flatten().collect())
    } else {
        list
    }
}

/// Returns `true` if the value of the field, as emitted by [`value`], is an `Option`.
fn is_option(field: &PathField) -> bool {
    match field.presence {
        Presence::Required => field.is_nullable,
        Presence::Optional | Presence::Nullable => true,
    }
}

fn value(field_access: &TokenStream, field: &PathField) -> TokenStream {
    match field.presence {
        Presence::Nullable => quote!(#field_access.into_option()),
        Presence::Required | Presence::Optional => quote!(#field_access),
    }
}
