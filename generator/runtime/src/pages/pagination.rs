//! The pagination of an operation, as data.

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
    /// A property of the JSON body: a string for a cursor, or else a number.
    Body(KeyPath),
    /// A property of the JSON body that is a number, also for a cursor.
    BodyNumber(KeyPath),
}

impl Pagination {
    const fn new(items: KeyPath, style: PagingStyle) -> Self {
        Self {
            items,
            has_more: None,
            style,
        }
    }

    /// Creates [`PagingStyle::Cursor`].
    #[must_use]
    pub const fn cursor(items: KeyPath, parameter: PageParameter, next: KeyPath) -> Self {
        Self::new(items, PagingStyle::Cursor { parameter, next })
    }

    /// Creates [`PagingStyle::Scroll`].
    #[must_use]
    pub const fn scroll(items: KeyPath, parameter: PageParameter, next: KeyPath) -> Self {
        Self::new(items, PagingStyle::Scroll { parameter, next })
    }

    /// Creates [`PagingStyle::Page`].
    #[must_use]
    pub const fn page(items: KeyPath, parameter: PageParameter, first: u64) -> Self {
        let style = PagingStyle::Page {
            parameter,
            first,
            next: None,
            page: None,
            total_pages: None,
            total_items: None,
        };
        Self::new(items, style)
    }

    /// Creates [`PagingStyle::Offset`].
    #[must_use]
    pub const fn offset(items: KeyPath, parameter: PageParameter) -> Self {
        let style = PagingStyle::Offset {
            parameter,
            total_items: None,
        };
        Self::new(items, style)
    }

    /// Creates [`PagingStyle::Url`].
    #[must_use]
    pub const fn url(items: KeyPath, next: KeyPath, keep: &'static [&'static str]) -> Self {
        Self::new(items, PagingStyle::Url { next, keep })
    }

    /// Creates [`PagingStyle::Whole`].
    #[must_use]
    pub const fn whole(items: KeyPath) -> Self {
        Self::new(items, PagingStyle::Whole)
    }

    /// Sets the path of the boolean that is `false` on the last page.
    #[must_use]
    pub const fn has_more(mut self, path: KeyPath) -> Self {
        self.has_more = Some(path);
        self
    }

    /// Sets the path of the next page's number. Only page numbers have one.
    #[must_use]
    pub const fn next_page(mut self, path: KeyPath) -> Self {
        if let PagingStyle::Page { next, .. } = &mut self.style {
            *next = Some(path);
        }
        self
    }

    /// Sets the path of the current page's number. Only page numbers have one.
    #[must_use]
    pub const fn current_page(mut self, path: KeyPath) -> Self {
        if let PagingStyle::Page { page, .. } = &mut self.style {
            *page = Some(path);
        }
        self
    }

    /// Sets the path of the number of pages. Only page numbers have one.
    #[must_use]
    pub const fn total_pages(mut self, path: KeyPath) -> Self {
        if let PagingStyle::Page { total_pages, .. } = &mut self.style {
            *total_pages = Some(path);
        }
        self
    }

    /// Sets the path of the number of items on all pages. Page numbers and offsets have one.
    #[must_use]
    pub const fn total_items(mut self, path: KeyPath) -> Self {
        if let PagingStyle::Page { total_items, .. } | PagingStyle::Offset { total_items, .. } =
            &mut self.style
        {
            *total_items = Some(path);
        }
        self
    }
}
