//! Paginated lists, as streams of pages and of items.
//!
//! The metadata about the next page is read from the bytes of the response, not from its type: its
//! representation differs between versions and from the document. A URL is never followed: only its
//! query is added to the caller's request, so that the credentials are only sent to the base URL.

mod items;
mod list_page;
mod metadata;
mod next;
mod page;
mod paginator;
mod parameter;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod raw;
mod stream;
mod token;

use super::{Operation, OutputOf};

pub use items::Items;
pub use list_page::{JsonPage, ListPage};
pub use page::Page;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(super) use raw::RawPages;
pub use stream::Pages;
pub use token::{PageToken, PageTokenError};

/// An operation that returns a list page by page.
pub trait Paged: Operation<Kind: 'static> {
    /// An item of the list.
    type Item;

    /// The pagination of the list.
    const PAGINATION: Pagination;

    /// Returns the items of a page.
    fn items_of(page: OutputOf<Self>) -> Vec<Self::Item>;
}

/// The keys that lead from a JSON object to a value in it.
pub type KeyPath = &'static [&'static str];

/// The pagination of an operation, as declared by the extension `x-pagination`.
#[derive(Clone, Copy, Debug)]
pub struct Pagination {
    /// The path of the list in a response; empty if the response itself is the list.
    pub items: KeyPath,
    /// The path of a boolean in a response that is `false` on the last page.
    pub has_more: Option<KeyPath>,
    /// The style by which a request selects its page.
    pub style: PagingStyle,
}

/// The style by which a request selects its page.
#[derive(Clone, Copy, Debug)]
pub enum PagingStyle {
    /// A cursor, which the previous page contains at `next`.
    Cursor {
        /// The parameter for the cursor.
        parameter: PageParameter,
        /// The cursor of the next page. A string before the end of the path is a URL with the
        /// cursor in its query.
        next: KeyPath,
    },
    /// A cursor that may remain the same; the last page is empty.
    Scroll {
        /// The parameter for the cursor.
        parameter: PageParameter,
        /// The cursor of the scroll.
        next: KeyPath,
    },
    /// A page number.
    Page {
        /// The parameter for the number.
        parameter: PageParameter,
        /// The number of the first page.
        first: u64,
        /// The number of the next page, or a URL or object that contains it; null on the last page.
        next: Option<KeyPath>,
        /// The number of the current page.
        page: Option<KeyPath>,
        /// The number of pages.
        total_pages: Option<KeyPath>,
        /// The number of items on all pages.
        total_items: Option<KeyPath>,
    },
    /// An offset: the number of items before the page.
    Offset {
        /// The parameter for the offset.
        parameter: PageParameter,
        /// The number of items on all pages.
        total_items: Option<KeyPath>,
    },
    /// The query of the URL that the previous page contains at `next`.
    Url {
        /// The URL of the next page.
        next: KeyPath,
        /// The query parameters that keep the values set by the caller.
        keep: &'static [&'static str],
    },
    /// Not at all: one response is the whole list.
    Whole,
}

/// The part of a request that selects a page.
#[derive(Clone, Copy, Debug)]
pub enum PageParameter {
    /// The query parameter of this name.
    Query(&'static str),
    /// A property of the JSON body.
    Body(KeyPath),
}
