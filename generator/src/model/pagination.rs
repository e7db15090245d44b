use std::fmt;

use super::{Presence, RustName, Type};

/// The pagination of an operation (`x-pagination`).
///
/// `P` is the path of the items in a response: a [`KeyPath`] in the document, an [`ItemsPath`] once
/// it is resolved against the types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pagination<P> {
    /// The path of the items in a response.
    pub items: P,
    /// The path of a boolean in a response that is `false` on the last page.
    pub has_more: Option<KeyPath>,
    /// The selection of a page by a request.
    pub style: PagingStyle,
    /// The path of the number of items per page in the JSON body.
    pub size: Option<KeyPath>,
}

/// The setter of the number of items per page, which is in the JSON body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageSize {
    /// The path of the number in the body.
    pub path: KeyPath,
    /// The name of the setter.
    pub rust_name: RustName,
}

impl<P> Pagination<P> {
    /// Replaces the path of the items.
    pub fn with_items<Q>(&self, items: Q) -> Pagination<Q> {
        Pagination {
            items,
            has_more: self.has_more.clone(),
            style: self.style.clone(),
            size: self.size.clone(),
        }
    }
}

/// The keys from an object to a value in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeyPath(pub Vec<String>);

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// The selection of a page by a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// By the cursor that the preceding page contains.
    Cursor {
        /// The parameter for the cursor.
        parameter: PageParameter,
        /// The path of the next page's cursor.
        next: KeyPath,
    },
    /// By a cursor that may stay the same, until a page is empty.
    Scroll {
        /// The parameter for the cursor.
        parameter: PageParameter,
        /// The path of the cursor.
        next: KeyPath,
    },
    /// By page number.
    Page {
        /// The parameter for the page number.
        parameter: PageParameter,
        /// The number of the first page.
        first: u64,
        /// The path of the next page's number, or of a URL or object that contains it.
        ///
        /// The value is null on the last page.
        next: Option<KeyPath>,
        /// The path of the current page's number.
        page: Option<KeyPath>,
        /// The path of the number of pages.
        total_pages: Option<KeyPath>,
        /// The path of the number of items on all pages.
        total_items: Option<KeyPath>,
    },
    /// By the number of preceding items.
    Offset {
        /// The parameter for the number of items to skip.
        parameter: PageParameter,
        /// The path of the number of items on all pages.
        total_items: Option<KeyPath>,
    },
    /// By the query of the URL that the preceding page contains.
    Url {
        /// The path of the next page's URL.
        next: KeyPath,
        /// The query parameters that keep the values set by the caller.
        keep: Vec<String>,
    },
    /// Not at all: one response is the whole list.
    Whole,
}

/// The part of a request that selects a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PageParameter {
    /// The query parameter with this name.
    Query(String),
    /// A property of the JSON body, never the body itself.
    Body(KeyPath),
    /// A property of the JSON body that is a number, although it is a cursor.
    BodyNumber(KeyPath),
}

/// The path of the items in a response, as fields of Rust types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemsPath<S> {
    /// The path in the document.
    pub keys: KeyPath,
    /// `true` if the response itself may be null.
    pub is_nullable: bool,
    /// The fields from the response to the items; empty if the response is the list itself.
    pub fields: Vec<PathField>,
    /// The type of an item, which is not null.
    pub item: Type<S>,
    /// `true` if an element of the list may be null.
    pub has_null_items: bool,
}

/// A field on the path to the items.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathField {
    /// The name in Rust.
    pub rust_name: RustName,
    /// The presence of the field.
    pub presence: Presence,
    /// `true` if the type of the field allows null.
    pub is_nullable: bool,
}

impl<S> ItemsPath<S> {
    /// Replaces every reference.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> ItemsPath<T> {
        ItemsPath {
            keys: self.keys.clone(),
            is_nullable: self.is_nullable,
            fields: self.fields.clone(),
            item: self.item.map(f),
            has_null_items: self.has_null_items,
        }
    }
}
