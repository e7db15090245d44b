//! The implementations of `Paged` and `ListPage` for request builders.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
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
    /// The implementations of the traits, and the methods of the builder.
    pub items: TokenStream,
}

/// Emits the code by which a builder returns pages, if the operation is paginated.
pub(in crate::emit) fn paged(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<Paged> {
    let pagination = operation.pagination.as_ref()?;
    let name = ident(&operation.type_name);
    let item = context.ty(&pagination.items.item, named);
    let constant = constant(pagination);
    let items = items(&pagination.items);
    let list_page = list_page(context, operation, &pagination.items, named);
    let page_size = page_size(operation);
    let kind = list_page.as_ref().map(|_| quote!(JsonPage));
    let items = quote! {
        #list_page

        impl Paged for #name {
            type Item = #item;

            const PAGINATION: Pagination = #constant;

            #[inline]
            fn items_of(page: OutputOf<Self>) -> Vec<Self::Item> {
                #items
            }
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

/// Emits the implementation of `ListPage`, if the page may lack the list.
fn list_page(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    items: &ItemsPath<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<TokenStream> {
    let Output::Json(body) = &operation.output else {
        return None;
    };
    let has_items = has_items(items)?;
    let (name, body) = (ident(&operation.type_name), context.ty(body, named));
    let keys = path(&items.keys);
    Some(quote! {
        #[doc(hidden)]
        impl ListPage for #name {
            type Body = #body;

            const ITEMS: KeyPath = #keys;

            #[inline]
            fn has_items(page: &Self::Body) -> bool {
                #has_items
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
    let option = match field.presence {
        Presence::Nullable => quote!(#access.as_option()),
        Presence::Required | Presence::Optional => quote!(#access.as_ref()),
    };
    if !is_option(field) {
        return is_present(rest, &access);
    }
    Some(match is_present(rest, &quote!(outer)) {
        Some(inner) => quote!(#option.is_some_and(|outer| #inner)),
        None => quote!(#option.is_some()),
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
    let has_more = optional_path(pagination.has_more.as_ref());
    let style = style(&pagination.style);
    quote!(Pagination { items: #items, has_more: #has_more, style: PagingStyle::#style })
}

fn style(style: &PagingStyle) -> TokenStream {
    match style {
        PagingStyle::Cursor { parameter, next } => {
            let (parameter, next) = (page_parameter(parameter), path(next));
            quote!(Cursor { parameter: #parameter, next: #next })
        }
        PagingStyle::Scroll { parameter, next } => {
            let (parameter, next) = (page_parameter(parameter), path(next));
            quote!(Scroll { parameter: #parameter, next: #next })
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
            let next = optional_path(next.as_ref());
            let page = optional_path(page.as_ref());
            let total_pages = optional_path(total_pages.as_ref());
            let total_items = optional_path(total_items.as_ref());
            quote!(Page {
                parameter: #parameter,
                first: #first,
                next: #next,
                page: #page,
                total_pages: #total_pages,
                total_items: #total_items,
            })
        }
        PagingStyle::Offset {
            parameter,
            total_items,
        } => {
            let parameter = page_parameter(parameter);
            let total_items = optional_path(total_items.as_ref());
            quote!(Offset { parameter: #parameter, total_items: #total_items })
        }
        PagingStyle::Url { next, keep } => {
            let next = path(next);
            quote!(Url { next: #next, keep: &[#(#keep),*] })
        }
        PagingStyle::Whole => quote!(Whole),
    }
}

fn page_parameter(parameter: &PageParameter) -> TokenStream {
    match parameter {
        PageParameter::Query(name) => quote!(PageParameter::Query(#name)),
        PageParameter::Body(keys) => {
            let keys = path(keys);
            quote!(PageParameter::Body(#keys))
        }
    }
}

pub(super) fn path(path: &KeyPath) -> TokenStream {
    let keys = &path.0;
    quote!(&[#(#keys),*])
}

fn optional_path(optional: Option<&KeyPath>) -> TokenStream {
    match optional.map(path) {
        Some(path) => quote!(Some(#path)),
        None => quote!(None),
    }
}

/// Emits the expression that takes the list out of the page. An absent list is empty; null is skipped.
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
