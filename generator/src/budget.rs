//! The limit of what a document describes beyond its text.

use crate::document::Document;

/// The largest ratio of what is described to the document itself.
pub(crate) const RATIO: usize = 100;

/// The limit in bytes for small documents.
const MINIMUM: usize = 8 << 20;

/// The estimated size in a document of a property or an alternative, without its documentation.
pub(crate) const ITEM: usize = 50;

/// The estimated size in a document of a name in a list.
pub(crate) const NAME: usize = 16;

/// The bytes that a stage may still add to a document.
///
/// The limit is proportional to the document, so that time and memory are, too.
pub(crate) struct Budget(usize);

impl Budget {
    /// Creates the budget of a document.
    pub fn of(document: &Document) -> Self {
        Self(document.source.size().saturating_mul(RATIO).max(MINIMUM))
    }

    /// Returns `true` if nothing may be added any more: the document is rejected.
    pub fn is_exhausted(&self) -> bool {
        self.0 == 0
    }

    /// Takes a size in bytes from the budget. Returns `false` if nothing is left.
    pub fn spend(&mut self, size: usize) -> bool {
        self.0 = self.0.saturating_sub(size);
        !self.is_exhausted()
    }
}
