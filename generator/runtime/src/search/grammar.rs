use super::super::json::{Union, union_of};
use super::{Filter, FilterError};

/// The search filters that an API version supports.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// The operators that compare a field with a value.
    pub operators: &'static [&'static str],
    /// `true` if a group may contain both conditions and groups.
    pub mixes: bool,
    /// The maximum nesting depth of groups; 1 for groups of conditions.
    pub max_depth: usize,
    /// The maximum number of filters in a group.
    pub max_filters: usize,
}

impl Grammar {
    /// Converts a filter to the query type of the version.
    ///
    /// # Errors
    /// Returns an error if the version does not support the filter.
    pub fn query<T: Union>(&self, filter: Filter) -> Result<T, FilterError> {
        filter.into_json(self).map(union_of)
    }
}
