//! Paginated lists, as streams of pages and of items.
//!
//! The metadata about the next page is read from the bytes of the response, not from its type: its
//! representation differs between versions and from the document. A URL is never followed: only its
//! query is added to the caller's request, so that the credentials are only sent to the base URL. They
//! are those of the client, also if the query has parameters of their names.

mod items;
mod json_page;
mod metadata;
mod next;
mod page;
mod pagination;
mod paginator;
mod parameter;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod raw;
mod stream;
mod token;

use super::{Operation, ResponseKind};

pub use items::Items;
pub use json_page::JsonPage;
pub use page::Page;
pub use pagination::{KeyPath, PageParameter, Pagination, PagingStyle};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(super) use raw::RawPages;
pub use stream::Pages;
pub use token::{PageToken, PageTokenError};

/// An operation that returns a list page by page.
pub trait Paged: Operation<Kind: ResponseKind<Output = <Self as Paged>::Body> + 'static> {
    /// The body of a response: a page.
    type Body: Send + 'static;

    /// An item of the list.
    type Item;

    /// The pagination of the list.
    const PAGINATION: Pagination;

    /// Returns the items of a page.
    fn items_of(page: Self::Body) -> Vec<Self::Item>;

    /// Returns `true` if the page has the list.
    ///
    /// Defaults to `true`, for pages that cannot lack it.
    fn has_items(_page: &Self::Body) -> bool {
        true
    }
}
