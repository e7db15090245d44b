use super::super::json::{Union, union_of};
use super::{Filter, FilterError};

/// What a version of the API takes as a search.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// The operators that compare a field with a value.
    pub operators: &'static [&'static str],
    /// Whether a group may hold conditions and groups side by side.
    pub mixes: bool,
    /// How deep groups may be nested; 1 for groups of conditions alone.
    pub max_depth: usize,
    /// How many filters a group may have.
    pub max_filters: usize,
}

impl Grammar {
    /// Makes a version's own type of a filter.
    ///
    /// # Errors
    /// When the filter is more than the version takes.
    pub fn query<T: Union>(&self, filter: Filter) -> Result<T, FilterError> {
        filter.into_json(self).map(union_of)
    }
}
