//! Lists that come page by page, as streams of pages and of items.
//!
//! What a page says of the next one is read from the answer as it came, not from its type: the
//! form differs between versions and from what the document says. A URL is never followed. Its
//! query goes into the request that the caller made, so address and token stay the client's own.

mod items;
mod marks;
mod next;
mod page;
mod place;
mod stream;
mod token;
mod walk;

use super::{Operation, OutputOf};

pub use items::Items;
pub use page::Page;
pub use stream::Pages;
pub use token::{PageToken, PageTokenError};

/// An operation that gives a list page by page.
pub trait Paged: Operation<Kind: 'static> {
    /// What the list holds.
    type Item;

    /// How the pages hang together.
    const PAGINATION: Pagination;

    /// What a page holds of the list.
    fn items_of(page: OutputOf<Self>) -> Vec<Self::Item>;
}

/// How the pages of an operation hang together.
#[derive(Clone, Copy, Debug)]
pub struct Pagination {
    /// What a page says of the next one.
    pub style: PagingStyle,
    /// The keys that lead to the list in an answer.
    pub items: &'static [&'static str],
}

/// What a page says of the next one, and where the request for it has that.
#[derive(Clone, Copy, Debug)]
pub enum PagingStyle {
    /// `pages.next` has a cursor, `starting_after`.
    Cursor(TokenPlace),
    /// Pages are numbered from one; `pages.next` has the number, or a URL that has it.
    Page(TokenPlace),
    /// Every page has a `scroll_param`, which may stay the same; the last page is empty.
    Scroll(TokenPlace),
    /// A page has a `next_cursor`, unless it is the last.
    NextCursor(TokenPlace),
    /// `pages.next` is a URL, whose query takes the place of the request's.
    Url,
}

/// Where a request says which page it asks for.
#[derive(Clone, Copy, Debug)]
pub enum TokenPlace {
    /// In the query parameter of this name.
    Query(&'static str),
    /// In the JSON body, where these keys lead.
    Body(&'static [&'static str]),
}
