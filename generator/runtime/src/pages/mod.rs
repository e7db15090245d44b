//! Lists that are returned page by page, as streams of pages and of items.
//!
//! The metadata about the next page is read from the bytes of the response, not from its type: its
//! representation differs between versions and from the document. A URL is never followed. Its
//! query goes into the request that the caller made, so address and token stay the client's own.

mod items;
mod metadata;
mod next;
mod page;
mod paginator;
mod parameter;
mod stream;
mod token;

use super::{Operation, OutputOf};

pub use items::Items;
pub use page::Page;
pub use stream::Pages;
pub use token::{PageToken, PageTokenError};

/// An operation that returns a list page by page.
pub trait Paged: Operation<Kind: 'static> {
    /// An item of the list.
    type Item;

    /// How the next page is found and requested.
    const PAGINATION: Pagination;

    /// Returns the items of a page.
    fn items_of(page: OutputOf<Self>) -> Vec<Self::Item>;
}

/// The keys that lead from a JSON object to a value in it.
pub type KeyPath = &'static [&'static str];

/// How the pages of an operation are found and requested: the extension `x-pagination`.
#[derive(Clone, Copy, Debug)]
pub struct Pagination {
    /// The list in a response; empty if the response itself is the list.
    pub items: KeyPath,
    /// A boolean in a response that is `false` on the last page.
    pub has_more: Option<KeyPath>,
    /// How a request selects its page.
    pub style: PagingStyle,
}

/// How a request selects its page.
#[derive(Clone, Copy, Debug)]
pub enum PagingStyle {
    /// By the cursor that the page before it has at `next`.
    Cursor {
        /// Takes the cursor.
        parameter: PageParameter,
        /// The cursor of the next page; a string before the end of the path is a URL whose query
        /// has it.
        next: KeyPath,
    },
    /// Like a cursor that may stay the same; the last page is empty.
    Scroll {
        /// Takes the cursor.
        parameter: PageParameter,
        /// The cursor of the scroll.
        next: KeyPath,
    },
    /// By its number.
    Page {
        /// Takes the number.
        parameter: PageParameter,
        /// The number of the first page.
        first: u64,
        /// The number of the next page, a URL or an object that has it; null on the last page.
        next: Option<KeyPath>,
        /// The number of the page itself.
        page: Option<KeyPath>,
        /// The number of pages.
        total_pages: Option<KeyPath>,
        /// The number of items on all pages.
        total_items: Option<KeyPath>,
    },
    /// By the number of items before it.
    Offset {
        /// Takes the number of items to skip.
        parameter: PageParameter,
        /// The number of items on all pages.
        total_items: Option<KeyPath>,
    },
    /// By the query of the URL that the page before it has at `next`.
    Url {
        /// The URL of the next page.
        next: KeyPath,
        /// Query parameters that keep the values that the caller set.
        keep: &'static [&'static str],
    },
}

/// The part of a request that selects a page.
#[derive(Clone, Copy, Debug)]
pub enum PageParameter {
    /// The query parameter of this name.
    Query(&'static str),
    /// A property of the JSON body.
    Body(KeyPath),
}
