use std::fmt;

/// The error of converting a [`Filter`](super::Filter) to a search request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterError {
    /// A group without filters, such as [`Filter::all`](super::Filter::all) of an empty list.
    Empty,
    /// The groups are nested too deeply.
    TooDeep {
        /// The nesting depth of the groups; 1 for a group of conditions.
        depth: usize,
        /// The maximum depth.
        limit: usize,
    },
    /// A group has too many filters.
    TooMany {
        /// The operator of the group: `AND` or `OR`.
        operator: &'static str,
        /// The number of filters.
        count: usize,
        /// The maximum number of filters.
        limit: usize,
    },
    /// The API version does not support the operator.
    UnknownOperator {
        /// The compared field.
        field: String,
        /// The operator in the request, such as `<=`.
        operator: &'static str,
    },
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "a group of the search filter is empty: add a filter or remove the group",
            ),
            Self::TooDeep { depth, limit } => write!(
                f,
                "the groups of the search filter are nested {depth} levels deep, the maximum is \
                 {limit}: flatten them or send several searches"
            ),
            Self::TooMany {
                operator,
                count,
                limit,
            } => write!(
                f,
                "a group of the search filter has {count} filters joined by `{operator}`, the \
                 maximum is {limit}: combine the values of a field with `is_in` or send several \
                 searches"
            ),
            Self::UnknownOperator { field, operator } => write!(
                f,
                "the operator `{operator}` for the field `{field}` is not supported by this API \
                 version: use another operator or another version"
            ),
        }
    }
}

impl std::error::Error for FilterError {}
