use std::fmt;

use super::{Presence, RustName, Type};

/// How an operation returns a list page by page (`x-pagination`).
///
/// `P` is the path of the list in a response: a [`KeyPath`] as the document has it, an
/// [`ItemsPath`] once it is found in the types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pagination<P> {
    /// The list in a response.
    pub items: P,
    /// A boolean in a response that is `false` on the last page.
    pub has_more: Option<KeyPath>,
    /// How a request selects its page.
    pub style: PagingStyle,
}

impl<P> Pagination<P> {
    /// The same pagination with another path of the list.
    pub fn with_items<Q>(&self, items: Q) -> Pagination<Q> {
        Pagination {
            items,
            has_more: self.has_more.clone(),
            style: self.style.clone(),
        }
    }
}

/// The keys that lead from an object to a value in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeyPath(pub Vec<String>);

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// How a request selects its page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// By the cursor that the page before it has at `next`.
    Cursor {
        /// Takes the cursor.
        parameter: PageParameter,
        /// The cursor of the next page.
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
        keep: Vec<String>,
    },
}

/// The part of a request that selects a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PageParameter {
    /// The query parameter of this name.
    Query(String),
    /// A property of the JSON body, never the body itself.
    Body(KeyPath),
}

/// The path of the list in a response, as fields of Rust types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemsPath<S> {
    /// The path as the document has it.
    pub keys: KeyPath,
    /// Whether the response itself may be null.
    pub is_nullable: bool,
    /// The fields from the response to the list; none if the response is the list.
    pub fields: Vec<PathField>,
    /// The type of an item.
    pub item: Type<S>,
}

/// A field on the path to a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathField {
    /// Its name in Rust.
    pub rust_name: RustName,
    /// Whether it is always there.
    pub presence: Presence,
    /// Whether its type allows null.
    pub is_nullable: bool,
}

impl<S> ItemsPath<S> {
    /// The same path with every reference replaced.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> ItemsPath<T> {
        ItemsPath {
            keys: self.keys.clone(),
            is_nullable: self.is_nullable,
            fields: self.fields.clone(),
            item: self.item.map(f),
        }
    }
}
